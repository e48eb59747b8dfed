package dev.assay.learn.variable;

import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.ops.random.Random;
import dev.assay.engine.ops.random.RandomNodes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where an initializer gets its random numbers: from nodes of a graph, which draw when a session
 * runs them, or at once. Either way the engine's {@link Random} operations, and so TensorFlow's
 * streams and its rule of seeds.
 */
public final class Draws {
  private static final Draws NOW = new Draws(Optional.empty());

  private final Optional<RandomNodes> nodes;

  private Draws(Optional<RandomNodes> nodes) {
    this.nodes = nodes;
  }

  /** Draws by nodes of {@code graph}. */
  public static Draws in(Graph graph) {
    return new Draws(Optional.of(Random.in(ValueException.requireGiven(graph, "draws: graph"))));
  }

  /** Draws at once. */
  public static Draws now() {
    return NOW;
  }

  /** {@code u·(maxval − minval) + minval}, {@code u} uniform in [0, 1). */
  public Tensor uniform(Shape shape, double minval, double maxval, DType dtype, OptionalLong seed) {
    if (nodes.isPresent()) {
      return seed.isPresent()
          ? nodes.get().randomUniform(shape, minval, maxval, dtype, seed.getAsLong())
          : nodes.get().randomUniform(shape, minval, maxval, dtype);
    }
    return seed.isPresent()
        ? Random.randomUniform(shape, minval, maxval, dtype, seed.getAsLong())
        : Random.randomUniform(shape, minval, maxval, dtype);
  }

  /** {@code mean + stddev·z}, {@code z} standard normal. */
  public Tensor normal(Shape shape, double mean, double stddev, DType dtype, OptionalLong seed) {
    if (nodes.isPresent()) {
      return seed.isPresent()
          ? nodes.get().randomNormal(shape, mean, stddev, dtype, seed.getAsLong())
          : nodes.get().randomNormal(shape, mean, stddev, dtype);
    }
    return seed.isPresent()
        ? Random.randomNormal(shape, mean, stddev, dtype, seed.getAsLong())
        : Random.randomNormal(shape, mean, stddev, dtype);
  }

  /** {@code mean + stddev·z}, {@code z} standard normal, drawn again until {@code |z| < 2}. */
  public Tensor truncatedNormal(
      Shape shape, double mean, double stddev, DType dtype, OptionalLong seed) {
    if (nodes.isPresent()) {
      return seed.isPresent()
          ? nodes.get().truncatedNormal(shape, mean, stddev, dtype, seed.getAsLong())
          : nodes.get().truncatedNormal(shape, mean, stddev, dtype);
    }
    return seed.isPresent()
        ? Random.truncatedNormal(shape, mean, stddev, dtype, seed.getAsLong())
        : Random.truncatedNormal(shape, mean, stddev, dtype);
  }
}
