package dev.assay.opencl.kernel.reduce;

import static dev.assay.opencl.kernel.reduce.Lattice.call;
import static dev.assay.opencl.kernel.reduce.Lattice.same;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.OpenClBackend;
import dev.assay.opencl.kernel.Twins;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * The reference's index: of many equals, among NaN and zeros of both signs, in lines of any size.
 */
@EnabledIf(
    value = "dev.assay.opencl.OpenClBackend#hasDevices",
    disabledReason = "no OpenCL device is installed")
class ArgMaxTest {
  private static final double[] WILD = {
    0, -0.0, Double.NaN, 1, -1, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.5
  };

  private static List<OpenClBackend> backends;

  @BeforeAll
  static void open() {
    backends = Lattice.backends();
  }

  @AfterAll
  static void close() {
    backends.forEach(OpenClBackend::close);
  }

  /** Lines of all sizes, and those that are cut in pieces of one size or another. */
  private static List<Shape> shapes() {
    List<Shape> shapes = new ArrayList<>(Lattice.shapes());
    shapes.add(Shape.of(1 << 14));
    shapes.add(Shape.of((1 << 12) * 5 + 1));
    shapes.add(Shape.of((1 << 20) + 17));
    shapes.add(Shape.of(255, 16385));
    shapes.add(Shape.of(16385, 65));
    return shapes;
  }

  private static void searchEveryAxis(Tensor x) {
    for (int axis = 0; axis < x.rank(); axis++) {
      if (x.shape().dim(axis) == 0) {
        continue;
      }
      for (DType out : List.of(DType.INT32, DType.INT64)) {
        Attributes attrs = Attributes.of("axis", axis).and("output_type", out);
        same(backends, call("argmax", attrs, x));
        same(backends, call("argmin", attrs, x));
      }
    }
  }

  @Test
  void theFirstOfEqualsAndNoNaN() {
    for (Shape s : shapes()) {
      Random random = new Random(s.hashCode());
      int kinds = 1 + random.nextInt(WILD.length);
      double[] x = new double[s.elements()];
      Arrays.setAll(x, i -> WILD[random.nextInt(kinds)]);
      searchEveryAxis(Tensor.of(DType.FLOAT32, s, x));
    }
  }

  @Test
  void oneExtremeAnywhereInALongLine() {
    int n = 50_021;
    for (int at : new int[] {0, 1, 15, 16, 4095, 4096, 8191, 40_000, 50_019, 50_020}) {
      double[] x = new double[n];
      Arrays.fill(x, at % 2 == 0 ? Double.NaN : 7);
      x[at] = at % 2 == 0 ? -3 : 8;
      searchEveryAxis(Tensor.of(DType.FLOAT64, Shape.of(n), x));
    }
  }

  @Test
  void whereAllAreNaNTheIndexIsZero() {
    for (int n : new int[] {1, 15, 16, 63, 65, 50_021}) {
      double[] x = new double[n];
      Arrays.fill(x, Double.NaN);
      searchEveryAxis(Tensor.of(DType.FLOAT32, Shape.of(n), x));
    }
  }

  @Test
  void everyTypeHasItsOrder() {
    for (DType type : Twins.TYPES) {
      searchEveryAxis(Twins.numbers(type, 37, 5, 33));
      searchEveryAxis(Twins.numbers(type, 20_011));
    }
    long[] bits = new Random(3).longs(20_011).toArray();
    for (DType type : List.of(DType.INT8, DType.INT16, DType.INT32, DType.INT64, DType.UINT8)) {
      searchEveryAxis(Tensor.ofLongs(type, Shape.of(bits.length), bits));
    }
  }
}
