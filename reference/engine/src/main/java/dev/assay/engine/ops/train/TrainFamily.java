package dev.assay.engine.ops.train;

import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpFamily;
import java.util.List;
import java.util.stream.Stream;

/** Steps of optimizers, as functions of the variable, its slots, the gradient and scalars. */
public final class TrainFamily implements OpFamily {
  @Override
  public String name() {
    return "train";
  }

  @Override
  public List<Op> ops() {
    return Stream.of(Descents.ROWS, Adagrads.ROWS, RmsProps.ROWS, Adams.ROWS, Proximals.ROWS)
        .flatMap(List::stream)
        .toList();
  }
}
