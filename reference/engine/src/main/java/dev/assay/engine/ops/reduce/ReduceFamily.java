package dev.assay.engine.ops.reduce;

import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpFamily;
import java.util.List;
import java.util.stream.Stream;

/** Reductions, running sums and segment sums. */
public final class ReduceFamily implements OpFamily {
  @Override
  public String name() {
    return "reduce";
  }

  @Override
  public List<Op> ops() {
    return Stream.of(
            Sums.ROWS,
            Products.ROWS,
            Extremes.ROWS,
            List.of(LogSumExp.OP, Norm.OP),
            Variance.ROWS,
            Cumulative.ROWS,
            Segments.ROWS)
        .flatMap(List::stream)
        .toList();
  }
}
