package dev.assay.spec;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.math3.RealFieldElement;

/**
 * One convolution: its geometry, counted out, and the three sums that are linear in its tensors.
 */
final class ConvSpec {
  private final int n;
  private final boolean channelsFirst;
  private final boolean depthwise;
  private final int[] input;
  private final int[] filter;
  private final int[] stride;
  private final int[] dilation;
  private final int[] before;
  private final int[] windows;

  /**
   * @param input the shape of the input, in the data format
   * @param filter the shape of the filter
   */
  ConvSpec(Attributes attrs, int[] input, int[] filter, boolean depthwise) {
    n = input.length - 2;
    channelsFirst = attrs.has("data_format") && attrs.text("data_format").startsWith("NC");
    this.input = input;
    this.filter = filter;
    this.depthwise = depthwise;
    boolean atrous = attrs.has("rate");
    stride = atrous ? ones() : perAxis(attrs, "strides");
    dilation = perAxis(attrs, atrous ? "rate" : "dilations");
    before = new int[n];
    windows = new int[n];
    for (int a = 0; a < n; a++) {
      int size = input[axis(a)];
      int span = 1;
      for (int cell = 1; cell < filter[a]; cell++) {
        span += dilation[a];
      }
      int[] pad = pads(attrs, a, size, span);
      before[a] = pad[0];
      // windows begin at 0, stride, 2·stride, … of the padded line
      for (int at = 0; at + span <= pad[0] + size + pad[1]; at += stride[a]) {
        windows[a]++;
      }
    }
  }

  private int[] ones() {
    int[] out = new int[n];
    Arrays.fill(out, 1);
    return out;
  }

  private int[] perAxis(Attributes attrs, String name) {
    if (!attrs.has(name)) {
      return ones();
    }
    int[] given = attrs.isList(name) ? attrs.ints(name) : new int[] {attrs.int32(name)};
    int[] out = new int[n];
    for (int a = 0; a < n; a++) {
      out[a] = given[given.length == 1 ? 0 : given.length == n ? a : axis(a)];
    }
    return out;
  }

  private int[] pads(Attributes attrs, int a, int size, int span) {
    switch (attrs.text("padding")) {
      case "SAME" -> {
        // as many windows as there are multiples of the stride below the size
        int last = 0;
        while (last + stride[a] < size) {
          last += stride[a];
        }
        int missing = size == 0 ? 0 : Math.max(0, last + span - size);
        return new int[] {missing / 2, missing - missing / 2};
      }
      case "FULL" -> {
        return new int[] {span - 1, span - 1};
      }
      case "CAUSAL" -> {
        return new int[] {span - 1, 0};
      }
      case "EXPLICIT" -> {
        List<Long> given = attrs.longs("explicit_paddings");
        int at = 2 * (given.size() == 2 * n ? a : axis(a));
        return new int[] {given.get(at).intValue(), given.get(at + 1).intValue()};
      }
      default -> {
        return new int[] {0, 0};
      }
    }
  }

  /** Where spatial axis {@code a} stands in an image. */
  private int axis(int a) {
    return channelsFirst ? a + 2 : a + 1;
  }

  private int channelAxis() {
    return channelsFirst ? 1 : n + 1;
  }

  private int filters() {
    return depthwise ? filter[n] * filter[n + 1] : filter[n + 1];
  }

  /** Whether the filter q reads channel c. */
  private boolean connected(int c, int q) {
    if (depthwise) {
      return q / filter[n + 1] == c;
    }
    int groups = input[channelAxis()] / filter[n];
    return c / filter[n] == q / (filter[n + 1] / groups);
  }

  /** Where the weight between channel c and filter q stands for the given cell. */
  private int[] weight(int[] cell, int c, int q) {
    int[] at = Arrays.copyOf(cell, n + 2);
    at[n] = depthwise ? c : c % filter[n];
    at[n + 1] = depthwise ? q % filter[n + 1] : q;
    return at;
  }

  /** The place in an image of the given element of the batch, channel and position. */
  private int[] image(int b, int[] position, int channel) {
    int[] at = new int[n + 2];
    at[0] = b;
    at[channelAxis()] = channel;
    for (int a = 0; a < n; a++) {
      at[axis(a)] = position[a];
    }
    return at;
  }

