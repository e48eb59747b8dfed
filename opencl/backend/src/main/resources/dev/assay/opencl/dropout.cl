// dropout: mask = u >= rate, u uniform in [0, 1); y = x / kept where mask, else 0.
//
// Mirrors Dropout.forward of dev.assay.engine.ops.nn. The mask has the reference's bits. TYPE is
// the element's type. Error of y: that of the division, u |y| where it is rounded correctly, and
// u |y| of kept = 1 - rate as TYPE; a dropped element is 0 even if it was infinite or NaN.

#include "philox.cl"

#ifndef TYPE
#define TYPE float
#endif

// A work-item draws the numbers of LANES blocks.
kernel void dropout_mask(
    global uchar* mask, const int n, const ulong key, const ulong low, const ulong high,
    const float rate) {
  const long first = (long)get_global_id(0) * (LANES * 4);
  LANED(uint) x[4];
  LANED(float) u[4];
  philox(key, low, high, (ulong)get_global_id(0) * LANES, x);
  for (int k = 0; k < 4; k++) {
    u[k] = uniform32(x[k]);
  }
  if (first + LANES * 4 <= n) {
    for (int lane = 0; lane < LANES; lane++) {
      for (int k = 0; k < 4; k++) {
        mask[first + lane * 4 + k] = LANE(u[k], lane) >= rate;
      }
    }
  } else {
    for (int i = 0; first + i < n; i++) {
      mask[first + i] = LANE(u[i % 4], i / 4) >= rate;
    }
  }
}

// A work-item computes `block` neighbours.
kernel void dropout_apply(
    global const TYPE* restrict x, global const uchar* restrict mask, global TYPE* restrict y,
    const int n, const TYPE kept, const int block) {
  const long begin = (long)get_global_id(0) * block;
  const long end = min((long)n, begin + block);
  for (long i = begin; i < end; i++) {
    const TYPE scaled = x[i] / kept;
    y[i] = mask[i] ? scaled : (TYPE)0;
  }
}
