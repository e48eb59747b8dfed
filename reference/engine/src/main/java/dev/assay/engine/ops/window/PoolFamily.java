package dev.assay.engine.ops.window;

import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpFamily;
import java.util.List;
import java.util.stream.Stream;

/** Pooling, and movements between space, depth and batch. */
public final class PoolFamily implements OpFamily {
  @Override
  public String name() {
    return "window";
  }

  @Override
  public List<Op> ops() {
    return Stream.of(
            MaxPool.ROWS,
            AvgPool.ROWS,
            MaxPoolWithArgmax.ROWS,
            GlobalPool.ROWS,
            ExtractPatches.ROWS,
            SpaceToDepth.ROWS,
            SpaceToBatch.ROWS)
        .flatMap(List::stream)
        .toList();
  }
}
