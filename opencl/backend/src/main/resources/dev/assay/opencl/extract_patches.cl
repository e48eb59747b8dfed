// extract_patches and extract_patches_grad.
//
// Mirrors dev.assay.engine.ops.window.ExtractPatches:
// y[n, oh, ow, (kh*w_kernel + kw)*C + c] = x[n, oh*h_stride + kh*h_rate - h_before,
// ow*w_stride + kw*w_rate - w_before, c], 0 in the padding; and its adjoint
// dx[i] = sum of dy[o] over all o where element i is put.
//
// REAL is the elements' type, ACC that of sums: REAL, or the unsigned integer in which sums wrap.
// The packed versions, for processors, compute LANES neighbours in c, of which channels must be a
// multiple, in the same order.

#ifndef LANES
#define LANES 16
#endif

#define AXIS(a) int a##_input, int a##_kernel, long a##_stride, long a##_rate, long a##_before, \
    int a##_output

// A work-item of the first range dimension is j = (kh*w_kernel + kw)*C + c, of the second one
// window (n*h_output + oh)*w_output + ow. Exact.
kernel void extract_patches_plain(
    global const REAL* x, global REAL* y, AXIS(h), AXIS(w), int channels) {
  const int j = get_global_id(0);
  const int o = get_global_id(1);
  if (j < h_kernel * w_kernel * channels) {
    const int c = j % channels;
    const int kw = j / channels % w_kernel;
    const int kh = j / channels / w_kernel;
    const int ow = o % w_output;
    const int oh = o / w_output % h_output;
    const int n = o / w_output / h_output;
    const long ih = oh * h_stride + kh * h_rate - h_before;
    const long iw = ow * w_stride + kw * w_rate - w_before;
    const bool inside = ih >= 0 && ih < h_input && iw >= 0 && iw < w_input;
    y[o * h_kernel * w_kernel * channels + j] =
        inside ? x[((n * h_input + (int) ih) * w_input + (int) iw) * channels + c] : (REAL) 0;
  }
}

// As extract_patches_plain.
kernel void extract_patches_packed(
    global const REAL* x, global REAL* y, AXIS(h), AXIS(w), int channels) {
  const int j = get_global_id(0) * LANES;
  const int o = get_global_id(1);
  if (j < h_kernel * w_kernel * channels) {
    const int c = j % channels;
    const int kw = j / channels % w_kernel;
    const int kh = j / channels / w_kernel;
    const int ow = o % w_output;
    const int oh = o / w_output % h_output;
    const int n = o / w_output / h_output;
    const long ih = oh * h_stride + kh * h_rate - h_before;
    const long iw = ow * w_stride + kw * w_rate - w_before;
    global REAL* to = y + o * h_kernel * w_kernel * channels + j;
    if (ih >= 0 && ih < h_input && iw >= 0 && iw < w_input) {
      global const REAL* from = x + ((n * h_input + (int) ih) * w_input + (int) iw) * channels + c;
      for (int lane = 0; lane < LANES; lane++) {
        to[lane] = from[lane];
      }
    } else {
      for (int lane = 0; lane < LANES; lane++) {
        to[lane] = 0;
      }
    }
  }
}

// The first window of which some cell may lie over input position i.
int first_patch(int i, int kernel_, long stride, long rate, long before) {
  const long above = i + before - (kernel_ - 1) * rate;
  return above <= 0 ? 0 : (int) min((above + stride - 1) / stride, (long) INT_MAX);
}

// One past the last window of which some cell may lie over input position i.
int end_patch(int i, long stride, long before, int output) {
  return (int) min((i + before) / stride + 1, (long) output);
}

// A work-item of the first range dimension is j = iw*C + c, of the second one row n*h_input + ih;
// dy in rising order of o. Of k addends: |error| <= (k - 1)*u*sum of |dy[o]|; integers wrap.
kernel void extract_patches_grad_plain(
    global const REAL* dy, global REAL* dx, AXIS(h), AXIS(w), int channels) {
  const int j = get_global_id(0);
  const int r = get_global_id(1);
  if (j < w_input * channels) {
    const int c = j % channels;
    const int iw = j / channels;
    const int ih = r % h_input;
    const int n = r / h_input;
    ACC sum = 0;
    for (int oh = first_patch(ih, h_kernel, h_stride, h_rate, h_before);
        oh < end_patch(ih, h_stride, h_before, h_output); oh++) {
      const long th = ih + h_before - oh * h_stride;
      for (int ow = first_patch(iw, w_kernel, w_stride, w_rate, w_before);
          ow < end_patch(iw, w_stride, w_before, w_output); ow++) {
        const long tw = iw + w_before - ow * w_stride;
        if (th % h_rate == 0 && tw % w_rate == 0) {
          const int cell = (int) (th / h_rate) * w_kernel + (int) (tw / w_rate);
          const int o = (n * h_output + oh) * w_output + ow;
          sum += dy[(o * h_kernel * w_kernel + cell) * channels + c];
        }
      }
    }
    dx[r * w_input * channels + j] = (REAL) sum;
  }
}

// As extract_patches_grad_plain.
kernel void extract_patches_grad_packed(
    global const REAL* dy, global REAL* dx, AXIS(h), AXIS(w), int channels) {
  const int j = get_global_id(0) * LANES;
  const int r = get_global_id(1);
  if (j < w_input * channels) {
    const int c = j % channels;
    const int iw = j / channels;
    const int ih = r % h_input;
    const int n = r / h_input;
    const int ow0 = first_patch(iw, w_kernel, w_stride, w_rate, w_before);
    const int ow1 = end_patch(iw, w_stride, w_before, w_output);
    const int oh1 = end_patch(ih, h_stride, h_before, h_output);
    ACC sum[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      sum[lane] = 0;
    }
    for (int oh = first_patch(ih, h_kernel, h_stride, h_rate, h_before); oh < oh1; oh++) {
      const long th = ih + h_before - oh * h_stride;
      for (int ow = ow0; ow < ow1; ow++) {
        const long tw = iw + w_before - ow * w_stride;
        if (th % h_rate == 0 && tw % w_rate == 0) {
          const int cell = (int) (th / h_rate) * w_kernel + (int) (tw / w_rate);
          const int o = (n * h_output + oh) * w_output + ow;
          const int from = (o * h_kernel * w_kernel + cell) * channels + c;
          for (int lane = 0; lane < LANES; lane++) {
            sum[lane] += dy[from + lane];
          }
        }
      }
    }
    for (int lane = 0; lane < LANES; lane++) {
      dx[r * w_input * channels + j + lane] = (REAL) sum[lane];
    }
  }
}
