package dev.assay.opencl.kernel.reduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.backend.Devices;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.OpenClBackend;
import dev.assay.opencl.device.JoclDriver;
import dev.assay.opencl.device.Settings;
import dev.assay.opencl.device.Settings.Variant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/** Calls on the device compared with the reference, over shapes at the edges of tiles. */
public final class Lattice {
  /** Sizes of one dimension. */
  public static final int[] SIZES = {0, 1, 2, 3, 7, 15, 16, 17, 31, 33, 63, 64, 65, 127, 129, 1009};

  /** Both floating types. */
  public static final List<DType> FLOATS = List.of(DType.FLOAT32, DType.FLOAT64);

  private Lattice() {}

  /** The backend in every version of its kernels. */
  public static List<OpenClBackend> backends() {
    Settings settings = Settings.ofProperties();
    JoclDriver driver = new JoclDriver();
    List<OpenClBackend> all = new ArrayList<>();
    for (Variant v : List.of(Variant.PLAIN, Variant.TILED, Variant.PACKED)) {
      all.add(new OpenClBackend(driver, settings.with(v)));
    }
    return all;
  }

  /** Rows, columns, what is cut into pieces, and what is ragged. */
  public static List<Shape> shapes() {
    List<Shape> shapes = new ArrayList<>();
    for (int n : SIZES) {
      shapes.add(Shape.of(n, 3));
      shapes.add(Shape.of(3, n));
    }
    shapes.add(Shape.of(33, 65));
    shapes.add(Shape.of(2, 65, 17));
    shapes.add(Shape.of(2, 3, 2, 3, 2, 3));
    shapes.add(Shape.of(70001));
    shapes.add(Shape.of(20011, 3));
    shapes.add(Shape.of(3, 20011));
    shapes.add(Shape.of(1009, 18));
    return shapes;
  }

  /** {@code axis} for every set of axes of a tensor of that rank, {@code keepdims} by turns. */
  public static List<Attributes> axes(int rank) {
    List<Attributes> all = new ArrayList<>();
    for (int mask = 0; mask < 1 << rank; mask++) {
      List<Long> axes = new ArrayList<>();
      for (int d = 0; d < rank; d++) {
        if ((mask >> d & 1) != 0) {
          axes.add((long) d);
        }
      }
      all.add(Attributes.of("axis", axes).and("keepdims", mask % 2 == 0));
    }
    return all;
  }

  /** Numbers between −2 and 2 that floats hold, of both signs. */
  public static Tensor numbers(DType dtype, long seed, Shape shape) {
    Random random = new Random(seed);
    double[] x = new double[shape.elements()];
    Arrays.setAll(x, i -> (float) (4 * random.nextDouble() - 2));
    return Tensor.of(dtype, shape, x);
  }

  /** The same numbers in float64. */
  public static Tensor wide(Tensor x) {
    return Tensor.of(DType.FLOAT64, x.shape(), x.toDoubles());
  }

  /** The magnitudes in float64. */
  public static Tensor magnitudes(Tensor x) {
    double[] v = x.toDoubles();
    Arrays.setAll(v, i -> Math.abs(v[i]));
    return Tensor.of(x.shape(), HostStorage.ofDoubles(DType.FLOAT64, v));
  }

  /** The unit roundoff of a floating type. */
  public static double roundoff(DType dtype) {
    return dtype == DType.FLOAT32 ? 0x1p-24 : 0x1p-53;
  }

  /** A call of an operation. */
  public static Call call(String op, Attributes attrs, Tensor... inputs) {
    return Call.of(OpRegistry.get(op), List.of(inputs), attrs);
  }

  /** The reference's first result. */
  public static double[] reference(String op, Attributes attrs, Tensor... inputs) {
    return call(op, attrs, inputs).runReference().get(0).toDoubles();
  }

  /** The results on the device. */
  public static List<Tensor> run(OpenClBackend backend, Call call) {
    assertTrue(backend.capability(call).isSupported(), () -> call + " is not supported");
    return Devices.with(backend, () -> backend.run(call));
  }

  /** Requires the results of all backends to have the reference's bits. */
  public static void same(List<OpenClBackend> backends, Call call) {
    Tensor expected = call.runReference().get(0);
    for (OpenClBackend backend : backends) {
      Tensor got = run(backend, call).get(0);
      assertTrue(got.sameAs(expected), () -> call + " gave " + got + ", not " + expected);
    }
  }

  /**
   * Requires every element of the first result of all backends within a bound of the reference's in
   * float64; NaN and infinities exactly.
   */
  public static void within(
      List<OpenClBackend> backends, Call call, double[] expected, IntToDoubleFunction bound) {
    for (OpenClBackend backend : backends) {
      Tensor got = run(backend, call).get(0);
      assertEquals(call.output().dtype(), got.dtype(), call::toString);
      assertEquals(call.output().shape(), got.shape(), call::toString);
      double[] g = got.toDoubles();
      assertEquals(expected.length, g.length, call::toString);
      for (int i = 0; i < g.length; i++) {
        double b = bound.applyAsDouble(i);
        if (Double.compare(expected[i], g[i]) != 0 && !(Math.abs(expected[i] - g[i]) <= b)) {
          throw new AssertionError(
              call + ": element " + i + " is " + g[i] + ", not " + expected[i] + " within " + b);
        }
      }
    }
  }
}
