// y[line] = the least j whose element is the best of its line.
//
// Mirrors ArgMax.search of dev.assay.engine.ops.array. BETTER(a, b) says whether element a is
// preferred to b, which comes before it: the first of equals wins, NaN is passed over. Element j of
// a line stands at (line / inner * n + j) * inner + line % inner. Assumes n >= 1. Exact.
//
// Piece number `piece` of a line are its elements j in [piece * length, (piece + 1) * length). The
// kernels write the j of the best of each to y[line * pieces + piece]; where there is more than one,
// argmax_rest finds the best of those. OUT is the type of y.

#ifndef LANES
#define LANES 16 // numbers of a wide register or two
#endif
#ifndef GROUP
#define GROUP 64 // work-items of a work-group, a power of two
#endif

// As BETTER, where either may come first: a is element i, b is element j.
#define WINS(a, i, b, j) (BETTER(a, b) || (!BETTER(b, a) && (i) < (j)))

static int base_of(int line, int n, int inner) { return line / inner * n * inner + line % inner; }

// A work-item searches a piece of a line from front to back. Dimension 0 runs along the lines,
// dimension 1 along the pieces.
kernel void argmax_plain(
    global const T* x, global OUT* y, int lines, int n, int inner, int length, int pieces) {
  const int line = get_global_id(0);
  const int piece = get_global_id(1);
  if (line < lines) {
    const int base = base_of(line, n, inner);
    const int begin = piece * length;
    const int end = begin + min(length, n - begin);
    int best = begin;
    T b = x[base + begin * inner];
    for (int j = begin + 1; j < end; j++) {
      const T a = x[base + j * inner];
      if (BETTER(a, b)) {
        best = j;
        b = a;
      }
    }
    y[line * pieces + piece] = best;
  }
}

// A work-item searches a piece of a line of neighbours: the best of every LANES-th element each,
// then the best of those. Dimension 0 runs along the pieces, dimension 1 along the lines. Assumes
// inner = 1.
kernel void argmax_rows(
    global const T* x, global OUT* y, int lines, int n, int inner, int length, int pieces) {
  const int piece = get_global_id(0);
  const int line = get_global_id(1);
  if (line < lines) {
    const int begin = piece * length;
    const int size = min(length, n - begin);
    global const T* row = x + line * n + begin;
    T b[LANES];
    int best[LANES];
    for (int l = 0; l < LANES; l++) { // lanes without an element hold the first: it wins as such
      best[l] = l < size ? l : 0;
      b[l] = row[l < size ? l : 0];
    }
    int j = LANES;
    for (; j + LANES <= size; j += LANES) {
      for (int l = 0; l < LANES; l++) {
        const T a = row[j + l];
        const bool better = BETTER(a, b[l]);
        best[l] = better ? j + l : best[l];
        b[l] = better ? a : b[l];
      }
    }
    for (int l = 0; l < size - j; l++) {
      if (BETTER(row[j + l], b[l])) {
        best[l] = j + l;
        b[l] = row[j + l];
      }
    }
    for (int l = 1; l < LANES; l++) {
      if (WINS(b[l], best[l], b[0], best[0])) {
        best[0] = best[l];
        b[0] = b[l];
      }
    }
    y[line * pieces + piece] = begin + best[0];
  }
}

// A work-group of GROUP work-items searches a piece of a line: each every GROUP-th element, then all
// in a tree in local memory. Dimension 0 runs along the pieces, dimension 1 along the lines.
kernel void argmax_tiled(
    global const T* x, global OUT* y, int lines, int n, int inner, int length, int pieces) {
  local T tile[GROUP];
  local int places[GROUP];
  const int t = get_local_id(0);
  const int piece = get_global_id(0) / GROUP;
  const int line = get_global_id(1);
  const int base = base_of(line, n, inner);
  const int begin = piece * length;
  const int size = min(length, n - begin);
  int best = begin + (t < size ? t : 0);
  T b = x[base + best * inner];
  for (int p = t + GROUP; p < size; p += GROUP) {
    const T a = x[base + (begin + p) * inner];
    if (BETTER(a, b)) {
      best = begin + p;
      b = a;
    }
  }
  tile[t] = b;
  places[t] = best;
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int apart = GROUP / 2; apart > 0; apart /= 2) {
    if (t < apart && WINS(tile[t + apart], places[t + apart], tile[t], places[t])) {
      tile[t] = tile[t + apart];
      places[t] = places[t + apart];
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  if (t == 0) {
    y[line * pieces + piece] = places[0];
  }
}

// The best of the best of the pieces, which stand in order. A work-item finds that of one line.
kernel void argmax_rest(
    global const T* x, global const int* places, global OUT* y, int lines, int n, int inner,
    int pieces) {
  const int line = get_global_id(0);
  if (line < lines) {
    const int base = base_of(line, n, inner);
    int best = places[line * pieces];
    T b = x[base + best * inner];
    for (int piece = 1; piece < pieces; piece++) {
      const int j = places[line * pieces + piece];
      const T a = x[base + j * inner];
      if (BETTER(a, b)) {
        best = j;
        b = a;
      }
    }
    y[line] = best;
  }
}
