package dev.assay.tck.mutants;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The mistakes of people who write convolutions over two axes and their adjoints. */
final class ConvBugs {
  private static final String CONV = "conv2d";
  private static final String BY_INPUT = "conv2d_backprop_input";
  private static final String BY_FILTER = "conv2d_backprop_filter";

  private ConvBugs() {}

  static List<Mutant> all() {
    List<Mutant> m = new ArrayList<>();
    for (String op : List.of(CONV, BY_INPUT, BY_FILTER)) {
      m.add(wrong(op, "SAME puts the surplus in front", Loops::surplusInFront));
      m.add(wrong(op, "dilation ignored in the padding", Loops::paddingOfUndilated));
      m.add(wrong(op, "the strides of the axes swapped", l -> swap(l.stride)));
      m.add(wrong(op, "the dilations of the axes swapped", l -> swap(l.dilation)));
      m.add(wrong(op, "the padding of the axes swapped", l -> swap(l.before)));
      m.add(wrong(op, "one position of padding too many", l -> l.before[1]++));
      m.add(wrong(op, "padding behind taken for padding in front", Loops::takeBehind));
      m.add(wrong(op, "the filter turned", l -> l.turned = true));
      m.add(wrong(op, "channels dealt to the groups in turn", l -> l.dealt = true));
      m.add(wrong(op, "one group for all", l -> l.oneGroup = true));
      m.add(wrong(op, "height and width swapped with channels first", l -> l.swapped = true));
      m.add(wrong(op, "the last column of windows left out", l -> l.tail = 1));
      m.add(wrong(op, "the last column stands for the padding behind it", l -> l.clamped = true));
    }
    m.add(wrong(BY_INPUT, "windows that overlap overwrite", l -> l.overwrites = true));
    m.add(wrong(BY_FILTER, "the last image overwrites the others", l -> l.lastImage = true));
    m.add(wrong(BY_FILTER, "the mean over the batch", l -> l.mean = true));
    m.add(wrong(BY_INPUT, "stride 1 whatever is asked", l -> Arrays.fill(l.stride, 1)));
    m.add(derivative("conv2d", "not turned for the input", 0));
    m.add(derivative("conv2d", "turned for the filter", 1));
    for (String op : List.of("conv1d", "conv3d", "depthwise_conv2d", "separable_conv2d")) {
      m.add(Mutant.ignored(op, "dilations", 1L));
      m.add(Mutant.ignored(op, "padding", "SAME"));
    }
    m.add(Mutant.ignored("atrous_conv2d", "rate", 1L));
    m.add(Mutant.ignored("atrous_conv2d_transpose", "rate", 1L));
    m.add(multiplierFirst());
    return m;
  }

  private static void swap(int[] pair) {
    int first = pair[0];
    pair[0] = pair[1];
    pair[1] = first;
  }

  private static Mutant wrong(String op, String name, Consumer<Loops> bug) {
    return Mutant.kernel(
        op,
        name,
        (call, right) -> {
          Loops loops = new Loops(call);
          bug.accept(loops);
          return List.of(loops.run(right.get(0)));
        });
  }

  /** A cotangent of the first result by the input or by the filter with the cells turned. */
  private static Mutant derivative(String op, String name, int input) {
    return Mutant.derivative(
        op,
        name,
        (call, dy, right) -> {
          Tensor[] args = {call.in(0), call.in(1), dy.get(0)};
          args[input] = Tensor.of(call.in(input).shape().dims());
          Loops loops =
              new Loops(
                  Call.of(
                      OpRegistry.get(input == 0 ? BY_INPUT : BY_FILTER),
                      List.of(args),
                      call.attrs()));
          loops.turned = true;
          List<Optional<Tensor>> out = new ArrayList<>(right);
          out.set(input, Optional.of(loops.run(right.get(input).orElseThrow())));
          return out;
        });
  }

  /** depthwise_conv2d whose result has channel c of filter q at q·channels + c. */
  private static Mutant multiplierFirst() {
    return Mutant.kernel(
        "depthwise_conv2d",
        "multiplier before channel",
        (call, right) -> {
          if (call.attrs().text("data_format").equals("NCHW")) {
            return right;
          }
          double[] y = right.get(0).toDoubles();
          int channels = call.in(1).shape().dim(2);
          int multiplier = call.in(1).shape().dim(3);
          double[] v = new double[y.length];
          for (int i = 0; i < y.length; i++) {
            int q = i % (channels * multiplier);
            v[i - q + q % multiplier * channels + q / multiplier] = y[i];
          }
          return List.of(
              Tensor.of(right.get(0).shape(), HostStorage.ofDoubles(right.get(0).dtype(), v)));
        });
  }

  /** A convolution over two axes or an adjoint of it, with switches for bugs. */
  private static final class Loops {
    private final Call call;
    private final boolean first;
    private final int[] input;
    private final int[] filter;
    private final int[] output;
    private final int[] stride;
    private final int[] dilation;
    private final int[] before = new int[2];
    private final int[] after = new int[2];
    private boolean turned;
    private boolean dealt;
    private boolean oneGroup;
    private boolean swapped;
    private boolean clamped;
    private boolean overwrites;
    private boolean lastImage;
    private boolean mean;
    private int tail;
    private int[] writer = {};

