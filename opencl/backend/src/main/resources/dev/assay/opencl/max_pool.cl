// max_pool, max_pool_grad and max_pool_grad_grad.
//
// Mirrors dev.assay.engine.ops.window.MaxPool. With w(o) the element that window o takes:
// y[o] = x[w(o)], dx[i] = sum of dy[o] over all o with w(o) = i, ddy[o] = ddx[w(o)]. Padding is
// not looked at. Of equal elements, -0 and 0 too, the first in row-major order is taken, the first
// NaN before any number.
//
// REAL is the elements' type, ACC that of sums: REAL, or the unsigned integer in which sums wrap.
// A work-item of the first range dimension is j = w*inner + c, of the second one row
// (outer*D + d)*H + h; both of the tensor that is written.

#include "window.cl"

// Whether a is taken although b comes first.
bool is_greater(REAL a, REAL b) {
  return a > b || (a != a && b == b);
}

// w(o) of the window at output position od, oh, ow of channel c.
int winner(global const REAL* x, int b, int od, int oh, int ow, int c, AXES, int inner) {
  int best = -1;
  for (int id = first_position(od, d_stride, d_before);
      id < end_position(od, d_input, d_kernel, d_stride, d_before); id++) {
    for (int ih = first_position(oh, h_stride, h_before);
        ih < end_position(oh, h_input, h_kernel, h_stride, h_before); ih++) {
      const int row = ((b * d_input + id) * h_input + ih) * w_input;
      for (int iw = first_position(ow, w_stride, w_before);
          iw < end_position(ow, w_input, w_kernel, w_stride, w_before); iw++) {
        const int i = (row + iw) * inner + c;
        if (best < 0 || is_greater(x[i], x[best])) {
          best = i;
        }
      }
    }
  }
  return best;
}

// y[o] = from[w(o)]: max_pool where from is x, max_pool_grad_grad where it is ddx. Exact.
kernel void max_pool_plain(
    global const REAL* x, global const REAL* from, global REAL* y, AXES, int inner) {
  const int j = get_global_id(0);
  const int r = get_global_id(1);
  if (j < w_output * inner) {
    const int oh = r % h_output;
    const int od = r / h_output % d_output;
    const int b = r / h_output / d_output;
    y[r * w_output * inner + j] =
        from[winner(x, b, od, oh, j / inner, j % inner, AXES_VALUES, inner)];
  }
}

// winners[o] = w(o). Exact.
kernel void max_pool_winners(global const REAL* x, global int* winners, AXES, int inner) {
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
