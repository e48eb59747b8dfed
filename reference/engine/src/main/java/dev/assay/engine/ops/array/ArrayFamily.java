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
    List<Op> single =
        List.of(
            Constant.OP,
            Range.OP,
            Linspace.OP,
            OneHot.OP,
            Cast.OP,
            Reshape.OP,
            Transpose.OP,
            ExpandDims.OP,
            Squeeze.OP,
            BroadcastTo.OP,
            Split.OP,
            Meshgrid.OP);
    return Stream.of(
            single,
            Fills.ROWS,
            Like.ROWS,
            ShapeOf.ROWS,
            Concat.ROWS,
            Stack.ROWS,
            Tile.ROWS,
            Pad.ROWS,
            Shift.ROWS,
            Diagonals.ROWS,
            Passing.ROWS)
        .flatMap(List::stream)
        .toList();
  }
}
