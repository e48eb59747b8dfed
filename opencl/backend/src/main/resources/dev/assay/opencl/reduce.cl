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
#define LANES 16 // independent folds of one work-item
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
