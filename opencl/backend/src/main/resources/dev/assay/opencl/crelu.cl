// crelu: the positive parts of x, then those of -x, along one axis.
//
// Mirrors dev.assay.engine.ops.nn.Crelu. run is the number of elements that one index of the outer
// dimensions holds in x. A work-item copies one element of x to both places. Exact.

REAL positive_part(const REAL x) {
  return (x > 0 || isnan(x)) ? x : 0;
}

kernel void crelu_plain(
    global const REAL* x, global REAL* y, const uint run, const uint n) {
  const uint i = get_global_id(0);
  if (i < n) {
    const uint o = i / run;
    y[i + o * run] = positive_part(x[i]);
    y[i + (o + 1) * run] = positive_part(-x[i]);
  }
}
