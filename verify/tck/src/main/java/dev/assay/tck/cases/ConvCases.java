package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cases of the convolutions and their adjoints. */
public final class ConvCases implements CaseFamily {
  private static final DType INT32 = DType.INT32;

  @Override
  public List<OpCases> cases() {
    List<OpCases> all = new ArrayList<>();
    for (int n = 1; n <= 3; n++) {
      String op = "conv" + n + "d";
      all.addAll(family(op, n));
      all.add(transpose(op, n));
    }
    all.addAll(family("depthwise_conv2d", 2));
    all.add(separable());
    all.addAll(atrous());
    return all;
  }

  // ---- what is drawn ----

  /** The shapes and attributes of a convolution. */
  private record Drawn(String op, Shape input, Shape filter, Attributes attrs) {
    /** The shape of the result. */
    Shape output() {
      List<Tensor> zeros =
          List.of(Tensor.zeros(DType.FLOAT64, input), Tensor.zeros(DType.FLOAT64, filter));
      return new Case(op, zeros, attrs).call().output().shape();
    }
  }

  private static Tensor sizes(Draw d, Shape shape) {
    return Tensor.ofLongs(
        d.pick(INT32, DType.INT64),
        Shape.of(shape.rank()),
        Arrays.stream(shape.dims()).asLongStream().toArray());
  }

  /** Small enough for three axes; every relation of sizes is met. */
  private static Drawn draw(Draw d, String op, int n) {
    d.products();
    String padding = d.pick("VALID", "SAME", "FULL", "CAUSAL", "EXPLICIT");
    boolean first = d.flip();
    int[] input = new int[n];
    int[] kernel = new int[n];
    int[] strides = new int[n];
    int[] dilations = new int[n];
    int[] pads = new int[2 * n];
    boolean alike = d.choose(3) == 2; // one stride and dilation for all axes
    for (int a = 0; a < n; a++) {
      input[a] = n == 3 ? d.extent(3, 1, 2, 4) : d.extent(3, 1, 2, 4, 5, 6);
      kernel[a] = n == 3 ? d.pick(2, 1, 3) : d.pick(2, 1, 3, 4);
      kernel[a] = d.choose(6) == 5 && input[a] <= 6 ? input[a] : kernel[a];
      strides[a] = alike && a > 0 ? strides[0] : d.pick(1, 2, 3);
      dilations[a] = alike && a > 0 ? dilations[0] : d.pick(1, 2);
      int reach = (kernel[a] - 1) * dilations[a] + 1;
      if (padding.equals("EXPLICIT")) {
        pads[2 * a] = d.pick(0, 1, 2);
        pads[2 * a + 1] = d.pick(0, 1, 3);
      }
      if (padding.equals("VALID") || padding.equals("EXPLICIT")) {
        input[a] = Math.max(input[a], reach - pads[2 * a] - pads[2 * a + 1]);
      }
      if (padding.equals("SAME") && d.choose(12) == 11) {
        input[a] = 0;
      }
    }
    Attributes attrs = Attributes.of("padding", padding);
    attrs = perAxis(d, attrs, "strides", strides, alike, first);
    attrs = perAxis(d, attrs, "dilations", dilations, alike, first);
    if (first) {
      attrs = attrs.and("data_format", List.of("NCW", "NCHW", "NCDHW").get(n - 1));
    }
    if (padding.equals("EXPLICIT")) {
      int[] all = new int[2 * n + 4];
      System.arraycopy(pads, 0, all, first ? 4 : 2, 2 * n);
      attrs = attrs.and("explicit_paddings", d.flip() ? all : pads);
    }
    int batch = d.pick(1, 2, 3, 1, 2, 0);
    boolean depthwise = op.startsWith("depthwise");
    int groups = depthwise ? 1 : d.pick(1, 2, 1, 3);
    int in = d.extent(1, 2, 3);
    int out = d.extent(1, 2, 3);
    Shape filter = Shape.of(kernel).concat(Shape.of(in, depthwise ? out : groups * out));
    return new Drawn(op, image(batch, input, groups * in, first), filter, attrs);
  }

  private static Shape image(int batch, int[] spatial, int channels, boolean first) {
    Shape s = Shape.of(spatial);
    return first
        ? Shape.of(batch, channels).concat(s)
        : Shape.of(batch).concat(s).concat(Shape.of(channels));
  }

