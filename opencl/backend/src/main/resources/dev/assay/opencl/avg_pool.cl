// avg_pool and avg_pool_grad.
//
// Mirrors dev.assay.engine.ops.window.AvgPool. With m(o) the number of elements in window o:
// y[o] = sum of x[i] over the window / m(o), dx[i] = sum of dy[o] / m(o) over the windows that hold
// i. Padding counts neither in the sum nor in the number.
//
// REAL is the elements' type. A work-item of the first range dimension is j = w*inner + c, of the
// second one row (outer*D + d)*H + h; both of the tensor that is written. In the packed versions,
// for processors, it computes LANES neighbours in c, of which inner must be a multiple, in the same
// order.

#include "window.cl"

#ifndef LANES
#define LANES 16
#endif

// The elements of the window along one axis.
int cells(int o, int input, int kernel_, int stride, int before) {
  return end_position(o, input, kernel_, stride, before) - first_position(o, stride, before);
}

// y[o], x in row-major order. |error| <= (m - 1)*u*sum of |x[i]| / m + the division's.
kernel void avg_pool_plain(global const REAL* x, global REAL* y, AXES, int inner) {
  const int j = get_global_id(0);
  const int r = get_global_id(1);
  if (j < w_output * inner) {
    const int ow = j / inner;
    const int c = j % inner;
    const int oh = r % h_output;
    const int od = r / h_output % d_output;
    const int b = r / h_output / d_output;
    REAL sum = 0;
    for (int id = first_position(od, d_stride, d_before);
        id < end_position(od, d_input, d_kernel, d_stride, d_before); id++) {
      for (int ih = first_position(oh, h_stride, h_before);
          ih < end_position(oh, h_input, h_kernel, h_stride, h_before); ih++) {
        const int row = ((b * d_input + id) * h_input + ih) * w_input;
        for (int iw = first_position(ow, w_stride, w_before);
            iw < end_position(ow, w_input, w_kernel, w_stride, w_before); iw++) {
          sum += x[(row + iw) * inner + c];
        }
      }
    }
    const int m =
        cells(od, d_input, d_kernel, d_stride, d_before)
            * cells(oh, h_input, h_kernel, h_stride, h_before)
            * cells(ow, w_input, w_kernel, w_stride, w_before);
    y[r * w_output * inner + j] = sum / m;
  }
}

// As avg_pool_plain.
kernel void avg_pool_packed(global const REAL* x, global REAL* y, AXES, int inner) {
  const int j = get_global_id(0) * LANES;
  const int r = get_global_id(1);
  if (j < w_output * inner) {
    const int ow = j / inner;
    const int c = j % inner;
    const int oh = r % h_output;
    const int od = r / h_output % d_output;
    const int b = r / h_output / d_output;
    const int id1 = end_position(od, d_input, d_kernel, d_stride, d_before);
    const int ih0 = first_position(oh, h_stride, h_before);
    const int ih1 = end_position(oh, h_input, h_kernel, h_stride, h_before);
    const int iw0 = first_position(ow, w_stride, w_before);
    const int iw1 = end_position(ow, w_input, w_kernel, w_stride, w_before);
    REAL sum[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      sum[lane] = 0;
    }
    for (int id = first_position(od, d_stride, d_before); id < id1; id++) {
      for (int ih = ih0; ih < ih1; ih++) {
        const int row = ((b * d_input + id) * h_input + ih) * w_input;
        for (int iw = iw0; iw < iw1; iw++) {
          const int i = (row + iw) * inner + c;
          for (int lane = 0; lane < LANES; lane++) {
            sum[lane] += x[i + lane];
          }
        }
      }
    }
    const int m =
        cells(od, d_input, d_kernel, d_stride, d_before) * (ih1 - ih0) * (iw1 - iw0);
    for (int lane = 0; lane < LANES; lane++) {
      y[r * w_output * inner + j + lane] = sum[lane] / m;
    }
  }
}

// dx[i], dy in rising order of o. Of k windows: |error| <= (k - 1)*u*sum of |dy[o]| / m(o) + the
// divisions'.
kernel void avg_pool_grad_plain(global const REAL* dy, global REAL* dx, AXES, int inner) {
  const int j = get_global_id(0);
  const int r = get_global_id(1);
  if (j < w_input * inner) {
    const int iw = j / inner;
    const int c = j % inner;
    const int ih = r % h_input;
    const int id = r / h_input % d_input;
    const int b = r / h_input / d_input;
    REAL sum = 0;
    for (int od = first_window(id, d_kernel, d_stride, d_before);
        od < end_window(id, d_stride, d_before, d_output); od++) {
      const int md = cells(od, d_input, d_kernel, d_stride, d_before);
      for (int oh = first_window(ih, h_kernel, h_stride, h_before);
          oh < end_window(ih, h_stride, h_before, h_output); oh++) {
        const int mh = cells(oh, h_input, h_kernel, h_stride, h_before);
        const int row = ((b * d_output + od) * h_output + oh) * w_output;
        for (int ow = first_window(iw, w_kernel, w_stride, w_before);
            ow < end_window(iw, w_stride, w_before, w_output); ow++) {
          const int mw = cells(ow, w_input, w_kernel, w_stride, w_before);
          sum += dy[(row + ow) * inner + c] / (md * mh * mw);
        }
      }
    }
    dx[r * w_input * inner + j] = sum;
  }
}

// As avg_pool_grad_plain.
kernel void avg_pool_grad_packed(global const REAL* dy, global REAL* dx, AXES, int inner) {
  const int j = get_global_id(0) * LANES;
  const int r = get_global_id(1);
  if (j < w_input * inner) {
    const int iw = j / inner;
    const int c = j % inner;
    const int ih = r % h_input;
    const int id = r / h_input % d_input;
    const int b = r / h_input / d_input;
    const int od1 = end_window(id, d_stride, d_before, d_output);
    const int oh0 = first_window(ih, h_kernel, h_stride, h_before);
    const int oh1 = end_window(ih, h_stride, h_before, h_output);
    const int ow0 = first_window(iw, w_kernel, w_stride, w_before);
    const int ow1 = end_window(iw, w_stride, w_before, w_output);
    REAL sum[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      sum[lane] = 0;
    }
    for (int od = first_window(id, d_kernel, d_stride, d_before); od < od1; od++) {
      const int md = cells(od, d_input, d_kernel, d_stride, d_before);
      for (int oh = oh0; oh < oh1; oh++) {
        const int mh = cells(oh, h_input, h_kernel, h_stride, h_before);
        const int row = ((b * d_output + od) * h_output + oh) * w_output;
        for (int ow = ow0; ow < ow1; ow++) {
          const int m = md * mh * cells(ow, w_input, w_kernel, w_stride, w_before);
          const int o = (row + ow) * inner + c;
          for (int lane = 0; lane < LANES; lane++) {
            sum[lane] += dy[o + lane] / m;
          }
        }
      }
    }
    for (int lane = 0; lane < LANES; lane++) {
      dx[r * w_input * inner + j + lane] = sum[lane];
    }
  }
}
