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
MOVES(float)
GATHERS(float)
#include "reals.cl"
#include "activations.cl"
#undef REAL
#undef WHOLE
#endif

#ifdef USES_double
#define REAL double
#define WHOLE long
MOVES(double)
GATHERS(double)
#include "reals.cl"
#include "activations.cl"
#undef REAL
#undef WHOLE
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