  /** In any of the forms in which it may be given. */
  private static Attributes perAxis(
      Draw d, Attributes attrs, String name, int[] values, boolean alike, boolean first) {
    int form = d.choose(3);
    if (form == 0 && alike) {
      return values[0] == 1 ? attrs : attrs.and(name, values[0]);
    }
    if (form == 1 && alike) {
      return attrs.and(name, new int[] {values[0]});
    }
    if (form == 2) {
      int[] all = new int[values.length + 2];
      Arrays.fill(all, 1);
      System.arraycopy(values, 0, all, first ? 2 : 1, values.length);
      return attrs.and(name, all);
    }
    return attrs.and(name, values);
  }

  // ---- the operations ----

  private static List<OpCases> family(String op, int n) {
    Tensor x = image(n, 3, 1);
    Tensor w = filter(n, 2, 1, 1);
    Tensor y = image(n, 2, 1);
    OpCases forward =
        OpCases.of(
            op,
            d -> {
              Drawn c = draw(d, op, n);
              return new Case(
                  op, List.of(d.floats(c.input, REAL), d.floats(c.filter, REAL)), c.attrs);
            });
    attributes(forward, n, 4, x, w);
    forward
        .reject("C10", Attributes.none(), tensor(3, 3), w)
        .reject("C10", Attributes.none(), x, tensor(2, 1))
        .reject("C11", Attributes.none(), x, filter(n, 0, 1, 1))
        .reject("C11", Attributes.none(), x, filter(n, 2, 0, 1))
        .reject("C12", Attributes.none(), image(n, 3, 3), filter(n, 2, 2, 2))
        .reject("C12", Attributes.none(), image(n, 3, 0), w)
        .reject("C13", Attributes.none(), x, filter(n, 4, 1, 1))
        .reject("C13", Attributes.of("dilations", 3), x, w)
        .reject("C13", Attributes.none(), image(n, 0, 1), filter(n, 1, 1, 1))
        .reject(
            "C13",
            Attributes.of("padding", "EXPLICIT").and("explicit_paddings", new int[2 * n]),
            x,
            filter(n, 4, 1, 1));
    if (!op.startsWith("depthwise")) {
      forward.reject("C12", Attributes.none(), image(n, 3, 2), filter(n, 2, 1, 3));
    }
    String byInput = op + "_backprop_input";
    OpCases input =
        OpCases.of(
            byInput,
            d -> {
              Drawn c = draw(d, op, n);
              return new Case(
                  byInput,
                  List.of(sizes(d, c.input), d.floats(c.filter, REAL), d.floats(c.output(), REAL)),
                  c.attrs);
            });
    attributes(input, n, 5, size(x), w, y);
    sizes(input, n, 11, w, y, (s, f, dy) -> new Tensor[] {s, f, dy}, Attributes.none());
    String byFilter = op + "_backprop_filter";
    OpCases filter =
        OpCases.of(
            byFilter,
            d -> {
              Drawn c = draw(d, op, n);
              return new Case(
                  byFilter,
                  List.of(d.floats(c.input, REAL), sizes(d, c.filter), d.floats(c.output(), REAL)),
                  c.attrs);
            });
    attributes(filter, n, 5, x, size(w), y);
    filter
        .reject("C11", Attributes.none(), tensor(3, 3), size(w), y)
        .reject("C11", Attributes.none(), x, size(w), tensor(3, 3))
        .reject("C12", Attributes.none(), x, Tensor.of(new int[] {2, 1}), y)
        .reject("C12", Attributes.none(), x, Tensor.of(2), y)
        .reject("C13", Attributes.none(), x, negative(w), y)
        .reject("C13", Attributes.none(), x, size(filter(n, 0, 1, 1)), y)
        .reject("C13", Attributes.none(), x, size(filter(n, 2, 0, 1)), y)
        .reject("C14", Attributes.none(), x, size(filter(n, 2, 2, 1)), y)
        .reject("C15", Attributes.none(), x, size(filter(n, 4, 1, 1)), y)
        .reject("C16", Attributes.none(), x, size(filter(n, 3, 1, 1)), y)
        .reject("C16", Attributes.none(), x, size(w), image(n, 2, 2));
    return List.of(forward, input, filter);
  }

