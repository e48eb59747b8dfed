// The order of sort.cl and unique.cl: IS_BEFORE(u, v), whether u must stand before v.
//
// Mirrors Sorting.comparator of dev.assay.engine.ops.array: least first, or greatest first where
// DESCENDING is 1; 0 and -0 are equal; NaN comes after every number in either direction.

#ifndef DESCENDING
#define DESCENDING 0
#endif

#if DESCENDING
#define PRECEDES(u, v) ((u) > (v))
#else
#define PRECEDES(u, v) ((u) < (v))
#endif
#ifdef FLOATING
#define IS_NAN(v) isnan(v)
#define IS_BEFORE(u, v) (PRECEDES(u, v) || (isnan(v) && !isnan(u)))
#else
#define IS_NAN(v) false
#define IS_BEFORE(u, v) PRECEDES(u, v)
#endif
