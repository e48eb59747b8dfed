// cross: c = a x b for vectors of three elements.
//
// Mirrors dev.assay.engine.ops.elementwise.Cross: c[v + i] = a[j] b[k] - a[k] b[j] with j and k the
// next two of v, v + 1, v + 2 in cyclic order. A work-item computes one element. ACC is REAL, or the
// unsigned integer in which sums and products wrap. Two products and a difference, each rounded once.

kernel void cross_plain(global const REAL* a, global const REAL* b, global REAL* c, const uint n) {
  const uint e = get_global_id(0);
  if (e < n) {
    const uint i = e % 3;
    const uint v = e - i;
    const uint j = v + (i + 1) % 3;
    const uint k = v + (i + 2) % 3;
    c[e] = (REAL)((ACC)a[j] * (ACC)b[k] - (ACC)a[k] * (ACC)b[j]);
  }
}
