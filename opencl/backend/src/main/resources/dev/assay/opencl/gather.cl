// gather: y[s, p, i, q] = x[s, p, row(s, i), q].
//
// Mirrors Gather.source and Positions.offsets of dev.assay.engine.ops.array: S, P, I, Q, J are the
// sizes of s, p, i, q and of the axis of x that is picked from. row(s, i) is made of K indices in a
// row, each less than its dimension d_k, by Horner's rule; gather itself has K = 1. That indices
// are in range was checked before. Elements have WORD's size; nothing is rounded. SINGLE says that
// Q is 1.
//
// gather_plain   a work-item copies one element: dimension 0 runs along q, dimension 1 along i,
//                dimension 2 along (s, p); where Q is 1, along i, 1, (s, p).
// gather_packed  for processors: a work-item copies the slices of `block` neighbouring i; dimension
//                1 runs along (s, p).

#ifndef WORD
#define WORD uint
#endif
#ifndef INDEX
#define INDEX int
#endif
#ifndef K
#define K 1
#endif
#ifndef EACH_INDEX  // F(k) for k = 0, 1, ... K - 1
#define EACH_INDEX(F) F(0)
#endif

#define DIMENSION(k) , const int d##k
#define HORNER(k) row = row * d##k + (int)named[k];

kernel void gather_plain(
    global const WORD* x, global const INDEX* indices, global WORD* y, const int P, const int I,
    const int J, const int Q EACH_INDEX(DIMENSION)) {
#ifdef SINGLE
  const int q = 0;
  const int i = get_global_id(0);
#else
  const int q = get_global_id(0);
  const int i = get_global_id(1);
#endif
  const int sp = get_global_id(2);
  const int s = sp / P;
  if (q >= Q || i >= I) {
    return;
  }
  global const INDEX* named = indices + (s * I + i) * K;
  int row = 0;
  EACH_INDEX(HORNER)
  y[(sp * I + i) * Q + q] = x[(sp * J + row) * Q + q];
}

kernel void gather_packed(
    global const WORD* restrict x, global const INDEX* restrict indices, global WORD* restrict y,
    const int P, const int I, const int J, const int Q EACH_INDEX(DIMENSION), const int block) {
  const int begin = get_global_id(0) * block;
  const int end = begin + min(block, I - begin);
  const int sp = get_global_id(1);
  const int s = sp / P;
  for (int i = begin; i < end; i++) {
    global const INDEX* named = indices + (s * I + i) * K;
    int row = 0;
    EACH_INDEX(HORNER)
#ifdef SINGLE
    y[sp * I + i] = x[sp * J + row];
#else
    global const WORD* from = x + (sp * J + row) * Q;
    global WORD* to = y + (sp * I + i) * Q;
    for (int q = 0; q < Q; q++) {
      to[q] = from[q];
    }
#endif
  }
}
