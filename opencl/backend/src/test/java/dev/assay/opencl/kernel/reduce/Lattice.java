package dev.assay.opencl.kernel.reduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.backend.Devices;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.OpenClBackend;
import dev.assay.opencl.device.JoclDriver;
import dev.assay.opencl.device.Settings;
import dev.assay.opencl.device.Settings.Variant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/** Calls on the device compared with the reference, over shapes at the edges of tiles. */
public final class Lattice {
  /** Sizes of one dimension. */
  public static final int[] SIZES = {
    0, 1, 2, 3, 7, 13, 31, 32, 33, 63, 64, 65, 127, 128, 129, 1009
  };

  /** u of binary32. */
  public static final double U32 = 0x1p-24;

  private Lattice() {}

  /** The backend in every variant of its kernels. */
  public static List<OpenClBackend> backends() {
    Settings settings = Settings.ofProperties();
    JoclDriver driver = new JoclDriver();
    return Arrays.stream(Variant.values())
        .map(v -> new OpenClBackend(driver, settings.with(v)))
        .toList();
  }

  /** Numbers between −2 and 2 that floats hold; not equal, of both signs. */
  public static Tensor numbers(DType dtype, long seed, Shape shape) {
    Random random = new Random(seed);
    double[] x = new double[shape.elements()];
    Arrays.setAll(x, i -> (float) (4 * random.nextDouble() - 2));
    return Tensor.of(dtype, shape, x);
  }

  /** The unit roundoff of a floating type. */
  public static double roundoff(DType dtype) {
    return dtype == DType.FLOAT32 ? U32 : 0x1p-53;
  }

  /** A call of an operation. */
  public static Call call(String op, Attributes attrs, Tensor... inputs) {
    return Call.of(OpRegistry.get(op), List.of(inputs), attrs);
  }

  /** The results on the device. */
  public static List<Tensor> run(OpenClBackend backend, Call call) {
    assertTrue(backend.capability(call).isSupported(), () -> call + " is not supported");
    return Devices.with(backend, () -> backend.run(call));
  }

  /** Requires every element within a bound of the expected one; NaN and infinities exactly. */
  public static void within(
      Tensor expected, Tensor got, IntToDoubleFunction bound, Object message) {
    assertEquals(expected.dtype(), got.dtype(), message::toString);
    assertEquals(expected.shape(), got.shape(), message::toString);
    double[] e = expected.toDoubles();
    double[] g = got.toDoubles();
    for (int i = 0; i < e.length; i++) {
      double b = bound.applyAsDouble(i);
      if (Double.compare(e[i], g[i]) != 0 && !(Math.abs(e[i] - g[i]) <= b)) {
        throw new AssertionError(
            message + ": element " + i + " is " + g[i] + ", not " + e[i] + " within " + b);
      }
    }
  }
}
