// The different elements of a vector in the order of their first occurrence.
//
// Mirrors Distinct.find of dev.assay.engine.ops.array: elements are equal as == has it, so 0 and
// -0 are one and every NaN is another. `order` are the positions in ascending order, equals in
// that of the input (sort.cl). Nothing is rounded. A work-item does one element.

#include "order.cl"

#ifndef TYPE
#define TYPE float
#endif

// first[j] = the position of the first element that equals x[j], and is_first[j] whether it is j.
kernel void unique_first(
    global const TYPE* x, global const int* order, global int* first, global uchar* is_first,
    const int n) {
  const int i = get_global_id(0);
  if (i >= n) {
    return;
  }
  const int j = order[i];
  const TYPE key = x[j];
  int low = 0;
  int high = i;
  while (low < high) {  // the first place in order whose element does not stand before the key
    const int mid = low + (high - low) / 2;
    const bool smaller = IS_BEFORE(x[order[mid]], key);
    low = smaller ? mid + 1 : low;
    high = smaller ? high : mid;
  }
  first[j] = IS_NAN(key) ? j : order[low];
  is_first[j] = first[j] == j;
}

// index[j] = how many of the rising positions of first elements stand before first[j].
#ifndef INDEX
#define INDEX int
#endif
kernel void unique_index(
    global const int* first, global const int* positions, global INDEX* index, const int n,
    const int count) {
  const int j = get_global_id(0);
  if (j >= n) {
    return;
  }
  int low = 0;
  int high = count;
  while (low < high) {
    const int mid = low + (high - low) / 2;
    const bool smaller = positions[mid] < first[j];
    low = smaller ? mid + 1 : low;
    high = smaller ? high : mid;
  }
  index[j] = low;
}
