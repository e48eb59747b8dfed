package dev.assay.opencl.kernel.reduce;

import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceStorage;

/**
 * Mean and population variance of cells, in two passes.
 *
 * @param mean one for each cell
 * @param variance one for each cell
 */
public record Statistics(DeviceStorage mean, DeviceStorage variance) {
  private static final String DEVIATION = "(x0[i] - a0[cell])";
  private static final Fold MEAN = Fold.sum().finish("a / n");
  private static final Fold VARIANCE = squares("a / n");
  private static final Fold DEVIATIONS = squares("sqrt(a / n)");

  private static Fold squares(String finish) {
    return Fold.sum().value(DEVIATION + " * " + DEVIATION).finish(finish);
  }

  /** {@code μ = Σ x / n}, {@code v = Σ (x − μ)² / n}; NaN of empty cells. */
  public static Statistics of(ClDevice device, Cells cells, DeviceStorage x) {
    return of(device, cells, x, VARIANCE);
  }

  /** {@code μ} alone. */
  public static DeviceStorage means(ClDevice device, Cells cells, DeviceStorage x) {
    return MEAN.run(device, cells, x.dtype(), Fold.Arguments.of(x));
  }

  /** As {@link #of}, with √v in the place of v. */
  static Statistics withDeviation(ClDevice device, Cells cells, DeviceStorage x) {
    return of(device, cells, x, DEVIATIONS);
  }

  private static Statistics of(ClDevice device, Cells cells, DeviceStorage x, Fold second) {
    DeviceStorage mean = means(device, cells, x);
    return new Statistics(
        mean, second.run(device, cells, x.dtype(), Fold.Arguments.of(x).perCell(mean)));
  }
}
