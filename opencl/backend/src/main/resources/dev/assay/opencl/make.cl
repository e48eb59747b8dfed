// Tensors made of positions and of a few numbers.
//
// Mirrors OneHot, Masks.sequence, Range, Linspace and MatrixMovement.band of
// dev.assay.engine.ops. A work-item makes one element. WORD is an integer of the element's size,
// for values that come as bits; TYPE is the element's type; INDEX that of whole numbers read.

#ifndef WORD
#define WORD uint
#endif
#ifndef TYPE
#define TYPE float
#endif
#ifndef ACC  // an unsigned integer, which wraps, as wide as TYPE or wider; TYPE where it is floating
#define ACC TYPE
#endif
#ifndef INDEX
#define INDEX int
#endif

// y[o, k, i] = on if indices[o, i] = k, else off: dimension 0 runs along i, 1 along k, 2 along o;
// where there is one i, along k, 1, o. Nothing is rounded.
kernel void one_hot(
    global const INDEX* indices, global WORD* y, const int inner, const int depth, const long on,
    const long off) {
  const int i = inner == 1 ? 0 : get_global_id(0);
  const int k = inner == 1 ? get_global_id(0) : get_global_id(1);
  const int o = get_global_id(2);
  if (i < inner && k < depth) {
    const bool hot = (long)indices[o * inner + i] == (long)k;
    y[(o * depth + k) * inner + i] = hot ? (WORD)on : (WORD)off;
  }
}

// y[i, j] = on if j < lengths[i], else 0: dimension 0 runs along j, dimension 1 along i.
kernel void sequence_mask(
    global const INDEX* lengths, global WORD* y, const int n, const int count, const long on) {
  const int j = get_global_id(0);
  const int i = get_global_id(1);
  if (j < n && i < count) {
    y[i * n + j] = (long)j < (long)lengths[i] ? (WORD)on : (WORD)0;
  }
}

// y[b, i, j] = x[b, i, j] if i - j <= lower and j - i <= upper, else 0: dimension 0 runs along j,
// dimension 1 along i, dimension 2 along b.
kernel void band_part(
    global const WORD* x, global WORD* y, const int columns, const int rows, const int lower,
    const int upper) {
  const int j = get_global_id(0);
  const int i = get_global_id(1);
  if (j < columns && i < rows) {
    const int at = (get_global_id(2) * rows + i) * columns + j;
    y[at] = i - j <= lower && j - i <= upper ? x[at] : (WORD)0;
  }
}

// y[i] = start + i delta. Integers wrap. Floating: one rounding, after that of i itself to TYPE,
// which is exact below 2^24 in binary32; error u (|y| + |i delta|).
kernel void range_flat(
    global const TYPE* start, global const TYPE* delta, global TYPE* y, const int n) {
  const int i = get_global_id(0);
  if (i < n) {
#ifdef FLOATING
    y[i] = fma((TYPE)i, *delta, *start);
#else
    y[i] = (TYPE)((ACC)*start + (ACC)i * (ACC)*delta);
#endif
  }
}

#ifdef FLOATING
// y[i] = start + i (stop - start)/(n - 1), the last exactly stop: of halves, so that neither the
// difference nor its part overflows where y does not. Roundings: the part t = i/(n - 1), the
// difference, and the sum: error u (|y| + 3 t (|start| + |stop|)), and a few smallest numbers.
kernel void linspace_flat(
    global const TYPE* start, global const TYPE* stop, global TYPE* y, const int n) {
  const int i = get_global_id(0);
  if (i >= n) {
    return;
  }
  const TYPE half_start = *start / 2;
  const TYPE half_distance = *stop / 2 - half_start;
  const TYPE part = (TYPE)i / (TYPE)(n - 1);
  y[i] = i == 0 ? *start : i == n - 1 ? *stop : 2 * fma(part, half_distance, half_start);
}
#endif
