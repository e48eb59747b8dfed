package dev.assay.engine.ops.array;

import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpFamily;
import java.util.List;
import java.util.stream.Stream;

/** Operations that make, reshape, pick and order elements. */
public final class ArrayFamily implements OpFamily {
  @Override
  public String name() {
    return "array";
  }

  @Override
  public List<Op> ops() {
    return Stream.of(Like.ROWS, List.of(ExpandDims.OP)).flatMap(List::stream).toList();
  }
}
