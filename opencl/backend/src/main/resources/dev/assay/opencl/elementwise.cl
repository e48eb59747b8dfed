// Elementwise operations: y[i] = f(x0[i], x1[i], ...) for 0 <= i < n, all of one shape.
//
// Mirrors the loops of dev.assay.engine.ops.elementwise. PARAMETERS declares the arguments
// x0, x1, ..., VALUES lists their elements at i, and EXPRESSION(x0, x1, ...) is f. A work-item
// computes one element. Rounding: that of f, stated where f is.

kernel void elementwise_flat(PARAMETERS global OUT* y, int n) {
  const int i = get_global_id(0);
  if (i < n) {
    y[i] = EXPRESSION(VALUES);
  }
}
