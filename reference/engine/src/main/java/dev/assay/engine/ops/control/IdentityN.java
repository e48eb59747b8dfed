package dev.assay.engine.ops.control;

import dev.assay.engine.op.Op;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Tensor;

/** {@code identity_n}: several tensors as they are. */
final class IdentityN {
  static final Op OP =
      Op.define("identity_n")
          .formula("outputs[i] = input[i]")
          .mixedInputList("input", "any types and shapes")
          .outputs("output…")
          .shape(o -> o.inputs().stream().map(TensorType::of).toList())
          .kernel(c -> c.inputs().stream().map(t -> Tensor.of(t.shape(), t.storage())).toList())
          .vjpEach("input", (p, i) -> p.dy(i))
          .build();

  private IdentityN() {}
}
