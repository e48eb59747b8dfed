// The adjoint of a convolution by its filter, for processors: the product of the transposed
// matrix of patches with the cotangent, dw[(k,c),q] = sum over n, o of x[i(o,k),c]·dy[o,q].
//
// Mirrors dev.assay.engine.ops.window.Convolution.backpropFilter. Channels are last. The windows
// of all images are divided into slices, whose sums conv_filter_sum adds in the order of the
// slices, which follow from the shapes and the width of the registers alone.
// Error: n·u·Σ|x·dy|, n windows of all images.
//
// Padding is 0 in a patch, and 0·Inf is not 0: where the cotangents of some windows have an
// infinity or NaN, their products are added one at a time.

#ifndef DEPTH
#define DEPTH 128
#endif
// panels of a work-item
#ifndef WIDTH
#define WIDTH 4
#endif
#define B_SPACE private
#include "register_block.cl"
#include "conv_grid.cl"

// A work-item computes the sums of one slice for all cells, the channels of one group and WIDTH
// panels of filters: panels, group, slice.
kernel void conv_filter_packed(
    CONV_PARAMETERS, global const REAL* x, global const REAL* dy, global REAL* parts, int batch,
    int windows) {
  const Conv c = CONV;
  const int outputs = conv_outputs(c);
  const int inputs = conv_inputs(c);
  const int cells = conv_cells(c);
  const int q0 = get_global_id(0) * WIDTH * BLOCK_COLUMNS;
  const int columns = min(WIDTH * BLOCK_COLUMNS, c.out - q0);
  const int g = get_global_id(1);
  const int part = get_global_id(2);
  const int row = c.groups * c.out;
  const int first = part * windows;
  const int end = first + min(windows, batch * outputs - first);
  global REAL* dw = parts + (size_t)part * cells * c.in * row + g * c.out + q0;
  Place places[DEPTH];
  int images[DEPTH];
  int under[DEPTH];
  REAL panels[WIDTH * DEPTH * BLOCK_COLUMNS];
  REAL patches[DEPTH * BLOCK_ROWS];
  // even without any window there are zeros to store
  for (int o0 = first; o0 == first || o0 < end; o0 += DEPTH) {
    const int depth = min(DEPTH, end - o0);
    VECTOR odd = 0; // NaN where an element is infinite or NaN
    for (int o = 0; o < depth; o++) {
      global const REAL* from = dy + (o0 + o) * row + g * c.out + q0;
      REAL* to = panels + o * BLOCK_COLUMNS;
      for (int j = 0; j < columns; j += BLOCK_COLUMNS, to += DEPTH * BLOCK_COLUMNS) {
        if (j + BLOCK_COLUMNS <= columns) {
          STORE(LOAD(0, from + j), 0, to);
          STORE(LOAD(1, from + j), 1, to);
        } else {
          for (int l = 0; l < BLOCK_COLUMNS; l++) {
            to[l] = j + l < columns ? from[j + l] : 0;
          }
        }
        odd += (LOAD(0, to) - LOAD(0, to)) + (LOAD(1, to) - LOAD(1, to));
      }
      places[o] = output_place(c, (o0 + o) % outputs);
      images[o] = (o0 + o) / outputs * inputs;
    }
    const bool isWild = any(isnan(odd));
    for (int k = 0; k < cells; k++) {
      const Place cell = cell_place(c, k);
      for (int o = 0; o < depth; o++) {
        const int at = place_at(c, places[o], cell);
        under[o] = at < 0 ? -1 : images[o] + at;
      }
      for (int c0 = 0; c0 < c.in; c0 += BLOCK_ROWS) {
        const int rows = min(BLOCK_ROWS, c.in - c0);
        for (int o = 0; o < depth; o++) {
          global const REAL* from = x + (max(under[o], 0) * c.groups + g) * c.in + c0;
          REAL* to = patches + o * BLOCK_ROWS;
          const int visited = under[o] < 0 ? 0 : rows;
          if (visited == BLOCK_ROWS) {
            for (int i = 0; i < BLOCK_ROWS; i++) {
              to[i] = from[i];
            }
          } else {
            for (int i = 0; i < BLOCK_ROWS; i++) {
              to[i] = i < visited ? from[i] : 0;
            }
          }
        }
        int at[BLOCK_ROWS];
        for (int i = 0; i < BLOCK_ROWS; i++) {
          at[i] = i < rows ? (k * c.in + c0 + i) * row : -1;
        }
        if (isWild) {
          for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
              REAL sum = o0 > first ? dw[at[i] + j] : 0;
              for (int o = 0; o < depth; o++) {
                if (under[o] >= 0) {
                  const int at_j = j / BLOCK_COLUMNS * DEPTH * BLOCK_COLUMNS + j % BLOCK_COLUMNS;
                  sum = MULTIPLY_ADD(
                      patches[o * BLOCK_ROWS + i], panels[at_j + o * BLOCK_COLUMNS], sum);
                }
              }
              dw[at[i] + j] = sum;
            }
          }
          continue;
        }
        for (int j = 0; j < columns; j += BLOCK_COLUMNS) {
          const int start = 0;
          block_product(
              1, &start, &depth, patches, panels + j * DEPTH, BLOCK_COLUMNS, o0 > first, dw + j, at,
              columns - j);
        }
      }
    }
  }
}
