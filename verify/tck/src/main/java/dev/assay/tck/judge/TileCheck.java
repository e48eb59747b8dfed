package dev.assay.tck.judge;

import dev.assay.engine.BackendException;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.cases.Draw;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Results and gradients against the reference in tensors that are longer than the tiles of kernels:
 * guards, tails and the joints between tiles. Cases without such a dimension say nothing here.
 */
final class TileCheck implements Check {
  /** One less than the smallest tile in use. */
  private static final int SHORTEST = 31;

  @Override
  public Method method() {
    return Method.TILES;
  }

  @Override
  public Optional<Outcome> run(Trial t) {
    boolean crosses =
        Stream.concat(t.call().inputs().stream(), t.outputs().stream())
            .map(Tensor::shape)
            .anyMatch(s -> Arrays.stream(s.dims()).anyMatch(n -> n >= SHORTEST));
    if (t.values() != Draw.Values.TILES || !crosses) {
      return Optional.empty();
    }
    Compare compare = new Compare(method(), AgainstReference.ORIGIN);
    AgainstReference.results(t, compare);
    if (compare.ok() && t.isDifferentiable()) {
      try {
        AgainstReference.gradients(t, compare);
      } catch (BackendException e) {
        if (!e.isUnsupported()) {
          throw e;
        }
        // a derivative that needs what the backend lacks: the results stand by themselves
      }
    }
    return Optional.of(compare.outcome());
  }
}
