// gather: y[s, p, i, q] = x[s, p, row(s, i), q].
//
// Mirrors Gather.source and Positions.offsets of dev.assay.engine.ops.array: S, P, I, Q, J are the
// sizes of s, p, i, q and of the axis of x that is picked from. row(s, i) is made of K indices in a
// row, each less than its dimension d_k, by Horner's rule; gather itself has K = 1. That indices
// are in range was checked before. A work-item copies one element of WORD's size; nothing is
// rounded. Dimension 0 runs along q, dimension 1 along i, dimension 2 along (s, p); where there is
// no q, along i, 1, (s, p).

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
#define HORNER(k) row = row * d##k + (int)indices[(s * I + i) * K + k];

kernel void gather_rows(
    global const WORD* x, global const INDEX* indices, global WORD* y, const int P, const int I,
    const int J, const int Q EACH_INDEX(DIMENSION)) {
  const int q = Q == 1 ? 0 : get_global_id(0);
  const int i = Q == 1 ? get_global_id(0) : get_global_id(1);
  const int sp = get_global_id(2);
  if (q >= Q || i >= I) {
    return;
  }
  const int s = sp / P;
  int row = 0;
  EACH_INDEX(HORNER)
  y[(sp * I + i) * Q + q] = x[(sp * J + row) * Q + q];
}
