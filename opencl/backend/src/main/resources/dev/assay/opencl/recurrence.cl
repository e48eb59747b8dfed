// y[0] = 0, y[j + 1] = b[j] + x[j] y[j] along one axis.
//
// Mirrors Cumulative.recurrence of dev.assay.engine.ops.reduce. Element j of a line stands at
// (line / inner * n + j) * inner + line % inner; with `reverse` a line is walked from its end. A
// work-item walks one line.
//
// Rounding, u the unit roundoff, to first order: |error of y[j]| <= 2 j u Y[j], Y the same of |b|
// and |x|.

kernel void recurrence_plain(
    global const REAL* x,
    global const REAL* b,
    global REAL* y,
    int lines,
    int n,
    int inner,
    int reverse) {
  const int line = get_global_id(0);
  if (line < lines) {
    const int base = line / inner * n * inner + line % inner;
    ACC e = 0;
    for (int j = 0; j < n; j++) {
      const int at = base + (reverse ? n - 1 - j : j) * inner;
      y[at] = e;
      e = j == 0 ? b[at] : b[at] + x[at] * e; // no product with 0: x[0] may be infinite
    }
  }
}
