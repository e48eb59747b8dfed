// What all sums of products share: their types, and how a product is added.
//
// REAL is the type of the elements, ACC that of the sums. Integers are given as unsigned types,
// whose arithmetic wraps; two's complement has the same bits. MULTIPLY_ADD is fma where the
// device has it in hardware: one rounding in the place of two, so that n terms err by n·u·Σ|a·b|
// at most in either form and in any order (Jeannerod and Rump 2013).

#ifndef REAL
#define REAL float
#endif
#ifndef ACC
#define ACC REAL
#endif
#ifndef MULTIPLY_ADD
#define MULTIPLY_ADD(a, b, c) ((a) * (b) + (c))
#endif
