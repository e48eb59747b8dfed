// Lines of a tensor along one axis, and what softmax and its kin need of each.
//
// Mirrors Lines and Softmax of dev.assay.engine.ops.nn. Element j of a line stands at
// (line / inner * n + j) * inner + line % inner. Three versions of each function: as in Java; of a
// row, whose elements are neighbours, by LANES folds side by side; and of a line by all work-items
// of a work-group, each of which has the result. The latter two add in trees; a sum of n terms is
// within (n - 1) u of the sum of their magnitudes in any order, u the unit roundoff.

#include "extremes.cl"

#ifndef LANES
#define LANES 16 // numbers of a wide register or two
#endif
#ifndef GROUP
#define GROUP 64 // work-items of a work-group, a power of two
#endif

static int line_start(int line, int n, int inner) {
  return line / inner * n * inner + line % inner;
}

// The greatest element of a line; NaN if it has one.
static REAL line_greatest(global const REAL* x, int start, int n, int inner) {
  REAL m = -INFINITY;
  for (int j = 0; j < n; j++) {
    const REAL v = x[start + j * inner];
    m = GREATER(m, v);
  }
  return m;
}

// ln sum e^(x - m), m the greatest element: by log1p of all terms but that of one greatest element,
// which is 1, so that the probability of a sure class keeps its digits. NaN where m is not finite.
static REAL line_log_sum(global const REAL* x, int start, int n, int inner, REAL m) {
  REAL others = isfinite(m) ? 0 : NAN;
  int seen = 0;
  for (int j = 0; j < n; j++) {
    const REAL v = x[start + j * inner];
    if (!seen && v == m) {
      seen = 1;
    } else {
      others += exp(v - m);
    }
  }
  return log1p(others);
}

static REAL lanes_sum(REAL* lane) {
  for (int apart = LANES / 2; apart > 0; apart /= 2) {
    for (int l = 0; l < apart; l++) {
      lane[l] += lane[l + apart];
    }
  }
  return lane[0];
}

static REAL row_greatest(global const REAL* x, int n) {
  REAL lane[LANES];
  for (int l = 0; l < LANES; l++) {
    lane[l] = -INFINITY;
  }
  int j = 0;
  for (; j + LANES <= n; j += LANES) {
    for (int l = 0; l < LANES; l++) {
      const REAL v = x[j + l];
      lane[l] = GREATER(lane[l], v);
    }
  }
  for (; j < n; j++) {
    const REAL v = x[j];
    lane[0] = GREATER(lane[0], v);
  }
  for (int l = 1; l < LANES; l++) {
    lane[0] = GREATER(lane[0], lane[l]);
  }
  return lane[0];
}

// The terms of equals of m are 1 each; one of them is left out.
static REAL row_log_sum(global const REAL* x, int n, REAL m) {
  REAL lane[LANES];
  REAL equals[LANES];
  for (int l = 0; l < LANES; l++) {
    lane[l] = 0;
    equals[l] = 0;
  }
  int j = 0;
  for (; j + LANES <= n; j += LANES) {
    for (int l = 0; l < LANES; l++) {
      const REAL v = x[j + l];
      const REAL e = exp(v - m);
      lane[l] += v == m ? 0 : e;
      equals[l] += v == m ? 1 : 0;
    }
  }
  for (; j < n; j++) {
    const REAL v = x[j];
    lane[0] += v == m ? 0 : exp(v - m);
    equals[0] += v == m ? 1 : 0;
  }
  return isfinite(m) ? log1p(lanes_sum(lane) + (lanes_sum(equals) - 1)) : NAN;
}

// The sum of what the work-items of a group give. Every work-item of it must come here.
static REAL group_sum(local REAL* tile, REAL v) {
  const int t = get_local_id(0);
  tile[t] = v;
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int apart = GROUP / 2; apart > 0; apart /= 2) {
    if (t < apart) {
      tile[t] += tile[t + apart];
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  const REAL sum = tile[0];
  barrier(CLK_LOCAL_MEM_FENCE); // before the tile is written again
  return sum;
}

static REAL group_greatest(
    local REAL* tile, global const REAL* x, int start, int n, int inner) {
  const int t = get_local_id(0);
  REAL m = -INFINITY;
  for (int j = t; j < n; j += GROUP) {
    const REAL v = x[start + j * inner];
    m = GREATER(m, v);
  }
  tile[t] = m;
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int apart = GROUP / 2; apart > 0; apart /= 2) {
    if (t < apart) {
      tile[t] = GREATER(tile[t], tile[t + apart]);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  m = tile[0];
  barrier(CLK_LOCAL_MEM_FENCE); // before the tile is written again
  return m;
}

static REAL group_log_sum(
    local REAL* tile, global const REAL* x, int start, int n, int inner, REAL m) {
  REAL others = 0;
  REAL equals = 0;
  for (int j = get_local_id(0); j < n; j += GROUP) {
    const REAL v = x[start + j * inner];
    others += v == m ? 0 : exp(v - m);
    equals += v == m ? 1 : 0;
  }
  others = group_sum(tile, others);
  equals = group_sum(tile, equals);
  return isfinite(m) ? log1p(others + (equals - 1)) : NAN;
}
