// Movements: y[to + sum i_d t_d] = x[from + sum j_d s_d], every index i of a box, j_d = rule(i_d).
//
// Mirrors Movement.select and Movement.perAxis of dev.assay.engine.ops.array: transpose, slice,
// pad, tile, concat and whatever else copies elements are boxes with strides of their own.
//
// Axes are numbered from the inside: axis 0 is the one along which neighbours in y lie. For every
// axis d there are n_d, its size, s_d, the stride in x, and t_d, the stride in y; a stride of 0
// repeats, a negative one runs backwards. RULE says how an index of y becomes one of x:
//   PLAIN    j = i
//   BOUNDED  j = first + i; where j < 0 or j >= limit for some axis, the element is `fill`
//   FOLDED   j = first + i, less period if that is reached; then turn - j if limit is reached:
//            rolled and mirrored axes. 0 <= first <= period and first + i <= 2 period are assumed.
//
// WORD is an integer of the element's size, as bits move unchanged; adjoints of copies have the
// element's own type and VALUE(v) = v + 0, as a sum that begins with 0 makes 0 of -0. Nothing else
// is rounded: the error is 0. x and y are different buffers.
//
// copy_plain   a work-item moves one element: dimension 0 runs along axis 0, dimension 1 along
//              axis 1, dimension 2 along all others.
// copy_tiled   where neighbours in x lie along axis 1: a work-group turns a square in local memory.
// copy_packed  for processors: a work-item moves a block of axes 0 and 1, in wide registers where
//              neighbours lie side by side (S0 = T0 = 1).
// copy_turned  for processors, where neighbours in x lie along axis 1: a work-item turns a square.

#define PLAIN 0
#define BOUNDED 1
#define FOLDED 2

#ifndef WORD
#define WORD uint
#endif
#ifndef VALUE
#define VALUE(v) v
#endif
#ifndef RULE
#define RULE PLAIN
#endif
#ifndef EACH_OUTER  // F(d) for d = 2, 3, ...
#define EACH_OUTER(F)
#endif
#ifndef TILE  // the side of the square that is turned
#define TILE 16
#endif
#ifndef S0  // what is known of strides
#define S0 s0
#endif
#ifndef S1
#define S1 s1
#endif
#ifndef T0
#define T0 t0
#endif
#ifndef RULE0  // the rule of axis 0, where that is known to be PLAIN
#define RULE0 RULE
#endif

#if RULE == BOUNDED
#define RULE_OF(d) , const int first##d, const int limit##d
#define MAPPED(d)                  \
  const int j##d = first##d + i##d; \
  inside = inside && j##d >= 0 && j##d < limit##d;
#elif RULE == FOLDED
#define RULE_OF(d) , const int first##d, const int period##d, const int limit##d, const int turn##d
#define MAPPED(d)                                   \
  int j##d = first##d + i##d;                        \
  j##d = j##d >= period##d ? j##d - period##d : j##d; \
  j##d = j##d >= limit##d ? turn##d - j##d : j##d;
#else
#define RULE_OF(d)
#define MAPPED(d) const int j##d = i##d;
#endif

#define AXIS(d) , const int n##d, const int s##d, const int t##d RULE_OF(d)
#define MOVED(d)            \
  MAPPED(d)                 \
  source += j##d * s##d;    \
  target += i##d * t##d;
#define MOVED_OUTER(d)        \
  const int i##d = rest % n##d; \
  rest /= n##d;               \
  MOVED(d)

kernel void copy_plain(
    global const WORD* x, global WORD* y, const int from, const int to, const long fill
    AXIS(0) AXIS(1) EACH_OUTER(AXIS)) {
  const int i0 = get_global_id(0);
  const int i1 = get_global_id(1);
  int rest = get_global_id(2);
  int source = from;
  int target = to;
  bool inside = true;
  EACH_OUTER(MOVED_OUTER)
  MOVED(1)
  MOVED(0)
  if (i0 < n0 && i1 < n1) {
    y[target] = inside ? VALUE(x[source]) : (WORD)fill;
  }
}

