// Cross entropy of exclusive classes from logits, one number for each line:
// y = -sum z (x - m - ln sum e^(x - m)), m the greatest element, z the labels as probabilities.
//
// Mirrors SoftmaxCrossEntropy.dense of dev.assay.engine.ops.nn; lines.cl says where the elements of
// a line stand. The plain version and that of rows compute a line in a work-item, the tiled one in a
// work-group.
//
// Rounding, u the unit roundoff of REAL, e the error of exp and log1p in ulp, D the greatest of the
// line's |x - m|, L = ln sum e^(x - m), l = x - m - L, to first order:
// |error| <= sum |z| (n + 2 e (1 + L) + 2 D + (n + 2) |l|) u.

#include "lines.cl"

kernel void cross_entropy_plain(
    global const REAL* z, global const REAL* x, global REAL* y, int lines, int n, int inner) {
  const int line = get_global_id(0);
  if (line < lines) {
    const int start = line_start(line, n, inner);
    const REAL m = line_greatest(x, start, n, inner);
    const REAL log_sum = line_log_sum(x, start, n, inner, m);
    REAL loss = 0;
    for (int j = 0; j < n; j++) {
      const int at = start + j * inner;
      loss -= z[at] * (x[at] - m - log_sum);
    }
    y[line] = loss;
  }
}

// Assumes inner = 1.
kernel void cross_entropy_rows(
    global const REAL* zs, global const REAL* xs, global REAL* y, int lines, int n, int inner) {
  const int line = get_global_id(0);
  if (line < lines) {
    global const REAL* z = zs + line * n;
    global const REAL* x = xs + line * n;
    const REAL m = row_greatest(x, n);
    const REAL log_sum = row_log_sum(x, n, m);
    REAL lane[LANES];
    for (int l = 0; l < LANES; l++) {
      lane[l] = 0;
    }
    int j = 0;
    for (; j + LANES <= n; j += LANES) {
      for (int l = 0; l < LANES; l++) {
        lane[l] -= z[j + l] * (x[j + l] - m - log_sum);
      }
    }
    for (; j < n; j++) {
      lane[0] -= z[j] * (x[j] - m - log_sum);
    }
    y[line] = lanes_sum(lane);
  }
}

kernel void cross_entropy_tiled(
    global const REAL* z, global const REAL* x, global REAL* y, int lines, int n, int inner) {
  local REAL tile[GROUP];
  const int line = get_group_id(0);
  const int start = line_start(line, n, inner);
  const REAL m = group_greatest(tile, x, start, n, inner);
  const REAL log_sum = group_log_sum(tile, x, start, n, inner, m);
  REAL loss = 0;
  for (int j = get_local_id(0); j < n; j += GROUP) {
    const int at = start + j * inner;
    loss -= z[at] * (x[at] - m - log_sum);
  }
  loss = group_sum(tile, loss);
  if (get_local_id(0) == 0) {
    y[line] = loss;
  }
}
