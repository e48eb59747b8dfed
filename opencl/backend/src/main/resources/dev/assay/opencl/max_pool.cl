// max_pool, max_pool_grad and max_pool_grad_grad.
//
// Mirrors dev.assay.engine.ops.window.MaxPool. With w(o) the element that window o takes:
// y[o] = x[w(o)], dx[i] = sum of dy[o] over all o with w(o) = i, ddy[o] = ddx[w(o)]. Padding is
// not looked at. Of equal elements, -0 and 0 too, the first in row-major order is taken, the first
// NaN before any number.
//
// REAL is the elements' type, ACC that of sums: REAL, or the unsigned integer in which sums wrap.
// A work-item of the first range dimension is j = w*inner + c, of the second one row
// (outer*D + d)*H + h; both of the tensor that is written. In the packed versions, for processors,
// it computes LANES neighbours in c, of which inner must be a multiple, in the same order.

#include "window.cl"

#ifndef LANES
#define LANES 16
#endif

// Whether a is taken although b comes first.
bool is_greater(REAL a, REAL b) {
  return a > b || (a != a && b == b);
}

// w(o) of the window at output position od, oh, ow of channel c.
int winner(global const REAL* x, int b, int od, int oh, int ow, int c, AXES, int inner) {
  int best = -1;
  REAL greatest = 0;
  for (int id = first_position(od, d_stride, d_before);
      id < end_position(od, d_input, d_kernel, d_stride, d_before); id++) {
    for (int ih = first_position(oh, h_stride, h_before);
        ih < end_position(oh, h_input, h_kernel, h_stride, h_before); ih++) {
      const int row = ((b * d_input + id) * h_input + ih) * w_input;
      for (int iw = first_position(ow, w_stride, w_before);
          iw < end_position(ow, w_input, w_kernel, w_stride, w_before); iw++) {
        const int i = (row + iw) * inner + c;
        if (best < 0 || is_greater(x[i], greatest)) {
          best = i;
          greatest = x[i];
        }
      }
    }
  }
  return best;
}

// As winner, of the channels c to c + LANES - 1.
void winners_of_lanes(
    global const REAL* x, int b, int od, int oh, int ow, int c, AXES, int inner,
    int* best, REAL* greatest) {
  const int id0 = first_position(od, d_stride, d_before);
  const int id1 = end_position(od, d_input, d_kernel, d_stride, d_before);
  const int ih0 = first_position(oh, h_stride, h_before);
  const int ih1 = end_position(oh, h_input, h_kernel, h_stride, h_before);
  const int iw0 = first_position(ow, w_stride, w_before);
  const int iw1 = end_position(ow, w_input, w_kernel, w_stride, w_before);
  const int i0 = (((b * d_input + id0) * h_input + ih0) * w_input + iw0) * inner + c;
  for (int lane = 0; lane < LANES; lane++) {
    best[lane] = i0 + lane;
    greatest[lane] = x[i0 + lane];
  }
  for (int id = id0; id < id1; id++) {
    for (int ih = ih0; ih < ih1; ih++) {
      const int row = ((b * d_input + id) * h_input + ih) * w_input;
      for (int iw = iw0; iw < iw1; iw++) {
        const int i = (row + iw) * inner + c;
        for (int lane = 0; lane < LANES; lane++) {
          const REAL v = x[i + lane];
          const bool takes = is_greater(v, greatest[lane]);
          best[lane] = takes ? i + lane : best[lane];
          greatest[lane] = takes ? v : greatest[lane];
        }
      }
    }
  }
}

// y[o] = x[w(o)]. Exact.
kernel void max_pool_plain(global const REAL* x, global REAL* y, AXES, int inner) {
  const int j = get_global_id(0);
  const int r = get_global_id(1);
  if (j < w_output * inner) {
    const int oh = r % h_output;
    const int od = r / h_output % d_output;
    const int b = r / h_output / d_output;
    y[r * w_output * inner + j] =
        x[winner(x, b, od, oh, j / inner, j % inner, AXES_VALUES, inner)];
  }
}

// As max_pool_plain.
kernel void max_pool_packed(global const REAL* x, global REAL* y, AXES, int inner) {
  const int j = get_global_id(0) * LANES;
  const int r = get_global_id(1);
  if (j < w_output * inner) {
    const int oh = r % h_output;
    const int od = r / h_output % d_output;
    const int b = r / h_output / d_output;
    int best[LANES];
    REAL greatest[LANES];
    winners_of_lanes(
        x, b, od, oh, j / inner, j % inner, AXES_VALUES, inner, best, greatest);
    for (int lane = 0; lane < LANES; lane++) {
      y[r * w_output * inner + j + lane] = greatest[lane];
    }
  }
}

