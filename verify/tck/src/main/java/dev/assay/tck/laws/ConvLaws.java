package dev.assay.tck.laws;

import static dev.assay.tck.cases.Domain.REAL;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Identities of the convolutions among each other. */
final class ConvLaws {
  private static final List<String> FORMATS = List.of("NCW", "NCHW", "NCDHW");

  private ConvLaws() {}

  static List<Law> all() {
    List<Law> laws = new ArrayList<>(onePosition());
    laws.addAll(parts());
    laws.addAll(ConvGeometryLaws.all());
    laws.addAll(ConvAdjointLaws.all());
    return laws;
  }

  // ---- what is drawn ----

  /** Tensors and attributes of a convolution over n axes, channels last, one group. */
  record Drawn(LawCase c, int n, Term x, Term w, Attributes attrs) {
    Term conv() {
      return conv(x, w);
    }

    Term conv(Term input, Term filter) {
      return c.op("conv" + n + "d", attrs, input, filter);
    }

    /** The size of spatial axis {@code a}. */
    int size(int a) {
      return x.shape().dim(a + 1);
    }

    int kernel(int a) {
      return w.shape().dim(a);
    }

    int channels() {
      return x.shape().dim(n + 1);
    }

    int filters() {
      return w.shape().dim(n + 1);
    }
  }

  /** Strides and dilations of 1, without padding. */
  static Drawn plain(LawCase c, int n) {
    return draw(c, n, 1, 1, "VALID");
  }

  /** Any stride and dilation, one for all axes, and padding. */
  static Drawn any(LawCase c, int n) {
    int stride = c.draw().pick(1, 2, 3);
    int dilation = c.draw().pick(1, 2);
    return draw(c, n, stride, dilation, c.draw().pick("VALID", "SAME", "FULL", "CAUSAL"));
  }

  static Drawn draw(LawCase c, int n, int stride, int dilation, String padding) {
    int[] kernel = new int[n];
    int[] input = new int[n];
    for (int a = 0; a < n; a++) {
      kernel[a] = c.draw().pick(2, 1, 3);
      int reach = (kernel[a] - 1) * dilation + 1;
      input[a] = (padding.equals("VALID") ? reach : 1) + c.draw().choose(n == 3 ? 3 : 5);
    }
    int channels = c.draw().pick(1, 2, 3);
    int filters = c.draw().pick(1, 2, 3);
    return new Drawn(
        c,
        n,
        c.floats(image(c.draw().pick(1, 2), input, channels), REAL),
        c.floats(Shape.of(kernel).concat(Shape.of(channels, filters)), REAL),
        Attributes.of("padding", padding).and("strides", stride).and("dilations", dilation));
  }

  private static Shape image(int batch, int[] spatial, int channels) {
    return Shape.of(batch).concat(Shape.of(spatial)).concat(Shape.of(channels));
  }

  // ---- moving things ----

  static Term reshape(LawCase c, Term t, int... shape) {
    return c.op("reshape", Attributes.of("shape", shape), t);
  }

  static Term reshape(LawCase c, Term t, Shape shape) {
    return reshape(c, t, shape.dims());
  }

  static Term transpose(LawCase c, Term t, int... perm) {
    return c.op("transpose", Attributes.of("perm", perm), t);
  }

  /** {@code size} positions of one axis. */
  static Term slice(LawCase c, Term t, int axis, int begin, int size) {
    int[] from = new int[t.shape().rank()];
    int[] sizes = t.shape().dims();
    from[axis] = begin;
    sizes[axis] = size;
    return c.op("slice", Attributes.of("begin", from).and("size", sizes), t);
  }

  static Term concat(LawCase c, int axis, Term... parts) {
    return c.op("concat", Attributes.of("axis", axis), parts);
  }

  static Term sizes(LawCase c, Term t) {
    return c.of(Tensor.of(t.shape().dims()));
  }

  static Consumer<LawCase> two(Consumer<Drawn> body) {
    return c -> body.accept(any(c, 2));
  }

  // ---- sums of products ----

