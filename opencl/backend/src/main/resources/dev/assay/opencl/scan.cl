// Running sums, products and recurrences along one axis.
//
// Mirror the loops of Cumulative in dev.assay.engine.ops.reduce. Element j of a line stands at
// (line / inner * n + j) * inner + line % inner; with `reverse` a line is walked from its end. A
// work-item walks one line. ACC is the type of what runs, T that of the elements.
//
// Rounding, u the unit roundoff of ACC: |error of y[j]| <= j u sum |x| over what it sums, and
// j u |y[j]| of a product; of the recurrence 2 j u (sum |b| prod |x|).

// y[j] = x[0] STEP x[1] STEP ... STEP x[j], with `exclusive` without x[j]; START is neutral.
kernel void scan_plain(
    global const T* x, global T* y, int lines, int n, int inner, int exclusive, int reverse) {
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

// y[0] = 0, y[j + 1] = b[j] + x[j] y[j].
kernel void recurrence_plain(
    global const T* x, global const T* b, global T* y, int lines, int n, int inner, int reverse) {
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