    Loops(Call call) {
      this.call = call;
      Attributes attrs = call.attrs();
      first = attrs.text("data_format").equals("NCHW");
      String op = call.op().name();
      input = op.equals(BY_INPUT) ? call.in(0).toInts() : call.in(0).shape().dims();
      filter = op.equals(BY_FILTER) ? call.in(1).toInts() : call.in(1).shape().dims();
      output = (op.equals(CONV) ? call.output().shape() : call.in(2).shape()).dims();
      stride = perAxis("strides");
      dilation = perAxis("dilations");
      for (int a = 0; a < 2; a++) {
        pad(a, (filter[a] - 1) * dilation[a]);
      }
    }

    private int[] perAxis(String name) {
      Attributes attrs = call.attrs();
      int[] v = attrs.isList(name) ? attrs.ints(name) : new int[] {attrs.int32(name)};
      int at = v.length == 4 ? (first ? 2 : 1) : 0;
      return v.length == 1 ? new int[] {v[0], v[0]} : new int[] {v[at], v[at + 1]};
    }

    private int axis(int a) {
      return first ? a + 2 : a + 1;
    }

    private int channels(int[] image) {
      return image[first ? 1 : 3];
    }

    private void pad(int a, int reach) {
      int size = input[axis(a)];
      int total = Math.max((output[axis(a)] - 1) * stride[a] + reach + 1 - size, 0);
      switch (call.attrs().text("padding")) {
        case "SAME" -> {
          before[a] = total / 2;
          after[a] = total - total / 2;
        }
        case "FULL" -> {
          before[a] = reach;
          after[a] = reach;
        }
        case "CAUSAL" -> before[a] = reach;
        case "EXPLICIT" -> {
          int[] v = call.attrs().ints("explicit_paddings");
          int at = v.length == 4 ? 2 * a : 2 * axis(a);
          before[a] = v[at];
          after[a] = v[at + 1];
        }
        default -> before[a] = 0;
      }
    }

    void surplusInFront() {
      if (call.attrs().text("padding").equals("SAME")) {
        takeBehind();
      }
    }

    void takeBehind() {
      System.arraycopy(after, 0, before, 0, 2);
    }

    void paddingOfUndilated() {
      pad(0, filter[0] - 1);
      pad(1, filter[1] - 1);
    }

    private int at(int[] image, int b, int h, int w, int c) {
      if (first && swapped) {
        return ((b * image[1] + c) * image[3] + w) * image[2] + h;
      }
      return first
          ? ((b * image[1] + c) * image[2] + h) * image[3] + w
          : ((b * image[1] + h) * image[2] + w) * image[3] + c;
    }

    private int cell(int kh, int kw, int c, int q) {
      int h = turned ? filter[0] - 1 - kh : kh;
      int w = turned ? filter[1] - 1 - kw : kw;
      return ((h * filter[1] + w) * filter[2] + c) * filter[3] + q;
    }

    /** The wrong result, of the shape and type of the right one. */
    Tensor run(Tensor right) {
      double[] y = new double[right.size()];
      writer = new int[right.size()];
      Arrays.fill(writer, -1);
      int groups = channels(input) / filter[2];
      int each = filter[3] / groups;
      for (int b = 0; b < input[0]; b++) {
        for (int oh = 0; oh < output[axis(0)]; oh++) {
          for (int ow = 0; ow < output[axis(1)] - tail; ow++) {
            for (int kh = 0; kh < filter[0]; kh++) {
              for (int kw = 0; kw < filter[1]; kw++) {
                int ih = oh * stride[0] + kh * dilation[0] - before[0];
                int iw = ow * stride[1] + kw * dilation[1] - before[1];
                if (clamped && iw == input[axis(1)]) {
                  iw--;
                }
                if (ih < 0 || iw < 0 || ih >= input[axis(0)] || iw >= input[axis(1)]) {
                  continue;
                }
                for (int q = 0; q < filter[3]; q++) {
                  for (int c = 0; c < filter[2]; c++) {
                    int g = oneGroup ? 0 : q / each;
                    int channel = dealt ? c * groups + q / each : g * filter[2] + c;
                    add(
                        y,
                        at(input, b, ih, iw, channel),
                        cell(kh, kw, c, q),
                        at(output, b, oh, ow, q),
                        b);
                  }
                }
              }
            }
          }
        }
      }
      return Tensor.of(right.shape(), HostStorage.ofDoubles(right.dtype(), y));
    }

    private void add(double[] sum, int x, int w, int y, int b) {
      switch (call.op().name()) {
        case CONV -> sum[y] += element(0, x) * element(1, w);
        case BY_INPUT -> {
          int window = w / (filter[2] * filter[3]);
          boolean anew = overwrites && window != writer[x];
          writer[x] = window;
          sum[x] = (anew ? 0 : sum[x]) + element(1, w) * element(2, y);
        }
        default -> {
          double term = element(0, x) * element(2, y);
          sum[w] += term * (lastImage && b < input[0] - 1 ? 0 : mean ? 1.0 / input[0] : 1);
        }
      }
    }

    private double element(int i, int at) {
      return call.in(i).host().doubles()[at];
    }
  }
}
