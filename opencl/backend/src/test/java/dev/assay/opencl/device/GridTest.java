package dev.assay.opencl.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.engine.backend.Devices;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.OpenClBackend;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Launches of more work-groups than a graphics processor numbers. */
class GridTest {
  private static final long[] ANY = {};

  private static String text(List<Grid> parts) {
    StringBuilder out = new StringBuilder();
    for (Grid p : parts) {
      out.append(Arrays.toString(p.offset())).append(Arrays.toString(p.size())).append(' ');
    }
    return out.toString().strip();
  }

  @Test
  void whatFitsIsOneLaunch() {
    assertEquals("[0][10000000]", text(Grid.parts(new long[] {10_000_000}, ANY)));
    assertEquals(
        "[0, 0][64, 131070]", text(Grid.parts(new long[] {64, 131_070}, new long[] {64, 2})));
  }

  @Test
  void aLongSecondOrThirdDimensionIsSeveral() {
    assertEquals(
        "[0, 0][64, 65535] [0, 65535][64, 4465]",
        text(Grid.parts(new long[] {64, 70_000}, new long[] {64, 1})));
    assertEquals(4, Grid.parts(new long[] {1, 70_000, 70_000}, ANY).size());
  }

  /** In every version: a work-group for each cell is 70,000 of them along the second dimension. */
  @Test
  @EnabledIf(
      value = "dev.assay.opencl.OpenClBackend#hasDevices",
      disabledReason = "no OpenCL device is installed")
  void everyPartKnowsItsPlace() {
    int rows = 70_000;
    double[] x = new double[rows * 16];
    for (int i = 0; i < x.length; i++) {
      x[i] = i / 16 % 1000;
    }
    Tensor t = Tensor.of(DType.FLOAT32, Shape.of(rows, 16), x);
    Tensor want = Reduce.sum(t, false, 1);
    for (Settings.Variant variant : Settings.Variant.values()) {
      try (OpenClBackend opencl =
          new OpenClBackend(new JoclDriver(), Settings.ofProperties().with(variant))) {
        Tensor got = Devices.with(opencl, () -> Reduce.sum(t, false, 1));
        assertArrayEquals(want.toFloats(), got.toFloats(), variant.toString());
      }
    }
  }
}
