package dev.assay.engine.ops.nn;

import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpFamily;
import java.util.List;

/** Activations, softmax, losses, norms and clipping. */
public final class NnFamily implements OpFamily {
  @Override
  public String name() {
    return "nn";
  }

  @Override
  public List<Op> ops() {
    return List.of();
  }
}
