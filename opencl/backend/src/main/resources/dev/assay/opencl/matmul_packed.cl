// Products of matrices for processors: b in panels, a in slices, blocks in registers.
//
// Mirrors dev.assay.engine.ops.linalg.MatMul; strides as in matmul.cl, those of c's columns
// being 1. matmul_pack copies b, transposed or not, to panels: element (k, j) of panel p is
// panels[(s·(number of panels) + p)·K·BLOCK_COLUMNS + k·BLOCK_COLUMNS + j], 0 for columns beyond
// N. A small b of which whole panels are the columns is multiplied with where it is.
// matmul_packed takes DEPTH steps k at a time, for which it copies its rows of a to private
// memory. Sums run over k, rising, and are stored after every DEPTH steps, which rounds nothing.
// Error: K·u·Σ|a·b|.

// steps k of a slice of a
#ifndef DEPTH
#define DEPTH 192
#endif
#define A_ROW DEPTH
#define A_STEP 1
#include "register_block.cl"

// the most blocks, one below the other, of a work-item
#ifndef TILES
#define TILES 4
#endif
// how many steps k a work-item packs
#ifndef PACK
#define PACK 64
#endif

// A work-item packs PACK steps of one panel: panel, steps, matrix.
kernel void matmul_pack(
    global const REAL* b, int b_first, int b_batch, int b_row, int b_column,
    global REAL* panels, int N, int K) {
  const int p = get_global_id(0);
  const int s = get_global_id(2);
  const int from = get_global_id(1) * PACK;
  const int end = min(K, from + PACK);
  const int columns = min(BLOCK_COLUMNS, N - p * BLOCK_COLUMNS);
  global const REAL* x = b + b_first + s * b_batch + p * BLOCK_COLUMNS * b_column;
  global REAL* to = panels + ((size_t)s * get_global_size(0) + p) * K * BLOCK_COLUMNS;
  if (columns == BLOCK_COLUMNS && b_column == 1) {
    for (int k = from; k < end; k++) {
      STORE(LOAD(0, x + k * b_row), 0, to + k * BLOCK_COLUMNS);
      STORE(LOAD(1, x + k * b_row), 1, to + k * BLOCK_COLUMNS);
    }
    return;
  }
  for (int j = 0; j < BLOCK_COLUMNS; j++) {
    for (int k = from; k < end; k++) {
      to[k * BLOCK_COLUMNS + j] = j < columns ? x[k * b_row + j * b_column] : 0;
    }
  }
}

// A work-item computes `tiles` blocks, one below the other, of `width` panels: rows, panels,
// matrix. From one panel to the next there are panels_next elements, from one k to the next
// panels_step.
kernel void matmul_packed(
    global const REAL* a, int a_first, int a_batch, int a_row, int a_column,
    global const REAL* panels, int panels_first, int panels_batch, int panels_next, int panels_step,
    global REAL* c, int c_first, int c_batch, int c_row, int c_column,
    int M, int N, int K, int tiles, int width) {
  const int m0 = get_global_id(0) * tiles * BLOCK_ROWS;
  const int first = get_global_id(1) * width;
  const int s = get_global_id(2);
  const int count = (N + BLOCK_COLUMNS - 1) / BLOCK_COLUMNS;
  const int end = min(count, first + width);
  const int rows = min(tiles * BLOCK_ROWS, M - m0);
  int at[TILES * BLOCK_ROWS];
  for (int i = 0; i < TILES * BLOCK_ROWS; i++) {
    at[i] = i < rows ? i * c_row : -1;
  }
  REAL slice[TILES * BLOCK_ROWS * DEPTH];
  global const REAL* x = a + a_first + s * a_batch + m0 * a_row;
  global REAL* y = c + c_first + s * c_batch + m0 * c_row;
  // even without any k there are zeros to store
  for (int k0 = 0; k0 == 0 || k0 < K; k0 += DEPTH) {
    const int depth = min(DEPTH, K - k0);
    if (a_column == 1) {
      for (int i = 0; i < rows; i++) {
        for (int k = 0; k < depth; k++) {
          slice[i * DEPTH + k] = x[i * a_row + k0 + k];
        }
      }
    } else {
      for (int k = 0; k < depth; k++) {
        for (int i = 0; i < rows; i++) {
          slice[i * DEPTH + k] = x[i * a_row + (k0 + k) * a_column];
        }
      }
    }
    for (int i = rows; i % BLOCK_ROWS != 0; i++) {
      for (int k = 0; k < depth; k++) {
        slice[i * DEPTH + k] = 0;
      }
    }
    for (int p = first; p < end; p++) {
      global const REAL* panel =
          panels + panels_first + s * panels_batch + p * panels_next + k0 * panels_step;
      for (int i = 0; i < rows; i += BLOCK_ROWS) {
        const int start = 0;
        block_product(
            1, &start, &depth, slice + i * DEPTH, panel, panels_step, k0 > 0,
            y + p * BLOCK_COLUMNS, at + i, N - p * BLOCK_COLUMNS);
      }
    }
  }
}

// For few columns: sums over k in the lanes of two vectors, which are added at last, rising. Needs
// a_column = b_row = 1. A work-item computes a row: m, s.
kernel void matmul_dots(
    global const REAL* a, int a_first, int a_batch, int a_row, int a_column,
    global const REAL* b, int b_first, int b_batch, int b_row, int b_column,
    global REAL* c, int c_first, int c_batch, int c_row, int c_column,
    int M, int N, int K) {
  const int m = get_global_id(0);
  const int s = get_global_id(1);
  if (m >= M) {
    return;
  }
  global const REAL* x = a + a_first + s * a_batch + m * a_row;
  for (int n = 0; n < N; n++) {
    global const REAL* y = b + b_first + s * b_batch + n * b_column;
    VECTOR left = 0;
    VECTOR right = 0;
    int k = 0;
    for (; k + BLOCK_COLUMNS <= K; k += BLOCK_COLUMNS) {
      left = MULTIPLY_ADD(LOAD(0, x + k), LOAD(0, y + k), left);
      right = MULTIPLY_ADD(LOAD(1, x + k), LOAD(1, y + k), right);
    }
    REAL lanes[BLOCK_COLUMNS];
    STORE(left, 0, lanes);
    STORE(right, 1, lanes);
    REAL sum = 0;
    for (int l = 0; l < BLOCK_COLUMNS; l++) {
      sum += lanes[l];
    }
    for (; k < K; k++) {
      sum = MULTIPLY_ADD(x[k], y[k], sum);
    }
    c[c_first + s * c_batch + m * c_row + n * c_column] = sum;
  }
}
