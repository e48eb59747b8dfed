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
// is rounded: the error is 0. A work-item moves one element; work-items of dimension 0 run along
// axis 0, of dimension 1 along axis 1, of dimension 2 along all others.

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
#ifndef TILE  // the side of the square that a work-group of copy_tiled turns
#define TILE 16
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
  if (i0 >= n0 || i1 >= n1) {
    return;
  }
  int source = from;
  int target = to;
  bool inside = true;
  MOVED(0)
  MOVED(1)
  EACH_OUTER(MOVED_OUTER)
  y[target] = inside ? VALUE(x[source]) : (WORD)fill;
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
  const int corner1 = get_group_id(1) * TILE;
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
#endif