  private static List<Law> onePosition() {
    return List.of(
        Law.of(
            "conv2d-by-patches",
            "conv2d = patches of the input times the filter as a matrix",
            "conv2d extract_patches matmul reshape",
            c -> {
              int stride = c.draw().pick(1, 2, 3);
              int rate = c.draw().pick(1, 2);
              String padding = c.draw().pick("VALID", "SAME");
              Drawn d = draw(c, 2, stride, rate, padding);
              Attributes patches =
                  Attributes.of("sizes", new int[] {d.kernel(0), d.kernel(1)})
                      .and("strides", new int[] {stride, stride})
                      .and("rates", new int[] {rate, rate})
                      .and("padding", padding);
              int rows = d.kernel(0) * d.kernel(1) * d.channels();
              c.equal(
                  d.conv(),
                  c.op(
                      "matmul",
                      c.op("extract_patches", patches, d.x),
                      reshape(c, d.w, rows, d.filters())));
            }),
        Law.of(
            "conv2d-one-cell",
            "a filter of one cell is a matrix that multiplies the channels",
            "conv2d matmul reshape",
            c -> {
              Drawn d = plain(c, 2);
              Term w = c.floats(Shape.of(1, 1, d.channels(), d.filters()), REAL);
              c.equal(
                  d.conv(d.x, w), c.op("matmul", d.x, reshape(c, w, d.channels(), d.filters())));
            }),
        Law.of(
            "conv2d-outer-filter",
            "a filter uvᵀ is the column u, then the row v",
            "conv2d outer reshape slice",
            c -> {
              Drawn d = draw(c, 2, 1, c.draw().pick(1, 2), "FULL");
              Term x = slice(c, d.x, 3, 0, 1);
              Term u = c.floats(Shape.of(d.kernel(0)), REAL);
              Term v = c.floats(Shape.of(d.kernel(1)), REAL);
              Term rows = d.conv(x, reshape(c, u, d.kernel(0), 1, 1, 1));
              Term uv = reshape(c, c.op("outer", u, v), d.kernel(0), d.kernel(1), 1, 1);
              c.equal(d.conv(x, uv), d.conv(rows, reshape(c, v, 1, d.kernel(1), 1, 1)));
            }),
        Law.of(
            "conv1d-polynomials",
            "FULL with a reversed filter multiplies polynomials: the factors commute",
            "conv1d reshape reverse",
            c -> {
              int n = c.draw().positiveSize();
              int m = c.draw().positiveSize();
              Term p = c.floats(Shape.of(n), REAL);
              Term q = c.floats(Shape.of(m), REAL);
              c.equal(product(c, p, q), product(c, q, p));
            }),
        Law.of(
            "conv1d-total",
            "the sum of the FULL convolution is the product of the sums",
            "conv1d multiply reduce_sum reshape reverse",
            c -> {
              Term p = c.floats(Shape.of(c.draw().positiveSize()), REAL);
              Term q = c.floats(Shape.of(c.draw().positiveSize()), REAL);
              c.equal(
                  c.op("reduce_sum", product(c, p, q)),
                  c.op("multiply", c.op("reduce_sum", p), c.op("reduce_sum", q)));
            }));
  }

  /** The coefficients of the product of two polynomials. */
  private static Term product(LawCase c, Term p, Term q) {
    int n = p.shape().dim(0);
    int m = q.shape().dim(0);
    Term reversed = c.op("reverse", Attributes.of("axis", new int[] {0}), q);
    return c.op(
        "conv1d",
        Attributes.of("padding", "FULL"),
        reshape(c, p, 1, n, 1),
        reshape(c, reversed, m, 1, 1));
  }

  // ---- batch, channels, groups ----

