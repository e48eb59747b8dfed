// Cross entropy of exclusive classes from logits, one number for each line.
//
// Mirror SoftmaxCrossEntropy of dev.assay.engine.ops.nn. A work-item computes one line; lines.cl
// says where its elements stand.
//
// Rounding, u the unit roundoff of REAL, e the error of exp and log1p in ulp, l the logarithms of
// softmax: |error| <= (2 n + 5 + 2 e) u sum |z| (1 + |l|) to first order; of one class n is 1 in
// front of it.

#include "extremes.cl"
#include "lines.cl"

#ifndef LABEL
#define LABEL int // the type of class numbers
#endif

// y = -sum z (x - m - ln sum e^(x - m)): labels z as probabilities.
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

// y = -(x[k] - m - ln sum e^(x - m)): k the number of the right class, 0 <= k < n.
kernel void sparse_cross_entropy_plain(
    global const LABEL* k, global const REAL* x, global REAL* y, int lines, int n) {
  const int line = get_global_id(0);
  if (line < lines) {
    const int start = line * n;
    const REAL m = line_greatest(x, start, n, 1);
    const REAL log_sum = line_log_sum(x, start, n, 1, m);
    y[line] = -(x[start + (int)k[line]] - m - log_sum);
  }
}
