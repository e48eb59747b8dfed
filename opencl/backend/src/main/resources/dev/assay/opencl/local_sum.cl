// y = W(x): sums over a window of the last axis.
//
// Mirrors LocalResponse.windowSums of dev.assay.engine.ops.nn. W is the sum over [d - radius, d + radius] of the
// last axis, cut at its ends, in rising order; element i has the index d = i % channels there. A
// work-item computes one element.
//
// Rounding, u the unit roundoff of ACC: |error| <= 2 radius u W(|x|).

kernel void local_sum_plain(global const REAL* x, global REAL* y, int n, int channels, int radius) {
  const int i = get_global_id(0);
  if (i < n) {
    const int d = i % channels;
    const int end = min(d + radius, channels - 1);
    ACC sum = 0;
    for (int j = max(d - radius, 0); j <= end; j++) {
      sum += x[i - d + j];
    }
    y[i] = sum;
  }
}
