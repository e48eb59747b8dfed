// Cross entropy of exclusive classes from logits, one number for each row:
// y = -(x[k] - m - ln sum e^(x - m)), m the greatest element, k the number of the right class.
//
// Mirrors SoftmaxCrossEntropy.sparse of dev.assay.engine.ops.nn; the rows have n elements each, and
// 0 <= k < n. The plain version and that of rows compute a row in a work-item, the tiled one in a
// work-group.
//
// Rounding, u the unit roundoff of REAL, e the error of exp and log1p in ulp, D the greatest of the
// row's |x - m|, L = ln sum e^(x - m), to first order: |error| <= (n + 2 e (1 + L) + 2 D + |y|) u.

#ifndef LABEL
#define LABEL int // the type of class numbers
#endif

#include "lines.cl"

kernel void sparse_cross_entropy_plain(
    global const LABEL* k, global const REAL* x, global REAL* y, int lines, int n, int inner) {
  const int line = get_global_id(0);
  if (line < lines) {
    const int start = line * n;
    const REAL m = line_greatest(x, start, n, 1);
    const REAL log_sum = line_log_sum(x, start, n, 1, m);
    y[line] = -(x[start + (int)k[line]] - m - log_sum);
  }
}

kernel void sparse_cross_entropy_rows(
    global const LABEL* k, global const REAL* x, global REAL* y, int lines, int n, int inner) {
  const int line = get_global_id(0);
  if (line < lines) {
    const int start = line * n;
    const REAL m = row_greatest(x + start, n);
    const REAL log_sum = row_log_sum(x + start, n, m);
    y[line] = -(x[start + (int)k[line]] - m - log_sum);
  }
}

kernel void sparse_cross_entropy_tiled(
    global const LABEL* k, global const REAL* x, global REAL* y, int lines, int n, int inner) {
  local REAL tile[GROUP];
  const int line = get_group_id(0);
  const int start = line * n;
  const REAL m = group_greatest(tile, x, start, n, 1);
  const REAL log_sum = group_log_sum(tile, x, start, n, 1, m);
  if (get_local_id(0) == 0) {
    y[line] = -(x[start + (int)k[line]] - m - log_sum);
  }
}