  private static OpCases transpose(String op, int n) {
    String transpose = op + "_transpose";
    Tensor w = filter(n, 2, 1, 1);
    Tensor y = image(n, 2, 1);
    OpCases cases =
        OpCases.of(
            transpose,
            d -> {
              Drawn c = draw(d, op, n);
              return new Case(
                  transpose,
                  List.of(d.floats(c.output(), REAL), d.floats(c.filter, REAL), sizes(d, c.input)),
                  c.attrs);
            });
    attributes(cases, n, 5, y, w, size(image(n, 3, 1)));
    sizes(cases, n, 11, w, y, (s, f, dy) -> new Tensor[] {dy, f, s}, Attributes.none());
    return cases;
  }

  private static OpCases separable() {
    String op = "separable_conv2d";
    Tensor x = image(2, 3, 2);
    Tensor w = filter(2, 2, 2, 3);
    Tensor mixer = tensor(1, 1, 6, 2);
    OpCases cases =
        OpCases.of(
            op,
            d -> {
              Drawn c = draw(d, "depthwise_conv2d", 2);
              int middle = c.filter.dim(2) * c.filter.dim(3);
              return new Case(
                  op,
                  List.of(
                      d.floats(c.input, REAL),
                      d.floats(c.filter, REAL),
                      d.floats(Shape.of(1, 1, middle, d.extent(1, 2, 3)), REAL)),
                  c.attrs);
            });
    attributes(cases, 2, 6, x, w, mixer);
    return cases
        .reject("C12", Attributes.none(), tensor(3, 3), w, mixer)
        .reject("C12", Attributes.none(), x, w, tensor(6, 2))
        .reject("C13", Attributes.none(), x, filter(2, 0, 2, 3), mixer)
        .reject("C14", Attributes.none(), image(2, 3, 3), w, mixer)
        .reject("C15", Attributes.none(), x, w, tensor(1, 1, 5, 2))
        .reject("C15", Attributes.none(), x, w, tensor(1, 2, 6, 2))
        .reject("C15", Attributes.none(), x, filter(2, 2, 2, 0), tensor(1, 1, 0, 2))
        .reject("C16", Attributes.none(), x, filter(2, 4, 2, 3), mixer);
  }

  private static List<OpCases> atrous() {
    String op = "atrous_conv2d";
    String transpose = op + "_transpose";
    Tensor x = image(2, 3, 1);
    Tensor w = filter(2, 2, 1, 1);
    Tensor y = image(2, 2, 1);
    Attributes one = Attributes.of("rate", 1);
    OpCases forward =
        OpCases.of(
            op,
            d -> {
              Drawn c = drawAtrous(d);
              return new Case(
                  op, List.of(d.floats(c.input, REAL), d.floats(c.filter, REAL)), c.attrs);
            });
    OpCases backward =
        OpCases.of(
            transpose,
            d -> {
              Drawn c = drawAtrous(d);
              return new Case(
                  transpose,
                  List.of(d.floats(c.output(), REAL), d.floats(c.filter, REAL), sizes(d, c.input)),
                  c.attrs);
            });
    for (long rate : new long[] {0, -1, 1L << 31}) {
      forward.reject("C4", Attributes.of("rate", rate), x, w);
      backward.reject("C5", Attributes.of("rate", rate), y, w, size(x));
    }
    forward
        .reject("C5", one, tensor(3, 3), w)
        .reject("C6", one, x, filter(2, 0, 1, 1))
        .reject("C7", one, image(2, 3, 3), filter(2, 2, 2, 2))
        .reject("C8", one, x, filter(2, 4, 1, 1))
        .reject("C8", Attributes.of("rate", 3), x, w);
    sizes(backward, 2, 6, w, y, (s, f, dy) -> new Tensor[] {dy, f, s}, one);
    return List.of(forward, backward);
  }

  private static Drawn drawAtrous(Draw d) {
    d.products();
    int rate = d.pick(1, 2, 3);
    String padding = d.pick("VALID", "SAME");
    int[] input = new int[2];
    int[] kernel = new int[2];
    for (int a = 0; a < 2; a++) {
      kernel[a] = d.pick(2, 1, 3);
      input[a] = d.extent(3, 1, 2, 5);
      if (padding.equals("VALID")) {
        input[a] = Math.max(input[a], (kernel[a] - 1) * rate + 1);
      }
    }
    int groups = d.pick(1, 1, 2);
    int in = d.extent(1, 2);
    Shape filter = Shape.of(kernel).concat(Shape.of(in, groups * d.extent(1, 2)));
    return new Drawn(
        "atrous_conv2d",
        image(d.pick(1, 2, 0), input, groups * in, false),
        filter,
        Attributes.of("rate", rate).and("padding", padding));
  }

