package dev.assay.engine.ops.linalg;

import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpFamily;
import java.util.List;
import java.util.stream.Stream;

/** Products of matrices and tensors. */
public final class LinAlgFamily implements OpFamily {
  @Override
  public String name() {
    return "linalg";
  }

  @Override
  public List<Op> ops() {
    return Stream.of(
            List.of(MatMul.OP, MatVec.OP),
            List.of(TensorDot.TENSORDOT, TensorDot.OUTER, Einsum.OP),
            Trace.ROWS)
        .flatMap(List::stream)
        .toList();
  }
}
