package dev.assay.engine.ops.random;

import dev.assay.engine.ValueException;
import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Deferral;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.SymbolicOperand;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * Random tensors, TensorFlow's streams and algorithms.
 *
 * <p>{@code stateless…} are functions of their seed, two integers. The others take a seed or none
 * and go on where the last call ended: in a graph each node for itself, from the start in every
 * session; where operations run at once, calls of the same operation and seed. {@link RandomSeed}
 * has the rule of seeds. {@link #in} makes nodes of a graph where no argument is a symbol.
 */
public final class Random {
  private Random() {}

  /** {@link RandomSeed#setRandomSeed}. */
  public static void setRandomSeed(long seed) {
    RandomSeed.setRandomSeed(seed);
  }

  /** Makes nodes of {@code graph}, which draw anew in every run. */
  public static RandomNodes in(Deferral graph) {
    return new RandomNodes(ValueException.requireGiven(graph, "random: the graph"));
  }

  // stateless

  /** float32 numbers of [0, 1). */
  public static Tensor statelessRandomUniform(Shape shape, Tensor seed) {
    return statelessRandomUniform(shape, seed, 0, 1, DType.FLOAT32);
  }

  /** {@code u·(maxval − minval) + minval}, {@code u} uniform in [0, 1). */
  public static Tensor statelessRandomUniform(
      Shape shape, Tensor seed, double minval, double maxval, DType dtype) {
    return Dispatch.one(Uniforms.STATELESS, floats(shape, minval, maxval, dtype), seed);
  }

  /** Integers of [minval, maxval), int32 or int64. */
  public static Tensor statelessRandomUniformInt(
      Shape shape, Tensor seed, long minval, long maxval, DType dtype) {
    return Dispatch.one(Uniforms.STATELESS_INT, integers(shape, minval, maxval, dtype), seed);
  }

  /** Integers of the whole type, int32 or int64. */
  public static Tensor statelessRandomUniformInt(Shape shape, Tensor seed, DType dtype) {
    return Dispatch.one(Uniforms.STATELESS_INT, sized(shape, dtype), seed);
  }

  /** float32 numbers of mean 0 and standard deviation 1. */
  public static Tensor statelessRandomNormal(Shape shape, Tensor seed) {
    return statelessRandomNormal(shape, seed, 0, 1, DType.FLOAT32);
  }

  /** {@code mean + stddev·z}, {@code z} standard normal. */
  public static Tensor statelessRandomNormal(
      Shape shape, Tensor seed, double mean, double stddev, DType dtype) {
    return Dispatch.one(Normals.STATELESS, normals(shape, mean, stddev, dtype), seed);
  }

  /** {@code mean + stddev·z}, {@code z} standard normal, drawn again until {@code |z| < 2}. */
  public static Tensor statelessTruncatedNormal(
      Shape shape, Tensor seed, double mean, double stddev, DType dtype) {
    return Dispatch.one(Normals.STATELESS_TRUNCATED, normals(shape, mean, stddev, dtype), seed);
  }

  /**
   * Gamma distributed; {@code shape} ends with that of {@code alpha}. Differentiable by alpha,
   * implicitly.
   */
  public static Tensor statelessRandomGamma(Shape shape, Tensor seed, Tensor alpha) {
    Tensor sample = Dispatch.one(GammaSamples.STATELESS, shaped(shape), seed, alpha);
    return GammaGradient.reparameterized(alpha, sample);
  }

  /** Counts of mean {@code lam}, which broadcasts to {@code shape}. */
  public static Tensor statelessRandomPoisson(Shape shape, Tensor seed, Tensor lam, DType dtype) {
    return Dispatch.one(PoissonSamples.STATELESS, sized(shape, dtype), seed, lam);
  }

  /** {@code numSamples} classes per row of log-probabilities, int64. */
  public static Tensor statelessCategorical(Tensor logits, int numSamples, Tensor seed) {
    return Dispatch.one(
        Categorical.STATELESS, Attributes.of("num_samples", numSamples), logits, seed);
  }

  /** The slices of the first axis in random order. */
  public static Tensor statelessShuffle(Tensor value, Tensor seed) {
    return Dispatch.one(Shuffle.STATELESS, value, seed);
  }

  /** A box of the given size at a random place of {@code value}. */
  public static Tensor statelessRandomCrop(Tensor value, Shape size, Tensor seed) {
    return Dispatch.one(Crop.STATELESS, box(size), value, seed);
  }

  // seeded

  /** float32 numbers of [0, 1). */
  public static Tensor randomUniform(Shape shape) {
    return run(Uniforms.SEEDED, floats(shape, 0, 1, DType.FLOAT32), OptionalLong.empty());
  }

  /** {@code u·(maxval − minval) + minval}, {@code u} uniform in [0, 1). */
  public static Tensor randomUniform(Shape shape, double minval, double maxval, DType dtype) {
    return run(Uniforms.SEEDED, floats(shape, minval, maxval, dtype), OptionalLong.empty());
  }

  /** As above, of the stream of {@code seed}. */
  public static Tensor randomUniform(
      Shape shape, double minval, double maxval, DType dtype, long seed) {
    return run(Uniforms.SEEDED, floats(shape, minval, maxval, dtype), OptionalLong.of(seed));
  }

  /** Integers of [minval, maxval), int32 or int64. */
  public static Tensor randomUniformInt(Shape shape, long minval, long maxval, DType dtype) {
    return run(Uniforms.SEEDED_INT, integers(shape, minval, maxval, dtype), OptionalLong.empty());
  }

  /** As above, of the stream of {@code seed}. */
  public static Tensor randomUniformInt(
      Shape shape, long minval, long maxval, DType dtype, long seed) {
    return run(Uniforms.SEEDED_INT, integers(shape, minval, maxval, dtype), OptionalLong.of(seed));
  }

  /** float32 numbers of mean 0 and standard deviation 1. */
  public static Tensor randomNormal(Shape shape) {
    return run(Normals.SEEDED, normals(shape, 0, 1, DType.FLOAT32), OptionalLong.empty());
  }

  /** {@code mean + stddev·z}, {@code z} standard normal. */
  public static Tensor randomNormal(Shape shape, double mean, double stddev, DType dtype) {
    return run(Normals.SEEDED, normals(shape, mean, stddev, dtype), OptionalLong.empty());
  }

  /** As above, of the stream of {@code seed}. */
  public static Tensor randomNormal(
      Shape shape, double mean, double stddev, DType dtype, long seed) {
    return run(Normals.SEEDED, normals(shape, mean, stddev, dtype), OptionalLong.of(seed));
  }

  /** {@code mean + stddev·z}, {@code z} standard normal, drawn again until {@code |z| < 2}. */
  public static Tensor truncatedNormal(Shape shape, double mean, double stddev, DType dtype) {
    return run(Normals.SEEDED_TRUNCATED, normals(shape, mean, stddev, dtype), OptionalLong.empty());
  }

  /** As above, of the stream of {@code seed}. */
  public static Tensor truncatedNormal(
      Shape shape, double mean, double stddev, DType dtype, long seed) {
    return run(
        Normals.SEEDED_TRUNCATED, normals(shape, mean, stddev, dtype), OptionalLong.of(seed));
  }

  /**
   * Gamma distributed, of shape {@code shape + alpha.shape}. Differentiable by alpha, implicitly.
   */
  public static Tensor randomGamma(Shape shape, Tensor alpha) {
    return gamma(shape, alpha, OptionalLong.empty());
  }

  /** As above, of the stream of {@code seed}. */
  public static Tensor randomGamma(Shape shape, Tensor alpha, long seed) {
    return gamma(shape, alpha, OptionalLong.of(seed));
  }

  private static Tensor gamma(Shape shape, Tensor alpha, OptionalLong seed) {
    Tensor sample = run(GammaSamples.SEEDED, shaped(shape), seed, alpha);
    return GammaGradient.reparameterized(alpha, sample);
  }

  /**
   * How a gamma distributed {@code sample} moves with its parameter if its quantile is held, the
   * derivative of {@link #randomGamma} and {@link #statelessRandomGamma}.
   */
  public static Tensor randomGammaGrad(Tensor alpha, Tensor sample) {
    return Dispatch.one(GammaGradient.OP, alpha, sample);
  }

  /** Counts of mean {@code lam}, of shape {@code shape + lam.shape}. */
  public static Tensor randomPoisson(Shape shape, Tensor lam, DType dtype) {
    return run(PoissonSamples.SEEDED, sized(shape, dtype), OptionalLong.empty(), lam);
  }

  /** As above, of the stream of {@code seed}. */
  public static Tensor randomPoisson(Shape shape, Tensor lam, DType dtype, long seed) {
    return run(PoissonSamples.SEEDED, sized(shape, dtype), OptionalLong.of(seed), lam);
  }

  /** {@code numSamples} classes per row of log-probabilities, int64. */
  public static Tensor categorical(Tensor logits, int numSamples) {
    Attributes attrs = Attributes.of("num_samples", numSamples);
    return run(Categorical.SEEDED, attrs, OptionalLong.empty(), logits);
  }

  /** As above, of the stream of {@code seed}. */
  public static Tensor categorical(Tensor logits, int numSamples, long seed) {
    Attributes attrs = Attributes.of("num_samples", numSamples);
    return run(Categorical.SEEDED, attrs, OptionalLong.of(seed), logits);
  }

  /** The slices of the first axis in random order. */
  public static Tensor randomShuffle(Tensor value) {
    return run(Shuffle.SEEDED, Attributes.none(), OptionalLong.empty(), value);
  }

  /** As above, of the stream of {@code seed}. */
  public static Tensor randomShuffle(Tensor value, long seed) {
    return run(Shuffle.SEEDED, Attributes.none(), OptionalLong.of(seed), value);
  }

  /** A box of the given size at a random place of {@code value}. */
  public static Tensor randomCrop(Tensor value, Shape size) {
    return run(Crop.SEEDED, box(size), OptionalLong.empty(), value);
  }

  /** As above, of the stream of {@code seed}. */
  public static Tensor randomCrop(Tensor value, Shape size, long seed) {
    return run(Crop.SEEDED, box(size), OptionalLong.of(seed), value);
  }

  private static Tensor run(Op op, Attributes attrs, OptionalLong seed, Tensor... inputs) {
    return call(op, attrs, seed, inputs).get(0);
  }

  /**
   * Runs an operation that draws from a stream of seeds, for operations of other rooms as well.
   *
   * @param op with attributes {@code seed}, {@code seed2} and {@code skip}
   * @param seed that of the operation
   */
  public static List<Tensor> call(Op op, Attributes attrs, OptionalLong seed, Tensor... inputs) {
    for (Tensor t : inputs) {
      if (t instanceof SymbolicOperand symbol) {
        Attributes seeded = seeded(attrs, RandomSeed.in(symbol.home(), seed));
        return Dispatch.call(op, seeded, Arrays.asList(inputs));
      }
    }
    RandomSeed seeds = RandomSeed.eager(seed);
    Attributes seeded = seeded(attrs, seeds);
    if (seed.isPresent()) {
      Call call = Call.of(op, Arrays.asList(inputs), seeded);
      seeded = seeded.and("skip", RandomSeed.reserve(call, seeds));
    }
    return Dispatch.call(op, seeded, Arrays.asList(inputs));
  }

  static Attributes seeded(Attributes attrs, RandomSeed seeds) {
    return attrs.and("seed", seeds.seed()).and("seed2", seeds.seed2());
  }

  static Attributes floats(Shape shape, double minval, double maxval, DType dtype) {
    return sized(shape, dtype).and("minval", minval).and("maxval", maxval);
  }

  static Attributes integers(Shape shape, long minval, long maxval, DType dtype) {
    return sized(shape, dtype).and("minval", minval).and("maxval", maxval);
  }

  static Attributes normals(Shape shape, double mean, double stddev, DType dtype) {
    return sized(shape, dtype).and("mean", mean).and("stddev", stddev);
  }

  private static Attributes sized(Shape shape, DType dtype) {
    return shaped(shape).and("dtype", ValueException.requireGiven(dtype, "random: the dtype"));
  }

  private static Attributes shaped(Shape shape) {
    return Attributes.of("shape", ValueException.requireGiven(shape, "random: the shape").dims());
  }

  private static Attributes box(Shape size) {
    return Attributes.of("size", ValueException.requireGiven(size, "random: the size").dims());
  }
}