  private static List<Law> parts() {
    List<Law> laws = new ArrayList<>();
    laws.add(
        Law.of(
            "conv2d-batch",
            "every image of a batch by itself",
            "concat conv2d",
            two(
                d -> {
                  Term other = d.c.floats(d.x.shape().with(0, 1), REAL);
                  d.c.alike(
                      d.conv(concat(d.c, 0, d.x, other), d.w),
                      concat(d.c, 0, d.conv(), d.conv(other, d.w)));
                })));
    laws.add(
        Law.of(
            "conv2d-filters",
            "every filter by itself",
            "concat conv2d",
            two(
                d -> {
                  Term other = d.c.floats(d.w.shape().with(3, 2), REAL);
                  d.c.alike(
                      d.conv(d.x, concat(d.c, 3, d.w, other)),
                      concat(d.c, 3, d.conv(), d.conv(d.x, other)));
                })));
    laws.add(
        Law.of(
            "conv2d-channels",
            "the channels' convolutions add up",
            "add concat conv2d",
            two(
                d -> {
                  Term x = d.c.floats(d.x.shape().with(3, 2), REAL);
                  Term w = d.c.floats(d.w.shape().with(2, 2), REAL);
                  d.c.equal(
                      d.conv(concat(d.c, 3, d.x, x), concat(d.c, 2, d.w, w)),
                      d.c.op("add", d.conv(), d.conv(x, w)));
                })));
    laws.add(
        Law.of(
            "conv2d-groups",
            "groups are convolutions side by side",
            "concat conv2d",
            two(
                d -> {
                  Term x = d.c.floats(d.x.shape(), REAL);
                  Term w = d.c.floats(d.w.shape(), REAL);
                  d.c.alike(
                      d.conv(concat(d.c, 3, d.x, x), concat(d.c, 3, d.w, w)),
                      concat(d.c, 3, d.conv(), d.conv(x, w)));
                })));
    laws.add(
        Law.of(
            "depthwise-by-groups",
            "depthwise_conv2d = conv2d with a group for every channel",
            "conv2d depthwise_conv2d reshape",
            two(
                d -> {
                  Term grouped =
                      reshape(d.c, d.w, d.kernel(0), d.kernel(1), 1, d.channels() * d.filters());
                  d.c.alike(d.c.op("depthwise_conv2d", d.attrs, d.x, d.w), d.conv(d.x, grouped));
                })));
    laws.add(
        Law.of(
            "separable-by-parts",
            "separable_conv2d = depthwise_conv2d, then conv2d with one cell",
            "conv2d depthwise_conv2d separable_conv2d",
            two(
                d -> {
                  int middle = d.channels() * d.filters();
                  Term mixer = d.c.floats(Shape.of(1, 1, middle, d.c.draw().pick(1, 2)), REAL);
                  d.c.equal(
                      d.c.op("separable_conv2d", d.attrs, d.x, d.w, mixer),
                      d.c.op("conv2d", d.c.op("depthwise_conv2d", d.attrs, d.x, d.w), mixer));
                })));
    for (int n = 1; n <= 3; n++) {
      int axes = n;
      laws.add(
          Law.of(
              "conv" + n + "d-channels-first",
              "channels first = channels last between transpositions",
              "conv" + n + "d transpose",
              c -> {
                Drawn d = any(c, axes);
                channelsFirst(d, "conv" + axes + "d");
              }));
    }
    laws.add(
        Law.of(
            "depthwise-channels-first",
            "channels first = channels last between transpositions",
            "depthwise_conv2d transpose",
            two(d -> channelsFirst(d, "depthwise_conv2d"))));
    return laws;
  }

  private static void channelsFirst(Drawn d, String op) {
    int n = d.n;
    int[] there = IntStream.range(0, n + 2).map(i -> i == 0 ? 0 : i == 1 ? n + 1 : i - 1).toArray();
    int[] back = IntStream.range(0, n + 2).map(i -> i == 0 ? 0 : i == n + 1 ? 1 : i + 1).toArray();
    Attributes first = d.attrs.and("data_format", FORMATS.get(n - 1));
    Term y = d.c.op(op, first, transpose(d.c, d.x, there), d.w);
    d.c.alike(d.c.op(op, d.attrs, d.x, d.w), transpose(d.c, y, back));
  }

  /** The term with another axis of size 1. */
  static Term flat(LawCase c, Term t, int axis) {
    Shape s = t.shape();
    return reshape(c, t, s.slice(0, axis).concat(Shape.of(1)).concat(s.slice(axis, s.rank())));
  }
}
