// y[line] = the least j whose element is the best of its line.
//
// Mirrors ArgMax.search of dev.assay.engine.ops.array. BETTER(a, b) says whether element a is
// preferred to b, which comes before it: the first of equals wins, NaN is passed over. Element j of
// a line stands at (line / inner * n + j) * inner + line % inner. A work-item searches one line.
// Assumes n >= 1. Exact.

kernel void argmax_plain(global const T* x, global OUT* y, int lines, int n, int inner) {
  const int line = get_global_id(0);
  if (line < lines) {
    const int base = line / inner * n * inner + line % inner;
    int best = 0;
    T b = x[base];
    for (int j = 1; j < n; j++) {
      const T a = x[base + j * inner];
      if (BETTER(a, b)) {
        best = j;
        b = a;
      }
    }
    y[line] = best;
  }
}
