// Sorting: order[r, i] = where the i-th element in order of row r stands, equals as in the input.
//
// Mirrors Sorting.order of dev.assay.engine.ops.array: a stable merge sort of positions. sort_runs
// puts runs of RUN elements in order, then each launch of sort_merge joins neighbouring runs of
// `width` elements, from one buffer to another, until there is one. Which element stands where is a
// function of the input alone, so every way to compute it gives the same result. Nothing is
// rounded.

#include "order.cl"

#ifndef TYPE
#define TYPE float
#endif
#ifndef RUN
#define RUN 16
#endif
#ifndef WORD  // an integer of the element's size
#define WORD uint
#endif

// A work-item sorts a run by insertion. Dimension 0 runs along the runs, dimension 1 along rows.
kernel void sort_runs(global const TYPE* x, global int* order, const int n) {
  const int begin = get_global_id(0) * RUN;
  const int end = begin + min(RUN, n - begin);
  x += (long)get_global_id(1) * n;
  order += (long)get_global_id(1) * n;
  for (int i = begin; i < end; i++) {
    const TYPE key = x[i];
    int at = i;
    while (at > begin && IS_BEFORE(key, x[order[at - 1]])) {
      order[at] = order[at - 1];
      at--;
    }
    order[at] = i;
  }
}

// A work-item moves one element of a pair of runs: to its place in its own run, plus how many of
// the other stand before it. Equals of the left run stand before those of the right.
kernel void sort_merge(
    global const TYPE* x, global const int* order, global int* merged, const int n,
    const int width) {
  const int i = get_global_id(0);
  if (i >= n) {
    return;
  }
  x += (long)get_global_id(1) * n;
  order += (long)get_global_id(1) * n;
  merged += (long)get_global_id(1) * n;
  const int begin = (i / width / 2 * 2) * width;  // 2 width may be past the integers
  const int middle = begin + min(width, n - begin);
  const bool left = i < middle;
  const int from = order[i];
  const TYPE key = x[from];
  const int other = left ? middle : begin;
  int low = other;
  int high = left ? middle + min(width, n - middle) : middle;
  while (low < high) {
    const int mid = low + (high - low) / 2;
    const TYPE candidate = x[order[mid]];
    const bool first = left ? IS_BEFORE(candidate, key) : !IS_BEFORE(key, candidate);
    low = first ? mid + 1 : low;
    high = first ? high : mid;
  }
  merged[(left ? i : i - middle + begin) + low - other] = from;
}

// As sort_merge, for processors: a work-item joins one pair of runs from front to back. Dimension 0
// runs along the pairs, dimension 1 along rows.
kernel void sort_merge_packed(
    global const TYPE* restrict x, global const int* restrict order, global int* restrict merged,
    const int n, const int width) {
  const int begin = get_global_id(0) * 2 * width;
  const int middle = begin + min(width, n - begin);
  const int end = middle + min(width, n - middle);
  x += (long)get_global_id(1) * n;
  order += (long)get_global_id(1) * n;
  merged += (long)get_global_id(1) * n;
  int left = begin;
  int right = middle;
  for (int i = begin; i < end; i++) {
    const bool take_right =
        right < end && (left == middle || IS_BEFORE(x[order[right]], x[order[left]]));
    merged[i] = take_right ? order[right++] : order[left++];
  }
}

// y[r, i] = x[r, order[r, i]] for i < k. Dimension 0 runs along i, dimension 1 along rows.
kernel void sort_pick(
    global const WORD* x, global const int* order, global WORD* y, const int n, const int k) {
  const int i = get_global_id(0);
  const int r = get_global_id(1);
  if (i < k) {
    y[r * k + i] = x[r * n + order[r * n + i]];
  }
}