  private int[] position(int[] image) {
    return channelsFirst
        ? Arrays.copyOfRange(image, 2, n + 2)
        : Arrays.copyOfRange(image, 1, n + 1);
  }

  /**
   * The element of the input under a cell of a window, times a weight; nothing, where padding lies
   * under the cell: 0, whatever the weight.
   */
  private <T extends RealFieldElement<T>> T term(
      Arithmetic<T> k, SpecTensor<T> x, int b, int[] window, int[] cell, int c, T weight) {
    int[] at = new int[n];
    for (int a = 0; a < n; a++) {
      at[a] = window[a] * stride[a] + cell[a] * dilation[a] - before[a];
      if (at[a] < 0 || at[a] >= input[axis(a)]) {
        return k.of(0);
      }
    }
    return x.at(image(b, at, c)).multiply(weight);
  }

  private static int product(int[] dims) {
    int p = 1;
    for (int d : dims) {
      p *= d;
    }
    return p;
  }

  private <T extends RealFieldElement<T>> T sum(
      Arithmetic<T> k, int[] dims, Function<int[], T> term) {
    T sum = k.of(0);
    for (int i = 0; i < product(dims); i++) {
      sum = sum.add(term.apply(SpecTensor.index(Shape.of(dims), i)));
    }
    return sum;
  }

  private int[] cells() {
    return Arrays.copyOf(filter, n);
  }

  /** {@code y[b, o, q] = Σ x[b, o·stride + k·dilation, c]·w[k, c, q]}. */
  <T extends RealFieldElement<T>> SpecTensor<T> forward(
      Arithmetic<T> k, SpecTensor<T> x, SpecTensor<T> w) {
    return SpecTensor.at(
        Shape.of(image(input[0], windows, filters())),
        y -> {
          int q = y[channelAxis()];
          return sum(
              k,
              cells(),
              cell -> {
                T sum = k.of(0);
                for (int c = 0; c < input[channelAxis()]; c++) {
                  if (connected(c, q)) {
                    T weight = w.at(weight(cell, c, q));
                    sum = sum.add(term(k, x, y[0], position(y), cell, c, weight));
                  }
                }
                return sum;
              });
        });
  }

  /** {@code dx[b, i, c] = Σ dy[b, o, q]·w[k, c, q]} where o·stride + k·dilation − before = i. */
  <T extends RealFieldElement<T>> SpecTensor<T> byInput(
      Arithmetic<T> k, SpecTensor<T> w, SpecTensor<T> dy) {
    return SpecTensor.at(
        Shape.of(input),
        x -> {
          int c = x[channelAxis()];
          int[] i = position(x);
          return sum(
              k,
              cells(),
              cell -> {
                int[] o = new int[n];
                for (int a = 0; a < n; a++) {
                  int start = i[a] + before[a] - cell[a] * dilation[a];
                  o[a] = start / stride[a];
                  if (start < 0 || start % stride[a] != 0 || o[a] >= windows[a]) {
                    return k.of(0);
                  }
                }
                T sum = k.of(0);
                for (int q = 0; q < filters(); q++) {
                  if (connected(c, q)) {
                    T dyq = dy.at(image(x[0], o, q));
                    sum = sum.add(dyq.multiply(w.at(weight(cell, c, q))));
                  }
                }
                return sum;
              });
        });
  }

  /** {@code dw[k, c, q] = Σ x[b, o·stride + k·dilation, c]·dy[b, o, q]}. */
  <T extends RealFieldElement<T>> SpecTensor<T> byFilter(
      Arithmetic<T> k, SpecTensor<T> x, SpecTensor<T> dy) {
    return SpecTensor.at(
        Shape.of(filter),
        at -> {
          int[] cell = Arrays.copyOf(at, n);
          int q = depthwise ? at[n] * filter[n + 1] + at[n + 1] : at[n + 1];
          int each = depthwise ? 1 : filter[n];
          int groups = input[channelAxis()] / each;
          int c = depthwise ? at[n] : q / (filter[n + 1] / groups) * each + at[n];
          T sum = k.of(0);
          for (int b = 0; b < input[0]; b++) {
            int image = b;
            sum =
                sum.add(
                    sum(k, windows, o -> term(k, x, image, o, cell, c, dy.at(image(image, o, q)))));
          }
          return sum;
        });
  }
}
