package dev.assay.opencl.kernel.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.ShapeException;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.Settings.Variant;
import dev.assay.opencl.kernel.linalg.ProductCases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Convolutions and their adjoints over a lattice of shapes, every version of the kernels. */
@EnabledIf(
    value = "dev.assay.opencl.OpenClBackend#hasDevices",
    disabledReason = "no OpenCL device is installed")
class ConvKernelsTest {
  private static final int[][] IMAGES = {{1, 1, 1}, {2, 3, 5}, {4, 4, 4}, {3, 7, 17}};
  private static final int[][] KERNELS = {{1, 1, 1}, {3, 3, 3}, {1, 2, 4}};
  private static final List<String> PADDINGS =
      List.of("SAME", "VALID", "FULL", "CAUSAL", "EXPLICIT");

  /** Groups, channels and filters in each: around the edges of blocks of 12 and 32. */
  private static final int[][] CHANNELS = {
    {1, 1, 1},
    {1, 3, 2},
    {1, 8, 32},
    {1, 13, 33},
    {1, 16, 65},
    {2, 3, 5},
    {3, 12, 34},
    {4, 1, 2},
    {1, 2, 0}
  };

  /** A convolution. */
  private record Setting(
      String op, int axes, boolean first, int[] image, int[] kernel, int[] channels, Attributes a) {
    Shape input(int batch) {
      return positions(batch, Arrays.copyOf(image, axes), channels[0] * channels[1]);
    }

    Shape positions(int batch, int[] spatial, int depth) {
      List<Integer> dims = new ArrayList<>(IntStream.of(spatial).boxed().toList());
      dims.add(first ? 0 : axes, depth);
      dims.add(0, batch);
      return Shape.of(dims.stream().mapToInt(d -> d).toArray());
    }

    Shape filter() {
      int[] dims = Arrays.copyOf(kernel, axes + 2);
      boolean depthwise = op.startsWith("depthwise");
      dims[axes] = depthwise ? channels[0] : channels[1];
      dims[axes + 1] = depthwise ? channels[2] : channels[0] * channels[2];
      return Shape.of(dims);
    }

    int cells() {
      return IntStream.of(Arrays.copyOf(kernel, axes)).reduce(1, (x, y) -> x * y);
    }

    Call forward(Tensor x, Tensor w) {
      return Call.of(OpRegistry.get(op), List.of(x, w), a);
    }

    Call backpropInput(Tensor w, Tensor dy) {
      Tensor sizes = sizes(input(dy.shape().dim(0)));
      return Call.of(OpRegistry.get(op + "_backprop_input"), List.of(sizes, w, dy), a);
    }

    Call backpropFilter(Tensor x, Tensor dy) {
      Tensor sizes = sizes(filter());
      return Call.of(OpRegistry.get(op + "_backprop_filter"), List.of(x, sizes, dy), a);
    }

    private static Tensor sizes(Shape shape) {
      return Tensor.of(Arrays.copyOf(shape.dims(), shape.rank()));
    }
  }

  private static Setting setting(int number, int axes, int[] image, int[] kernel, String padding) {
    int[] channels = CHANNELS[number % CHANNELS.length];
    boolean depthwise = axes == 2 && channels[1] == 1;
    boolean first = number % 5 == 4;
    Attributes a =
        Attributes.of("padding", padding)
            .and("strides", spread(axes, number, 3))
            .and("dilations", spread(axes, number / 2, 2));
    if (padding.equals("EXPLICIT")) {
      a =
          a.and(
              "explicit_paddings", LongStream.range(0, 2 * axes).map(i -> i % 3).boxed().toList());
    }
    if (first) {
      a = a.and("data_format", "NC" + "DHW".substring(3 - axes));
    }
    String op = depthwise ? "depthwise_conv2d" : "conv" + axes + "d";
    return new Setting(op, axes, first, image, kernel, channels, a);
  }