  // ---- what is refused ----

  private static Tensor image(int n, int size, int channels) {
    int[] spatial = new int[n];
    Arrays.fill(spatial, size);
    return tensor(image(1, spatial, channels, false).dims());
  }

  private static Tensor filter(int n, int size, int in, int out) {
    int[] spatial = new int[n];
    Arrays.fill(spatial, size);
    return tensor(Shape.of(spatial).concat(Shape.of(in, out)).dims());
  }

  /** The shape of a tensor as a tensor. */
  private static Tensor size(Tensor t) {
    return Tensor.of(t.shape().dims());
  }

  private static Tensor negative(Tensor t) {
    int[] dims = t.shape().dims();
    dims[0] = -1;
    return Tensor.of(dims);
  }

  /** The constraints on strides, explicit paddings and dilations, numbered from {@code first}. */
  private static void attributes(OpCases cases, int n, int first, Tensor... inputs) {
    for (String name : List.of("strides", "dilations")) {
      int at = name.equals("strides") ? first : first + 4;
      int[] many = new int[n + 1];
      Arrays.fill(many, 1);
      int[] batch = new int[n + 2];
      Arrays.fill(batch, 1);
      int[] channel = batch.clone();
      batch[0] = 2;
      channel[n + 1] = 2;
      int[] one = new int[n];
      Arrays.fill(one, 1);
      one[n - 1] = 0;
      for (int[] wrong : new int[][] {many, batch, channel, {}}) {
        cases.reject("C" + at, Attributes.of(name, wrong), inputs);
      }
      for (Object wrong : new Object[] {0, -1, 1L << 31, Long.MIN_VALUE, one}) {
        cases.reject("C" + (at + 1), Attributes.of(name, wrong), inputs);
      }
    }
    Attributes explicit = Attributes.of("padding", "EXPLICIT");
    String name = "explicit_paddings";
    int[] batch = new int[2 * n + 4];
    batch[1] = 1;
    int[] channel = new int[2 * n + 4];
    channel[2 * n + 2] = 1;
    int[] low = new int[2 * n];
    low[2 * n - 1] = -1;
    cases
        .reject("C" + (first + 2), explicit, inputs)
        .reject("C" + (first + 2), explicit.and(name, new int[2 * n + 1]), inputs)
        .reject("C" + (first + 2), explicit.and(name, batch), inputs)
        .reject("C" + (first + 2), explicit.and(name, channel), inputs)
        .reject("C" + (first + 2), Attributes.of(name, new int[2 * n]), inputs)
        .reject("C" + (first + 3), explicit.and(name, low), inputs);
  }

  /** Puts sizes, filter and cotangent in the order of a signature. */
  private interface Order {
    Tensor[] of(Tensor sizes, Tensor filter, Tensor dy);
  }

  /** The constraints of an adjoint by the input, numbered from {@code first}. */
  private static void sizes(
      OpCases cases, int n, int first, Tensor w, Tensor y, Order order, Attributes attrs) {
    Tensor x = size(image(n, 3, 1));
    cases
        .reject("C" + first, attrs, order.of(x, w, tensor(3, 3)))
        .reject("C" + first, attrs, order.of(x, tensor(3, 3), y))
        .reject("C" + (first + 1), attrs, order.of(Tensor.of(new int[] {3, 3}), w, y))
        .reject("C" + (first + 1), attrs, order.of(Tensor.of(3), w, y))
        .reject("C" + (first + 2), attrs, order.of(x, filter(n, 0, 1, 1), y))
        .reject("C" + (first + 3), attrs, order.of(negative(image(n, 3, 1)), w, y))
        .reject(
            "C" + (first + 3),
            attrs,
            order.of(Tensor.ofLongs(DType.INT64, Shape.of(n + 2), huge(n)), w, y))
        .reject("C" + (first + 4), attrs, order.of(x, filter(n, 2, 2, 1), y))
        .reject("C" + (first + 5), attrs, order.of(x, filter(n, 4, 1, 1), y))
        .reject("C" + (first + 6), attrs, order.of(x, w, image(n, 1, 1)))
        .reject("C" + (first + 6), attrs, order.of(x, w, image(n, 2, 2)));
  }

  private static long[] huge(int n) {
    long[] dims = new long[n + 2];
    Arrays.fill(dims, 1L << 40);
    return dims;
  }
}
