package dev.assay.engine.ops.window;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The attributes that windowed operations share, declared and read: {@code data_format}, {@code
 * strides}, {@code dilations}, {@code padding}, {@code explicit_paddings}, for one, two or three
 * spatial axes. An attribute that an operation does not declare has no effect.
 *
 * <p>Padding, of a window that reaches {@code r = (kernel − 1)·dilation + 1} positions:
 *
 * <ul>
 *   <li>VALID: none.
 *   <li>SAME: {@code output = ⌈input/stride⌉}; as much as that needs, {@code max((output −
 *       1)·stride + r − input, 0)}, half of it in front, the odd one behind.
 *   <li>FULL: {@code r − 1} on both sides. CAUSAL: {@code r − 1} in front.
 *   <li>EXPLICIT: as given.
 * </ul>
 *
 * But for SAME, {@code output = ⌊(before + input + after − r)/stride⌋ + 1}.
 */
public final class WindowAttrs {
  static final List<String> PADDINGS = List.of("VALID", "SAME", "FULL", "CAUSAL", "EXPLICIT");

  /** Each fits an int, so that sizes and positions computed from them fit a long. */
  private static final long LIMIT = 1L << 31;

  private final int n;
  private final boolean channelsFirst;
  private final long[] strides;
  private final long[] dilations;
  private final String padding;
  private final long[] explicit;

  private WindowAttrs(Attributes attrs, int n) {
    this.n = n;
    channelsFirst = channelsFirst(attrs);
    strides = perAxis(attrs, "strides", n);
    dilations = perAxis(attrs, "dilations", n);
    padding = attrs.text("padding");
    explicit =
        padding.equals("EXPLICIT")
            ? spatial(attrs, attrs.longs("explicit_paddings"), n, 2)
            : new long[2 * n];
  }

  /** The attributes of a call over {@code n} spatial axes. */
  public static WindowAttrs of(Attributes attrs, int n) {
    return new WindowAttrs(attrs, n);
  }

  /** The attributes of a call over {@code n} spatial axes. */
  static WindowAttrs of(Operands o, int n) {
    return of(o.attrs(), n);
  }

  // ---- declaring ----

  /** Declares {@code strides}, 1 by default, and its two constraints. */
  static Op.Builder strides(Op.Builder b, int n) {
    return positive(
        b.attr("strides", Type.INT_OR_INTS, 1, "from one window to the next, along each axis"),
        "strides",
        n);
  }

  /** Declares {@code dilations}, 1 by default, and its two constraints. */
  static Op.Builder dilations(Op.Builder b, int n) {
    return positive(
        b.attr("dilations", Type.INT_OR_INTS, 1, "from one cell of the window to the next"),
        "dilations",
        n);
  }

  /** Two constraints on an attribute that has one positive number per axis, or one for all. */
  static Op.Builder positive(Op.Builder b, String attribute, int n) {
    return b.require(
            Kind.ATTRIBUTE,
            attribute
                + " has "
                + (n == 1 ? "1" : "1, " + n)
                + " or "
                + (n + 2)
                + " entries; of "
                + (n + 2)
                + " those of batch and channels are 1",
            o -> perAxisIsGiven(o.attrs(), attribute, n))
        .require(
            Kind.ATTRIBUTE,
            "every entry of " + attribute + " is in [1, 2^31)",
            o -> Arrays.stream(perAxis(o.attrs(), attribute, n)).allMatch(s -> s > 0 && s < LIMIT));
  }

