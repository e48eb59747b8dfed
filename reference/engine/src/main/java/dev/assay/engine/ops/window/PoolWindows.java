package dev.assay.engine.ops.window;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What pools over one, two or three spatial axes share: their attributes, their shapes, and the
 * walk over every element of every window. Channels are pooled one by one.
 */
final class PoolWindows {
  /** What is done with an element of a window. Padding is not visited. */
  @FunctionalInterface
  interface Visit {
    /** Offsets of an element of the input and of the result's element whose window holds it. */
    void at(int input, int output);
  }

  private final WindowAttrs attrs;
  private final int[] kernel;

  private PoolWindows(Attributes attrs, int n) {
    this.attrs = WindowAttrs.of(attrs, n);
    this.kernel =
        Arrays.stream(WindowAttrs.perAxis(attrs, "ksize", n)).mapToInt(Math::toIntExact).toArray();
  }

  /** The windows of a call over {@code n} spatial axes. */
  static PoolWindows of(Attributes attrs, int n) {
    return new PoolWindows(attrs, n);
  }

  /** One row for each number of spatial axes. */
  static List<Op> rows(Function<Integer, Op> row) {
    return IntStream.rangeClosed(1, 3).mapToObj(row::apply).toList();
  }

  /** The name of a pool over {@code n} spatial axes; without a number it is over two. */
  static String name(String kind, int n) {
    return kind + List.of("1d", "", "3d").get(n - 1);
  }

  /** The axes of a tensor, channels last. */
  static String axes(int n) {
    return "[N, " + List.of("W", "H, W", "D, H, W").get(n - 1) + ", C] or channels first";
  }

  /** Declares {@code ksize} and the attributes of a window, with six constraints. */
  static Op.Builder attributes(Op.Builder b, int n) {
    b.attr("ksize", Type.INT_OR_INTS, "the size of the window along each axis");
    WindowAttrs.positive(b, "ksize", n);
    WindowAttrs.strides(b, n);
    WindowAttrs.padding(b, n);
    return WindowAttrs.dataFormat(b, n);
  }

  /**
   * Two constraints: that there is a window, and no window without an element.
   *
   * @param kind VALUE where the input's shape is an argument
   * @param input what has the shape, in words
   */
  static Op.Builder covered(
      Op.Builder b, int n, Kind kind, String input, Function<Operands, Shape> shape) {
    return b.require(
            kind,
            "the window fits into the padded " + input,
            o -> of(o.attrs(), n).fits(shape.apply(o)))
        .require(
            kind,
            "no window lies wholly in the padding of " + input,
            o -> of(o.attrs(), n).touches(shape.apply(o)));
  }

  private boolean fits(Shape input) {
    return attrs.fits(input, kernel);
  }

  private boolean touches(Shape input) {
    return attrs.touches(input, kernel);
  }

  /** The shape of the result; −1 for unknown sizes. */
  Shape output(Shape input) {
    return attrs.shape(input.dim(0), attrs.outputs(input, kernel), attrs.channels(input));
  }

  /** Visits window after window, and the elements of a window in row-major order. */
  void forEach(Shape input, Visit visit) {
    if (input.elements() == 0) {
      return; // then the result is empty too
    }
    WindowGrid grid = attrs.grid(input, kernel);
    boolean first = attrs.channelsFirst();
    int channels = attrs.channels(input);
    int in = grid.inputs();
    int out = grid.outputs();
    grid.forEach(
        input.dim(0),
        (i, cell, o) -> {
          int x = first ? i / in * in * channels + i % in : i * channels;
          int y = first ? o / out * out * channels + o % out : o * channels;
          for (int c = 0; c < channels; c++) {
            visit.at(first ? x + c * in : x + c, first ? y + c * out : y + c);
          }
        });
  }
}