// A block of block0 x block1: what depends on the outer axes alone is found once for it.
kernel void copy_packed(
    global const WORD* restrict x, global WORD* restrict y, const int from, const int to,
    const long fill AXIS(0) AXIS(1) EACH_OUTER(AXIS), const int block0, const int block1) {
  const int begin0 = get_global_id(0) * block0;
  const int begin1 = get_global_id(1) * block1;
  const int end0 = begin0 + min(block0, n0 - begin0);
  const int end1 = begin1 + min(block1, n1 - begin1);
  int rest = get_global_id(2);
  int corner_source = from;
  int corner_target = to;
  bool corner_inside = true;
  {
    int source = from;
    int target = to;
    bool inside = true;
    EACH_OUTER(MOVED_OUTER)
    corner_source = source;
    corner_target = target;
    corner_inside = inside;
  }
  for (int i1 = begin1; i1 < end1; i1++) {
    int source = corner_source;
    int target = corner_target;
    bool inside = corner_inside;
    MOVED(1)
    global WORD* row = y + target;
#if RULE0 == PLAIN
    if (inside) {
      global const WORD* from_row = x + source;
      for (int i0 = begin0; i0 < end0; i0++) {
        row[i0 * T0] = VALUE(from_row[i0 * S0]);
      }
    } else {
      for (int i0 = begin0; i0 < end0; i0++) {
        row[i0 * T0] = (WORD)fill;
      }
    }
#else
    const bool row_inside = inside;
    for (int i0 = begin0; i0 < end0; i0++) {
      bool inside = row_inside;
      MAPPED(0)
      row[i0 * T0] = inside ? VALUE(x[source + j0 * S0]) : (WORD)fill;
    }
#endif
  }
}

#if RULE == PLAIN
// As copy_plain where neighbours in x lie along axis 1: a work-group of TILE x TILE reads along
// axis 1, turns the square in local memory, and writes along axis 0, so that both are coalesced.
kernel void copy_tiled(
    global const WORD* x, global WORD* y, const int from, const int to, const long fill
    AXIS(0) AXIS(1) EACH_OUTER(AXIS)) {
  local WORD tile[TILE][TILE + 1];  // one more, so that a column lies in different banks
  const int across = get_local_id(0);
  const int down = get_local_id(1);
  const int corner0 = get_group_id(0) * TILE;
  const int corner1 = get_global_id(1) / get_local_size(1) * TILE;
  int rest = get_global_id(2);
  int source = from;
  int target = to;
  EACH_OUTER(MOVED_OUTER)
  if (corner0 + down < n0 && corner1 + across < n1) {
    tile[down][across] = VALUE(x[source + (corner0 + down) * s0 + (corner1 + across) * s1]);
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  if (corner0 + across < n0 && corner1 + down < n1) {
    y[target + (corner0 + across) * t0 + (corner1 + down) * t1] = tile[across][down];
  }
}

// The same square by one work-item, through an array of its own: lines of x are read whole.
kernel void copy_turned(
    global const WORD* restrict x, global WORD* restrict y, const int from, const int to,
    const long fill AXIS(0) AXIS(1) EACH_OUTER(AXIS)) {
  WORD tile[TILE][TILE + 1];  // one more, so that a column lies in different cache sets
  const int corner0 = get_global_id(0) * TILE;
  const int corner1 = get_global_id(1) * TILE;
  const int height = min(TILE, n0 - corner0);
  const int width = min(TILE, n1 - corner1);
  int rest = get_global_id(2);
  int source = from + corner0 * s0 + corner1 * s1;
  int target = to + corner0 * t0 + corner1 * t1;
  EACH_OUTER(MOVED_OUTER)
  for (int i0 = 0; i0 < height; i0++) {
    for (int i1 = 0; i1 < width; i1++) {
      tile[i0][i1] = VALUE(x[source + i0 * s0 + i1 * S1]);
    }
  }
  for (int i1 = 0; i1 < width; i1++) {
    for (int i0 = 0; i0 < height; i0++) {
      y[target + i0 * T0 + i1 * t1] = tile[i0][i1];
    }
  }
}
#endif
