// Reductions along axes: y[cell] = FINISH(the fold of VALUE over the elements of the cell).
//
// Mirrors Reduction.fold of dev.assay.engine.ops.reduce. PARAMETERS declares the arguments: x0,
// x1, ... of the elements, a0, a1, ... of one number for each cell, q0, q1, ... of numbers.
//
//   VALUE(i, cell)   what element i adds to its cell
//   STEP(a, b)       the fold: associative and commutative but for rounding
//   START            its neutral element
//   FINISH(a, cell)  what the result is of the fold; n is the number of elements
//
// ACC is the type of the fold, OUT that of the result. Index map: cells.cl.
//
// Rounding, u the unit roundoff of ACC: a sum of n values v in any order of additions satisfies
// |error| <= (n - 1) u sum |v| to first order, whatever the tree, and a product
// |error| <= (n - 1) u |product|; greatest, least, and, or are exact.

#include "cells.cl"
#include "extremes.cl"

// max(v, 0); NaN stays NaN.
#define POSITIVE_PART(v) ((v) < 0 ? 0 : (v))

#ifndef LANES
#define LANES 16 // numbers of a wide register or two
#endif
#ifndef GROUP
#define GROUP 64 // work-items of a work-group, a power of two
#endif

// A work-item folds one cell, its elements in row-major order.
kernel void reduce_plain(PARAMETERS global OUT* y, const struct cells g, int cells, int n) {
  const int cell = get_global_id(0);
  if (cell < cells) {
    const int start = cell_start(&g, cell);
    ACC acc = START;
    for (int r0 = 0; r0 < g.size[0]; r0++) {
      for (int r1 = 0; r1 < g.size[1]; r1++) {
        for (int r2 = 0; r2 < g.size[2]; r2++) {
          const int i = start + r0 * g.step[0] + r1 * g.step[1] + r2 * g.step[2];
          const ACC value = VALUE(i, cell);
          acc = STEP(acc, value);
        }
      }
    }
    y[cell] = FINISH(acc, cell);
  }
}

// The versions below may take a cell in pieces: piece number `piece` are the elements whose index
// along the reduced dimension `split` is in [piece * length, (piece + 1) * length). What they write,
// at cell * pieces + piece, is then folded by reduce_plain.

static struct cells piece_of(struct cells g, int split, int length, int piece, int* start) {
  const int from = piece * length;
  *start += from * g.step[split];
  g.size[split] = min(length, g.size[split] - from);
  return g;
}

// A work-item folds a piece of a cell whose innermost elements are neighbours: LANES folds of every
// LANES-th element of a row each, then these in a tree. Assumes step[2] = 1.
kernel void reduce_rows(
    PARAMETERS global OUT* y,
    const struct cells all,
    int cells,
    int n,
    int split,
    int length,
    int pieces) {
  const int piece = get_global_id(0);
  const int cell = get_global_id(1);
  if (piece < pieces && cell < cells) {
    int start = cell_start(&all, cell);
    const struct cells g = piece_of(all, split, length, piece, &start);
    ACC lane[LANES];
    for (int l = 0; l < LANES; l++) {
      lane[l] = START;
    }
    for (int r0 = 0; r0 < g.size[0]; r0++) {
      for (int r1 = 0; r1 < g.size[1]; r1++) {
        const int row = start + r0 * g.step[0] + r1 * g.step[1];
        int r2 = 0;
        for (; r2 + LANES <= g.size[2]; r2 += LANES) {
          for (int l = 0; l < LANES; l++) {
            const ACC value = VALUE(row + r2 + l, cell);
            lane[l] = STEP(lane[l], value);
          }
        }
        for (int l = 0; l < g.size[2] - r2; l++) {
          const ACC value = VALUE(row + r2 + l, cell);
          lane[l] = STEP(lane[l], value);
        }
      }
    }
    for (int apart = LANES / 2; apart > 0; apart /= 2) {
      for (int l = 0; l < apart; l++) {
        lane[l] = STEP(lane[l], lane[l + apart]);
      }
    }
    y[cell * pieces + piece] = FINISH(lane[0], cell);
  }
}

// A work-item folds a piece of LANES neighbouring cells, or of those that are left, each in
// row-major order. Assumes kept_step[2] = 1.
kernel void reduce_columns(
    PARAMETERS global OUT* y,
    const struct cells all,
    int cells,
    int n,
    int split,
    int length,
    int pieces) {
  const int blocks = (all.kept[2] + LANES - 1) / LANES; // of the cells of one row
  const int block = get_global_id(0);
  const int piece = get_global_id(1);
  if (block < cells / all.kept[2] * blocks && piece < pieces) {
    const int first = block % blocks * LANES;
    const int width = min(LANES, all.kept[2] - first);
    const int cell = block / blocks * all.kept[2] + first;
    int start = cell_start(&all, cell);
    const struct cells g = piece_of(all, split, length, piece, &start);
    ACC lane[LANES];
    for (int l = 0; l < LANES; l++) {
      lane[l] = START;
    }
    for (int r0 = 0; r0 < g.size[0]; r0++) {
      for (int r1 = 0; r1 < g.size[1]; r1++) {
        for (int r2 = 0; r2 < g.size[2]; r2++) {
          const int i = start + r0 * g.step[0] + r1 * g.step[1] + r2 * g.step[2];
          if (width == LANES) {
            for (int l = 0; l < LANES; l++) {
              const ACC value = VALUE(i + l, cell + l);
              lane[l] = STEP(lane[l], value);
            }
          } else {
            for (int l = 0; l < width; l++) {
              const ACC value = VALUE(i + l, cell + l);
              lane[l] = STEP(lane[l], value);
            }
          }
        }
      }
    }
    for (int l = 0; l < width; l++) {
      y[(cell + l) * pieces + piece] = FINISH(lane[l], cell + l);
    }
  }
}

// A work-group of GROUP work-items folds a piece of a cell: each every GROUP-th element, then all in
// a tree in local memory.
kernel void reduce_tiled(
    PARAMETERS global OUT* y,
    const struct cells all,
    int cells,
    int n,
    int split,
    int length,
    int pieces) {
  local ACC tile[GROUP];
  const int t = get_local_id(0);
  const int piece = get_group_id(0);
  const int cell = get_global_id(1) / get_local_size(1);
  int start = cell_start(&all, cell);
  const struct cells g = piece_of(all, split, length, piece, &start);
  ACC acc = START;
  for (int p = t; p < g.size[0] * g.size[1] * g.size[2]; p += GROUP) {
    const int r2 = p % g.size[2];
    const int rest = p / g.size[2];
    const int i =
        start + rest / g.size[1] * g.step[0] + rest % g.size[1] * g.step[1] + r2 * g.step[2];
    const ACC value = VALUE(i, cell);
    acc = STEP(acc, value);
  }
  tile[t] = acc;
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int apart = GROUP / 2; apart > 0; apart /= 2) {
    if (t < apart) {
      tile[t] = STEP(tile[t], tile[t + apart]);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  if (t == 0) {
    y[cell * pieces + piece] = FINISH(tile[0], cell);
  }
}
