// A convolution whose channels are apart, in = 1, and its two adjoints, for processors:
// neighbouring channels in the lanes of a vector.
//
// Mirrors dev.assay.engine.ops.window.Convolution with one channel in a group, of `out` filters
// each. Channels are last. Padding is not visited. Sums run over cells, then filters, rising;
// those of the filter's cotangent over the windows of a slice, as in conv_filter_packed.cl.
// Error: n·u·Σ|x·w|, n products.

#include "vector.cl"
#include "conv_grid.cl"

// The lanes at p[0], p[step], ... of which `left` are there; the others are 0.
static VECTOR lanes_of(global const REAL* p, int step, int left) {
  if (step == 1 && left >= LANES) {
    return LOAD(0, p);
  }
  REAL lanes[LANES];
  for (int l = 0; l < LANES; l++) {
    lanes[l] = l < left ? p[l * step] : 0;
  }
  return LOAD(0, lanes);
}

// The lanes of filters q0, q0 + 1, ...: each that of its channel.
static VECTOR channels_of(global const REAL* p, int q0, int out, const int* channels, int left) {
  if (out == 1) {
    return lanes_of(p + q0, 1, left);
  }
  REAL lanes[LANES];
  for (int l = 0; l < LANES; l++) {
    lanes[l] = p[channels[l]];
  }
  return LOAD(0, lanes);
}

// The channel of each filter, `out` filters to a channel; of those that are not there, the last.
static void find_channels(int* channels, int q0, int out, int left) {
  for (int l = 0; l < LANES; l++) {
    channels[l] = (q0 + min(l, left - 1)) / out;
  }
}

static void store_lanes(VECTOR v, global REAL* p, int left) {
  if (left >= LANES) {
    STORE(v, 0, p);
    return;
  }
  REAL lanes[LANES];
  STORE(v, 0, lanes);
  for (int l = 0; l < left; l++) {
    p[l] = lanes[l];
  }
}

// A work-item computes LANES filters of one window of all images: filters, windows.
kernel void depthwise_forward(
    CONV_PARAMETERS, global const REAL* x, global const REAL* w, global REAL* y, int windows) {
  const Conv c = CONV;
  const int q0 = get_global_id(0) * LANES;
  const int o = get_global_id(1);
  if (o >= windows) {
    return;
  }
  const int filters = c.groups * c.out;
  const int left = filters - q0;
  const Place window = output_place(c, o % conv_outputs(c));
  const int image = o / conv_outputs(c) * conv_inputs(c);
  int channels[LANES];
  find_channels(channels, q0, c.out, left);
  VECTOR sum = 0;
  int k = 0;
  for (int kd = 0; kd < c.d.cells; kd++) {
    for (int kh = 0; kh < c.h.cells; kh++) {
      for (int kw = 0; kw < c.w.cells; kw++, k++) {
        const Place cell = {kd, kh, kw};
        const int i = place_at(c, window, cell);
        if (i >= 0) {
          sum = MULTIPLY_ADD(
              channels_of(x + (image + i) * c.groups, q0, c.out, channels, left),
              lanes_of(w + k * filters + q0, 1, left), sum);
        }
      }
    }
  }
  store_lanes(sum, y + o * filters + q0, left);
}

// A work-item computes LANES channels of one position of all images: channels, positions.
kernel void depthwise_backprop_input(
    CONV_PARAMETERS, global const REAL* w, global const REAL* dy, global REAL* dx, int positions) {
  const Conv c = CONV;
  const int c0 = get_global_id(0) * LANES;
  const int i = get_global_id(1);
  if (i >= positions) {
    return;
  }
  const int filters = c.groups * c.out;
  const int left = c.groups - c0;
  const Place position = input_place(c, i % conv_inputs(c));
  const int image = i / conv_inputs(c) * conv_outputs(c);
  VECTOR sum = 0;
  int k = 0;
  for (int kd = 0; kd < c.d.cells; kd++) {
    for (int kh = 0; kh < c.h.cells; kh++) {
      for (int kw = 0; kw < c.w.cells; kw++, k++) {
        const Place cell = {kd, kh, kw};
        const int o = place_window(c, position, cell);
        for (int q = 0; o >= 0 && q < c.out; q++) {
          sum = MULTIPLY_ADD(
              lanes_of(w + k * filters + c0 * c.out + q, c.out, left),
              lanes_of(dy + (image + o) * filters + c0 * c.out + q, c.out, left), sum);
        }
      }
    }
  }
  store_lanes(sum, dx + i * c.groups + c0, left);
}

// A work-item computes LANES filters of one cell, the sums of one slice: filters, cells, slices.
kernel void depthwise_backprop_filter(
    CONV_PARAMETERS, global const REAL* x, global const REAL* dy, global REAL* parts, int windows,
    int slice) {
  const Conv c = CONV;
  const int q0 = get_global_id(0) * LANES;
  const int k = get_global_id(1);
  const int part = get_global_id(2);
  const int filters = c.groups * c.out;
  const int left = filters - q0;
  const int outputs = conv_outputs(c);
  const Place cell = cell_place(c, k);
  int channels[LANES];
  find_channels(channels, q0, c.out, left);
  VECTOR sum = 0;
  const int first = part * slice;
  const int end = first + min(slice, windows - first);
  for (int o = first; o < end; o++) {
    const int i = place_at(c, output_place(c, o % outputs), cell);
    if (i >= 0) {
      sum = MULTIPLY_ADD(
          channels_of(x + (o / outputs * conv_inputs(c) + i) * c.groups, q0, c.out, channels, left),
          lanes_of(dy + o * filters + q0, 1, left), sum);
    }
  }
  store_lanes(sum, parts + ((size_t)part * conv_cells(c) + k) * filters + q0, left);
}
