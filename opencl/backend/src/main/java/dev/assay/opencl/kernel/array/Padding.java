package dev.assay.opencl.kernel.array;

import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.kernel.array.View.Bounded;
import dev.assay.opencl.kernel.array.View.Folded;
import java.util.List;

/** {@code pad}: a border of one value, or mirrored. */
final class Padding implements Movement {
  @Override
  public List<Tensor> run(Call c, ClDevice device) {
    int[] paddings = c.attrs().ints("paddings");
    String mode = c.attrs().text("mode");
    View v = View.of(c.in(0).shape());
    for (int d = 0; d < c.in(0).rank(); d++) {
      int before = paddings[2 * d];
      int n = c.in(0).shape().dim(d);
      int size = c.output().shape().dim(d);
      v = size == n ? v : v.ruled(d, size, rule(mode, before, n));
    }
    long fill = Filling.bits(c.output().dtype(), c.attrs().number("constant_values"));
    return List.of(
        Tensor.of(
            c.output().shape(),
            Copy.gathered(device, device.here(c.in(0)), v, Copy.Value.BITS, fill)));
  }

  /** Mirrored axes repeat, forth and back, after {@code 2(n − 1)} or {@code 2n} elements. */
  private static View.Rule rule(String mode, int before, int n) {
    return switch (mode) {
      case "REFLECT" -> {
        int period = 2 * (n - 1);
        yield new Folded(period - before, period, n, period);
      }
      case "SYMMETRIC" -> new Folded(2 * n - before, 2 * n, n, 2 * n - 1);
      default -> new Bounded(-before, n);
    };
  }
}
