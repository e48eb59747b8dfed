// softmax and log_softmax along one axis.
//
// Mirror Softmax of dev.assay.engine.ops.nn; lines.cl says where the elements of a line stand. With
// m the greatest element of a line no exponential exceeds 1. The plain versions and those of rows
// compute a line in a work-item, the tiled ones in a work-group.
//
// Rounding, u the unit roundoff of REAL, e the error of exp and log1p in ulp, D the greatest of the
// line's |x - m|, L = ln sum e^(x - m), to first order: softmax |error| <= (n + 4 e + 2 D) u y,
// log_softmax |error| <= (n + 2 e (1 + L) + 2 D + |y|) u.

#include "lines.cl"

kernel void softmax_plain(global const REAL* x, global REAL* y, int lines, int n, int inner) {
  const int line = get_global_id(0);
  if (line < lines) {
    const int start = line_start(line, n, inner);
    const REAL m = line_greatest(x, start, n, inner);
    REAL sum = 0;
    for (int j = 0; j < n; j++) {
      const int at = start + j * inner;
      y[at] = exp(x[at] - m);
      sum += y[at];
    }
    for (int j = 0; j < n; j++) {
      y[start + j * inner] /= sum;
    }
  }
}

// Assumes inner = 1.
kernel void softmax_rows(global const REAL* xs, global REAL* ys, int lines, int n, int inner) {
  const int line = get_global_id(0);
  if (line < lines) {
    global const REAL* x = xs + line * n;
    global REAL* y = ys + line * n;
    const REAL m = row_greatest(x, n);
    REAL lane[LANES];
    for (int l = 0; l < LANES; l++) {
      lane[l] = 0;
    }
    int j = 0;
    for (; j + LANES <= n; j += LANES) {
      for (int l = 0; l < LANES; l++) {
        const REAL e = exp(x[j + l] - m);
        y[j + l] = e;
        lane[l] += e;
      }
    }
    for (; j < n; j++) {
      y[j] = exp(x[j] - m);
      lane[0] += y[j];
    }
    const REAL sum = lanes_sum(lane);
    for (j = 0; j < n; j++) {
      y[j] /= sum;
    }
  }
}

kernel void softmax_tiled(global const REAL* x, global REAL* y, int lines, int n, int inner) {
  local REAL tile[GROUP];
  const int t = get_local_id(0);
  const int start = line_start(get_group_id(0), n, inner);
  const REAL m = group_greatest(tile, x, start, n, inner);
  REAL sum = 0;
  for (int j = t; j < n; j += GROUP) {
    const int at = start + j * inner;
    y[at] = exp(x[at] - m);
    sum += y[at];
  }
  sum = group_sum(tile, sum);
  for (int j = t; j < n; j += GROUP) {
    y[start + j * inner] /= sum;
  }
}

kernel void log_softmax_plain(global const REAL* x, global REAL* y, int lines, int n, int inner) {
  const int line = get_global_id(0);
  if (line < lines) {
    const int start = line_start(line, n, inner);
    const REAL m = line_greatest(x, start, n, inner);
    const REAL log_sum = line_log_sum(x, start, n, inner, m);
    for (int j = 0; j < n; j++) {
      const int at = start + j * inner;
      y[at] = x[at] - m - log_sum;
    }
  }
}

// Assumes inner = 1.
kernel void log_softmax_rows(global const REAL* xs, global REAL* ys, int lines, int n, int inner) {
  const int line = get_global_id(0);
  if (line < lines) {
    global const REAL* x = xs + line * n;
    global REAL* y = ys + line * n;
    const REAL m = row_greatest(x, n);
    const REAL log_sum = row_log_sum(x, n, m);
    for (int j = 0; j < n; j++) {
      y[j] = x[j] - m - log_sum;
    }
  }
}

kernel void log_softmax_tiled(global const REAL* x, global REAL* y, int lines, int n, int inner) {
  local REAL tile[GROUP];
  const int start = line_start(get_group_id(0), n, inner);
  const REAL m = group_greatest(tile, x, start, n, inner);
  const REAL log_sum = group_log_sum(tile, x, start, n, inner, m);
  for (int j = get_local_id(0); j < n; j += GROUP) {
    const int at = start + j * inner;
    y[at] = x[at] - m - log_sum;
  }
}
