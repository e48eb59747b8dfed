package dev.assay.engine.ops.array;

import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpFamily;
import java.util.List;
import java.util.stream.Stream;

/** Operations that make, reshape, join and repeat tensors. */
public final class ArrayFamily implements OpFamily {
  @Override
  public String name() {
    return "array";
  }

  @Override
  public List<Op> ops() {
    return Stream.of(
            Fills.ROWS,
            Like.ROWS,
            List.of(Cast.OP, OneHot.OP, Reshape.OP, Transpose.OP, ExpandDims.OP, Squeeze.OP),
            Concat.ROWS,
            Stack.ROWS,
            Pad.ROWS)
        .flatMap(List::stream)
        .toList();
  }
}
