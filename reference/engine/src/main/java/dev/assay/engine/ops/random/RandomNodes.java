package dev.assay.engine.ops.random;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Deferral;
import dev.assay.engine.op.Op;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.OptionalLong;

/**
 * Makes nodes of a graph that draw random tensors, a new one in every run. Operations on symbols
 * need no such help: {@code Random.randomShuffle(symbol)} is a node.
 */
public final class RandomNodes {
  private final Deferral graph;

  RandomNodes(Deferral graph) {
    this.graph = graph;
  }

  /** {@code u·(maxval − minval) + minval}, {@code u} uniform in [0, 1). */
  public Tensor randomUniform(Shape shape, double minval, double maxval, DType dtype) {
    return node(Uniforms.SEEDED, Random.floats(shape, minval, maxval, dtype), OptionalLong.empty());
  }

  /** As above, of the stream of {@code seed}. */
  public Tensor randomUniform(Shape shape, double minval, double maxval, DType dtype, long seed) {
    return node(
        Uniforms.SEEDED, Random.floats(shape, minval, maxval, dtype), OptionalLong.of(seed));
  }

  /** Integers of [minval, maxval), int32 or int64. */
  public Tensor randomUniformInt(Shape shape, long minval, long maxval, DType dtype) {
    return node(
        Uniforms.SEEDED_INT, Random.integers(shape, minval, maxval, dtype), OptionalLong.empty());
  }

  /** As above, of the stream of {@code seed}. */
  public Tensor randomUniformInt(Shape shape, long minval, long maxval, DType dtype, long seed) {
    return node(
        Uniforms.SEEDED_INT, Random.integers(shape, minval, maxval, dtype), OptionalLong.of(seed));
  }

  /** {@code mean + stddev·z}, {@code z} standard normal. */
  public Tensor randomNormal(Shape shape, double mean, double stddev, DType dtype) {
    return node(Normals.SEEDED, Random.normals(shape, mean, stddev, dtype), OptionalLong.empty());
  }

  /** As above, of the stream of {@code seed}. */
  public Tensor randomNormal(Shape shape, double mean, double stddev, DType dtype, long seed) {
    return node(Normals.SEEDED, Random.normals(shape, mean, stddev, dtype), OptionalLong.of(seed));
  }

  /** {@code mean + stddev·z}, {@code z} standard normal, drawn again until {@code |z| < 2}. */
  public Tensor truncatedNormal(Shape shape, double mean, double stddev, DType dtype) {
    return node(
        Normals.SEEDED_TRUNCATED, Random.normals(shape, mean, stddev, dtype), OptionalLong.empty());
  }

  /** As above, of the stream of {@code seed}. */
  public Tensor truncatedNormal(Shape shape, double mean, double stddev, DType dtype, long seed) {
    return node(
        Normals.SEEDED_TRUNCATED,
        Random.normals(shape, mean, stddev, dtype),
        OptionalLong.of(seed));
  }

  private Tensor node(Op op, Attributes attrs, OptionalLong seed) {
    Attributes seeded = Random.seeded(attrs, RandomSeed.in(graph, seed));
    return graph.defer(Call.of(op, List.of(), seeded)).get(0);
  }
}
