package dev.assay.engine.ops.train;

import static dev.assay.engine.ops.train.Update.point;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Op;
import java.util.List;

/** Gradient descent, with and without momentum. */
final class Descents {
  static final Op GRADIENT_DESCENT =
      Update.define(
              "apply_gradient_descent",
              "var' = var − alpha·delta",
              List.of("var"),
              List.of("alpha", "delta"))
          .note("TensorFlow's ApplyGradientDescent.")
          .kernel(
              Update.loop(
                  h -> {
                    double alpha = h.of("alpha");
                    return (s, g) -> s[0] -= g * alpha;
                  }))
          .hard(
              point(1, 1, 0, 3),
              point(Double.NaN, 1, 0, Double.POSITIVE_INFINITY),
              point(-Double.POSITIVE_INFINITY, 1, 0.5, Double.POSITIVE_INFINITY),
              point(Double.NaN, 1, 0.5, Double.NaN))
          .build();

  static final Op MOMENTUM =
      Update.define(
              "apply_momentum",
              "accum' = momentum·accum + grad; var' = var − lr·accum',"
                  + " with use_nesterov var − lr·(grad + momentum·accum')",
              List.of("var", "accum"),
              List.of("lr", "grad", "momentum"))
          .note("TensorFlow's ApplyMomentum. The rate is no part of accum.")
          .note(
              "Nesterov's step as Sutskever et al. 2013 rewrote it: var is the point that looks"
                  + " ahead, so that the gradient is taken at var itself.")
          .attr("use_nesterov", Type.BOOL, false, "whether the step looks ahead")
          .kernel(
              Update.loop(
                  h -> {
                    double lr = h.of("lr");
                    double momentum = h.of("momentum");
                    boolean nesterov = h.flag("use_nesterov");
                    return (s, g) -> {
                      s[1] = s[1] * momentum + g;
                      s[0] -= nesterov ? g * lr + s[1] * momentum * lr : s[1] * lr;
                    };
                  }))
          .hard(
              point(-1, 1, 0, 0.5, 4, 1),
              point(Double.NaN, 1, 0, 1, 0, Double.POSITIVE_INFINITY),
              point(Double.NaN, 1, Double.NaN, 1, 0, 0))
          .build();

  static final List<Op> ROWS = List.of(GRADIENT_DESCENT, MOMENTUM);

  private Descents() {}
}
