package dev.assay.opencl.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.backend.Devices;
import dev.assay.engine.backend.ReferenceBackend;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.OpenClBackend;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.JoclDriver;
import dev.assay.opencl.device.Settings;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Runs the same calls on OpenCL and on the reference and compares the bits. */
public final class Twins implements AutoCloseable {
  /** All types that are on devices. */
  public static final List<DType> TYPES =
      List.of(
          DType.FLOAT32,
          DType.FLOAT64,
          DType.INT8,
          DType.INT16,
          DType.INT32,
          DType.INT64,
          DType.UINT8,
          DType.BOOL);

  private final OpenClBackend opencl;

  /** The first device, with such versions of the kernels. */
  public Twins(Settings.Variant variant) {
    this(Settings.ofProperties().with(variant));
  }

  /** The first device, driven so. */
  public Twins(Settings settings) {
    opencl = new OpenClBackend(new JoclDriver(), settings);
  }

  /** Asserts that both give the same types, shapes and bits, and that the device's stay there. */
  public void assertSame(String what, Supplier<List<Tensor>> call) {
    List<Tensor> expected = Devices.with(ReferenceBackend.instance(), call);
    List<Tensor> actual = Devices.with(opencl, call);
    assertEquals(expected.size(), actual.size(), what);
    for (int k = 0; k < expected.size(); k++) {
      assertTrue(actual.get(k).storage() instanceof DeviceStorage, what);
      assertTrue(
          expected.get(k).sameAs(actual.get(k)),
          () -> what + ": " + expected + " expected, but it is " + actual);
    }
  }

  /** As above, for one result. */
  public void assertSameOne(String what, Supplier<Tensor> call) {
    assertSame(what, () -> List.of(call.get()));
  }

  /** Whole numbers of −8 … 8, so that sums are exact, zeros of both signs among them. */
  public static Tensor numbers(DType dtype, int... dims) {
    Shape shape = Shape.of(dims);
    Random random = new Random(shape.elements() * 31L + shape.rank());
    double[] values = random.doubles(shape.elements(), -8.5, 8.5).map(Math::rint).toArray();
    return Tensor.of(shape, HostStorage.ofDoubles(dtype, values));
  }

  @Override
  public void close() {
    opencl.close();
  }
}
