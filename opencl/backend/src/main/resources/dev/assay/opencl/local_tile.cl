// A tile of a product of matrices, c[m,n] = sum over k of a[m,k]·b[k,n], by a work-group.
//
// For graphics processors: TILE_M×TILE_K elements of a and TILE_K×TILE_N of b are copied to
// local memory, where each is used TILE_N or TILE_M times. A work-item keeps ITEM_M×ITEM_N sums
// in registers, those of rows item_m, item_m + ITEMS_M, ... and columns item_n, item_n +
// ITEMS_N, ..., so that neighbours read neighbouring words. Rows in local memory are one word
// longer than the tile, so that a column lies in different banks.

#include "product.cl"

#ifndef TILE_M
#define TILE_M 64
#endif
#ifndef TILE_N
#define TILE_N 64
#endif
#ifndef TILE_K
#define TILE_K 16
#endif
#ifndef ITEM_M
#define ITEM_M 4
#endif
#ifndef ITEM_N
#define ITEM_N 4
#endif

#define ITEMS_M (TILE_M / ITEM_M)
#define ITEMS_N (TILE_N / ITEM_N)
#define ITEMS (ITEMS_M * ITEMS_N)
#define A_WORDS (TILE_M + 1)
#define B_WORDS (TILE_N + 1)
#define WORK_GROUP __attribute__((reqd_work_group_size(ITEMS_N, ITEMS_M, 1)))

// Adds the products of a tile to a work-item's sums.
static void tile_product(local const REAL* a, local const REAL* b, REAL* sums) {
  const int item_n = get_local_id(0);
  const int item_m = get_local_id(1);
  for (int k = 0; k < TILE_K; k++) {
    REAL x[ITEM_M];
    REAL y[ITEM_N];
#pragma unroll
    for (int i = 0; i < ITEM_M; i++) {
      x[i] = a[k * A_WORDS + item_m + i * ITEMS_M];
    }
#pragma unroll
    for (int j = 0; j < ITEM_N; j++) {
      y[j] = b[k * B_WORDS + item_n + j * ITEMS_N];
    }
#pragma unroll
    for (int i = 0; i < ITEM_M; i++) {
#pragma unroll
      for (int j = 0; j < ITEM_N; j++) {
        sums[i * ITEM_N + j] = MULTIPLY_ADD(x[i], y[j], sums[i * ITEM_N + j]);
      }
    }
  }
}

// The same without the products of elements of a that are not there.
static void tile_product_of(
    local const REAL* a, local const REAL* b, local const uchar* there, REAL* sums) {
  const int item_n = get_local_id(0);
  const int item_m = get_local_id(1);
  for (int k = 0; k < TILE_K; k++) {
    for (int i = 0; i < ITEM_M; i++) {
      const int m = item_m + i * ITEMS_M;
      for (int j = 0; j < ITEM_N && there[k * TILE_M + m]; j++) {
        sums[i * ITEM_N + j] = MULTIPLY_ADD(
            a[k * A_WORDS + m], b[k * B_WORDS + item_n + j * ITEMS_N], sums[i * ITEM_N + j]);
      }
    }
  }
}
