package dev.assay.engine.ops.window;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * All convolutions over one axis with sizes 0 … 5, kernels 1 … 4, strides 1 … 3, dilations 1 and 2
 * and every padding, and as many over two and three axes, against the plain definition: integers,
 * hence exactly. The definition is a list of incidences: window o has its cell k over position i.
 */
class ConvLatticeTest {
  private static final int[][] PADS = {{0, 0}, {1, 0}, {0, 2}, {2, 1}, {3, 3}};

  /** Cell k of window o over position i. */
  private record Touch(int o, int k, int i) {}

  private record Axis(
      int input, int kernel, int stride, int dilation, String padding, int before, int after) {

    /** Padding and input in one line: −1 where padding is, else the position. */
    List<Integer> line() {
      int reach = (kernel - 1) * dilation;
      int front = 0;
      int back = 0;
      switch (padding) {
        case "SAME" -> {
          int windows = (int) Math.ceil((double) input / stride);
          int total = Math.max((windows - 1) * stride + reach + 1 - input, 0);
          front = total / 2;
          back = total - front;
        }
        case "FULL" -> {
          front = reach;
          back = reach;
        }
        case "CAUSAL" -> front = reach;
        default -> {
          front = before;
          back = after;
        }
      }
      List<Integer> line = new ArrayList<>();
      for (int p = 0; p < front + input + back; p++) {
        line.add(p < front || p >= front + input ? -1 : p - front);
      }
      return line;
    }

    int outputs() {
      int windows = 0;
      for (int o = 0; o * stride + (kernel - 1) * dilation < line().size(); o++) {
        windows++;
      }
      return padding.equals("SAME") && input == 0 ? 0 : windows;
    }

    List<Touch> touches() {
      List<Touch> all = new ArrayList<>();
      List<Integer> line = line();
      for (int o = 0; o < outputs(); o++) {
        for (int k = 0; k < kernel; k++) {
          int i = line.get(o * stride + k * dilation);
          if (i >= 0) {
            all.add(new Touch(o, k, i));
          }
        }
      }
      return all;
    }
  }

  private static List<Axis> axes() {
    List<Axis> all = new ArrayList<>();
    for (int input = 0; input <= 5; input++) {
      for (int kernel = 1; kernel <= 4; kernel++) {
        for (int stride = 1; stride <= 3; stride++) {
          for (int dilation = 1; dilation <= 2; dilation++) {
            for (String padding : List.of("VALID", "SAME", "FULL", "CAUSAL")) {
              all.add(new Axis(input, kernel, stride, dilation, padding, 0, 0));
            }
            for (int[] p : PADS) {
              all.add(new Axis(input, kernel, stride, dilation, "EXPLICIT", p[0], p[1]));
            }
          }
        }
      }
    }
    return all;
  }

  /** One convolution: axes of one padding, groups, channels of each group on both sides. */
  private record Setting(
      List<Axis> axes, int batch, int groups, int in, int out, boolean depthwise, boolean first) {

    ConvForm form() {
      return depthwise ? ConvForm.DEPTHWISE_CONV2D : ConvForm.values()[axes.size() - 1];
    }

    boolean fits() {
      return axes.stream().allMatch(a -> a.padding.equals("SAME") || a.outputs() > 0);
    }

    Attributes attrs() {
      Attributes a =
          Attributes.of("padding", axes.get(0).padding)
              .and("strides", axes.stream().map(Axis::stride).toList())
              .and("dilations", axes.stream().map(Axis::dilation).toList())
              .and("data_format", WindowAttrs.formats(axes.size()).get(first ? 1 : 0));
      return axes.get(0).padding.equals("EXPLICIT")
          ? a.and(
              "explicit_paddings",
              axes.stream().flatMap(x -> List.of(x.before, x.after).stream()).toList())
          : a;
    }

    Shape image(List<Integer> spatial, int channels) {
      List<Integer> dims = new ArrayList<>(spatial);
      dims.add(first ? 0 : dims.size(), channels);
      dims.add(0, batch);
      return Shape.of(dims.stream().mapToInt(d -> d).toArray());
    }

    Shape input() {
      return image(axes.stream().map(Axis::input).toList(), groups * in);
    }

    Shape output() {
      return image(axes.stream().map(Axis::outputs).toList(), groups * out);
    }

    Shape filter() {
      Shape cells = Shape.of(axes.stream().mapToInt(Axis::kernel).toArray());
      return cells.concat(depthwise ? Shape.of(groups, out) : Shape.of(in, groups * out));
    }

    /** Row-major offset of an element of an image. */
    int at(Shape shape, int b, int[] spatial, int c) {
      int[] index = new int[spatial.length + 2];
      index[0] = b;
      index[first ? 1 : spatial.length + 1] = c;
      System.arraycopy(spatial, 0, index, first ? 2 : 1, spatial.length);
      return offset(shape, index);
    }
  }

  private static int offset(Shape shape, int... index) {
    int at = 0;
    for (int d = 0; d < index.length; d++) {
      at = at * shape.dim(d) + index[d];
    }
    return at;
  }

  private interface Term {
    void at(int x, int w, int y);
  }

