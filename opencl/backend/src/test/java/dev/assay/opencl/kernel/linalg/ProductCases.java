package dev.assay.opencl.kernel.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.OpenClBackend;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.Driver;
import dev.assay.opencl.device.JoclDriver;
import dev.assay.opencl.device.Settings;
import dev.assay.opencl.device.Settings.Variant;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Sums of products on a device against the reference, by the bound of such sums. */
public final class ProductCases implements AutoCloseable {
  private final OpenClBackend opencl;
  private final SplittableRandom random = new SplittableRandom(42);
  private int compared;

  /** On the first device, all kernels of one version. */
  public ProductCases(Variant variant) {
    this(variant, new JoclDriver());
  }

  private ProductCases(Variant variant, Driver driver) {
    this.opencl = new OpenClBackend(driver, Settings.ofProperties().with(variant));
  }

  /** On packed panels for a processor whose registers hold so many binary32 numbers. */
  public static ProductCases withLanes(int lanes) {
    JoclDriver driver = new JoclDriver();
    List<DeviceInfo> narrow =
        driver.devices().stream()
            .map(d -> d.with(d.number(), d.gpu(), d.computeUnits(), lanes))
            .toList();
    Driver proxy =
        (Driver)
            Proxy.newProxyInstance(
                Driver.class.getClassLoader(),
                new Class<?>[] {Driver.class},
                (self, method, arguments) ->
                    method.getName().equals("devices") ? narrow : method.invoke(driver, arguments));
    return new ProductCases(Variant.PACKED, proxy);
  }

  /** Random elements: −127 … 127 of an integer type, else in ±[½, 1). */
  public Tensor random(DType dtype, int... dims) {
    Shape shape = Shape.of(dims);
    if (dtype.isInteger()) {
      long[] values = random.longs(shape.elements(), -127, 128).toArray();
      return Tensor.ofLongs(dtype, shape, values);
    }
    double[] values = random.doubles(shape.elements(), 0.5, 1).toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = dtype.round(random.nextBoolean() ? values[i] : -values[i]);
    }
    return Tensor.of(dtype, shape, values);
  }

  /**
   * Runs a call on the device and compares. A sum of n products differs from the true one by at
   * most n·u·A, A the same sum of absolute values (Jeannerod and Rump 2013); the reference,
   * computed in binary64, by n·2⁻⁵³·A; and what is stored by one more rounding, u·A.
   */
  public void check(Call call, int products) {
    Tensor y = opencl.run(call).get(0);
    assertEquals(call.output().shape(), y.shape());
    compared++;
    if (call.output().dtype().isInteger()) {
      assertArrayEquals(
          call.runReference().get(0).host().longs(), y.host().longs(), call.toString());
      return;
    }
    double[] exact = wide(call, false);
    double[] scale = wide(call, true);
    double[] actual = y.host().doubles();
    double u = call.output().dtype() == DType.FLOAT32 ? 0x1p-24 : 0x1p-53;
    for (int i = 0; i < actual.length; i++) {
      double bound = ((products + 1) * u + products * 0x1p-53) * scale[i];
      boolean near = Math.abs(actual[i] - exact[i]) <= bound;
      boolean same = !Double.isFinite(exact[i]) && Double.compare(actual[i], exact[i]) == 0;
      int at = i;
      assertTrue(
          Double.isFinite(exact[i]) ? near : same,
          () ->
              String.format(
                  Locale.ROOT,
                  "%s: element %d is %s, expected %s, bound %s",
                  call,
                  at,
                  actual[at],
                  exact[at],
                  bound));
    }
  }

  /** The same bits from two runs. */
  public void checkRepeats(Call call) {
    assertArrayEquals(
        opencl.run(call).get(0).host().doubles(), opencl.run(call).get(0).host().doubles());
  }

  /** How many calls were compared. */
  public int compared() {
    return compared;
  }

  /** The reference's result in binary64, of the arguments or of their absolute values. */
  private static double[] wide(Call call, boolean absolute) {
    List<Tensor> wide =
        call.inputs().stream()
            .map(
                t ->
                    t.dtype().isFloating()
                        ? Tensor.of(
                            DType.FLOAT64,
                            t.shape(),
                            Arrays.stream(t.host().doubles())
                                .map(v -> absolute ? Math.abs(v) : v)
                                .toArray())
                        : t)
            .toList();
    return Call.of(call.op(), wide, call.attrs()).runReference().get(0).host().doubles();
  }

  @Override
  public void close() {
    opencl.close();
  }
}
