package dev.assay.engine.ops.array;

import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpFamily;
import java.util.List;
import java.util.stream.Stream;

/** Operations that pick, scatter and order elements. */
public final class IndexingFamily implements OpFamily {
  @Override
  public String name() {
    return "array";
  }

  @Override
  public List<Op> ops() {
    return Stream.of(
            List.of(Where.OP, Gather.OP, Gather.GRAD, GatherNd.OP, GatherNd.GRAD),
            List.of(Slice.OP, Slice.GRAD, StridedSlice.OP, StridedSlice.GRAD),
            List.of(ScatterNd.SCATTER_ND, ScatterNd.TENSOR_SCATTER_ADD),
            Masks.ROWS,
            List.of(ArgMax.ARGMAX, ArgMax.ARGMIN, Distinct.OP),
            Sorting.ROWS)
        .flatMap(List::stream)
        .toList();
  }
}
