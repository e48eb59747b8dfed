// max_pool_with_argmax, max_pool_grad_with_argmax and max_pool_grad_grad_with_argmax.
//
// Mirrors dev.assay.engine.ops.window.MaxPoolWithArgmax. Element [b, y, x, c] of an image H x W x C
// stands at (y*W + x)*C + c or, where `batch` is not 0, at ((b*H + y)*W + x)*C + c, whether or not
// the channels stand first. INDEX is the type of argmax, REAL and ACC as in max_pool.cl, of which
// the windows, the ties and the ranges are.

#include "max_pool.cl"

// y[o] = x[w(o)], argmax[o] = the place of w(o). Exact.
kernel void max_pool_with_argmax_plain(
    global const REAL* x,
    global REAL* y,
    global INDEX* argmax,
    AXES,
    int inner,
    int channels,
    int first,
    int batch) {
  const int j = get_global_id(0);
  const int r = get_global_id(1);
  if (j < w_output * inner) {
    const int oh = r % h_output;
    const int outer = r / h_output;
    const int i = winner(x, outer, 0, oh, j / inner, j % inner, AXES_VALUES, inner);
    const int each = h_input * w_input;
    const int position = i / inner % each;
    const int b = first ? outer / channels : outer;
    const int c = first ? outer % channels : j % inner;
    const int o = r * w_output * inner + j;
    y[o] = x[i];
    argmax[o] = ((batch ? b * each : 0) + position) * channels + c;
  }
}

// The offset of the element that argmax[o] is the place of.
int offset(
    global const INDEX* argmax, int o, int of_image, int positions, int channels, int first,
    int batch) {
  const int image = positions * channels;
  const int place = argmax[o];
  const int b = batch ? place / image : o / of_image;
  const int at = place % image;
  return b * image + (first ? at % channels * positions + at / channels : at);
}

// dx[i] = sum of dy[o] over all o with argmax[o] the place of i, in rising order of o. Work-item p
// owns the elements i of [p*share, (p + 1)*share), so that no other adds to them. Of k addends:
// |error| <= (k - 1)*u*sum of |dy[o]|; integers wrap.
kernel void max_pool_grad_with_argmax_plain(
    global const REAL* dy,
    global const INDEX* argmax,
    global REAL* dx,
    int outputs,
    int of_image,
    int inputs,
    int share,
    int positions,
    int channels,
    int first,
    int batch) {
  const int begin = get_global_id(0) * share;
  const int end = begin + min(share, inputs - begin);
  for (int i = begin; i < end; i++) {
    dx[i] = 0;
  }
  for (int o = 0; o < outputs; o++) {
    const int i = offset(argmax, o, of_image, positions, channels, first, batch);
    if (i >= begin && i < end) {
      dx[i] = (REAL) ((ACC) dx[i] + (ACC) dy[o]);
    }
  }
}

// ddy[o] = ddx[i], i the element that argmax[o] is the place of. Exact. A work-item computes one
// element.
kernel void max_pool_grad_grad_with_argmax_plain(
    global const REAL* ddx,
    global const INDEX* argmax,
    global REAL* ddy,
    int outputs,
    int of_image,
    int positions,
    int channels,
    int first,
    int batch) {
  const int o = get_global_id(0);
  if (o < outputs) {
    ddy[o] = ddx[offset(argmax, o, of_image, positions, channels, first, batch)];
  }
}
