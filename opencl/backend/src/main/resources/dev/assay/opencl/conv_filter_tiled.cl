// The adjoint of a convolution by its filter, for graphics processors: the product of the
// transposed matrix of patches with the cotangent, tiles of which are gathered in local memory.
//
// Mirrors dev.assay.engine.ops.window.Convolution.backpropFilter. Channels are last. Slices of the
// windows of all images are summed apart, as in conv_filter_packed.cl, and then by conv_filter_sum.
// Error: n·u·Σ|x·dy|, n windows of all images.
//
// Padding is 0 in a patch, and 0·Inf is not 0: a tile of the cotangent with an infinity or NaN is
// multiplied with those elements of the patches only that are there.

#include "local_tile.cl"
#include "conv_grid.cl"

// A work-group computes one tile of the sums of one slice: filters, (cell, channel), (slice,
// group).
kernel WORK_GROUP void conv_filter_tiled(
    CONV_PARAMETERS, global const REAL* x, global const REAL* dy, global REAL* parts, int batch,
    int windows) {
  local REAL patches[TILE_K * A_WORDS];
  local REAL cotangents[TILE_K * B_WORDS];
  local uchar there[TILE_K * TILE_M];
  local int wild[2];
  const Conv c = CONV;
  const int inputs = conv_inputs(c);
  const int outputs = conv_outputs(c);
  const int rows = conv_cells(c) * c.in;
  const int row = c.groups * c.out;
  const int item = get_local_id(1) * ITEMS_N + get_local_id(0);
  const int n0 = get_group_id(0) * TILE_N;
  const int m0 = get_global_id(1) / get_local_size(1) * TILE_M;
  const int g = get_global_id(2) % c.groups;
  const int part = get_global_id(2) / c.groups;
  const int first = part * windows;
  const int end = first + min(windows, batch * outputs - first);
  REAL sums[ITEM_M * ITEM_N];
  for (int i = 0; i < ITEM_M * ITEM_N; i++) {
    sums[i] = 0;
  }
  if (item < 2) {
    wild[item] = 0;
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  int turn = 0;
  for (int o0 = first; o0 < end; o0 += TILE_K, turn ^= 1) {
    for (int e = item; e < TILE_M * TILE_K; e += ITEMS) {
      const int m = e % TILE_M;
      const int o = o0 + e / TILE_M;
      int at = -1;
      if (m0 + m < rows && o < end) {
        at = place_at(c, output_place(c, o % outputs), cell_place(c, (m0 + m) / c.in));
      }
      const int channel = (m0 + m) % c.in;
      patches[e / TILE_M * A_WORDS + m] =
          at < 0 ? 0 : x[((o / outputs * inputs + at) * c.groups + g) * c.in + channel];
      there[e] = at >= 0;
    }
    for (int e = item; e < TILE_N * TILE_K; e += ITEMS) {
      const int n = e % TILE_N;
      const int o = o0 + e / TILE_N;
      const REAL v = n0 + n < c.out && o < end ? dy[o * row + g * c.out + n0 + n] : 0;
      cotangents[e / TILE_N * B_WORDS + n] = v;
      if (!isfinite(v)) {
        atomic_or(&wild[turn], 1);
      }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    if (wild[turn]) {
      tile_product_of(patches, cotangents, there, sums);
    } else {
      tile_product(patches, cotangents, sums);
    }
    if (item == 0) {
      wild[turn ^ 1] = 0;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  global REAL* dw = parts + (size_t)part * rows * row + g * c.out;
  for (int i = 0; i < ITEM_M; i++) {
    for (int j = 0; j < ITEM_N; j++) {
      const int m = m0 + get_local_id(1) + i * ITEMS_M;
      const int n = n0 + get_local_id(0) + j * ITEMS_N;
      if (m < rows && n < c.out) {
        dw[m * row + n] = sums[i * ITEM_N + j];
      }
    }
  }
}
