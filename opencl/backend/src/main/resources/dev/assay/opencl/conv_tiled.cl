// A convolution, or its adjoint by the input, for graphics processors: the product of a matrix of
// patches with the filter, tiles of which are gathered in local memory.
//
// Mirrors dev.assay.engine.ops.window.Convolution, with rows, columns and ADJOINT as in
// conv_packed.cl. Channels are last. Sums run over cells and channels, rising. Error: n·u·Σ|x·w|, n
// products.
//
// Padding is 0 in a patch, and 0·Inf is not 0: a tile of the filter with an infinity or NaN is
// multiplied with those elements of the patches only that are there.

#ifndef ADJOINT
#define ADJOINT 0
#endif
#include "local_tile.cl"
#include "conv_grid.cl"

// rows of a patch tile that one work-item fills
#define ROWS_OF_ITEM (TILE_M * TILE_K / ITEMS)

// A work-group computes one tile: columns, rows, group.
kernel WORK_GROUP void conv_tiled(
    CONV_PARAMETERS, global const REAL* source, global const REAL* w, global REAL* target,
    int batch) {
  local REAL patches[TILE_K * A_WORDS];
  local REAL filter[TILE_K * B_WORDS];
  local uchar there[TILE_K * TILE_M];
  local int wild[2];
  const Conv c = CONV;
  const int depth = ADJOINT ? c.out : c.in;
  const int columns = ADJOINT ? c.in : c.out;
  const int positions = ADJOINT ? conv_inputs(c) : conv_outputs(c);
  const int sources = ADJOINT ? conv_outputs(c) : conv_inputs(c);
  const int outputs = c.groups * c.out;
  const int rows = batch * positions;
  const int steps = conv_cells(c) * depth;
  const int item = get_local_id(1) * ITEMS_N + get_local_id(0);
  const int n0 = get_group_id(0) * TILE_N;
  const int m0 = get_global_id(1) / get_local_size(1) * TILE_M;
  const int g = get_global_id(2);
  const int item_k = item % TILE_K;
  Place places[ROWS_OF_ITEM];
  int images[ROWS_OF_ITEM];
  for (int t = 0; t < ROWS_OF_ITEM; t++) {
    const int m = min(m0 + item / TILE_K + t * (ITEMS / TILE_K), rows - 1);
    places[t] = ADJOINT ? input_place(c, m % positions) : output_place(c, m % positions);
    images[t] = m / positions * sources;
  }
  REAL sums[ITEM_M * ITEM_N];
  for (int i = 0; i < ITEM_M * ITEM_N; i++) {
    sums[i] = 0;
  }
  if (item < 2) {
    wild[item] = 0;
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  int turn = 0;
  for (int k0 = 0; k0 < steps; k0 += TILE_K, turn ^= 1) {
    const int cell_of_item = (k0 + item_k) / depth;
    const int channel = (k0 + item_k) % depth;
    const Place cell = cell_place(c, cell_of_item);
    for (int t = 0; t < ROWS_OF_ITEM; t++) {
      const int m = item / TILE_K + t * (ITEMS / TILE_K);
      const int at = ADJOINT ? place_window(c, places[t], cell) : place_at(c, places[t], cell);
      const bool visited = at >= 0 && k0 + item_k < steps && m0 + m < rows;
      patches[item_k * A_WORDS + m] =
          visited ? source[((images[t] + at) * c.groups + g) * depth + channel] : 0;
      there[item_k * TILE_M + m] = visited;
    }
    for (int e = item; e < TILE_N * TILE_K; e += ITEMS) {
      const int k = ADJOINT ? e % TILE_K : e / TILE_N;
      const int n = ADJOINT ? e / TILE_K : e % TILE_N;
      REAL v = 0;
      if (n0 + n < columns && k0 + k < steps) {
        const int r = (k0 + k) % depth;
        const int in = (k0 + k) / depth * c.in + (ADJOINT ? n0 + n : r);
        v = w[in * outputs + g * c.out + (ADJOINT ? r : n0 + n)];
      }
      filter[k * B_WORDS + n] = v;
      if (!isfinite(v)) {
        atomic_or(&wild[turn], 1);
      }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    if (wild[turn]) {
      tile_product_of(patches, filter, there, sums);
    } else {
      tile_product(patches, filter, sums);
    }
    if (item == 0) {
      wild[turn ^ 1] = 0;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  for (int i = 0; i < ITEM_M; i++) {
    for (int j = 0; j < ITEM_N; j++) {
      const int m = m0 + get_local_id(1) + i * ITEMS_M;
      const int n = n0 + get_local_id(0) + j * ITEMS_N;
      if (m < rows && n < columns) {
        target[(m * c.groups + g) * columns + n] = sums[i * ITEM_N + j];
      }
    }
  }
}
