package dev.assay.opencl.kernel.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.backend.Devices;
import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.backend.ReferenceBackend;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.OpenClBackend;
import dev.assay.opencl.device.JoclDriver;
import dev.assay.opencl.device.Settings;
import dev.assay.opencl.device.Settings.Variant;
import dev.assay.opencl.kernel.Twins;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams have the reference's words, and what is made of them its bits or nearly so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIf(
    value = "dev.assay.opencl.OpenClBackend#hasDevices",
    disabledReason = "no OpenCL device is installed")
class RandomTest {
  private static final int[] SIZES = {0, 1, 2, 3, 4, 5, 7, 8, 9, 33, 257, 1009};

  private final Map<Variant, Twins> twins = new EnumMap<>(Variant.class);

  private Twins twins(Variant variant) {
    return twins.computeIfAbsent(variant, Twins::new);
  }

  @AfterAll
  void close() {
    twins.values().forEach(Twins::close);
  }

  private static Tensor seed(long a, long b) {
    return Tensor.ofLongs(DType.INT64, Shape.of(2), a, b);
  }

  private static Tensor one(String op, Attributes attrs, Tensor... inputs) {
    return Dispatch.one(OpRegistry.get(op), attrs, inputs);
  }

  private static List<Tensor> all(String op, Attributes attrs, Tensor... inputs) {
    return Dispatch.call(OpRegistry.get(op), attrs, List.of(inputs));
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "PACKED"})
  void uniformNumbersHaveTheSameBits(Variant variant) {
    Twins twins = twins(variant);
    for (int n : SIZES) {
      for (DType type : List.of(DType.FLOAT32, DType.FLOAT64)) {
        Attributes attrs = Attributes.of("shape", new int[] {n}).and("dtype", type);
        Attributes range = attrs.and("minval", -0.3).and("maxval", 7.1);
        twins.assertSameOne(
            "stateless_random_uniform",
            () -> one("stateless_random_uniform", range, seed(n, Long.MIN_VALUE)));
        Attributes seeds = attrs.and("seed", 5).and("seed2", -7).and("skip", -2L);
        twins.assertSameOne("random_uniform", () -> one("random_uniform", seeds));
      }
      for (DType type : List.of(DType.INT32, DType.INT64)) {
        Attributes attrs = Attributes.of("shape", new int[] {n}).and("dtype", type);
        long least = type == DType.INT32 ? Integer.MIN_VALUE : Long.MIN_VALUE;
        Attributes range = attrs.and("minval", least).and("maxval", 1234567L);
        String op = "stateless_random_uniform_int";
        twins.assertSameOne(op, () -> one(op, range, seed(-1, n)));
        twins.assertSameOne(op, () -> one(op, attrs, seed(-1, n)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "PACKED"})
  void ordersPlacesAndMasksAreTheSame(Variant variant) {
    Twins twins = twins(variant);
    for (DType type : Twins.TYPES) {
      for (int n : SIZES) {
        Tensor x = Twins.numbers(type, n, 3);
        twins.assertSame(
            "stateless_shuffle", () -> all("stateless_shuffle", Attributes.none(), x, seed(n, 1)));
        Attributes size = Attributes.of("size", new int[] {n / 2, 2}).and("seed", n);
        twins.assertSame("random_crop", () -> all("random_crop", size, x));
        if (type.isFloating()) {
          // halves are exact, so that only the mask decides
          Attributes half = Attributes.of("rate", 0.5).and("seed2", n);
          twins.assertSame("dropout", () -> all("dropout", half, x));
          Attributes rows = half.and("noise_shape", new int[] {-1, 1});
          twins.assertSame("dropout", () -> all("dropout", rows, x));
        }
      }
    }
  }

  @Test
  void classesAreTheSame() {
    for (DType type : List.of(DType.FLOAT32, DType.FLOAT64)) {
      for (int samples : SIZES) {
        for (int classes : new int[] {1, 2, 17, 65}) {
          double[] v = Twins.numbers(type, 3, classes).toDoubles();
          v[0] = classes > 1 ? Double.NaN : 0;
          v[v.length - 1] = classes > 1 ? Double.POSITIVE_INFINITY : 0;
          Tensor logits = Tensor.of(type, Shape.of(3, classes), v);
          Attributes attrs = Attributes.of("num_samples", samples).and("dtype", DType.INT32);
          twins(Variant.AUTO)
              .assertSameOne(
                  "stateless_categorical",
                  () -> one("stateless_categorical", attrs, logits, seed(samples, 8)));
        }
      }
    }
  }

  /**
   * The errors that {@code random.cl} states and the reference's own, which is less than 5 u;
   * numbers of binary64 arithmetic that are rounded to float32 differ by one rounding.
   */
  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "PACKED"})
  void normalNumbersAreNear(Variant variant) {
    Settings settings = Settings.ofProperties().with(variant);
    for (DType type : List.of(DType.FLOAT32, DType.FLOAT64)) {
      double u = type == DType.FLOAT32 ? 0x1p-24 : 0x1p-53;
      for (int n : SIZES) {
        Attributes attrs = Attributes.of("shape", new int[] {n}).and("dtype", type);
        near(settings, (18 + 5) * u, () -> one("stateless_random_normal", attrs, seed(n, 3)));
        double truncated = type == DType.FLOAT32 ? 0x1p-23 : (18 + 5) * u;
        near(settings, truncated, () -> one("stateless_truncated_normal", attrs, seed(n, 3)));
      }
    }
  }

  private static void near(Settings settings, double relative, Supplier<Tensor> call) {
    try (OpenClBackend opencl = new OpenClBackend(new JoclDriver(), settings)) {
      double[] expected = Devices.with(ReferenceBackend.instance(), call).toDoubles();
      double[] actual = Devices.with(opencl, call).toDoubles();
      assertEquals(expected.length, actual.length);
      for (int i = 0; i < expected.length; i++) {
        double error = Math.abs(actual[i] - expected[i]);
        assertTrue(
            error <= relative * Math.abs(expected[i]),
            expected[i] + " expected, but it is " + actual[i]);
      }
    }
  }

  /** What {@code random.cl} says of its angle, for every uniform that there is. */
  @Test
  void theAngleIsRoundedOnce() {
    for (int word = 0; word < 1 << 23; word++) {
      float v = word * 0x1p-23f;
      float fused = Math.fma(v, 0x1.921fb6p2f, v * -0x1.777a5cp-23f);
      assertEquals((float) (2 * Math.PI * v), fused);
    }
  }
}
