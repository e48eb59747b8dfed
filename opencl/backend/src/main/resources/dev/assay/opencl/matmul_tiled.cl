// Products of matrices for graphics processors, tiles in local memory.
//
// Mirrors dev.assay.engine.ops.linalg.MatMul; strides as in matmul.cl. Elements beyond a matrix
// are 0 in its tile: both factors are, so that no infinity meets them. Sums run over k, rising.
// Error: K·u·Σ|a·b|.

#include "local_tile.cl"

// A work-group computes one tile: n, m, s. Neighbours read along whichever axis has stride 1.
kernel WORK_GROUP void matmul_tiled(
    global const REAL* a, int a_first, int a_batch, int a_row, int a_column,
    global const REAL* b, int b_first, int b_batch, int b_row, int b_column,
    global REAL* c, int c_first, int c_batch, int c_row, int c_column,
    int M, int N, int K) {
  local REAL a_tile[TILE_K * A_WORDS];
  local REAL b_tile[TILE_K * B_WORDS];
  const int item = get_local_id(1) * ITEMS_N + get_local_id(0);
  const int n0 = get_group_id(0) * TILE_N;
  const int m0 = get_global_id(1) / get_local_size(1) * TILE_M;
  const int s = get_global_id(2);
  global const REAL* x = a + a_first + s * a_batch;
  global const REAL* y = b + b_first + s * b_batch;
  REAL sums[ITEM_M * ITEM_N];
  for (int i = 0; i < ITEM_M * ITEM_N; i++) {
    sums[i] = 0;
  }
  for (int k0 = 0; k0 < K; k0 += TILE_K) {
    for (int e = item; e < TILE_M * TILE_K; e += ITEMS) {
      const int k = a_column == 1 ? e % TILE_K : e / TILE_M;
      const int m = a_column == 1 ? e / TILE_K : e % TILE_M;
      const bool inside = m0 + m < M && k0 + k < K;
      a_tile[k * A_WORDS + m] = inside ? x[(m0 + m) * a_row + (k0 + k) * a_column] : 0;
    }
    for (int e = item; e < TILE_N * TILE_K; e += ITEMS) {
      const int k = b_row == 1 ? e % TILE_K : e / TILE_N;
      const int n = b_row == 1 ? e / TILE_K : e % TILE_N;
      const bool inside = n0 + n < N && k0 + k < K;
      b_tile[k * B_WORDS + n] = inside ? y[(k0 + k) * b_row + (n0 + n) * b_column] : 0;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    tile_product(a_tile, b_tile, sums);
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  for (int i = 0; i < ITEM_M; i++) {
    for (int j = 0; j < ITEM_N; j++) {
      const int m = m0 + get_local_id(1) + i * ITEMS_M;
      const int n = n0 + get_local_id(0) + j * ITEMS_N;
      if (m < M && n < N) {
        c[c_first + s * c_batch + m * c_row + n * c_column] = sums[i * ITEM_N + j];
      }
    }
  }
}