  /** Declares {@code padding}, {@code explicit_paddings} and the latter's two constraints. */
  static Op.Builder padding(Op.Builder b, int n) {
    return b.choice("padding", PADDINGS, "what surrounds the input")
        .attr(
            "explicit_paddings",
            Type.INTS,
            List.of(),
            "with EXPLICIT: before and after, for every spatial axis or every axis of the tensor")
        .require(
            Kind.ATTRIBUTE,
            "explicit_paddings has "
                + 2 * n
                + " or "
                + (2 * n + 4)
                + " entries with EXPLICIT, of "
                + (2 * n + 4)
                + " those of batch and channels are 0; else none",
            o -> paddingIsGiven(o.attrs(), n))
        .require(
            Kind.ATTRIBUTE,
            "every entry of explicit_paddings is in [0, 2^31)",
            o -> o.attrs().longs("explicit_paddings").stream().allMatch(p -> p >= 0 && p < LIMIT));
  }

  /** Declares {@code data_format}: channels last, or second. */
  static Op.Builder dataFormat(Op.Builder b, int n) {
    return b.choice("data_format", formats(n), "where the channels stand");
  }

  /** The two data formats for {@code n} spatial axes. */
  static List<String> formats(int n) {
    String axes = "DHW".substring(3 - n);
    return List.of("N" + axes + "C", "NC" + axes);
  }

  private static List<Long> list(Attributes attrs, String name) {
    return attrs.isList(name) ? attrs.longs(name) : List.of(attrs.integer(name));
  }

  private static boolean channelsFirst(Attributes attrs) {
    return attrs.has("data_format") && attrs.text("data_format").charAt(1) == 'C';
  }

  private static boolean perAxisIsGiven(Attributes attrs, String name, int n) {
    List<Long> v = list(attrs, name);
    return v.size() == 1
        || v.size() == n
        || v.size() == n + 2 && v.get(0) == 1 && v.get(channelsFirst(attrs) ? 1 : n + 1) == 1;
  }

  private static boolean paddingIsGiven(Attributes attrs, int n) {
    List<Long> v = attrs.longs("explicit_paddings");
    if (!attrs.text("padding").equals("EXPLICIT")) {
      return v.isEmpty();
    }
    int channel = channelsFirst(attrs) ? 2 : 2 * n + 2;
    return v.size() == 2 * n
        || v.size() == 2 * n + 4
            && v.get(0) == 0
            && v.get(1) == 0
            && v.get(channel) == 0
            && v.get(channel + 1) == 0;
  }

  /** One number for every spatial axis; ones where the operation has no such attribute. */
  public static long[] perAxis(Attributes attrs, String name, int n) {
    List<Long> v = attrs.has(name) ? list(attrs, name) : List.of(1L);
    return spatial(attrs, v.size() == 1 ? Collections.nCopies(n, v.get(0)) : v, n, 1);
  }

  /** The entries of the spatial axes among those of all axes, {@code each} per axis. */
  private static long[] spatial(Attributes attrs, List<Long> entries, int n, int each) {
    int first = entries.size() == n * each ? 0 : channelsFirst(attrs) ? 2 : 1;
    return entries.subList(first * each, (first + n) * each).stream()
        .mapToLong(Long::longValue)
        .toArray();
  }

  // ---- reading ----

  /** Whether the channels stand second rather than last. */
  public boolean channelsFirst() {
    return channelsFirst;
  }

  /** The number of channels of a tensor of rank n + 2. */
  public int channels(Shape shape) {
    return shape.dim(channelsFirst ? 1 : n + 1);
  }

  /** The size of spatial axis {@code i} of a tensor of rank n + 2. */
  int spatial(Shape shape, int i) {
    return shape.dim(channelsFirst ? 2 + i : 1 + i);
  }

  /** The sizes of a tensor in the order of the data format; −1 for what is unknown. */
  Shape shape(long batch, List<Long> spatial, long channels) {
    List<Long> dims = new ArrayList<>(spatial);
    dims.add(channelsFirst ? 0 : n, channels);
    dims.add(0, batch);
    return Shape.of(dims);
  }

  /** Padding in front of spatial axis {@code i}. */
  private long before(int i, long input, long kernel) {
    long reach = WindowAxis.reach(kernel, dilations[i]);
    return switch (padding) {
      case "SAME" -> {
        long output = (input + strides[i] - 1) / strides[i];
        yield Math.max((output - 1) * strides[i] + reach - input, 0) / 2;
      }
      case "FULL", "CAUSAL" -> reach - 1;
      default -> explicit[2 * i];
    };
  }

