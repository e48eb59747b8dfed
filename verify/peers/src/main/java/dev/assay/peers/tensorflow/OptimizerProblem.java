package dev.assay.peers.tensorflow;

import dev.assay.golden.TrainingRecord.Problem;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.types.TInt32;

/** The problem on which optimizers are recorded, and its loss in TensorFlow's operations. */
final class OptimizerProblem {
  /**
   * The eigenvalues of XᵀX reach from 0.06 to 5.4; the kinks lie off the minimum of the rest, so
   * that no trajectory comes to stand at one.
   */
  static final Problem PROBLEM =
      new Problem(
          List.of(
              numbers("1 0.25 0.25 -0.25 0.125 0.125"),
              numbers("0.25 -0.75 -0.5 0.125 -0.0625 0.125"),
              numbers("-0.75 0 0.5 0.25 -0.125 0.09375"),
              numbers("0.5 0.5 0.25 0.375 -0.125 -0.0625"),
              numbers("-0.25 1 0.375 0 0.125 0.125"),
              numbers("-0.75 0.5 -0.25 0.25 -0.25 0.125"),
              numbers("0.75 -1 0.375 0.375 -0.1875 -0.0625"),
              numbers("-0.75 0.75 -0.5 -0.25 -0.25 0")),
          numbers("1.5 -0.75 0.25 2 -1.25 0.5 -2 0.875"),
          new BigDecimal("0.0625"),
          numbers("0.25 -0.5 1 0.75 -1 0.375"),
          new BigDecimal("0.015625"),
          numbers("1 -1.25 0.5 2 -0.75 0.0625"));

  private OptimizerProblem() {}

  private static List<BigDecimal> numbers(String text) {
    return Arrays.stream(text.split(" ")).map(BigDecimal::new).toList();
  }

  /** The loss at w, a number. */
  static Output<?> loss(RawOps tf, Decimals dtype, Output<?> w) {
    Output<?> x = tf.constant(dtype.matrix(PROBLEM.design()));
    Output<?> y = tf.constant(dtype.vector(PROBLEM.target()));
    Output<?> column = tf.one("ExpandDims", w, tf.constant(TInt32.scalarOf(1)));
    Output<?> fitted = tf.one("Squeeze", tf.one("MatMul", x, column));
    Output<?> squares = sum(tf, tf.one("Square", tf.one("Sub", fitted, y)));
    Output<?> kinks = tf.constant(dtype.vector(PROBLEM.kinks()));
    Output<?> bends = sum(tf, tf.one("Abs", tf.one("Sub", w, kinks)));
    Output<?> cubes = sum(tf, tf.one("Mul", w, tf.one("Square", w)));
    return tf.one(
        "AddV2",
        times(tf, dtype, new BigDecimal("0.5"), squares),
        tf.one(
            "AddV2",
            times(tf, dtype, PROBLEM.kinkWeight(), bends),
            times(tf, dtype, PROBLEM.cubicWeight(), cubes)));
  }

  private static Output<?> times(RawOps tf, Decimals dtype, BigDecimal factor, Output<?> x) {
    return tf.one("Mul", tf.constant(dtype.scalar(factor)), x);
  }

  private static Output<?> sum(RawOps tf, Output<?> x) {
    return tf.one("Sum", x, tf.constant(TInt32.vectorOf(0)));
  }
}
