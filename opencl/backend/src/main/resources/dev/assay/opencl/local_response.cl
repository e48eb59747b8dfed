// Local response normalisation across the last axis.
//
// Mirror LocalResponse of dev.assay.engine.ops.nn. W is the sum over [d - radius, d + radius] of the
// last axis, cut at its ends, in rising order; element i has the index d = i % channels there;
// base = bias + alpha W(x^2). A work-item computes one element.
//
// Rounding, u the unit roundoff, w = 2 radius + 1 and e the error of pow in ulp, to first order:
// y has the relative error (beta (w + 2) k + e + 2) u, k = (|bias| + |alpha| W) / |base|.

static REAL base_of(global const REAL* x, int i, int channels, int radius, REAL bias, REAL alpha) {
  const int d = i % channels;
  const int end = min(d + radius, channels - 1);
  REAL sum = 0;
  for (int j = max(d - radius, 0); j <= end; j++) {
    sum += x[i - d + j] * x[i - d + j];
  }
  return bias + alpha * sum;
}

// y = x base^-beta.
kernel void local_response_plain(
    global const REAL* x,
    global REAL* y,
    int n,
    int channels,
    int radius,
    REAL bias,
    REAL alpha,
    REAL beta) {
  const int i = get_global_id(0);
  if (i < n) {
    y[i] = x[i] * pow(base_of(x, i, channels, radius, bias, alpha), -beta);
  }
}

// dx = dy base^-beta - 2 alpha beta x W(dy y / base); the bases are computed anew for each element
// of a window.
kernel void local_response_grad_plain(
    global const REAL* dy,
    global const REAL* x,
    global const REAL* y,
    global REAL* dx,
    int n,
    int channels,
    int radius,
    REAL bias,
    REAL alpha,
    REAL beta) {
  const int i = get_global_id(0);
  if (i < n) {
    const int d = i % channels;
    const int end = min(d + radius, channels - 1);
    REAL sum = 0;
    for (int j = max(d - radius, 0); j <= end; j++) {
      const int at = i - d + j;
      sum += dy[at] * y[at] / base_of(x, at, channels, radius, bias, alpha);
    }
    const REAL cross = 2 * alpha * beta * x[i] * sum;
    dx[i] = dy[i] * pow(base_of(x, i, channels, radius, bias, alpha), -beta) - cross;
  }
}
