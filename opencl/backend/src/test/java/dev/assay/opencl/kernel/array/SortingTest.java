package dev.assay.opencl.kernel.array;

import dev.assay.engine.ops.array.Direction;
import dev.assay.engine.ops.array.Ordering;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.Settings.Variant;
import dev.assay.opencl.kernel.Twins;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Order has the reference's bits: many equals, zeros of both signs, NaN, rows of any length. */
@EnabledIf(
    value = "dev.assay.opencl.OpenClBackend#hasDevices",
    disabledReason = "no OpenCL device is installed")
class SortingTest {
  private static final int[] SIZES = {0, 1, 2, 3, 15, 16, 17, 31, 32, 33, 63, 64, 65, 257, 1009};

  private static Tensor withNaN(Tensor x) {
    if (!x.dtype().isFloating()) {
      return x;
    }
    double[] v = x.toDoubles();
    for (int i = 0; i < v.length; i += 5) {
      v[i] = i % 2 == 0 ? Double.NaN : -0.0;
    }
    return Tensor.of(x.dtype(), x.shape(), v);
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "PACKED"})
  void rowsAreInOrder(Variant variant) {
    try (Twins twins = new Twins(variant)) {
      for (DType type : Twins.TYPES) {
        for (int n : SIZES) {
          Tensor x = withNaN(Twins.numbers(type, 2, n, 3));
          Tensor row = withNaN(Twins.numbers(type, n));
          twins.assertSame(
              "unique " + row.shape(),
              () -> {
                Ordering.Unique u = Ordering.unique(row, DType.INT64);
                return List.of(u.y(), u.idx());
              });
          if (type == DType.BOOL) {
            continue;
          }
          for (Direction direction : Direction.values()) {
            twins.assertSameOne("sort", () -> Ordering.sort(x, 1, direction));
            twins.assertSameOne("argsort", () -> Ordering.argsort(x, 1, direction));
            twins.assertSameOne("sort", () -> Ordering.sort(row, 0, direction));
          }
          twins.assertSame(
              "top_k",
              () -> {
                Ordering.TopK top = Ordering.topK(row, n / 2);
                return List.of(top.values(), top.indices());
              });
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "PACKED"})
  void manyElements(Variant variant) {
    try (Twins twins = new Twins(variant)) {
      Tensor x = withNaN(Twins.numbers(DType.FLOAT32, 70_001));
      twins.assertSameOne("argsort", () -> Ordering.argsort(x));
      Tensor whole = Tensor.ofLongs(DType.INT64, Shape.of(3), Long.MAX_VALUE, Long.MIN_VALUE, 0);
      twins.assertSameOne("sort", () -> Ordering.sort(whole));
    }
  }
}
