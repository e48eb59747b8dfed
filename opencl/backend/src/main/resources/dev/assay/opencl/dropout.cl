// dropout: mask = u >= rate, u uniform in [0, 1); y = x / kept where mask, else 0.
//
// Mirrors Dropout.forward of dev.assay.engine.ops.nn. The mask has the reference's bits. TYPE is
// the element's type. Error of y: that of the division, u |y| where it is rounded correctly, and
// u |y| of kept = 1 - rate as TYPE; a dropped element is 0 even if it was infinite or NaN.

#include "philox.cl"

#ifndef TYPE
#define TYPE float
#endif
#define STREAM const ulong key, const ulong low, const ulong high

// A work-item draws the four numbers of a block and applies them.
kernel void dropout_flat(
    global const TYPE* x, global TYPE* y, global uchar* mask, const int n, STREAM,
    const float rate, const TYPE kept) {
  const int block = get_global_id(0);
  const uint4 w = philox(key, low, high, block);
  const uint word[4] = {w.s0, w.s1, w.s2, w.s3};
  for (int k = 0; k < 4 && block * 4 + k < n; k++) {
    const int i = block * 4 + k;
    const bool keep = uniform32(word[k]) >= rate;
    mask[i] = keep;
    y[i] = keep ? x[i] / kept : (TYPE)0;
  }
}

// The mask alone, where it is repeated before it is applied.
kernel void dropout_mask(global uchar* mask, const int n, STREAM, const float rate) {
  const int block = get_global_id(0);
  const uint4 w = philox(key, low, high, block);
  const uint word[4] = {w.s0, w.s1, w.s2, w.s3};
  for (int k = 0; k < 4 && block * 4 + k < n; k++) {
    mask[block * 4 + k] = uniform32(word[k]) >= rate;
  }
}

// A work-item computes one element.
kernel void dropout_apply(
    global const TYPE* x, global const uchar* mask, global TYPE* y, const int n,
    const TYPE kept) {
  const int i = get_global_id(0);
  if (i < n) {
    y[i] = mask[i] ? x[i] / kept : (TYPE)0;
  }
}
