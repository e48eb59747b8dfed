// y[.., k] = 1 where k = index[..], else 0.
//
// Mirrors OneHotLike of dev.assay.engine.ops.nn. A work-item writes one element. Exact.

#ifndef LABEL
#define LABEL int // the type of class numbers
#endif

kernel void one_hot_like_plain(global const LABEL* index, global REAL* y, int n, int classes) {
  const int i = get_global_id(0);
  if (i < n) {
    y[i] = index[i / classes] == i % classes ? 1 : 0;
  }
}
