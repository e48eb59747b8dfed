// A block of a product of matrices in registers: c[i,j] (+)= sum over k of a[i,k]·b[k,j], for
// BLOCK_ROWS rows and BLOCK_COLUMNS columns, two vectors of LANES.
//
// For processors: one work-item computes a whole block, whose sums are the registers. 12 rows
// and 2 vectors are 24 sums, and with the 2 vectors of b and an element of a the 32 registers of
// AVX-512; processors with 16 registers take 6 rows. In a row of steps k each element of a is
// used BLOCK_COLUMNS times, each of b BLOCK_ROWS times.
//
// a lies in private memory, element (i, k) at a[i·A_ROW + k·A_STEP]. The BLOCK_COLUMNS elements
// of b that belong to one k follow each other, those beyond the matrix being 0; in a panel those
// of the next k follow them.

#include "vector.cl"

#ifndef BLOCK_ROWS
#define BLOCK_ROWS 12
#endif
#ifndef A_ROW
#define A_ROW 1
#endif
#ifndef A_STEP
#define A_STEP BLOCK_ROWS
#endif
#ifndef B_SPACE
#define B_SPACE global
#endif

#define BLOCK_COLUMNS (2 * LANES)

#if BLOCK_ROWS == 12
#define EACH_ROW(F) F(0) F(1) F(2) F(3) F(4) F(5) F(6) F(7) F(8) F(9) F(10) F(11)
#elif BLOCK_ROWS == 8
#define EACH_ROW(F) F(0) F(1) F(2) F(3) F(4) F(5) F(6) F(7)
#else
#define EACH_ROW(F) F(0) F(1) F(2) F(3) F(4) F(5)
#endif

#define SUMS(i) VECTOR left##i = 0, right##i = 0;
#define LOAD_SUMS(i)              \
  left##i = LOAD(0, c + at[i]); \
  right##i = LOAD(1, c + at[i]);
#define STORE_SUMS(i)             \
  STORE(left##i, 0, c + at[i]); \
  STORE(right##i, 1, c + at[i]);
#define LOAD_EDGE(i)                             \
  left##i = LOAD(0, edge + i * BLOCK_COLUMNS);   \
  right##i = LOAD(1, edge + i * BLOCK_COLUMNS);
#define STORE_EDGE(i)                            \
  STORE(left##i, 0, edge + i * BLOCK_COLUMNS);   \
  STORE(right##i, 1, edge + i * BLOCK_COLUMNS);
#define ADD_PRODUCT(i)                           \
  {                                              \
    const VECTOR x = a[i * A_ROW + k * A_STEP];  \
    left##i = MULTIPLY_ADD(x, b0, left##i);      \
    right##i = MULTIPLY_ADD(x, b1, right##i);    \
  }

// Adds to the block whose rows begin at c + at[i], or are outside the matrix where at[i] is -1,
// and of which `columns` are inside, the products of the steps in `runs` runs: run r has
// lengths[r] steps and begins at step starts[r] of b, whose steps are `step` elements apart, the
// steps of a following each other. Without `add` the block is written, not added to.
static void block_product(
    int runs, const int* starts, const int* lengths, const REAL* a, B_SPACE const REAL* b, int step,
    bool add, global REAL* c, const int* at, int columns) {
  bool whole = columns >= BLOCK_COLUMNS;
  for (int i = 0; i < BLOCK_ROWS; i++) {
    whole &= at[i] >= 0;
  }
  REAL edge[BLOCK_ROWS * BLOCK_COLUMNS];
  EACH_ROW(SUMS)
  if (add && whole) {
    EACH_ROW(LOAD_SUMS)
  } else if (add) {
    for (int i = 0; i < BLOCK_ROWS; i++) {
      for (int j = 0; j < BLOCK_COLUMNS; j++) {
        edge[i * BLOCK_COLUMNS + j] = at[i] >= 0 && j < columns ? c[at[i] + j] : 0;
      }
    }
    EACH_ROW(LOAD_EDGE)
  }
  for (int r = 0; r < runs; r++) {
    B_SPACE const REAL* from = b + starts[r] * step;
    for (int k = 0; k < lengths[r]; k++) {
      const VECTOR b0 = LOAD(0, from + k * step);
      const VECTOR b1 = LOAD(1, from + k * step);
      EACH_ROW(ADD_PRODUCT)
    }
    a += lengths[r] * A_STEP;
  }
  if (whole) {
    EACH_ROW(STORE_SUMS)
  } else {
    EACH_ROW(STORE_EDGE)
    for (int i = 0; i < BLOCK_ROWS; i++) {
      for (int j = 0; j < min(columns, BLOCK_COLUMNS) && at[i] >= 0; j++) {
        c[at[i] + j] = edge[i * BLOCK_COLUMNS + j];
      }
    }
  }
}
