// The elements of a convolution and of its two adjoints, one at a time.
//
// Mirrors dev.assay.engine.ops.window.Convolution, whose names and order of sums it keeps.
// Padding is not visited: it adds nothing, whatever the filter holds. Nothing is assumed of the
// sizes. Error: n·u·Σ|x·w| of the n products that are visited.

#include "conv_grid.cl"

// One element of Convolution.forward: y[o,q] of image n, q counted over all groups.
static REAL forward_at(
    const Conv c, global const REAL* x, global const REAL* w, int n, int o, int q) {
  const int g = q / c.out;
  const int outputs = c.groups * c.out;
  global const REAL* image = x + n * conv_inputs(c) * c.groups * c.in + g * c.in * c.x_channel;
  const Place window = output_place(c, o);
  REAL sum = 0;
  int k = 0;
  for (int kd = 0; kd < c.d.cells; kd++) {
    for (int kh = 0; kh < c.h.cells; kh++) {
      for (int kw = 0; kw < c.w.cells; kw++, k++) {
        const Place cell = {kd, kh, kw};
        const int i = place_at(c, window, cell);
        for (int channel = 0; i >= 0 && channel < c.in; channel++) {
          sum = MULTIPLY_ADD(
              image[i * c.x_position + channel * c.x_channel],
              w[(k * c.in + channel) * outputs + q], sum);
        }
      }
    }
  }
  return sum;
}

// One element of Convolution.backpropInput: dx[i,channel] of image n, channels counted over all
// groups. Windows rise as cells fall.
static REAL backprop_input_at(
    const Conv c, global const REAL* w, global const REAL* dy, int n, int i, int channel) {
  const int g = channel / c.in;
  const int outputs = c.groups * c.out;
  global const REAL* image = dy + n * conv_outputs(c) * outputs + g * c.out * c.y_channel;
  const Place position = input_place(c, i);
  REAL sum = 0;
  int k = conv_cells(c) - 1;
  for (int kd = c.d.cells - 1; kd >= 0; kd--) {
    for (int kh = c.h.cells - 1; kh >= 0; kh--) {
      for (int kw = c.w.cells - 1; kw >= 0; kw--, k--) {
        const Place cell = {kd, kh, kw};
        const int o = place_window(c, position, cell);
        const int w0 = (k * c.in + channel - g * c.in) * outputs + g * c.out;
        for (int q = 0; o >= 0 && q < c.out; q++) {
          sum = MULTIPLY_ADD(w[w0 + q], image[o * c.y_position + q * c.y_channel], sum);
        }
      }
    }
  }
  return sum;
}

// One element of Convolution.backpropFilter: dw[k,channel,q], channels counted in one group, q
// over all.
static REAL backprop_filter_at(
    const Conv c, global const REAL* x, global const REAL* dy, int batch, int k, int channel,
    int q) {
  const int inputs = conv_inputs(c);
  const int outputs = conv_outputs(c);
  const int at = (q / c.out * c.in + channel) * c.x_channel;
  const Place cell = cell_place(c, k);
  REAL sum = 0;
  for (int n = 0; n < batch; n++) {
    global const REAL* image = x + n * inputs * c.groups * c.in + at;
    global const REAL* cotangent = dy + n * outputs * c.groups * c.out + q * c.y_channel;
    int o = 0;
    for (int od = 0; od < c.d.output; od++) {
      for (int oh = 0; oh < c.h.output; oh++) {
        for (int ow = 0; ow < c.w.output; ow++, o++) {
          const Place window = {od, oh, ow};
          const int i = place_at(c, window, cell);
          if (i >= 0) {
            sum = MULTIPLY_ADD(image[i * c.x_position], cotangent[o * c.y_position], sum);
          }
        }
      }
    }
  }
  return sum;
}
