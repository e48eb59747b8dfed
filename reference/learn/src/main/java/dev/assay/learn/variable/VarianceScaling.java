package dev.assay.learn.variable;

import dev.assay.engine.tensor.Shape;
import java.util.OptionalLong;

/**
 * Random values of variance {@code scale/max(1, fan)}, TensorFlow 1's {@code variance_scaling}:
 * what goes through a layer keeps its size.
 */
final class VarianceScaling {
  /** What the variance is divided by. */
  enum Fan {
    /** The inputs of one output. */
    IN,
    /** The mean of inputs and outputs. */
    AVERAGE
  }

  /** The standard deviation of a standard normal variable that is cut off at ±2. */
  private static final double TRUNCATED_STDDEV = .87962566103423978;

  private VarianceScaling() {}

  /** Uniform in ±√(3·scale/fan). */
  static Initializer uniform(double scale, Fan fan, OptionalLong seed) {
    return (shape, dtype, draws) -> {
      double limit = Math.sqrt(3 * variance(scale, fan, shape));
      return draws.uniform(shape, -limit, limit, dtype, seed);
    };
  }

  /** Truncated normal; the underlying deviation is larger by what the truncation takes. */
  static Initializer normal(double scale, Fan fan, OptionalLong seed) {
    return (shape, dtype, draws) -> {
      double stddev = Math.sqrt(variance(scale, fan, shape)) / TRUNCATED_STDDEV;
      return draws.truncatedNormal(shape, 0, stddev, dtype, seed);
    };
  }

  private static double variance(double scale, Fan fan, Shape shape) {
    double in = fan(shape, -2);
    double out = fan(shape, -1);
    return scale / Math.max(1, fan == Fan.IN ? in : (in + out) / 2);
  }

  /** The dimension {@code axis}, −2 or −1, times the window's size. */
  private static double fan(Shape shape, int axis) {
    if (shape.rank() < 2) {
      return shape.elements();
    }
    return (double) shape.dim(axis) * shape.slice(0, shape.rank() - 2).elements();
  }
}
