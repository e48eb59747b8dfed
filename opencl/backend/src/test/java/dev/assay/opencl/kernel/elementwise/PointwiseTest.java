package dev.assay.opencl.kernel.elementwise;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.backend.Devices;
import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.OpenClBackend;
import dev.assay.opencl.device.Settings;
import dev.assay.opencl.device.Settings.Variant;
import dev.assay.opencl.kernel.Twins;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledIf(
    value = "dev.assay.opencl.OpenClBackend#hasDevices",
    disabledReason = "no OpenCL device is installed")
class PointwiseTest {
  /** Functions of floating numbers that round as the reference does: once. */
  private static final List<String> ROUNDED_ONCE =
      List.of(
          "add",
          "subtract",
          "multiply",
          "maximum",
          "minimum",
          "less",
          "greater_equal",
          "equal",
          "divide",
          "div_no_nan",
          "truncatemod",
          "floormod");

  private static final List<String> OF_INTEGERS =
      List.of(
          "add",
          "subtract",
          "multiply",
          "maximum",
          "less",
          "floordiv",
          "floormod",
          "truncatemod",
          "truediv");

  private static final List<String> FUNCTIONS =
      List.of(
          "exp",
          "expm1",
          "log",
          "log1p",
          "sin",
          "cos",
          "tan",
          "asin",
          "acos",
          "atan",
          "sinh",
          "cosh",
          "tanh",
          "asinh",
          "acosh",
          "atanh",
          "erf",
          "erfc",
          "sigmoid",
          "softplus",
          "gelu",
          "rsqrt");

  private static final double[] WILD = {
    0.0,
    -0.0,
    1,
    -1,
    0.5,
    2,
    -2.5,
    1e-3,
    -1e5,
    1e-42,
    -1e-310,
    0x1p23,
    3e38,
    -1e300,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.NaN
  };

  private static final Shape[][] PAIRS = {
    {Shape.of(0), Shape.of(0)},
    {Shape.of(1), Shape.of(1)},
    {Shape.of(15), Shape.of(15)},
    {Shape.of(16), Shape.of(16)},
    {Shape.of(17), Shape.of(17)},
    {Shape.of(1009), Shape.of(1009)},
    {Shape.of(33), Shape.scalar()},
    {Shape.of(1), Shape.of(2, 3)},
    {Shape.of(65, 31), Shape.of(31)},
    {Shape.of(65, 1), Shape.of(1, 31)},
    {Shape.of(3, 1, 1025), Shape.of(5, 1)},
    {Shape.of(2, 3, 1, 5), Shape.of(3, 4, 1)},
    {Shape.of(2, 1, 3, 1, 2, 1, 3, 1), Shape.of(1, 2, 1, 3, 1, 2, 1, 3)},
    {Shape.of(4, 0), Shape.of(1, 1)},
  };

  private static Tensor one(String op, Tensor... inputs) {
    return Dispatch.one(OpRegistry.get(op), Attributes.none(), inputs);
  }

  /** Numbers of all sizes, special ones among them. */
  private static Tensor wild(DType dtype, Shape shape, long seed) {
    Random random = new Random(seed);
    double[] values = new double[shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (random.nextInt(4)) {
            case 0 -> WILD[random.nextInt(WILD.length)];
            case 1 -> random.nextGaussian() * Math.pow(2, random.nextInt(40) - 20);
            default -> random.nextGaussian() * 3;
          };
    }
    return Tensor.of(shape, HostStorage.ofDoubles(dtype, values));
  }

