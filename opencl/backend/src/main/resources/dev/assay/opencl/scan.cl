// y[j] = x[0] STEP x[1] STEP ... STEP x[j] along one axis, with `exclusive` without x[j].
//
// Mirrors Cumulative of dev.assay.engine.ops.reduce. Element j of a line stands at
// (line / inner * n + j) * inner + line % inner; with `reverse` a line is walked from its end. START
// is neutral, ACC is the type of what runs. A work-item walks one line.
//
// Rounding, u the unit roundoff of ACC, to first order: |error of y[j]| <= j u sum |x| over what it
// sums, of a product j u |y[j]|.

kernel void scan_plain(
    global const REAL* x, global REAL* y, int lines, int n, int inner, int exclusive, int reverse) {
  const int line = get_global_id(0);
  if (line < lines) {
    const int base = line / inner * n * inner + line % inner;
    ACC sum = START;
    for (int j = 0; j < n; j++) {
      const int at = base + (reverse ? n - 1 - j : j) * inner;
      const ACC next = STEP(sum, (ACC)x[at]);
      y[at] = exclusive ? sum : next;
      sum = next;
    }
  }
}
