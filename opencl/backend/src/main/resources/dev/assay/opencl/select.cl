// where with three arguments: y[i] = c[i] ? a[i] : b[i], the three broadcast to the shape of y.
//
// Mirrors Where.select of dev.assay.engine.ops.array. Axes are numbered from the inside; for every
// axis d there are n_d, its size, and the strides c_d, a_d, b_d in the arguments, 0 where they are
// repeated; y is row-major. WORD is an integer of the element's size: bits are chosen, not numbers,
// so the error is 0 and NaN of the side not taken stays there. A work-item computes one element.

#ifndef WORD
#define WORD uint
#endif
#ifndef EACH_OUTER  // F(d) for d = 2, 3, ...
#define EACH_OUTER(F)
#endif

#define AXIS(d) , const int n##d, const int c##d, const int a##d, const int b##d
#define OUTER(d)                \
  const int i##d = rest % n##d; \
  rest /= n##d;                 \
  c += i##d * c##d;             \
  a += i##d * a##d;             \
  b += i##d * b##d;

kernel void select_plain(
    global const uchar* c, global const WORD* a, global const WORD* b, global WORD* y
    AXIS(0) AXIS(1) EACH_OUTER(AXIS)) {
  const int i0 = get_global_id(0);
  const int i1 = get_global_id(1);
  int rest = get_global_id(2);
  if (i0 >= n0 || i1 >= n1) {
    return;
  }
  y += (rest * n1 + i1) * n0 + i0;
  c += i1 * c1 + i0 * c0;
  a += i1 * a1 + i0 * a0;
  b += i1 * b1 + i0 * b0;
  EACH_OUTER(OUTER)
  const WORD on = *a;
  const WORD off = *b;
  *y = *c ? on : off;
}
