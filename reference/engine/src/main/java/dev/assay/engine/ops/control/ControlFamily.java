package dev.assay.engine.ops.control;

import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpFamily;
import java.util.List;
import java.util.stream.Stream;

/** Assertions, printing, tensors passed on together. */
public final class ControlFamily implements OpFamily {
  @Override
  public String name() {
    return "control";
  }

  @Override
  public List<Op> ops() {
    return Stream.of(Assertions.ROWS, List.of(AssertShapes.OP, Print.OP, IdentityN.OP))
        .flatMap(List::stream)
        .toList();
  }
}
