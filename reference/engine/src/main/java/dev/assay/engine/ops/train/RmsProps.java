package dev.assay.engine.ops.train;

import static dev.assay.engine.ops.train.Update.point;

import dev.assay.engine.op.Op;
import java.util.List;

/** Steps divided by the root of an average of squared gradients. */
final class RmsProps {
  private static final String SOURCE = "Tieleman and Hinton 2012, lecture 6.5";

  static final Op RMS_PROP =
      Update.define(
              "apply_rms_prop",
              "ms' = rho·ms + (1 − rho)·grad²; mom' = momentum·mom + lr·grad/√(ms' + epsilon);"
                  + " var' = var − mom'",
              List.of("var", "ms", "mom"),
              List.of("lr", "rho", "momentum", "epsilon", "grad"))
          .note(SOURCE + ". TensorFlow's ApplyRMSProp: the rate is part of mom.")
          .note("Averages are taken as ms + (1 − rho)·(grad² − ms); infinities cancel to NaN.")
          .kernel(
              Update.loop(
                  h -> {
                    double lr = h.of("lr");
                    double rho = h.of("rho");
                    double momentum = h.of("momentum");
                    double epsilon = h.of("epsilon");
                    return (s, g) -> {
                      s[1] += (g * g - s[1]) * (1 - rho);
                      s[2] = s[2] * momentum + g * lr / Math.sqrt(s[1] + epsilon);
                      s[0] -= s[2];
                    };
                  }))
          .hard(
              point(0.5, 1, 9, 0, 0.5, 0, 0, 0, 2),
              point(Double.NaN, 1, 0, 0, 0.5, 0.5, 0, 0, 0),
              point(1, 1, 0, 0, 0.5, 0.5, 0, 1, 0))
          .build();

  static final Op CENTERED_RMS_PROP =
      Update.define(
              "apply_centered_rms_prop",
              "mg' = rho·mg + (1 − rho)·grad; ms' = rho·ms + (1 − rho)·grad²;"
                  + " mom' = momentum·mom + lr·grad/√(ms' − mg'² + epsilon); var' = var − mom'",
              List.of("var", "mg", "ms", "mom"),
              List.of("lr", "rho", "momentum", "epsilon", "grad"))
          .note(SOURCE + "; Graves 2013, (38)-(45). TensorFlow's ApplyCenteredRMSProp.")
          .note("Averages are taken as ms + (1 − rho)·(grad² − ms); infinities cancel to NaN.")
          .note("NaN where ms' − mg'² + epsilon < 0, which no slots of real gradients reach.")
          .kernel(
              Update.loop(
                  h -> {
                    double lr = h.of("lr");
                    double rho = h.of("rho");
                    double momentum = h.of("momentum");
                    double epsilon = h.of("epsilon");
                    return (s, g) -> {
                      s[1] += (g - s[1]) * (1 - rho);
                      s[2] += (g * g - s[2]) * (1 - rho);
                      double root = Math.sqrt(s[2] - s[1] * s[1] + epsilon);
                      s[3] = s[3] * momentum + g * lr / root;
                      s[0] -= s[3];
                    };
                  }))
          .hard(
              point(0.5, 1, 0, 4, 0, 0.5, 1, 0, 0, 2), point(Double.NaN, 1, 2, 0, 0, 1, 1, 0, 1, 1))
          .build();

  static final List<Op> ROWS = List.of(RMS_PROP, CENTERED_RMS_PROP);

  private RmsProps() {}
}
