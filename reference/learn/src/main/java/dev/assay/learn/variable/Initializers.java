package dev.assay.learn.variable;

import dev.assay.engine.AttributeException;
import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.linalg.Decompositions;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.OptionalLong;

/**
 * Initializers by TensorFlow 1's names, formulas and defaults. Those that draw take a seed or none;
 * {@link dev.assay.engine.ops.random.RandomSeed} has the rule of seeds.
 *
 * <p>{@code fan_in} and {@code fan_out} are the last two dimensions of a shape, each times the
 * product of all before them: the inputs and outputs of a matrix, and channels times window of a
 * convolution's filter. A vector has its length for both, a scalar 1.
 */
public final class Initializers {
  private Initializers() {}

  /** Zeros, or false, or empty strings. */
  public static Initializer zeros() {
    return (shape, dtype, draws) -> Creation.zeros(shape, dtype);
  }

  /** Ones, or true. */
  public static Initializer ones() {
    return (shape, dtype, draws) -> Creation.ones(shape, dtype);
  }

  /** {@code value} everywhere, rounded once to the variable's type. */
  public static Initializer constant(double value) {
    return (shape, dtype, draws) ->
        Creation.fill(shape, Maths.scalar(value, Tensor.zeros(dtype, Shape.scalar())));
  }

  /** Exactly {@code value}, a tensor or a symbol, whose dtype and shape are the variable's. */
  public static Initializer value(Tensor value) {
    TensorType given = TensorType.of(ValueException.requireGiven(value, "initializer: value"));
    return (shape, dtype, draws) -> {
      requireSame(given, shape, dtype);
      return value;
    };
  }

  /**
   * What {@code other} has, or what it begins with where the session has not initialized it: {@link
   * Variable#initializedValue}.
   */
  public static Initializer from(Variable other) {
    ValueException.requireGiven(other, "initializer: the other variable");
    return (shape, dtype, draws) -> {
      requireSame(new TensorType(other.dtype(), other.shape()), shape, dtype);
      return other.initializedValue();
    };
  }

  private static void requireSame(TensorType given, Shape shape, DType dtype) {
    if (given.dtype() != dtype) {
      throw new DTypeException(
          "initializer: the value is " + given.dtype() + ", the variable " + dtype);
    }
    if (!given.shape().equals(shape)) {
      throw new ShapeException(
          "initializer: the value has shape " + given.shape() + ", the variable " + shape);
    }
  }

  /** Uniform in [minval, maxval). */
  public static Initializer uniform(double minval, double maxval) {
    return uniform(minval, maxval, OptionalLong.empty());
  }

  /** As above, of the stream of {@code seed}. */
  public static Initializer uniform(double minval, double maxval, long seed) {
    return uniform(minval, maxval, OptionalLong.of(seed));
  }

  private static Initializer uniform(double minval, double maxval, OptionalLong seed) {
    return (shape, dtype, draws) -> draws.uniform(shape, minval, maxval, dtype, seed);
  }

  /** {@code mean + stddev·z}, {@code z} standard normal. */
  public static Initializer normal(double mean, double stddev) {
    return normal(mean, stddev, OptionalLong.empty());
  }

  /** As above, of the stream of {@code seed}. */
  public static Initializer normal(double mean, double stddev, long seed) {
    return normal(mean, stddev, OptionalLong.of(seed));
  }

  private static Initializer normal(double mean, double stddev, OptionalLong seed) {
    return (shape, dtype, draws) -> draws.normal(shape, mean, stddev, dtype, seed);
  }

  /** {@code mean + stddev·z}, {@code z} standard normal, drawn again until {@code |z| < 2}. */
  public static Initializer truncatedNormal(double mean, double stddev) {
    return truncatedNormal(mean, stddev, OptionalLong.empty());
  }

  /** As above, of the stream of {@code seed}. */
  public static Initializer truncatedNormal(double mean, double stddev, long seed) {
    return truncatedNormal(mean, stddev, OptionalLong.of(seed));
  }

  private static Initializer truncatedNormal(double mean, double stddev, OptionalLong seed) {
    return (shape, dtype, draws) -> draws.truncatedNormal(shape, mean, stddev, dtype, seed);
  }

  /** Uniform in ±√(6/(fan_in + fan_out)). Glorot and Bengio 2010, equation 16. */
  public static Initializer glorotUniform() {
    return VarianceScaling.uniform(1, VarianceScaling.Fan.AVERAGE, OptionalLong.empty());
  }