// winners[o] = w(o). Exact.
kernel void max_pool_winners_plain(global const REAL* x, global int* winners, AXES, int inner) {
  const int j = get_global_id(0);
  const int r = get_global_id(1);
  if (j < w_output * inner) {
    const int oh = r % h_output;
    const int od = r / h_output % d_output;
    const int b = r / h_output / d_output;
    winners[r * w_output * inner + j] =
        winner(x, b, od, oh, j / inner, j % inner, AXES_VALUES, inner);
  }
}

// As max_pool_winners_plain.
kernel void max_pool_winners_packed(global const REAL* x, global int* winners, AXES, int inner) {
  const int j = get_global_id(0) * LANES;
  const int r = get_global_id(1);
  if (j < w_output * inner) {
    const int oh = r % h_output;
    const int od = r / h_output % d_output;
    const int b = r / h_output / d_output;
    int best[LANES];
    REAL greatest[LANES];
    winners_of_lanes(
        x, b, od, oh, j / inner, j % inner, AXES_VALUES, inner, best, greatest);
    for (int lane = 0; lane < LANES; lane++) {
      winners[r * w_output * inner + j + lane] = best[lane];
    }
  }
}

// dx[i] = sum of dy[o] over all o with winners[o] = i, in rising order of o. At most m windows hold
// an element: |error| <= (m - 1)*u*sum of |dy[o]|; integers wrap.
kernel void max_pool_grad_plain(
    global const REAL* dy, global const int* winners, global REAL* dx, AXES, int inner) {
  const int j = get_global_id(0);
  const int r = get_global_id(1);
  if (j < w_input * inner) {
    const int iw = j / inner;
    const int c = j % inner;
    const int ih = r % h_input;
    const int id = r / h_input % d_input;
    const int b = r / h_input / d_input;
    const int i = r * w_input * inner + j;
    ACC sum = 0;
    for (int od = first_window(id, d_kernel, d_stride, d_before);
        od < end_window(id, d_stride, d_before, d_output); od++) {
      for (int oh = first_window(ih, h_kernel, h_stride, h_before);
          oh < end_window(ih, h_stride, h_before, h_output); oh++) {
        const int row = ((b * d_output + od) * h_output + oh) * w_output;
        for (int ow = first_window(iw, w_kernel, w_stride, w_before);
            ow < end_window(iw, w_stride, w_before, w_output); ow++) {
          const int o = (row + ow) * inner + c;
          if (winners[o] == i) {
            sum += dy[o];
          }
        }
      }
    }
    dx[i] = (REAL) sum;
  }
}

// As max_pool_grad_plain.
kernel void max_pool_grad_packed(
    global const REAL* dy, global const int* winners, global REAL* dx, AXES, int inner) {
  const int j = get_global_id(0) * LANES;
  const int r = get_global_id(1);
  if (j < w_input * inner) {
    const int iw = j / inner;
    const int c = j % inner;
    const int ih = r % h_input;
    const int id = r / h_input % d_input;
    const int b = r / h_input / d_input;
    const int i = r * w_input * inner + j;
    const int od1 = end_window(id, d_stride, d_before, d_output);
    const int oh0 = first_window(ih, h_kernel, h_stride, h_before);
    const int oh1 = end_window(ih, h_stride, h_before, h_output);
    const int ow0 = first_window(iw, w_kernel, w_stride, w_before);
    const int ow1 = end_window(iw, w_stride, w_before, w_output);
    ACC sum[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      sum[lane] = 0;
    }
    for (int od = first_window(id, d_kernel, d_stride, d_before); od < od1; od++) {
      for (int oh = oh0; oh < oh1; oh++) {
        const int row = ((b * d_output + od) * h_output + oh) * w_output;
        for (int ow = ow0; ow < ow1; ow++) {
          const int o = (row + ow) * inner + c;
          for (int lane = 0; lane < LANES; lane++) {
            const ACC more = sum[lane] + (ACC) dy[o + lane];
            sum[lane] = winners[o + lane] == i + lane ? more : sum[lane];
          }
        }
      }
    }
    for (int lane = 0; lane < LANES; lane++) {
      dx[i + lane] = (REAL) sum[lane];
    }
  }
}

// ddy[o] = ddx[w(o)]. Exact.
kernel void max_pool_grad_grad_plain(
    global const REAL* x, global const REAL* ddx, global REAL* ddy, AXES, int inner) {
  const int j = get_global_id(0);
  const int r = get_global_id(1);
  if (j < w_output * inner) {
    const int oh = r % h_output;
    const int od = r / h_output % d_output;
    const int b = r / h_output / d_output;
    ddy[r * w_output * inner + j] =
        ddx[winner(x, b, od, oh, j / inner, j % inner, AXES_VALUES, inner)];
  }
}
