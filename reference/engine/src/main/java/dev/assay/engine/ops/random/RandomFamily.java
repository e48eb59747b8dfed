package dev.assay.engine.ops.random;

import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpFamily;
import java.util.List;
import java.util.stream.Stream;

/** Random numbers, orders and places. */
public final class RandomFamily implements OpFamily {
  @Override
  public String name() {
    return "random";
  }

  @Override
  public List<Op> ops() {
    return Stream.of(
            Uniforms.ROWS,
            Normals.ROWS,
            GammaSamples.ROWS,
            List.of(GammaGradient.OP),
            PoissonSamples.ROWS,
            Categorical.ROWS,
            Shuffle.ROWS,
            Crop.ROWS)
        .flatMap(List::stream)
        .toList();
  }
}
