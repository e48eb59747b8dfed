// Where a condition holds: the rising positions i with x[i] != 0, in two passes over chunks.
//
// Mirrors Where.indices and Masks.pick of dev.assay.engine.ops.array. A work-item walks CHUNK
// neighbours: compact_count counts, the host adds the counts up, compact_write writes each chunk's
// positions from where the chunks before it end. The order is that of the input in every run. NaN
// holds, as NaN != 0; -0 does not.

#ifndef TYPE
#define TYPE uchar
#endif
#ifndef CHUNK
#define CHUNK 256
#endif

kernel void compact_count(global const TYPE* x, global int* counts, const int n) {
  const int chunk = get_global_id(0);
  const int begin = chunk * CHUNK;
  if (begin >= n) {
    return;
  }
  const int end = begin + min(CHUNK, n - begin);
  int count = 0;
  for (int i = begin; i < end; i++) {
    count += x[i] != 0 ? 1 : 0;
  }
  counts[chunk] = count;
}

kernel void compact_write(
    global const TYPE* x, global const int* starts, global int* positions, const int n) {
  const int chunk = get_global_id(0);
  const int begin = chunk * CHUNK;
  if (begin >= n) {
    return;
  }
  const int end = begin + min(CHUNK, n - begin);
  int at = starts[chunk];
  for (int i = begin; i < end; i++) {
    if (x[i] != 0) {
      positions[at++] = i;
    }
  }
}

// index[k, d] = positions[k] / stride mod size: column d of the indices of `rank` dimensions.
kernel void compact_unravel(
    global const int* positions, global long* index, const int n, const int d, const int rank,
    const int stride, const int size) {
  const int k = get_global_id(0);
  if (k < n) {
    index[k * rank + d] = positions[k] / stride % size;
  }
}
