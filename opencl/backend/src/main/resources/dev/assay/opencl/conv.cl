// A convolution and its two adjoints, one work-item for each element of the result.
//
// Mirrors dev.assay.engine.ops.window.Convolution; formulas, order and error as in conv_element.cl.

#include "conv_element.cl"

// A work-item computes y[o,q] of image n: q, o, n.
kernel void conv_forward_plain(
    CONV_PARAMETERS, global const REAL* x, global const REAL* w, global REAL* y) {
  const Conv c = CONV;
  const int q = get_global_id(0);
  const int o = get_global_id(1);
  const int n = get_global_id(2);
  if (q < c.groups * c.out && o < conv_outputs(c)) {
    y[n * conv_outputs(c) * c.groups * c.out + o * c.y_position + q * c.y_channel] =
        forward_at(c, x, w, n, o, q);
  }
}

// A work-item computes dx[i,channel] of image n: channel, i, n.
kernel void conv_backprop_input_plain(
    CONV_PARAMETERS, global const REAL* w, global const REAL* dy, global REAL* dx) {
  const Conv c = CONV;
  const int channel = get_global_id(0);
  const int i = get_global_id(1);
  const int n = get_global_id(2);
  if (channel < c.groups * c.in && i < conv_inputs(c)) {
    dx[n * conv_inputs(c) * c.groups * c.in + i * c.x_position + channel * c.x_channel] =
        backprop_input_at(c, w, dy, n, i, channel);
  }
}

// A work-item computes dw[k,channel,q]: q, channel, k.
kernel void conv_backprop_filter_plain(
    CONV_PARAMETERS, global const REAL* x, global const REAL* dy, global REAL* dw, int batch) {
  const Conv c = CONV;
  const int q = get_global_id(0);
  const int channel = get_global_id(1);
  const int k = get_global_id(2);
  if (q < c.groups * c.out && channel < c.in) {
    dw[(k * c.in + channel) * c.groups * c.out + q] =
        backprop_filter_at(c, x, dy, batch, k, channel, q);
  }
}