  /** As above, of the stream of {@code seed}. */
  public static Initializer glorotUniform(long seed) {
    return VarianceScaling.uniform(1, VarianceScaling.Fan.AVERAGE, OptionalLong.of(seed));
  }

  /** Truncated normal of variance 2/(fan_in + fan_out). Glorot and Bengio 2010. */
  public static Initializer glorotNormal() {
    return VarianceScaling.normal(1, VarianceScaling.Fan.AVERAGE, OptionalLong.empty());
  }

  /** As above, of the stream of {@code seed}. */
  public static Initializer glorotNormal(long seed) {
    return VarianceScaling.normal(1, VarianceScaling.Fan.AVERAGE, OptionalLong.of(seed));
  }

  /** Uniform in ±√(6/fan_in). He et al. 2015, equation 10. */
  public static Initializer heUniform() {
    return VarianceScaling.uniform(2, VarianceScaling.Fan.IN, OptionalLong.empty());
  }

  /** As above, of the stream of {@code seed}. */
  public static Initializer heUniform(long seed) {
    return VarianceScaling.uniform(2, VarianceScaling.Fan.IN, OptionalLong.of(seed));
  }

  /** Truncated normal of variance 2/fan_in. He et al. 2015, equation 10. */
  public static Initializer heNormal() {
    return VarianceScaling.normal(2, VarianceScaling.Fan.IN, OptionalLong.empty());
  }

  /** As above, of the stream of {@code seed}. */
  public static Initializer heNormal(long seed) {
    return VarianceScaling.normal(2, VarianceScaling.Fan.IN, OptionalLong.of(seed));
  }

  /** Uniform in ±√(3/fan_in). LeCun et al. 1998, section 4.6. */
  public static Initializer lecunUniform() {
    return VarianceScaling.uniform(1, VarianceScaling.Fan.IN, OptionalLong.empty());
  }

  /** As above, of the stream of {@code seed}. */
  public static Initializer lecunUniform(long seed) {
    return VarianceScaling.uniform(1, VarianceScaling.Fan.IN, OptionalLong.of(seed));
  }

  /** Truncated normal of variance 1/fan_in. LeCun et al. 1998, section 4.6. */
  public static Initializer lecunNormal() {
    return VarianceScaling.normal(1, VarianceScaling.Fan.IN, OptionalLong.empty());
  }

  /** As above, of the stream of {@code seed}. */
  public static Initializer lecunNormal(long seed) {
    return VarianceScaling.normal(1, VarianceScaling.Fan.IN, OptionalLong.of(seed));
  }

  /** {@code gain·Q}, see {@link #orthogonal(double, long)}. */
  public static Initializer orthogonal(double gain) {
    return orthogonal(gain, OptionalLong.empty());
  }

  /**
   * {@code gain·Q}: the shape is taken as a matrix, all dimensions but the last as rows. Q is the
   * orthonormal factor of a normal matrix, with the signs that make the diagonal of R positive,
   * which makes Q uniform (Mezzadri 2007); of a wide matrix the transpose of that of a tall one. A
   * rank below 2 is an error.
   */
  public static Initializer orthogonal(double gain, long seed) {
    return orthogonal(gain, OptionalLong.of(seed));
  }

  private static Initializer orthogonal(double gain, OptionalLong seed) {
    requireFinite("orthogonal", "gain", gain);
    return (shape, dtype, draws) -> {
      if (shape.rank() < 2) {
        throw new ShapeException("orthogonal: two dimensions or more are needed, got " + shape);
      }
      int rows = shape.slice(0, shape.rank() - 1).elements();
      int columns = shape.dim(-1);
      boolean wide = rows < columns;
      Shape tall = Shape.of(Math.max(rows, columns), Math.min(rows, columns));
      Tensor q = Decompositions.qr(draws.normal(tall, 0, 1, dtype, seed)).q();
      return Maths.multiply(ArrayOps.reshape(wide ? ArrayOps.transpose(q) : q, shape.dims()), gain);
    };
  }

  /** {@code gain} on the diagonal of a matrix, square or not, zero elsewhere. */
  public static Initializer identity(double gain) {
    requireFinite("identity", "gain", gain);
    return (shape, dtype, draws) -> {
      if (shape.rank() != 2) {
        throw new ShapeException("identity: a matrix is needed, got " + shape);
      }
      Tensor eye = Creation.eye(shape.dim(0), shape.dim(1), dtype);
      return gain == 1 ? eye : Maths.multiply(eye, gain);
    };
  }

  private static void requireFinite(String initializer, String what, double value) {
    if (!Double.isFinite(value)) {
      throw new AttributeException(initializer + ": " + what + " is finite, got " + value);
    }
  }
}
