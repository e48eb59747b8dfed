package dev.assay.learn.optimizer;

import dev.assay.engine.AttributeException;
import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.array.Indexing;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.function.UnaryOperator;

/**
 * Learning rates as functions of the global step {@code t}, TensorFlow 1's formulas in the order of
 * its operations, each rounded to the type that the rate is computed in. {@code ⌊·⌋} marks what a
 * staircase rounds down.
 */
public final class Schedules {
  private Schedules() {}

  /** {@code rate}, always. */
  public static Schedule constant(double rate) {
    finite("constant", "rate", rate);
    return (step, dtype) -> {
      integer(step);
      return scalar(rate, dtype);
    };
  }

  /** {@code rate·decayRate^(t/decaySteps)}, the exponent {@code ⌊t/decaySteps⌋} as a staircase. */
  public static Schedule exponentialDecay(
      double rate, long decaySteps, double decayRate, boolean staircase) {
    finite("exponential_decay", "learning rate", rate);
    finite("exponential_decay", "decay rate", decayRate);
    return periods(
        "exponential_decay",
        decaySteps,
        staircase,
        p -> Maths.multiply(Maths.pow(Maths.scalar(decayRate, p), p), rate));
  }

  /** {@code rate·exp(−decayRate·t/decaySteps)}, {@code ⌊t/decaySteps⌋} as a staircase. */
  public static Schedule naturalExpDecay(
      double rate, long decaySteps, double decayRate, boolean staircase) {
    finite("natural_exp_decay", "learning rate", rate);
    finite("natural_exp_decay", "decay rate", decayRate);
    return periods(
        "natural_exp_decay",
        decaySteps,
        staircase,
        p -> Maths.multiply(Maths.exp(Maths.multiply(p, -decayRate)), rate));
  }

  /** {@code rate/(1 + decayRate·t/decaySteps)}, {@code ⌊t/decaySteps⌋} as a staircase. */
  public static Schedule inverseTimeDecay(
      double rate, long decaySteps, double decayRate, boolean staircase) {
    finite("inverse_time_decay", "learning rate", rate);
    finite("inverse_time_decay", "decay rate", decayRate);
    return periods(
        "inverse_time_decay",
        decaySteps,
        staircase,
        p -> Maths.divide(rate, Maths.add(Maths.multiply(p, decayRate), 1)));
  }

  private static Schedule periods(
      String name, long decaySteps, boolean staircase, UnaryOperator<Tensor> rate) {
    positive(name, "decay steps", decaySteps);
    return (step, dtype) -> {
      Tensor p = Maths.divide(floating(step, dtype), (double) decaySteps);
      return rate.apply(staircase ? Maths.floor(p) : p);
    };
  }

  /** {@link #polynomialDecay(double, long, double, double, boolean)}, power 1, without cycles. */
  public static Schedule polynomialDecay(double rate, long decaySteps, double end) {
    return polynomialDecay(rate, decaySteps, end, 1, false);
  }

  /**
   * {@code (rate − end)·(1 − t/d)^power + end}: {@code d = decaySteps}, after which the rate stays
   * at {@code end}; in cycles {@code d = decaySteps·max(1, ⌈t/decaySteps⌉)}, so that the rate rises
   * again.
   */
  public static Schedule polynomialDecay(
      double rate, long decaySteps, double end, double power, boolean cycle) {
    finite("polynomial_decay", "learning rate", rate);
    finite("polynomial_decay", "end", end);
    finite("polynomial_decay", "power", power);
    positive("polynomial_decay", "decay steps", decaySteps);
    return (step, dtype) -> {
      Tensor t = floating(step, dtype);
      Tensor d = scalar(decaySteps, dtype);
      if (cycle) {
        d = Maths.multiply(d, Maths.maximum(Maths.ceil(Maths.divide(t, d)), 1));
      } else {
        t = Maths.minimum(t, d);
      }
      Tensor left = Maths.subtract(1, Maths.divide(t, d));
      Tensor span = Maths.subtract(scalar(rate, dtype), scalar(end, dtype));
      return Maths.add(Maths.multiply(span, Maths.pow(left, power)), end);
    };
  }

  /**
   * {@code values[i]}, {@code i} the number of boundaries below {@code t}: at a boundary itself
   * still the rate before it.
   *
   * @param boundaries ascending
   * @param values one more than boundaries
   */
  public static Schedule piecewiseConstant(long[] boundaries, double[] values) {
    long[] b = ValueException.requireGiven(boundaries, "piecewise_constant: boundaries").clone();
    double[] v = ValueException.requireGiven(values, "piecewise_constant: values").clone();
    if (v.length != b.length + 1) {
      throw new AttributeException(
          "piecewise_constant: one value more than boundaries, got "
              + v.length
              + " and "
              + b.length);
    }
    for (int i = 0; i < v.length; i++) {
      finite("piecewise_constant", "value " + i, v[i]);
      if (i > 1 && b[i - 1] <= b[i - 2]) {
        throw new AttributeException(
            "piecewise_constant: boundaries ascend, got " + b[i - 2] + " before " + b[i - 1]);
      }
    }
    return (step, dtype) -> {
      Tensor t = ArrayOps.cast(integer(step), DType.INT64);
      Tensor rate = scalar(v[b.length], dtype);
      for (int i = b.length - 1; i >= 0; i--) {
        Tensor before = Maths.lessEqual(t, Tensor.of(b[i]));
        rate = Indexing.where(before, scalar(v[i], dtype), rate);
      }
      return rate;
    };
  }

