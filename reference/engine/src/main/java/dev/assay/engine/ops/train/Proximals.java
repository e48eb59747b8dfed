package dev.assay.engine.ops.train;

import static dev.assay.engine.ops.train.Update.point;

import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import java.util.List;

/** Steps with penalties that are not differentiated but solved for: proximal steps, FTRL. */
final class Proximals {
  static final Op PROXIMAL_GRADIENT_DESCENT =
      Update.define(
              "apply_proximal_gradient_descent",
              "v = var − alpha·delta;" + " var' = sign(v)·max(|v| − alpha·l1, 0)/(1 + alpha·l2)",
              List.of("var"),
              List.of("alpha", "l1", "l2", "delta"))
          .note("Duchi and Singer 2009, FOBOS. TensorFlow's ApplyProximalGradientDescent.")
          .note("Below the threshold var' is 0 with the sign of v.")
          .require(Kind.VALUE, "l1 >= 0", Update.is("l1", x -> x >= 0), Update.given("l1"))
          .require(Kind.VALUE, "l2 >= 0", Update.is("l2", x -> x >= 0), Update.given("l2"))
          .kernel(
              Update.loop(
                  h -> {
                    double alpha = h.of("alpha");
                    double l1 = h.of("l1");
                    double l2 = h.of("l2");
                    return (s, g) -> s[0] = shrunk(s[0] - g * alpha, alpha * l1) / (1 + l2 * alpha);
                  }))
          .hard(
              point(0.75, 2.5, 0.5, 1, 2, 1),
              point(0.0, 0.75, 0.5, 1, 2, 1),
              point(0.0, 1, 0.5, 1, 2, 1),
              point(Double.NaN, 1, 0.5, 1, 2, Double.NaN),
              point(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 0.5, 1, 2, 1))
          .build();

  static final Op PROXIMAL_ADAGRAD =
      Update.define(
              "apply_proximal_adagrad",
              "accum' = accum + grad²; r = lr/√accum'; v = var − r·grad;"
                  + " var' = sign(v)·max(|v| − r·l1, 0)/(1 + r·l2)",
              List.of("var", "accum"),
              List.of("lr", "l1", "l2", "grad"))
          .note(
              "Duchi and Singer 2009, FOBOS, at the rate of Adagrad. TensorFlow's"
                  + " ApplyProximalAdagrad.")
          .note("Below the threshold var' is 0 with the sign of v.")
          .note("Where accum' is 0 so is grad, r is infinite, and var' is NaN.")
          .require(Kind.VALUE, "lr > 0", Update.is("lr", x -> x > 0), Update.given("lr"))
          .require(Kind.VALUE, "l1 >= 0", Update.is("l1", x -> x >= 0), Update.given("l1"))
          .require(Kind.VALUE, "l2 >= 0", Update.is("l2", x -> x >= 0), Update.given("l2"))
          .kernel(
              Update.loop(
                  h -> {
                    double lr = h.of("lr");
                    double l1 = h.of("l1");
                    double l2 = h.of("l2");
                    return (s, g) -> {
                      s[1] += g * g;
                      double r = lr / Math.sqrt(s[1]);
                      s[0] = shrunk(s[0] - g * r, r * l1) / (1 + l2 * r);
                    };
                  }))
          .hard(point(0.25, 7, 16, 10, 0.25, 0.5, 3), point(Double.NaN, 1, 0, 1, 0, 0, 0))
          .build();

  static final Op FTRL =
      Update.define(
              "apply_ftrl",
              "accum' = accum + grad²; p(a) = a^(−lr_power)/lr;"
                  + " linear' = linear + grad + 2·l2_shrinkage·var"
                  + " − (p(accum') − p(accum))·var; var' ="
                  + " (l1·sign(linear') − linear')/(p(accum') + 2·l2)"
                  + " if |linear'| > l1 else 0",
              List.of("var", "accum", "linear"),
              List.of("grad", "lr", "l1", "l2", "l2_shrinkage", "lr_power"))
          .note(
              "McMahan et al. 2013, algorithm 1. TensorFlow's ApplyFtrlV2; with"
                  + " l2_shrinkage = 0 its ApplyFtrl.")
          .note("a^½ is the square root. The shrinkage is no part of accum.")
          .note(
              "Where linear' is NaN it is not above l1: var' is 0, as in"
                  + " TensorFlow. Where accum' and l2 are 0 a step is"
                  + " infinite.")
          .require(Kind.VALUE, "lr > 0", Update.is("lr", x -> x > 0), Update.given("lr"))
          .require(Kind.VALUE, "l1 >= 0", Update.is("l1", x -> x >= 0), Update.given("l1"))
          .require(Kind.VALUE, "l2 >= 0", Update.is("l2", x -> x >= 0), Update.given("l2"))
          .require(
              Kind.VALUE,
              "l2_shrinkage >= 0",
              Update.is("l2_shrinkage", x -> x >= 0),
              Update.given("l2_shrinkage"))
          .require(
              Kind.VALUE,
              "lr_power <= 0",
              Update.is("lr_power", x -> x <= 0),
              Update.given("lr_power"))
          .kernel(
              Update.loop(
                  h -> {
                    double lr = h.of("lr");
                    double l1 = h.of("l1");
                    double l2 = h.of("l2");
                    double shrinkage = h.of("l2_shrinkage");
                    double power = h.of("lr_power");
                    return (s, g) -> {
                      double before = power(s[1], -power);
                      s[1] += g * g;
                      double now = power(s[1], -power);
                      s[2] += g + 2 * shrinkage * s[0] - (now - before) / lr * s[0];
                      boolean active = Math.abs(s[2]) > l1;
                      s[0] = active ? -shrunk(s[2], l1) / (now / lr + 2 * l2) : 0;
                    };
                  }))
          .hard(
              point(-0.5, 0, 0, 0, 1, 1, 0.5, 0, 0, -0.5),
              point(0.0, 0, 0, 0, 1, 1, 1, 0, 0, -0.5),
              point(0.0, 1, 1, 0, Double.NaN, 1, 0, 0, 0, -0.5),
              point(-Double.POSITIVE_INFINITY, 1, 0, 1, 0, 1, 0, 0, 0, -0.5),
              point(0.0, 1, 0, 0, 0, 1, 0, 0, 0, -0.5))
          .build();

  static final List<Op> ROWS = List.of(PROXIMAL_GRADIENT_DESCENT, PROXIMAL_ADAGRAD, FTRL);

  private Proximals() {}

  private static double power(double x, double exponent) {
    return exponent == 0.5 ? Math.sqrt(x) : StrictMath.pow(x, exponent);
  }

  /** {@code sign(x)·max(|x| − threshold, 0)}. */
  static double shrunk(double x, double threshold) {
    return Math.signum(x) * Math.max(Math.abs(x) - threshold, 0);
  }
}
