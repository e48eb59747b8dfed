package dev.assay.opencl.kernel.elementwise;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.backend.Devices;
import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.backend.Elementary;
import dev.assay.engine.backend.ReferenceBackend;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.OpenClBackend;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The functions of float32 are as exact as the backend declares, against the reference in float64.
 *
 * <p>Of functions of one argument every {@code assay.opencl.stride}-th of all 2³² arguments is
 * tried: all of them where it is 1. The worst errors are printed.
 */
@EnabledIf(
    value = "dev.assay.opencl.OpenClBackend#hasDevices",
    disabledReason = "no OpenCL device is installed")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FunctionAccuracyTest {
  private static final long STRIDE = Long.getLong("assay.opencl.stride", 65521);
  private static final int CHUNK = 1 << 18;

  private OpenClBackend opencl;

  @BeforeAll
  void open() {
    opencl = new OpenClBackend();
  }

  @AfterAll
  void close() {
    opencl.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exp", "expm1", "log", "log1p", "sqrt", "sin", "cos", "tan", "asin", "acos", "atan", "sinh",
        "cosh", "tanh", "asinh", "acosh", "atanh", "erf", "erfc"
      })
  void functionsOfOneArgument(String op, TestReporter reporter) {
    double worst = 0;
    float[] x = new float[CHUNK];
    int n = 0;
    for (long bits = 0; bits < 1L << 32; bits += STRIDE) {
      x[n++] = Float.intBitsToFloat((int) bits);
      if (n == CHUNK || bits + STRIDE >= 1L << 32) {
        worst = Math.max(worst, worst(op, x, n));
        n = 0;
      }
    }
    assertDeclared(op, worst, reporter);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pow", "atan2"})
  void functionsOfTwoArguments(String op, TestReporter reporter) {
    Random random = new Random(21);
    float[] x = new float[CHUNK];
    float[] y = new float[CHUNK];
    for (int i = 0; i < CHUNK; i++) {
      boolean any = i % 2 == 0;
      x[i] = any ? Float.intBitsToFloat(random.nextInt()) : (float) Math.exp(random.nextGaussian());
      y[i] = any ? Float.intBitsToFloat(random.nextInt()) : (float) (random.nextGaussian() * 20);
    }
    assertDeclared(op, worst(op, x, CHUNK, y), reporter);
  }

  private void assertDeclared(String op, double worst, TestReporter reporter) {
    Elementary f = Elementary.valueOf(op.toUpperCase(Locale.ROOT));
    double declared = opencl.accuracy().ulps(f, DType.FLOAT32);
    reporter.publishEntry(op, String.format(Locale.ROOT, "%.2f of %s ulp", worst, declared));
    assertTrue(worst <= declared, () -> op + ": " + worst + " ulp, declared " + declared);
  }

  private double worst(String op, float[] x, int n, float[]... more) {
    Tensor[] narrow = new Tensor[1 + more.length];
    Tensor[] wide = new Tensor[narrow.length];
    for (int k = 0; k < narrow.length; k++) {
      float[] values = Arrays.copyOf(k == 0 ? x : more[k - 1], n);
      narrow[k] = Tensor.of(values);
      wide[k] = Tensor.of(DType.FLOAT64, Shape.of(n), narrow[k].toDoubles());
    }
    HostStorage got = Devices.with(opencl, () -> call(op, narrow)).host();
    HostStorage right = Devices.with(ReferenceBackend.instance(), () -> call(op, wide)).host();
    double[] y = got.doubles();
    double[] t = right.doubles();
    double worst = 0;
    for (int i = 0; i < n; i++) {
      worst = Math.max(worst, ulps(y[i], t[i]));
    }
    return worst;
  }

  private static Tensor call(String op, Tensor... x) {
    return Dispatch.one(OpRegistry.get(op), Attributes.none(), x);
  }

  /**
   * {@code |y − t|} in units in the last place of t as float32; infinite where one is NaN alone.
   */
  private static double ulps(double y, double t) {
    if (Double.isNaN(t) || Double.isNaN(y)) {
      return Double.isNaN(t) && Double.isNaN(y) ? 0 : Double.POSITIVE_INFINITY;
    }
    if (y == t || y == (float) t) {
      return Math.abs(y) <= Float.MAX_VALUE ? Math.abs(y - t) / ulp(t) : 0;
    }
    return Math.abs(y - t) / ulp(t);
  }

  private static double ulp(double t) {
    return Math.ulp((float) Math.min(Math.abs(t), Float.MAX_VALUE));
  }
}
