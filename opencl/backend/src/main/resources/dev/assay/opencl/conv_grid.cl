// The windows of a convolution, as dev.assay.engine.ops.window.WindowGrid and Convolution have
// them.
//
// Cell k of the window at output position o lies over input position o·stride + k·dilation -
// before along each of three axes. Channels are divided into `groups` parts of `in`, filters
// into as many of `out`. A position is row-major over depth, height and width; element (n,
// position, channel) of the input is x[(n·positions·channels) + position·x_position +
// channel·x_channel], the result's likewise, which serves both data formats. The filter is w[k,
// c, g·out + q].
//
// INDEX is int where the largest position with its padding is one, else long.

#include "product.cl"

#ifndef INDEX
#define INDEX int
#endif

typedef struct {
  int input;
  int cells;
  int output;
  INDEX stride;
  INDEX dilation;
  INDEX before;
} Axis;

typedef struct {
  Axis d;
  Axis h;
  Axis w;
  int groups;
  int in;
  int out;
  int x_position;
  int x_channel;
  int y_position;
  int y_channel;
} Conv;

#define AXIS_PARAMETERS(a) \
  int a##_input, int a##_kernel, int a##_output, INDEX a##_stride, INDEX a##_dilation, \
      INDEX a##_before
#define CONV_PARAMETERS                                                                      \
  AXIS_PARAMETERS(d), AXIS_PARAMETERS(h), AXIS_PARAMETERS(w), int groups, int in, int out,   \
      int x_position, int x_channel, int y_position, int y_channel
#define AXIS(a) {a##_input, a##_kernel, a##_output, a##_stride, a##_dilation, a##_before}
#define CONV                                                                               \
  {AXIS(d), AXIS(h), AXIS(w), groups, in, out, x_position, x_channel, y_position, y_channel}

// WindowAxis.at: the input position under cell k of window o; -1 where that is padding.
static int axis_at(const Axis a, int o, int k) {
  const INDEX i = (INDEX)o * a.stride + (INDEX)k * a.dilation - a.before;
  return i >= 0 && i < a.input ? (int)i : -1;
}

// The window whose cell k lies over input position i; -1 where none does.
static int axis_window(const Axis a, int i, int k) {
  const INDEX from = (INDEX)i + a.before - (INDEX)k * a.dilation;
  const INDEX o = a.stride == 1 ? from : from / a.stride; // to divide costs much
  return from >= 0 && o * a.stride == from && o < a.output ? (int)o : -1;
}

static int conv_inputs(const Conv c) {
  return c.d.input * c.h.input * c.w.input;
}

static int conv_outputs(const Conv c) {
  return c.d.output * c.h.output * c.w.output;
}

static int conv_cells(const Conv c) {
  return c.d.cells * c.h.cells * c.w.cells;
}

// A position or a window along each axis.
typedef struct {
  int d;
  int h;
  int w;
} Place;

// Where input position `i` is.
static Place input_place(const Conv c, int i) {
  const Place p = {i / c.w.input / c.h.input, i / c.w.input % c.h.input, i % c.w.input};
  return p;
}

// Where window `o` is.
static Place output_place(const Conv c, int o) {
  const Place p = {o / c.w.output / c.h.output, o / c.w.output % c.h.output, o % c.w.output};
  return p;
}

// Where cell `k` of the window is.
static Place cell_place(const Conv c, int k) {
  const Place p = {k / c.w.cells / c.h.cells, k / c.w.cells % c.h.cells, k % c.w.cells};
  return p;
}

// The input position under a cell of a window; -1 where that is padding.
static int place_at(const Conv c, const Place o, const Place k) {
  const int d = axis_at(c.d, o.d, k.d);
  const int h = axis_at(c.h, o.h, k.h);
  const int w = axis_at(c.w, o.w, k.w);
  return d < 0 || h < 0 || w < 0 ? -1 : (d * c.h.input + h) * c.w.input + w;
}

// The window whose cell lies over an input position; -1 where none does.
static int place_window(const Conv c, const Place i, const Place k) {
  const int d = axis_window(c.d, i.d, k.d);
  const int h = axis_window(c.h, i.h, k.h);
  const int w = axis_window(c.w, i.w, k.w);
  return d < 0 || h < 0 || w < 0 ? -1 : (d * c.h.output + h) * c.w.output + w;
}
