package dev.assay.engine.ops.array;

import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpFamily;
import java.util.List;

/** Operations that pick, scatter and order elements. */
public final class IndexingFamily implements OpFamily {
  @Override
  public String name() {
    return "array";
  }

  @Override
  public List<Op> ops() {
    return List.of(
        Where.OP, Gather.OP, Gather.GRAD, Slice.OP, Slice.GRAD, ArgMax.ARGMAX, ArgMax.ARGMIN);
  }
}