  /**
   * {@code rate·((1 − alpha)·½(1 + cos(π·t/decaySteps)) + alpha)}, from {@code decaySteps} on
   * {@code rate·alpha}. Loshchilov and Hutter 2017.
   */
  public static Schedule cosineDecay(double rate, long decaySteps, double alpha) {
    finite("cosine_decay", "learning rate", rate);
    finite("cosine_decay", "alpha", alpha);
    positive("cosine_decay", "decay steps", decaySteps);
    return (step, dtype) -> {
      Tensor d = scalar(decaySteps, dtype);
      Tensor completed = Maths.divide(Maths.minimum(floating(step, dtype), d), d);
      Tensor decayed = Maths.multiply(cosinePlusOne(completed), 0.5);
      return cosine(rate, alpha, scalar(1 - alpha, dtype), decayed);
    };
  }

  /**
   * {@link #cosineDecay} with restarts: period i takes {@code firstDecaySteps·tMul^i} steps and
   * begins at {@code rate·mMul^i}. Loshchilov and Hutter 2017. Where a period begins is decided in
   * the type that the rate is computed in.
   *
   * @param tMul 1 or more
   */
  public static Schedule cosineDecayRestarts(
      double rate, long firstDecaySteps, double tMul, double mMul, double alpha) {
    finite("cosine_decay_restarts", "learning rate", rate);
    finite("cosine_decay_restarts", "m_mul", mMul);
    finite("cosine_decay_restarts", "alpha", alpha);
    positive("cosine_decay_restarts", "first decay steps", firstDecaySteps);
    if (!(tMul >= 1) || tMul == Double.POSITIVE_INFINITY) {
      throw new AttributeException("cosine_decay_restarts: t_mul is finite and >= 1, got " + tMul);
    }
    return (step, dtype) -> {
      Tensor completed = Maths.divide(floating(step, dtype), (double) firstDecaySteps);
      Tensor period;
      if (tMul == 1) {
        period = Maths.floor(completed);
        completed = Maths.subtract(completed, period);
      } else {
        // the sum of the first i periods is (1 − tMul^i)/(1 − tMul)
        Tensor one = scalar(1, dtype);
        Tensor ratio = scalar(tMul, dtype);
        Tensor gap = Maths.subtract(one, ratio);
        Tensor grown = Maths.subtract(one, Maths.multiply(completed, gap));
        period = Maths.floor(Maths.divide(Maths.log(grown), Maths.log(ratio)));
        Tensor length = Maths.pow(ratio, period);
        Tensor sum = Maths.divide(Maths.subtract(one, length), gap);
        completed = Maths.divide(Maths.subtract(completed, sum), length);
      }
      Tensor height = Maths.multiply(Maths.pow(scalar(mMul, dtype), period), 0.5);
      Tensor share = Maths.subtract(scalar(1, dtype), scalar(alpha, dtype));
      return cosine(rate, alpha, share, Maths.multiply(height, cosinePlusOne(completed)));
    };
  }

  private static Tensor cosinePlusOne(Tensor completed) {
    return Maths.add(Maths.cos(Maths.multiply(completed, Math.PI)), 1);
  }

  private static Tensor cosine(double rate, double alpha, Tensor share, Tensor decayed) {
    return Maths.multiply(Maths.add(Maths.multiply(share, decayed), alpha), rate);
  }

  /** {@code after(steps)·t/steps} for {@code t < steps}, then {@code after(t)}. */
  public static Schedule linearWarmUp(long steps, Schedule after) {
    positive("linear_warm_up", "steps", steps);
    ValueException.requireGiven(after, "linear_warm_up: the schedule after it");
    return (step, dtype) -> {
      Tensor t = ArrayOps.cast(integer(step), DType.INT64);
      Tensor part = Maths.divide(floating(step, dtype), scalar(steps, dtype));
      Tensor warm = Maths.multiply(after.at(Tensor.of(steps), dtype), part);
      return Indexing.where(Maths.less(t, Tensor.of(steps)), warm, after.at(step, dtype));
    };
  }

  private static Tensor scalar(double value, DType dtype) {
    return Tensor.of(dtype, Shape.scalar(), value);
  }

  private static Tensor floating(Tensor step, DType dtype) {
    return ArrayOps.cast(integer(step), dtype);
  }

  private static Tensor integer(Tensor step) {
    ValueException.requireGiven(step, "schedule: global step");
    if (!step.dtype().isInteger()) {
      throw new DTypeException("schedule: the global step is an integer, got " + step.dtype());
    }
    if (step.rank() != 0) {
      throw new ShapeException("schedule: the global step is a scalar, got " + step.shape());
    }
    return step;
  }

  private static void finite(String schedule, String what, double value) {
    if (!Double.isFinite(value)) {
      throw new AttributeException(schedule + ": " + what + " is finite, got " + value);
    }
  }

  private static void positive(String schedule, String what, long value) {
    if (value <= 0) {
      throw new AttributeException(schedule + ": " + what + " > 0, got " + value);
    }
  }
}
