package dev.assay.engine.ops.window;

/**
 * The loops of a convolution and of its two adjoints, channels last. One walk serves all three:
 * where cell {@code k} of window {@code o} lies over position {@code i}, for every channel {@code
 * c} and filter {@code q} of one group
 *
 * <pre>
 * y[o,q]    += x[i,c]·w[k,c,q]      forward
 * dx[i,c]   += w[k,c,q]·dy[o,q]     by the input
 * dw[k,c,q] += x[i,c]·dy[o,q]       by the filter
 * </pre>
 *
 * Sums run over images, windows, cells, then channels, all rising. Padding is not visited: it adds
 * nothing, whatever the filter holds.
 *
 * @param grid the windows
 * @param batch images
 * @param groups parts that the channels are divided into
 * @param in channels of the input in one group
 * @param out filters in one group
 */
public record Convolution(WindowGrid grid, int batch, int groups, int in, int out) {
  /** The convolution of {@code x} with {@code w}, neither modified. */
  double[] forward(double[] x, double[] w) {
    int inputs = groups * in;
    int outputs = groups * out;
    double[] y = new double[batch * grid.outputs() * outputs];
    grid.forEach(
        batch,
        (i, k, o) -> {
          for (int g = 0; g < groups; g++) {
            int y0 = o * outputs + g * out;
            for (int c = 0; c < in; c++) {
              double xc = x[i * inputs + g * in + c];
              int w0 = (k * in + c) * outputs + g * out;
              for (int q = 0; q < out; q++) {
                y[y0 + q] += xc * w[w0 + q];
              }
            }
          }
        });
    return y;
  }

  /** The cotangent of the input from the filter and the cotangent of the result. */
  double[] backpropInput(double[] w, double[] dy) {
    int inputs = groups * in;
    int outputs = groups * out;
    double[] dx = new double[batch * grid.inputs() * inputs];
    grid.forEach(
        batch,
        (i, k, o) -> {
          for (int g = 0; g < groups; g++) {
            int y0 = o * outputs + g * out;
            for (int c = 0; c < in; c++) {
              int w0 = (k * in + c) * outputs + g * out;
              double sum = dx[i * inputs + g * in + c];
              for (int q = 0; q < out; q++) {
                sum += w[w0 + q] * dy[y0 + q];
              }
              dx[i * inputs + g * in + c] = sum;
            }
          }
        });
    return dx;
  }

  /** The cotangent of the filter from the input and the cotangent of the result. */
  double[] backpropFilter(double[] x, double[] dy) {
    int inputs = groups * in;
    int outputs = groups * out;
    double[] dw = new double[grid.cells() * in * outputs];
    grid.forEach(
        batch,
        (i, k, o) -> {
          for (int g = 0; g < groups; g++) {
            int y0 = o * outputs + g * out;
            for (int c = 0; c < in; c++) {
              double xc = x[i * inputs + g * in + c];
              int w0 = (k * in + c) * outputs + g * out;
              for (int q = 0; q < out; q++) {
                dw[w0 + q] += xc * dy[y0 + q];
              }
            }
          }
        });
    return dw;
  }
}
