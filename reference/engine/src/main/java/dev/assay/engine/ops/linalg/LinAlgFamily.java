package dev.assay.engine.ops.linalg;

import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpFamily;
import java.util.List;

/** Products of matrices and tensors. */
public final class LinAlgFamily implements OpFamily {
  @Override
  public String name() {
    return "linalg";
  }

  @Override
  public List<Op> ops() {
    return List.of(MatMul.OP);
  }
}
