// y[j] = x[0] STEP x[1] STEP ... STEP x[j] along one axis, with `exclusive` without x[j].
//
// Mirrors Cumulative of dev.assay.engine.ops.reduce. Element j of a line stands at
// (line / inner * n + j) * inner + line % inner; with `reverse` a line is walked from its end. START
// is neutral, ACC is the type of what runs. A work-item walks one line, or LANES neighbouring ones
// side by side, each in the same order, or a piece of one.
//
// Rounding, u the unit roundoff of ACC, to first order: |error of y[j]| <= j u sum |x| over what it
// sums, of a product j u |y[j]|.

#ifndef LANES
#define LANES 16 // numbers of a wide register or two
#endif

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

// A work-item walks the lines first ... first + LANES - 1 of one block, or those that are left.
kernel void scan_columns(
    global const REAL* x,
    global REAL* y,
    int lines,
    int n,
    int inner,
    int exclusive,
    int reverse) {
  const int across = (inner + LANES - 1) / LANES;
  const int item = get_global_id(0);
  if (item < lines / inner * across) {
    const int first = item % across * LANES;
    const int width = min(LANES, inner - first);
    const int base = item / across * n * inner + first;
    ACC sum[LANES];
    for (int l = 0; l < LANES; l++) {
      sum[l] = START;
    }
    for (int j = 0; j < n; j++) {
      const int at = base + (reverse ? n - 1 - j : j) * inner;
      if (width == LANES) {
        for (int l = 0; l < LANES; l++) {
          const ACC next = STEP(sum[l], (ACC)x[at + l]);
          y[at + l] = exclusive ? sum[l] : next;
          sum[l] = next;
        }
      } else {
        for (int l = 0; l < width; l++) {
          const ACC next = STEP(sum[l], (ACC)x[at + l]);
          y[at + l] = exclusive ? sum[l] : next;
          sum[l] = next;
        }
      }
    }
  }
}

// What each piece of `length` elements comes to: total[line, piece]. Then these are scanned, and
// scan_pieces goes on from there in each piece.
kernel void scan_totals(
    global const REAL* x,
    global ACC* total,
    int lines,
    int n,
    int inner,
    int reverse,
    int length,
    int pieces) {
  const int piece = get_global_id(0);
  const int line = get_global_id(1);
  if (piece < pieces && line < lines) {
    const int base = line / inner * n * inner + line % inner;
    ACC sum = START;
    const int begin = piece * length;
    const int end = begin + min(length, n - begin);
    for (int j = begin; j < end; j++) {
      sum = STEP(sum, (ACC)x[base + (reverse ? n - 1 - j : j) * inner]);
    }
    total[line * pieces + piece] = sum;
  }
}

// before[line, piece] is what all pieces before it come to.
kernel void scan_pieces(
    global const REAL* x,
    global const ACC* before,
    global REAL* y,
    int lines,
    int n,
    int inner,
    int exclusive,
    int reverse,
    int length,
    int pieces) {
  const int piece = get_global_id(0);
  const int line = get_global_id(1);
  if (piece < pieces && line < lines) {
    const int base = line / inner * n * inner + line % inner;
    ACC sum = before[line * pieces + piece];
    const int begin = piece * length;
    const int end = begin + min(length, n - begin);
    for (int j = begin; j < end; j++) {
      const int at = base + (reverse ? n - 1 - j : j) * inner;
      const ACC next = STEP(sum, (ACC)x[at]);
      y[at] = exclusive ? sum : next;
      sum = next;
    }
  }
}
