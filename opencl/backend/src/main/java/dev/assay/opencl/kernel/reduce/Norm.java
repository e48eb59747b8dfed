package dev.assay.opencl.kernel.reduce;

import dev.assay.engine.op.Call;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceStorage;

/**
 * {@code norm}: {@code (Σ|x|ᵖ)^(1/p)}, for p = 2 scaled by a power of two and otherwise by the
 * greatest magnitude, as the reference does, so that no power over- or underflows.
 */
final class Norm {
  private static final Fold GREATEST = Fold.of("0", "GREATER(a, b)").value("fabs(x0[i])");
  private static final Fold SUM = Fold.sum().value("fabs(x0[i])");

  private static final String EXPONENT = "EXPONENT_OF(a0[cell])";
  private static final String SCALED = "ldexp(x0[i], -" + EXPONENT + ")";
  private static final Fold EUCLIDEAN =
      Fold.sum().value(SCALED + " * " + SCALED).finish("ldexp(sqrt(a), " + EXPONENT + ")");

  private static final String SCALE = "SCALE_OF(a0[cell])";
  private static final Fold GENERAL =
      Fold.sum().value("pow(fabs(x0[i]) / " + SCALE + ", q0)").finish(SCALE + " * pow(a, q1)");

  private Norm() {}

  static DeviceStorage run(Call call, ClDevice device, Cells cells) {
    DeviceStorage x = device.here(call.in(0));
    String ord = call.attrs().text("ord");
    Fold.Arguments all = Fold.Arguments.of(x);
    if (!ord.equals("euclidean") && !ord.equals("fro") && !ord.equals("inf")) {
      double p = Double.parseDouble(ord);
      if (p == 1) {
        return SUM.run(device, cells, x.dtype(), all);
      }
      if (p != 2) {
        DeviceStorage greatest = GREATEST.run(device, cells, x.dtype(), all);
        Fold.Arguments scaled = all.perCell(greatest).numbers(p, 1 / p);
        return GENERAL.run(device, cells, x.dtype(), scaled);
      }
    }
    DeviceStorage greatest = GREATEST.run(device, cells, x.dtype(), all);
    return ord.equals("inf")
        ? greatest
        : EUCLIDEAN.run(device, cells, x.dtype(), Fold.Arguments.of(x).perCell(greatest));
  }
}