  /** Numbers from 1 to {@code most}, one for each axis. */
  private static List<Long> spread(int axes, int number, int most) {
    return LongStream.range(0, axes).map(i -> 1 + (number + i) % most).boxed().toList();
  }

  /** What is done with each setting of the lattice whose window fits. */
  private interface Body {
    void run(Setting s, DType dtype, Tensor x, Tensor w);
  }

  private static int forLattice(ProductCases cases, Body body) {
    int number = 0;
    int fit = 0;
    for (int axes = 1; axes <= 3; axes++) {
      for (int[] image : IMAGES) {
        for (int[] kernel : KERNELS) {
          for (String padding : PADDINGS) {
            for (int again = 0; again < 3; again++, number++) {
              Setting s = setting(number, axes, image, kernel, padding);
              DType dtype = number % 4 == 3 ? DType.FLOAT64 : DType.FLOAT32;
              int batch = number % 7 == 6 ? 0 : 1 + number % 2;
              Tensor x = cases.random(dtype, s.input(batch).dims());
              Tensor w = cases.random(dtype, s.filter().dims());
              try {
                s.forward(x, w);
              } catch (ShapeException e) {
                continue; // the window does not fit
              }
              fit++;
              body.run(s, dtype, x, w);
            }
          }
        }
      }
    }
    assertEquals(540, number);
    return fit;
  }

  @ParameterizedTest
  @EnumSource(Variant.class)
  void convolutionsAndTheirAdjoints(Variant variant) {
    convolutionsAndTheirAdjoints(new ProductCases(variant));
  }

  @Test
  void registersOfOtherProcessors() {
    convolutionsAndTheirAdjoints(ProductCases.withLanes(8));
  }

  private static void convolutionsAndTheirAdjoints(ProductCases all) {
    try (ProductCases cases = all) {
      int fit =
          forLattice(
              cases,
              (s, dtype, x, w) -> {
                Call forward = s.forward(x, w);
                Shape output = forward.output().shape();
                Tensor dy = cases.random(dtype, output.dims());
                cases.check(forward, s.cells() * s.channels[1]);
                cases.check(s.backpropInput(w, dy), s.cells() * s.channels[2]);
                int filters = s.channels[0] * s.channels[2];
                cases.check(s.backpropFilter(x, dy), output.elements() / Math.max(1, filters));
              });
      assertTrue(fit > 400, () -> "only " + fit);
      assertEquals(3 * fit, cases.compared());
    }
  }

  /** Padding adds nothing, not 0·Inf. */
  @ParameterizedTest
  @EnumSource(Variant.class)
  void infinitiesMeetNoPadding(Variant variant) {
    try (ProductCases cases = new ProductCases(variant)) {
      forLattice(
          cases,
          (s, dtype, x, w) -> {
            Tensor wild = wild(w);
            Call forward = s.forward(x, wild);
            Shape output = forward.output().shape();
            Tensor dy = wild(cases.random(dtype, output.dims()));
            cases.check(forward, s.cells() * s.channels[1]);
            cases.check(
                s.backpropInput(wild, cases.random(dtype, output.dims())),
                s.cells() * s.channels[2]);
            cases.check(s.backpropFilter(x, dy), output.elements());
          });
    }
  }

  /** Every fifth element infinite. */
  private static Tensor wild(Tensor t) {
    double[] values = t.host().doubles().clone();
    for (int i = 0; i < values.length; i += 5) {
      values[i] = i % 2 == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    }
    return Tensor.of(t.dtype(), t.shape(), values);
  }