  /** Integers of all sizes that are not 0. */
  private static Tensor whole(DType dtype, Shape shape, long seed) {
    long[] values = new Random(seed).longs(shape.elements()).map(v -> v >> (v & 31)).toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = dtype.wrap(values[i]) == 0 ? -1 : values[i];
    }
    return Tensor.of(shape, HostStorage.ofLongs(dtype, values));
  }

  @Test
  void resultsHaveTheReferencesBitsWhereTheyAreRoundedOnce() {
    try (Twins twins = new Twins(Variant.AUTO)) {
      for (DType type : List.of(DType.FLOAT32, DType.FLOAT64)) {
        for (Shape[] p : PAIRS) {
          Tensor x = wild(type, p[0], 1);
          Tensor y = wild(type, p[1], 2);
          for (String op : ROUNDED_ONCE) {
            twins.assertSameOne(op + " " + x.shape() + " " + type, () -> one(op, x, y));
          }
        }
      }
    }
  }

  /** Below 2²² the quotient of float32 numbers is an integer whose neighbours are float32 too. */
  @Test
  void smallQuotientsAreFlooredExactly() {
    try (Twins twins = new Twins(Variant.AUTO)) {
      for (DType type : List.of(DType.FLOAT32, DType.FLOAT64)) {
        double[] xs = new Random(9).doubles(1009, -1000, 1000).toArray();
        double[] ys = new Random(10).doubles(1009, 0.001, 2).toArray();
        for (int i = 0; i < xs.length; i += 3) { // quotients that are whole, or nearly so
          xs[i] = type.round(ys[i]) * Math.rint(xs[i]);
        }
        Tensor x = Tensor.of(type, Shape.of(xs.length), xs);
        Tensor y = Tensor.of(type, Shape.of(ys.length), ys);
        twins.assertSameOne("floordiv " + type, () -> one("floordiv", x, y));
        twins.assertSameOne("floordiv −" + type, () -> one("floordiv", x, one("neg", y)));
      }
    }
  }

  /**
   * OpenCL lets a division of floats err by 2.5 ulp. Here it errs by as much in either direction:
   * by 1/2 ulp for itself, 1 to 2 for the factor, 1/2 for the product.
   */
  @ParameterizedTest
  @ValueSource(strings = {"0x1.fffffcp-1f", "0x1.000002p0f"})
  void remaindersAreExactWhereQuotientsAreNot(String factor) {
    String quotient = "r / s";
    Settings settings =
        Settings.ofProperties()
            .with((file, text) -> text.replace(quotient, quotient + " * (T)" + factor));
    Random random = new Random(16);
    int n = 100_000;
    double[] xs = new double[n];
    double[] ys = new double[n];
    for (int i = 0; i < n; i++) {
      xs[i] = random.nextGaussian() * Math.pow(2, random.nextInt(60));
      ys[i] = random.nextGaussian() * Math.pow(2, random.nextInt(20) - 10);
    }
    Tensor x = Tensor.of(DType.FLOAT32, Shape.of(n), xs);
    Tensor y = Tensor.of(DType.FLOAT32, Shape.of(n), ys);
    try (Twins twins = new Twins(settings)) {
      twins.assertSameOne("truncatemod", () -> one("truncatemod", x, y));
      twins.assertSameOne("floormod", () -> one("floormod", x, y));
    }
  }

  /** As many as no device takes as the arguments of one kernel; whole numbers, for exact sums. */
  @Test
  void anyNumberOfTensorsIsAdded() {
    for (Variant variant : List.of(Variant.PLAIN, Variant.AUTO)) {
      try (Twins twins = new Twins(variant)) {
        for (DType type : List.of(DType.FLOAT32, DType.FLOAT64, DType.INT16)) {
          for (int count : new int[] {1, 2, 15, 16, 17, 31, 32, 600}) {
            Tensor[] x = new Tensor[count];
            Arrays.setAll(
                x, i -> type.isInteger() ? whole(type, Shape.of(3), i) : Twins.numbers(type, 3));
            twins.assertSameOne(count + " " + type, () -> one("add_n", x));
          }
        }
      }
    }
  }

  @Test
  void tensorsAreAddedFromTheFirstToTheLast() {
    Tensor[] x = new Tensor[47];
    Arrays.setAll(x, i -> wild(DType.FLOAT32, Shape.of(65), i + 20));
    try (OpenClBackend opencl = new OpenClBackend()) {
      Tensor sum = x[0];
      for (int i = 1; i < x.length; i++) {
        Tensor left = sum;
        Tensor next = x[i];
        sum = Devices.with(opencl, () -> one("add", left, next));
      }
      Tensor expected = sum;
      Tensor got = Devices.with(opencl, () -> one("add_n", x));
      assertTrue(expected.sameAs(got), () -> expected + " but " + got);
    }
  }

  @Test
  void theJavaLoopGivesTheSameBits() {
    try (Twins twins = new Twins(Variant.PLAIN)) {
      for (Shape[] p : PAIRS) {
        Tensor x = wild(DType.FLOAT32, p[0], 11);
        Tensor y = wild(DType.FLOAT32, p[1], 12);
        twins.assertSameOne("subtract " + x.shape(), () -> one("subtract", x, y));
        twins.assertSameOne("less " + x.shape(), () -> one("less", x, y));
      }
    }
  }

  @Test
  void integersWrap() {
    try (Twins twins = new Twins(Variant.AUTO)) {
      for (DType type : Twins.TYPES) {
        if (!type.isInteger()) {
          continue;
        }
        for (Shape[] p : List.of(PAIRS[5], PAIRS[8])) {
          Tensor x = whole(type, p[0], 3);
          Tensor y = whole(type, p[1], 4);
          for (String op : OF_INTEGERS) {
            twins.assertSameOne(op + " " + type, () -> one(op, x, y));
          }
          for (String op : List.of("neg", "abs", "sign")) {
            twins.assertSameOne(op + " " + type, () -> one(op, x));
          }
          Tensor n = one("truncatemod", one("abs", y), Tensor.ofLongs(type, Shape.of(1), 63));
          twins.assertSameOne("pow " + type, () -> one("pow", x, one("maximum", n, one("neg", n))));
        }
      }
    }
  }

  @Test
  void numbersAreConvertedAsInTheReference() {
    try (Twins twins = new Twins(Variant.AUTO)) {
      for (DType from : Twins.TYPES) {
        Tensor x = from.isInteger() ? whole(from, Shape.of(333), 6) : wild(from, Shape.of(333), 5);
        for (DType to : Twins.TYPES) {
          Attributes attrs = Attributes.of("dtype", to);
          twins.assertSameOne(
              from + " to " + to, () -> Dispatch.one(OpRegistry.get("cast"), attrs, x));
        }
      }
    }
  }

  /** The lowest integer by −1 overflows, which processors answer with a fault. */
  @Test
  void theLowestIntegerIsDividedByMinusOne() {
    try (Twins twins = new Twins(Variant.AUTO)) {
      for (DType type : List.of(DType.INT8, DType.INT16, DType.INT32, DType.INT64)) {
        Tensor x = Tensor.ofLongs(type, Shape.of(2), 1L << (8 * type.bytes() - 1), 7);
        Tensor y = Tensor.ofLongs(type, Shape.scalar(), -1);
        for (String op : List.of("floordiv", "floormod", "truncatemod")) {
          twins.assertSameOne(op + " " + type, () -> one(op, x, y));
        }
      }
    }
  }

  /**
   * An element's bits depend on its arguments alone, not on its place nor on the elements beside
   * it: those of a turned tensor are those of the tensor, turned.
   */
  @Test
  void equalArgumentsHaveEqualResultsEverywhere() {
    int n = 1200;
    try (OpenClBackend opencl = new OpenClBackend()) {
      for (DType type : List.of(DType.FLOAT32, DType.FLOAT64)) {
        Tensor x = wild(type, Shape.of(n), 7);
        Tensor y = wild(type, Shape.of(n), 8);
        for (String op : FUNCTIONS) {
          sameWhenTurned(opencl, op, x);
        }
        for (String op : List.of("pow", "atan2", "xlogy", "floordiv")) {
          sameWhenTurned(opencl, op, x, y);
        }
      }
    }
  }

  private static void sameWhenTurned(OpenClBackend opencl, String op, Tensor... x) {
    int n = x[0].size();
    HostStorage straight = Devices.with(opencl, () -> one(op, x)).host();
    int[] turn = new int[n];
    for (int i = 0; i < n; i++) {
      turn[i] = (i * 7 + 5) % n; // 7 and 1200 have no common divisor
    }
    Tensor[] turned = new Tensor[x.length];
    for (int k = 0; k < x.length; k++) {
      turned[k] = Tensor.of(x[k].shape(), x[k].host().select(turn, x[k].host()));
    }
    HostStorage result = Devices.with(opencl, () -> one(op, turned)).host();
    assertTrue(straight.select(turn, straight).sameBits(result), () -> op + " " + x[0].dtype());
  }
}
