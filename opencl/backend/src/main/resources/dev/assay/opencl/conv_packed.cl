// A convolution, or its adjoint by the input, for processors: the product of a matrix of patches
// with the filter. The patches are gathered as they are needed; the filter is packed to panels
// before.
//
// Mirrors dev.assay.engine.ops.window.Convolution. With ADJOINT 0 it is forward: row o of the
// product holds the patch x[i(o,k),c], its columns are k, c; the filter is (k,c)×q. With ADJOINT
// 1 it is backpropInput: row i holds dy[o(i,k),q], its columns are k, q; the filter is (k,q)×c.
// Channels are last. Sums run over cells and channels, rising, and are stored after every DEPTH
// steps, which rounds nothing. Error: n·u·Σ|x·w|, n products.
//
// Padding is 0 in a patch, and 0·Inf is not 0: where the filter has an infinity or NaN, the
// elements are computed one at a time instead. A cell that is padding for all rows of a
// work-item is left out.

#ifndef ADJOINT
#define ADJOINT 0
#endif
// steps k of a slice of patches
#ifndef DEPTH
#define DEPTH 192
#endif
#define A_ROW DEPTH
#define A_STEP 1
#include "register_block.cl"
#include "conv_element.cl"

// the most blocks, one below the other, of a work-item
#ifndef TILES
#define TILES 4
#endif
// more runs than a slice can have
#define RUNS DEPTH

// Element (k·depth + r, j) of panel p, of count, of group g is panels[((g·count + p)·cells +
// k)·depth·BLOCK_COLUMNS + r·BLOCK_COLUMNS + j], 0 for columns beyond the matrix; `wild` says
// for every panel and cell whether an element is infinite or NaN. A work-item packs one cell:
// cell, panel, group.
kernel void conv_pack_filter(
    global const REAL* w, global REAL* panels, global int* wild,
    int cells, int in, int out, int count, int groups) {
  const int k = get_global_id(0);
  const int p = get_global_id(1);
  const int g = get_global_id(2);
  const int depth = ADJOINT ? out : in;
  const int columns = min(BLOCK_COLUMNS, (ADJOINT ? in : out) - p * BLOCK_COLUMNS);
  const int outputs = groups * out;
  const int panel = (g * count + p) * cells + k;
  global const REAL* x =
      w + k * in * outputs + g * out + p * BLOCK_COLUMNS * (ADJOINT ? outputs : 1);
  global REAL* to = panels + (size_t)panel * depth * BLOCK_COLUMNS;
  bool isWild = false;
  for (int r = 0; r < depth; r++) {
    for (int j = 0; j < BLOCK_COLUMNS; j++) {
      const REAL v = j >= columns ? 0 : x[ADJOINT ? j * outputs + r : r * outputs + j];
      to[r * BLOCK_COLUMNS + j] = v;
      isWild |= !isfinite(v);
    }
  }
  wild[panel] = isWild;
}

// Row r of the product. Forward rows are windows of one image after the other. The adjoint's are
// the positions of one image after the other, those first that lie alike in their strides: the
// cells that miss one of them miss its neighbours, too. An axis is filled up to whole strides;
// what is beyond the image is not there.
typedef struct {
  Place place;
  int at;
  int image;
} Row;

static int axis_stride(const Axis a) {
  return a.stride < a.input ? (int)a.stride : max(1, a.input);
}

// How many positions of an axis lie alike.
static int axis_alike(const Axis a) {
  return (a.input + axis_stride(a) - 1) / axis_stride(a);
}

static Row row_of(const Conv c, int r) {
  Row row;
  if (!ADJOINT) {
    row.image = r / conv_outputs(c);
    row.at = r % conv_outputs(c);
    row.place = output_place(c, row.at);
    return row;
  }
  row.place.w = r % axis_alike(c.w) * axis_stride(c.w);
  r /= axis_alike(c.w);
  row.place.h = r % axis_alike(c.h) * axis_stride(c.h);
  r /= axis_alike(c.h);
  row.place.d = r % axis_alike(c.d) * axis_stride(c.d);
  r /= axis_alike(c.d);
  row.place.w += r % axis_stride(c.w);
  r /= axis_stride(c.w);
  row.place.h += r % axis_stride(c.h);
  r /= axis_stride(c.h);
  row.place.d += r % axis_stride(c.d);
  row.image = r / axis_stride(c.d);
  const bool inside =
      row.place.d < c.d.input && row.place.h < c.h.input && row.place.w < c.w.input;
  row.at = inside ? (row.place.d * c.h.input + row.place.h) * c.w.input + row.place.w : -1;
  return row;
}