  private long after(int i, long kernel) {
    return padding.equals("FULL")
        ? WindowAxis.reach(kernel, dilations[i]) - 1
        : explicit[2 * i + 1];
  }

  /**
   * Whether a window lies inside the padded input of spatial axis {@code i}, as far as is known;
   * SAME pads as much as that needs.
   */
  private boolean fits(int i, int input, int kernel) {
    return padding.equals("SAME") || output(i, input, kernel) != 0;
  }

  /** Output positions along spatial axis {@code i}; 0 where no window fits, −1 for unknown. */
  private long output(int i, long input, long kernel) {
    if (input == Shape.UNKNOWN) {
      return Shape.UNKNOWN;
    }
    if (padding.equals("SAME")) {
      return (input + strides[i] - 1) / strides[i];
    }
    if (kernel == Shape.UNKNOWN) {
      return Shape.UNKNOWN;
    }
    long room =
        before(i, input, kernel)
            + input
            + after(i, kernel)
            - WindowAxis.reach(kernel, dilations[i]);
    return room < 0 ? 0 : room / strides[i] + 1;
  }

  /** Whether the window fits into the padded input along every axis, as far as is known. */
  boolean fits(Shape input, int[] kernel) {
    return IntStream.range(0, n).allMatch(i -> fits(i, spatial(input, i), kernel[i]));
  }

  /**
   * Whether every window without dilation lies over an input position, not only over padding, as
   * far as is known.
   */
  boolean touches(Shape input, int[] kernel) {
    return IntStream.range(0, n).allMatch(i -> touches(i, spatial(input, i), kernel[i]));
  }

  private boolean touches(int i, int input, int kernel) {
    if (padding.equals("SAME")) {
      return true;
    }
    long before = before(i, input, kernel);
    if (input == Shape.UNKNOWN) {
      return before < kernel;
    }
    long output = output(i, input, kernel);
    boolean first = before < kernel && input > 0;
    return output == 0 || first && (output - 1) * strides[i] - before < input;
  }

  /** Output positions along every spatial axis; −1 for unknown. */
  List<Long> outputs(Shape input, int[] kernel) {
    return IntStream.range(0, n).mapToObj(i -> output(i, spatial(input, i), kernel[i])).toList();
  }

  /** The geometry of a call whose sizes are known and whose window fits. */
  public WindowGrid grid(Shape input, int[] kernel) {
    return new WindowGrid(
        IntStream.range(0, n)
            .mapToObj(
                i -> {
                  int in = spatial(input, i);
                  return new WindowAxis(
                      in,
                      kernel[i],
                      strides[i],
                      dilations[i],
                      before(i, in, kernel[i]),
                      (int) output(i, in, kernel[i]));
                })
            .toList());
  }

  // ---- channels last, whatever the format ----

  /** The elements of a tensor of that shape in the order batch, positions, channels. */
  double[] channelsLast(double[] values, Shape shape) {
    return channelsFirst
        ? swapped(values, shape.dim(0), channels(shape), Index.product(shape, 2, n + 2))
        : values;
  }

  /** The inverse of {@link #channelsLast}. */
  double[] inFormat(double[] values, Shape shape) {
    return channelsFirst
        ? swapped(values, shape.dim(0), Index.product(shape, 2, n + 2), channels(shape))
        : values;
  }

  /** {@code out[b, j, i] = values[b, i, j]}. */
  private static double[] swapped(double[] values, int batch, int rows, int columns) {
    double[] out = new double[values.length];
    int at = 0;
    for (int b = 0; b < batch; b++) {
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++, at++) {
          out[(b * columns + j) * rows + i] = values[at];
        }
      }
    }
    return out;
  }
}
