package dev.assay.engine.ops.window;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.SymbolicOperand;
import dev.assay.engine.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The kinds of convolution, and what is true of their shapes. The filter is {@code [spatial…,
 * channels/groups, filters]}, that of a depthwise convolution {@code [spatial…, channels,
 * multiplier]}: its elements are those of a filter {@code [spatial…, 1, channels·multiplier]} with
 * as many groups as channels.
 */
public enum ConvForm {
  /** Over one axis. */
  CONV1D(1),
  /** Over two axes. */
  CONV2D(2),
  /** Over three axes. */
  CONV3D(3),
  /** Over two axes, every channel by itself. */
  DEPTHWISE_CONV2D(2),
  /** A convolution over two axes with one dilation, called rate, and stride 1. */
  ATROUS_CONV2D(2);

  /** Spatial axes. */
  final int n;

  ConvForm(int n) {
    this.n = n;
  }

  /** The operation's name. */
  public String op() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** TensorFlow's name of the input. */
  String input() {
    return this == ATROUS_CONV2D ? "value" : "input";
  }

  /** TensorFlow's name of the filter. */
  String filter() {
    return this == ATROUS_CONV2D ? "filters" : "filter";
  }

  int rank() {
    return n + 2;
  }

  /** The axes of a filter, in words. */
  String filterAxes() {
    String spatial = List.of("width", "height, width", "depth, height, width").get(n - 1);
    return this == DEPTHWISE_CONV2D
        ? "[" + spatial + ", channels, multiplier]"
        : "[" + spatial + ", channels/groups, filters]";
  }

  /** The form whose adjoints are this one's. */
  ConvForm adjoint() {
    return this == ATROUS_CONV2D ? CONV2D : this;
  }

  // ---- attributes ----

  /** Declares the attributes and their constraints. */
  Op.Builder attributes(Op.Builder b) {
    if (this == ATROUS_CONV2D) {
      return b.attr("rate", Type.INT, "from one cell of the window to the next")
          .choice("padding", List.of("VALID", "SAME"), "what surrounds the input")
          .require(
              Kind.ATTRIBUTE,
              "rate is in [1, 2^31)",
              o -> o.attrs().integer("rate") > 0 && o.attrs().integer("rate") < 1L << 31);
    }
    WindowAttrs.strides(b, n);
    WindowAttrs.padding(b, n);
    WindowAttrs.dataFormat(b, n);
    return WindowAttrs.dilations(b, n);
  }

  /** The attributes as those of {@link #adjoint}. */
  Attributes common(Attributes attrs) {
    return this == ATROUS_CONV2D
        ? Attributes.of("padding", attrs.text("padding"))
            .and("dilations", List.of(attrs.integer("rate")))
        : attrs;
  }

  /** The attributes of a call of it or of an adjoint. */
  public WindowAttrs window(Attributes attrs) {
    return WindowAttrs.of(common(attrs), n);
  }

  // ---- shapes, as far as they are known ----

  /** The sizes that argument {@code i} lists, unknown where it has no value yet. */
  Shape sizes(Operands o, int i) {
    if (o.in(i) instanceof SymbolicOperand) {
      int[] unknown = new int[rank()];
      Arrays.fill(unknown, Shape.UNKNOWN);
      return Shape.of(unknown);
    }
    return Shape.of(Arrays.stream(o.in(i).host().longs()).boxed().toList());
  }

  /** Whether argument {@code i} lists sizes, one for every axis. */
  static boolean areSizes(Operands o, int i) {
    return Arrays.stream(o.in(i).host().longs()).allMatch(d -> d >= 0 && d <= Shape.MAX_ELEMENTS);
  }

  /** The cells of the window along every spatial axis. */
  int[] cells(Shape filter) {
    return filter.slice(0, n).dims();
  }

  /** Whether a filter has cells and channels. */
  boolean isFilter(Shape filter) {
    return Arrays.stream(filter.slice(0, n + 1).dims()).allMatch(d -> d != 0);
  }

  /** What {@link #channelsAgree} requires of the arguments of those names. */
  String channelsText(String input, String filter) {
    return this == DEPTHWISE_CONV2D
        ? "channels of " + input + " = channels of " + filter
        : "channels of "
            + input
            + " = groups·(channels of "
            + filter
            + "), groups >= 1 divides the number of filters";
  }

  /** That the arguments of those names have as many axes as an image. */
  String ranksText(String first, String second) {
    return first + ".rank = " + rank() + " and " + second + ".rank = " + rank();
  }

  boolean channelsAgree(WindowAttrs a, Shape input, Shape filter) {
    int channels = a.channels(input);
    int each = filter.dim(n);
    if (channels == Shape.UNKNOWN || each == Shape.UNKNOWN) {
      return true;
    }
    if (this == DEPTHWISE_CONV2D) {
      return channels == each;
    }
    int out = filter.dim(n + 1);
    return channels > 0
        && channels % each == 0
        && (out == Shape.UNKNOWN || out % (channels / each) == 0);
  }

  boolean fits(WindowAttrs a, Shape input, Shape filter) {
    return a.fits(input, cells(filter));
  }

  /** The shape of the result. */
  Shape output(WindowAttrs a, Shape input, Shape filter) {
    long out = filter.dim(n + 1);
    if (this == DEPTHWISE_CONV2D) {
      int channels = filter.dim(n) == Shape.UNKNOWN ? a.channels(input) : filter.dim(n);
      out = channels == Shape.UNKNOWN || out == Shape.UNKNOWN ? Shape.UNKNOWN : channels * out;
    }
    return a.shape(input.dim(0), a.outputs(input, cells(filter)), out);
  }

  // ---- loops ----

  /** The loops for an input and a filter of those shapes. */
  public Convolution loops(WindowAttrs a, Shape input, Shape filter) {
    int channels = a.channels(input);
    int in = this == DEPTHWISE_CONV2D ? 1 : filter.dim(n);
    int groups = channels / in;
    int out = this == DEPTHWISE_CONV2D ? filter.dim(n + 1) : filter.dim(n + 1) / groups;
    return new Convolution(a.grid(input, cells(filter)), input.dim(0), groups, in, out);
  }
}