// A work-item computes `tiles` blocks, one below the other, of `width` panels: rows, panels, group.
kernel void conv_packed(
    CONV_PARAMETERS, global const REAL* source, global const REAL* w, global REAL* target,
    global const REAL* panels, global const int* wild, int height, int tiles, int width) {
  const Conv c = CONV;
  const int depth = ADJOINT ? c.out : c.in;
  const int columns = ADJOINT ? c.in : c.out;
  const int positions = ADJOINT ? conv_inputs(c) : conv_outputs(c);
  const int sources = ADJOINT ? conv_outputs(c) : conv_inputs(c);
  const int cells = conv_cells(c);
  const int count = (columns + BLOCK_COLUMNS - 1) / BLOCK_COLUMNS;
  const int row0 = get_global_id(0) * tiles * BLOCK_ROWS;
  const int rows = min(tiles * BLOCK_ROWS, height - row0);
  const int first = get_global_id(1) * width;
  const int end = min(count, first + width);
  const int g = get_global_id(2);
  global REAL* y = target + g * columns;

  Row lines[TILES * BLOCK_ROWS];
  int at[TILES * BLOCK_ROWS];
  int under[TILES * BLOCK_ROWS];  // stays -1 behind the last row
  for (int i = 0; i < TILES * BLOCK_ROWS; i++) {
    at[i] = -1;
    under[i] = -1;
    if (i < rows) {
      lines[i] = row_of(c, row0 + i);
      at[i] = lines[i].at < 0
          ? -1
          : (lines[i].image * positions + lines[i].at) * c.groups * columns;
    }
  }
  for (int p = first * cells; p < end * cells; p++) {
    if (wild[g * count * cells + p]) {
      for (int i = 0; i < rows; i++) {
        for (int j = first * BLOCK_COLUMNS; j < min(columns, end * BLOCK_COLUMNS); j++) {
          if (at[i] >= 0) {
            const Row line = lines[i];
            y[at[i] + j] =
                ADJOINT ? backprop_input_at(c, w, source, line.image, line.at, g * columns + j)
                        : forward_at(c, source, w, line.image, line.at, g * columns + j);
          }
        }
      }
      return;
    }
  }

  REAL slice[TILES * BLOCK_ROWS * DEPTH];
  bool add = false;
  int k = 0;
  int channel = 0;
  do {
    // a slice: the next cells, or as many channels as there is room for
    int starts[RUNS];
    int lengths[RUNS];
    int runs = 0;
    int filled = 0;
    while (filled < DEPTH && k < cells) {
      const Place cell = cell_place(c, k);
      bool any = false;
      for (int i = 0; i < rows; i++) {
        const Place place = lines[i].place;
        const int o = ADJOINT ? place_window(c, place, cell) : place_at(c, place, cell);
        under[i] = at[i] < 0 || o < 0 ? -1 : lines[i].image * sources + o;
        any |= under[i] >= 0;
      }
      const int length = min(depth - channel, DEPTH - filled);
      if (any) {
        const int start = k * depth + channel;
        const bool follows = runs > 0 && starts[runs - 1] + lengths[runs - 1] == start;
        if (follows) {
          lengths[runs - 1] += length;
        } else {
          starts[runs] = start;
          lengths[runs] = length;
          runs++;
        }
        for (int i = 0; i < (rows + BLOCK_ROWS - 1) / BLOCK_ROWS * BLOCK_ROWS; i++) {
          REAL* to = slice + i * DEPTH + filled;
          if (under[i] >= 0) {
            global const REAL* x = source + (under[i] * c.groups + g) * depth + channel;
            for (int r = 0; r < length; r++) {
              to[r] = x[r];
            }
          } else {
            for (int r = 0; r < length; r++) {
              to[r] = 0;
            }
          }
        }
        filled += length;
      }
      channel += length;
      if (channel == depth) {
        channel = 0;
        k++;
      }
    }
    for (int p = first; p < end; p++) {
      global const REAL* panel = panels + (size_t)(g * count + p) * cells * depth * BLOCK_COLUMNS;
      for (int i = 0; i < rows; i += BLOCK_ROWS) {
        block_product(
            runs, starts, lengths, slice + i * DEPTH, panel, BLOCK_COLUMNS, add,
            y + p * BLOCK_COLUMNS, at + i, columns - p * BLOCK_COLUMNS);
      }
    }
    add = true;
  } while (k < cells);
}
