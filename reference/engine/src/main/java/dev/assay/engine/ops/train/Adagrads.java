package dev.assay.engine.ops.train;

import static dev.assay.engine.ops.train.Update.point;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import java.util.List;

/** Rates that fall with the gradients seen: Adagrad, its dual averaging, Adadelta. */
final class Adagrads {
  static final Op ADAGRAD =
      Update.define(
              "apply_adagrad",
              "accum' = accum + grad²; var' = var − lr·grad/√accum'",
              List.of("var", "accum"),
              List.of("lr", "grad"))
          .note("Duchi et al. 2011, figure 1. TensorFlow's ApplyAdagrad.")
          .note("Without update_slots accum' = accum.")
          .note("Where accum' is 0 so is grad, and var' is NaN: optimizers begin above 0.")
          .attr("update_slots", Type.BOOL, true, "whether accum takes the gradient up")
          .kernel(
              Update.loop(
                  h -> {
                    double lr = h.of("lr");
                    boolean update = h.flag("update_slots");
                    return (s, g) -> {
                      s[1] = update ? s[1] + g * g : s[1];
                      s[0] -= g * lr / Math.sqrt(s[1]);
                    };
                  }))
          .hard(
              point(0.5, 1, 0, 0.5, 2),
              point(Double.NaN, 1, 0, 0.5, 0),
              point(1, 1, 4, 0.5, 0),
              point(Double.NaN, 1, 0, 0.5, Double.POSITIVE_INFINITY))
          .build();

  static final Op ADAGRAD_DA =
      Update.define(
              "apply_adagrad_da",
              "G' = G + grad; GG' = GG + grad²; var' = −sign(G')·lr·max(|G'| −"
                  + " l1·global_step, 0) / (l2·global_step·lr + √GG')",
              List.of("var", "gradient_accumulator", "gradient_squared_accumulator"),
              List.of("grad", "lr", "l1", "l2", "global_step"))
          .note("G is gradient_accumulator, GG gradient_squared_accumulator.")
          .note(
              "Duchi et al. 2011, primal-dual subgradient update. TensorFlow's"
                  + " ApplyAdagradDA, which rounds global_step to float32.")
          .note("var itself does not enter. NaN where the divisor and G' are 0.")
          .require(Kind.VALUE, "l1 >= 0", Update.is("l1", x -> x >= 0), Update.given("l1"))
          .require(Kind.VALUE, "l2 >= 0", Update.is("l2", x -> x >= 0), Update.given("l2"))
          .require(
              Kind.VALUE,
              "global_step >= 0",
              Update.is("global_step", x -> x >= 0),
              Update.given("global_step"))
          .kernel(
              Update.loop(
                  h -> {
                    double lr = h.of("lr");
                    double step = h.of("global_step");
                    double threshold = step * h.of("l1");
                    double ridge = h.of("l2") * (step * lr);
                    return (s, g) -> {
                      s[1] += g;
                      s[2] += g * g;
                      s[0] = -lr * Proximals.shrunk(s[1], threshold) / (ridge + Math.sqrt(s[2]));
                    };
                  }))
          .hard(
              Update.pointAt(1, -0.5, 9, 0, 0, 2, 0.5, 0, 0),
              Update.pointAt(1, Double.NaN, 9, 0, 0, 0, 0.5, 0, 0),
              Update.pointAt(0, -1, 9, 0, 0, 2, 1, 5, 5))
          .build();

  static final Op ADADELTA =
      Update.define(
              "apply_adadelta",
              "accum' = rho·accum + (1 − rho)·grad²; step = grad·√(accum_update + epsilon) /"
                  + " √(accum' + epsilon); var' = var − lr·step;"
                  + " accum_update' = rho·accum_update + (1 − rho)·step²",
              List.of("var", "accum", "accum_update"),
              List.of("lr", "rho", "epsilon", "grad"))
          .note("Zeiler 2012, algorithm 1, where lr = 1. TensorFlow's ApplyAdadelta.")
          .kernel(
              Update.loop(
                  h -> {
                    double lr = h.of("lr");
                    double rho = h.of("rho");
                    double epsilon = h.of("epsilon");
                    return (s, g) -> {
                      s[1] = s[1] * rho + g * g * (1 - rho);
                      double step = Math.sqrt(s[2] + epsilon) / Math.sqrt(s[1] + epsilon) * g;
                      s[0] -= step * lr;
                      s[2] = s[2] * rho + step * step * (1 - rho);
                    };
                  }))
          .hard(
              point(-1, 1, 4, 4, 1, 1, 0, 2),
              point(Double.NaN, 1, 0, 0, 1, 0.5, 0, 0),
              point(1, 1, 0, 0, 1, 0.5, 1, 0),
              point(1, 1, 4, 0, 1, 0.5, 0, 2))
          .build();

  static final List<Op> ROWS = List.of(ADAGRAD, ADAGRAD_DA, ADADELTA);

  private Adagrads() {}
}
