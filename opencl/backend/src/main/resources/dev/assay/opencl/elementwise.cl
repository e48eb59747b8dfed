// Elementwise operations: z[i] = f(x0[i0], x1[i1], ...), every operand broadcast to the shape of z.
//
// Mirrors the loops of dev.assay.engine.ops.elementwise.Elementwise. The macros that come before:
// PARAMETERS declares the arguments x0, x1, ... and the results z0, ...; STRIDES the strides
// stride0, stride1, ... of those arguments that are tensors; BODY reads with READ, computes with
// the functions below, and writes with WRITE. USES_float and so on say which types it has. A
// work-item computes WIDTH elements. Error bound: that of the functions, stated at each.

#include "vectors.cl"

#ifdef USES_float
#define REAL float
#define WHOLE int
#define DIGITS 20
#define TINY 0x1p-126f
#define ABOVE_TINY 0x1p24f
#define DIGITS_OF_TINY 24
#define EXPONENT(x) ((AS(int, x) >> 23 & 255) - 127)
#define POWER(k) AS(float, ((k) + 127) << 23)
#define POW pow
MOVES(float)
GATHERS(float)
#include "reals.cl"
#include "activations.cl"
#ifdef STEPS
#include "train.cl"
#endif
#undef REAL
#undef WHOLE
#undef DIGITS
#undef TINY
#undef ABOVE_TINY
#undef DIGITS_OF_TINY
#undef EXPONENT
#undef POWER
#undef POW
#endif

#ifdef USES_double
#define REAL double
#define WHOLE long
#define DIGITS 51
#define TINY 0x1p-1022
#define ABOVE_TINY 0x1p54
#define DIGITS_OF_TINY 54
#define EXPONENT(x) ((AS(long, x) >> 52 & 2047) - 1023)
#define POWER(k) AS(double, ((k) + 1023) << 52)
#if WIDTH == 1
#define POW pow
#else
// One by one: of vectors in which some numbers are zero, subnormal or not finite PoCL 3.1's pow is
// wrong for the others too; of single numbers it is right.
VEC(double) pow_of_each(VEC(double) x, VEC(double) y) {
  double v[WIDTH];
  double w[WIDTH];
  JOIN(vstore, WIDTH)(x, 0, v);
  JOIN(vstore, WIDTH)(y, 0, w);
  for (int k = 0; k < WIDTH; k++) {
    v[k] = pow(v[k], w[k]);
  }
  return JOIN(vload, WIDTH)(0, v);
}
#define POW pow_of_each
#endif
MOVES(double)
GATHERS(double)
#include "reals.cl"
#include "activations.cl"
#ifdef STEPS
#include "train.cl"
#endif
#undef REAL
#undef WHOLE
#undef DIGITS
#undef TINY
#undef ABOVE_TINY
#undef DIGITS_OF_TINY
#undef EXPONENT
#undef POWER
#undef POW
#endif

#ifdef USES_char
#define INTEGER char
#define UNSIGNED uchar
#define WHOLE char
#define HAS_SIGN 1
MOVES(char)
GATHERS(char)
#include "integers.cl"
#undef INTEGER
#undef UNSIGNED
#undef WHOLE
#undef HAS_SIGN
#endif

#ifdef USES_short
#define INTEGER short
#define UNSIGNED ushort
#define WHOLE short
#define HAS_SIGN 1
MOVES(short)
GATHERS(short)
#include "integers.cl"
#undef INTEGER
#undef UNSIGNED
#undef WHOLE
#undef HAS_SIGN
#endif

#ifdef USES_int
#define INTEGER int
#define UNSIGNED uint
#define WHOLE int
#define HAS_SIGN 1
MOVES(int)
GATHERS(int)
#include "integers.cl"
#undef INTEGER
#undef UNSIGNED
#undef WHOLE
#undef HAS_SIGN
#endif

#ifdef USES_long
#define INTEGER long
#define UNSIGNED ulong
#define WHOLE long
#define HAS_SIGN 1
MOVES(long)
GATHERS(long)
#include "integers.cl"
#undef INTEGER
#undef UNSIGNED
#undef WHOLE
#undef HAS_SIGN
#endif

#ifdef USES_uchar
#define INTEGER uchar
#define UNSIGNED uchar
#define WHOLE char
#define HAS_SIGN 0
MOVES(uchar)
GATHERS(uchar)
#include "integers.cl"
#undef INTEGER
#undef UNSIGNED
#undef WHOLE
#undef HAS_SIGN
#endif

// One of the three kernels is built: PLAIN, FLAT or ROWS says which.

#ifdef PLAIN
// The Java loop: n elements, the place of each in each operand found from its coordinates.
#define READ(type, x, stride) GATHER(type, x, i, count, rank, dim, stride)
#define WRITE(type, z, value) STORE(type, (z) + i, count, value)
kernel void elementwise_plain(
    PARAMETERS STRIDES const Extent dim, const int rank, const uint n) {
  const uint i = get_global_id(0) * WIDTH;
  if (i < n) {
    const uint count = n - i;
    BODY
  }
}
#endif

#ifdef FLAT
// Operands of one shape: n elements, each in the same place everywhere.
#define READ(type, x, stride) LOAD(type, (x) + i, count)
#define WRITE(type, z, value) STORE(type, (z) + i, count, value)
kernel void elementwise_flat(PARAMETERS const uint n) {
  const uint i = get_global_id(0) * WIDTH;
  if (i < n) {
    const uint count = n - i;
    BODY
  }
}
#endif

#ifdef ROWS
// Rows of n elements, each of which an operand holds in a row as well, or repeats one element of;
// work-item (c / WIDTH, r) begins at element c of row r. dim and the strides are those of the rows;
// the last entry of the strides, d[MAX_RANK - 1], is that along a row.
#define READ(type, x, stride) \
  ROW(type, (x) + place(r, rank, dim, stride), c, stride.d[MAX_RANK - 1], count)
#define WRITE(type, z, value) STORE(type, (z) + r * n + c, count, value)
kernel void elementwise_rows(
    PARAMETERS STRIDES const Extent dim, const int rank, const uint rows, const uint n) {
  const uint c = get_global_id(0) * WIDTH;
  const uint r = get_global_id(1);
  if (c < n && r < rows) {
    const uint count = n - c;
    BODY
  }
}
#endif