  /** Sizes at which tiles are larger, work-items have several blocks, and sums several slices. */
  @ParameterizedTest
  @EnumSource(Variant.class)
  void largeImages(Variant variant) {
    try (ProductCases cases = new ProductCases(variant)) {
      Attributes a = Attributes.of("padding", "SAME").and("strides", List.of(1L, 2L));
      Setting s =
          new Setting(
              "conv2d", 2, false, new int[] {19, 38}, new int[] {3, 3}, new int[] {1, 130, 133}, a);
      Tensor x = cases.random(DType.FLOAT32, s.input(2).dims());
      Tensor w = cases.random(DType.FLOAT32, s.filter().dims());
      Tensor dy = cases.random(DType.FLOAT32, 2, 19, 19, 133);
      cases.check(s.forward(x, w), 9 * 130);
      cases.check(s.backpropInput(w, dy), 9 * 133);
      cases.check(s.backpropFilter(x, dy), 2 * 19 * 19);
    }
  }

  @ParameterizedTest
  @EnumSource(Variant.class)
  void positionsBeyondAnIntAreCounted(Variant variant) {
    try (ProductCases cases = new ProductCases(variant)) {
      Attributes far =
          Attributes.of("padding", "SAME").and("dilations", List.of((1L << 31) - 1, 1L));
      Setting s =
          new Setting(
              "conv2d", 2, false, new int[] {4, 5}, new int[] {3, 2}, new int[] {1, 2, 3}, far);
      Tensor x = cases.random(DType.FLOAT32, s.input(2).dims());
      Tensor w = cases.random(DType.FLOAT32, s.filter().dims());
      Call forward = s.forward(x, w);
      Tensor dy = cases.random(DType.FLOAT32, forward.output().shape().dims());
      cases.check(forward, 12);
      cases.check(s.backpropInput(w, dy), 18);
      cases.check(s.backpropFilter(x, dy), 40);
    }
  }

  @ParameterizedTest
  @EnumSource(Variant.class)
  void separableAndTransposed(Variant variant) {
    try (ProductCases cases = new ProductCases(variant)) {
      for (String format : List.of("NHWC", "NCHW")) {
        Attributes same = Attributes.of("padding", "SAME").and("data_format", format);
        Tensor x = cases.random(DType.FLOAT32, 2, 6, 6, 6);
        Tensor depthwise = cases.random(DType.FLOAT32, 3, 3, 6, 2);
        Tensor pointwise = cases.random(DType.FLOAT32, 1, 1, 12, 7);
        // 9 products and a rounding to store, then 12 of such
        cases.check(
            Call.of(OpRegistry.get("separable_conv2d"), List.of(x, depthwise, pointwise), same),
            9 + 1 + 12);
        cases.check(
            Call.of(
                OpRegistry.get("conv2d_transpose"),
                List.of(
                    x,
                    cases.random(DType.FLOAT32, 3, 2, 5, 6),
                    Tensor.of(
                        format.equals("NHWC")
                            ? new int[] {2, 12, 11, 5}
                            : new int[] {2, 5, 12, 11})),
                same.and("strides", 2L)),
            36);
      }
      cases.check(
          Call.of(
              OpRegistry.get("atrous_conv2d"),
              List.of(
                  cases.random(DType.FLOAT32, 1, 9, 8, 3), cases.random(DType.FLOAT32, 3, 3, 3, 4)),
              Attributes.of("rate", 2L).and("padding", "SAME")),
          27);
    }
  }

  @ParameterizedTest
  @EnumSource(Variant.class)
  void twoRunsGiveTheSameBits(Variant variant) {
    try (ProductCases cases = new ProductCases(variant)) {
      Setting s =
          new Setting(
              "conv2d",
              2,
              false,
              new int[] {28, 28},
              new int[] {3, 3},
              new int[] {1, 32, 64},
              Attributes.of("padding", "SAME"));
      Tensor x = cases.random(DType.FLOAT32, s.input(4).dims());
      Tensor w = cases.random(DType.FLOAT32, s.filter().dims());
      Tensor dy = cases.random(DType.FLOAT32, 4, 28, 28, 64);
      cases.checkRepeats(s.forward(x, w));
      cases.checkRepeats(s.backpropInput(w, dy));
      cases.checkRepeats(s.backpropFilter(x, dy));
    }
  }
}