  /** The plain definition: every product of an input, a weight and a result. */
  private static void terms(Setting s, Term term) {
    List<Touch[]> all = new ArrayList<>();
    all.add(new Touch[0]);
    for (Axis axis : s.axes) {
      List<Touch[]> longer = new ArrayList<>();
      for (Touch[] t : all) {
        for (Touch next : axis.touches()) {
          Touch[] more = Arrays.copyOf(t, t.length + 1);
          more[t.length] = next;
          longer.add(more);
        }
      }
      all = longer;
    }
    int n = s.axes.size();
    Shape input = s.input();
    Shape output = s.output();
    Shape filter = s.filter();
    for (Touch[] t : all) {
      int[] i = Arrays.stream(t).mapToInt(Touch::i).toArray();
      int[] o = Arrays.stream(t).mapToInt(Touch::o).toArray();
      int[] w = Arrays.copyOf(Arrays.stream(t).mapToInt(Touch::k).toArray(), n + 2);
      for (int b = 0; b < s.batch; b++) {
        for (int g = 0; g < s.groups; g++) {
          for (int c = 0; c < s.in; c++) {
            for (int q = 0; q < s.out; q++) {
              w[n] = s.depthwise ? g : c;
              w[n + 1] = s.depthwise ? q : g * s.out + q;
              term.at(
                  s.at(input, b, i, g * s.in + c),
                  offset(filter, w),
                  s.at(output, b, o, g * s.out + q));
            }
          }
        }
      }
    }
  }

  private static double[] integers(int n, int salt) {
    double[] v = new double[n];
    for (int i = 0; i < n; i++) {
      v[i] = (i * 37 + salt * 11) % 19 - 9;
    }
    return v;
  }

  private static Tensor tensor(Shape shape, double... values) {
    return Tensor.of(DType.FLOAT64, shape, values);
  }

  private static void check(Setting s) {
    ConvForm f = s.form();
    Attributes attrs = s.attrs();
    double[] x = integers(s.input().elements(), 1);
    double[] w = integers(s.filter().elements(), 2);
    Tensor input = tensor(s.input(), x);
    Tensor filter = tensor(s.filter(), w);
    Tensor inputSizes = Tensor.of(s.input().dims());
    Tensor filterSizes = Tensor.of(s.filter().dims());
    if (!s.fits()) {
      Tensor y = tensor(s.output(), new double[s.output().elements()]);
      assertThrows(ShapeException.class, () -> ConvForward.of(f, attrs, input, filter));
      assertThrows(
          ValueException.class, () -> ConvBackpropInput.bySizes(f, attrs, inputSizes, filter, y));
      assertThrows(
          ValueException.class, () -> ConvBackpropFilter.bySizes(f, attrs, input, filterSizes, y));
      return;
    }
    double[] dy = integers(s.output().elements(), 3);
    double[] y = new double[dy.length];
    double[] dx = new double[x.length];
    double[] dw = new double[w.length];
    terms(
        s,
        (i, k, o) -> {
          y[o] += x[i] * w[k];
          dx[i] += dy[o] * w[k];
          dw[k] += x[i] * dy[o];
        });
    Tensor cotangent = tensor(s.output(), dy);
    same(s, s.output(), y, ConvForward.of(f, attrs, input, filter));
    same(s, s.input(), dx, ConvBackpropInput.bySizes(f, attrs, inputSizes, filter, cotangent));
    same(s, s.filter(), dw, ConvBackpropFilter.bySizes(f, attrs, input, filterSizes, cotangent));
    if (!s.depthwise) {
      same(s, s.input(), dx, ConvBackpropInput.transpose(f, attrs, cotangent, filter, inputSizes));
    }
  }

  private static void same(Setting s, Shape shape, double[] want, Tensor got) {
    assertEquals(shape, got.shape(), s::toString);
    assertArrayEquals(want, got.toDoubles(), s::toString);
  }

  @Test
  void overOneAxis() {
    int checked = 0;
    for (Axis a : axes()) {
      for (boolean first : new boolean[] {false, true}) {
        check(new Setting(List.of(a), 2, 1, 2, 3, false, first));
        check(new Setting(List.of(a), 1, 1, 1, 1, false, first));
        check(new Setting(List.of(a), 1, 3, 2, 1, false, first));
        check(new Setting(List.of(a), 0, 1, 1, 2, false, first));
        checked += 4;
      }
    }
    assertEquals(6 * 4 * 3 * 2 * 9 * 8, checked);
  }

  /** Every axis of one padding with several others of that padding. */
  @Test
  void overTwoAndThreeAxes() {
    List<Axis> all = axes();
    int checked = 0;
    for (String padding : WindowAttrs.PADDINGS) {
      List<Axis> some = all.stream().filter(a -> a.padding.equals(padding)).toList();
      int n = some.size();
      for (int i = 0; i < n; i++) {
        for (int step : new int[] {1, 29, 71}) {
          Axis a = some.get(i);
          Axis b = some.get((i * 5 + step) % n);
          Axis c = some.get((i * 7 + step) % n);
          boolean first = (i + step) % 2 == 0;
          check(new Setting(List.of(a, b), 2, 1, 2, 2, false, first));
          check(new Setting(List.of(b, a), 1, 2, 1, 2, false, first));
          check(new Setting(List.of(a, b), 1, 3, 1, 2, true, first));
          check(new Setting(List.of(b, a), 2, 1, 1, 1, true, !first));
          check(new Setting(List.of(a, b, c), 1, 1, 1, 2, false, first));
          checked += 5;
        }
      }
    }
    assertEquals(6 * 4 * 3 * 2 * 9 * 15, checked);
  }
}
