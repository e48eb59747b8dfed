// From channels first to channels last and back, y[n,j,i] = x[n,i,j].
//
// Mirrors dev.assay.engine.ops.window.WindowAttrs.channelsLast and inFormat. Exact.

#include "product.cl"

// A work-item moves one element: i, j, n.
kernel void conv_swap(global const REAL* x, global REAL* y, int rows, int columns) {
  const int i = get_global_id(0);
  const int j = get_global_id(1);
  const int n = get_global_id(2);
  if (i < rows && j < columns) {
    y[(n * columns + j) * rows + i] = x[(n * rows + i) * columns + j];
  }
}
