// softmax and log_softmax along one axis.
//
// Mirror Softmax of dev.assay.engine.ops.nn, whose shapes of lines they share: element j of a line
// stands at (line / inner * n + j) * inner + line % inner. With m the greatest element of a line no
// exponential exceeds 1. A work-item computes one line.
//
// Rounding, u the unit roundoff of REAL, e the error of exp and log1p in ulp: softmax
// |error| <= (n + 4 + 2 e + 2 |x - m|) u y, log_softmax |error| <= (n + 4 + 2 e) u (1 + |y|) + 2 u |x - m|,
// to first order.

#include "extremes.cl"
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
