// y[b] = |{j : x[b, j] > x[b, target[b]]}| < k; false where an element of the row is not finite or
// the target is no class.
//
// Mirrors InTopK of dev.assay.engine.ops.nn. A work-item decides one row. Exact.

#ifndef LABEL
#define LABEL int // the type of class numbers
#endif

kernel void in_top_k_plain(
    global const LABEL* target, global const REAL* x, global uchar* y, int rows, int n, long k) {
  const int b = get_global_id(0);
  if (b < rows) {
    const LABEL own = target[b];
    uchar in = own >= 0 && own < n;
    int greater = 0;
    for (int j = 0; in && j < n; j++) {
      const REAL v = x[b * n + j];
      in = isfinite(v);
      greater += v > x[b * n + (int)own];
    }
    y[b] = in && greater < k;
  }
}
