// Lines of a tensor along one axis, and what softmax and its kin need of each.
//
// Mirrors Lines and Softmax of dev.assay.engine.ops.nn. Element j of a line stands at
// (line / inner * n + j) * inner + line % inner.

static int line_start(int line, int n, int inner) {
  return line / inner * n * inner + line % inner;
}

// The greatest element of a line; NaN if it has one.
static REAL line_greatest(global const REAL* x, int start, int n, int inner) {
  REAL m = -INFINITY;
  for (int j = 0; j < n; j++) {
    const REAL v = x[start + j * inner];
    m = GREATER(m, v);
  }
  return m;
}

// ln sum e^(x - m), m the greatest element: by log1p of all terms but that of one greatest element,
// which is 1, so that the probability of a sure class keeps its digits. NaN where m is not finite.
static REAL line_log_sum(global const REAL* x, int start, int n, int inner, REAL m) {
  REAL others = isfinite(m) ? 0 : NAN;
  int seen = 0;
  for (int j = 0; j < n; j++) {
    const REAL v = x[start + j * inner];
    if (!seen && v == m) {
      seen = 1;
    } else {
      others += exp(v - m);
    }
  }
  return log1p(others);
}
