package dev.assay.engine.op;

import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** The reference's loops: binary64, {@link StrictMath}, sums in a fixed order, one rounding. */
@FunctionalInterface
public interface Kernel {
  /** The results of a checked call. Arguments are not modified. */
  List<Tensor> run(Call call);
}
