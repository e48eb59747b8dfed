package dev.assay.tck.laws;

import static dev.assay.tck.cases.Domain.NONZERO;
import static dev.assay.tck.cases.Domain.PROBABILITY;
import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.laws.ElementwiseLaws.neg;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.cases.Domain;
import java.util.List;
import java.util.function.Consumer;

/** Identities of losses, norms and clipping. */
final class LossLaws {
  private static final Attributes ROWS = Attributes.of("axis", -1);

  private LossLaws() {}

  static List<Law> all() {
    return List.of(
        Law.of(
            "mean-squared-error",
            "mse(z, x) = mean (z − x)²",
            "mean_squared_error reduce_mean squared_difference",
            two(
                REAL,
                (c, z, x) ->
                    c.equal(
                        c.op("mean_squared_error", z, x),
                        c.op("reduce_mean", c.op("squared_difference", z, x))))),
        Law.of(
            "mean-absolute-error",
            "mae(z, x) = mean |z − x|",
            "abs mean_absolute_error reduce_mean subtract",
            two(
                REAL,
                (c, z, x) ->
                    c.equal(
                        c.op("mean_absolute_error", z, x),
                        c.op("reduce_mean", c.op("abs", c.op("subtract", z, x)))))),
        Law.of(
            "huber-near",
            "huber(z, x) = mse(z, x)/2 where |z − x| ≤ δ",
            "huber_loss mean_squared_error multiply",
            two(
                REAL,
                (c, z, x) ->
                    c.equal(
                        c.op("huber_loss", Attributes.of("delta", 64.0), z, x),
                        c.op("multiply", c.scalar(0.5), c.op("mean_squared_error", z, x))))),
        Law.of(
            "sigmoid-cross-entropy",
            "−z·log σ(x) − (1 − z)·log σ(−x)",
            "add log multiply neg sigmoid sigmoid_cross_entropy_with_logits subtract",
            two(
                PROBABILITY,
                (c, z, x) ->
                    c.equal(
                        c.op("sigmoid_cross_entropy_with_logits", z, x), binaryEntropy(c, z, x)))),
        Law.of(
            "weighted-cross-entropy",
            "weight 1 changes nothing",
            "sigmoid_cross_entropy_with_logits weighted_cross_entropy_with_logits",
            two(
                PROBABILITY,
                (c, z, x) ->
                    c.equal(
                        c.op(
                            "weighted_cross_entropy_with_logits",
                            Attributes.of("pos_weight", 1.0),
                            z,
                            x),
                        c.op("sigmoid_cross_entropy_with_logits", z, x)))),
        Law.of(
            "softmax-cross-entropy",
            "−Σ z·log_softmax(x)",
            "log_softmax multiply neg reduce_sum softmax_cross_entropy_with_logits",
            c -> {
              Shape shape = c.draw().nonEmptyShape(1, 3);
              Term z = c.floats(shape, PROBABILITY);
              Term x = c.floats(shape, REAL);
              c.equal(
                  c.op("softmax_cross_entropy_with_logits", z, x),
                  neg(c, c.op("reduce_sum", ROWS, c.op("multiply", z, c.op("log_softmax", x)))));
            }),
        Law.of(
            "sparse-cross-entropy",
            "sparse = softmax cross entropy of one_hot",
            "one_hot softmax_cross_entropy_with_logits sparse_softmax_cross_entropy_with_logits",
            c -> {
              Shape batch = c.draw().nonEmptyShape(0, 2);
              int classes = c.draw().positiveSize();
              Term x = c.floats(batch.concat(Shape.of(classes)), REAL);
              Term labels = c.of(c.draw().integers(DType.INT32, batch, 0, classes - 1));
              Attributes hot = Attributes.of("depth", classes).and("dtype", c.draw().dtype());
              c.equal(
                  c.op("sparse_softmax_cross_entropy_with_logits", labels, x),
                  c.op("softmax_cross_entropy_with_logits", c.op("one_hot", hot, labels), x));
            }),
        Law.of(
            "kl-divergence",
            "KL(z ‖ x) = Σ z·(log z − log x)",
            "kl_divergence log multiply reduce_sum subtract",
            c -> {
              Shape shape = c.draw().nonEmptyShape(1, 3);
              Term z = c.floats(shape, PROBABILITY);
              Term x = c.floats(shape, PROBABILITY);
              Term logs = c.op("subtract", c.op("log", z), c.op("log", x));
              c.equal(
                  c.op("kl_divergence", z, x), c.op("reduce_sum", ROWS, c.op("multiply", z, logs)));
            }),
        Law.of(
            "hinge-loss",
            "hinge(z, x) = mean max(0, 1 − (2z − 1)·x)",
            "hinge_loss multiply reduce_mean relu subtract",
            c -> {
              Shape shape = c.draw().nonEmptyShape(1, 3);
              double[] bits = c.draw().bools(shape).toDoubles();
              Term z = c.of(Tensor.of(c.draw().dtype(), shape, bits));
              Term x = c.floats(shape, REAL);
              Term sign = c.op("subtract", c.op("multiply", c.scalar(2), z), c.scalar(1));
              Term margin = c.op("subtract", c.scalar(1), c.op("multiply", sign, x));
              c.equal(c.op("hinge_loss", z, x), c.op("reduce_mean", c.op("relu", margin)));
            }),
        Law.of(
            "l2-loss",
            "l2_loss(x) = Σ x²/2",
            "l2_loss multiply reduce_sum square",
            c -> {
              Term x = c.floats(c.draw().nonEmptyShape(0, 3), REAL);
              c.equal(
                  c.op("l2_loss", x),
                  c.op("multiply", c.scalar(0.5), c.op("reduce_sum", c.op("square", x))));
            }),
        Law.of(
            "l2-normalize",
            "Σ l2_normalize(x)² = 1",
            "l2_normalize ones_like reduce_sum square",
            c -> {
              Term x = c.floats(c.draw().nonEmptyShape(1, 3), NONZERO);
              Term unit = c.op("l2_normalize", ROWS, x);
              Term sums = c.op("reduce_sum", ROWS, c.op("square", unit));
              c.equal(sums, c.op("ones_like", sums));
            }),
        Law.of(
            "global-norm",
            "global_norm(x, y)² = ‖x‖² + ‖y‖²",
            "add global_norm reduce_sum square",
            two(
                REAL,
                (c, x, y) ->
                    c.equal(
                        c.op("square", c.op("global_norm", x, y)),
                        c.op("add", sumOfSquares(c, x), sumOfSquares(c, y))))),
        Law.of(
            "clip-by-norm-inside",
            "clip_by_norm leaves what is short enough",
            "clip_by_norm",
            c -> {
              Term x = c.floats(c.draw().nonEmptyShape(0, 2), REAL);
              c.equal(c.op("clip_by_norm", Attributes.of("clip_norm", 4096.0), x), x);
            }),
        Law.of(
            "clip-by-norm-outside",
            "‖clip_by_norm(x)‖ = clip_norm for long x",
            "clip_by_norm norm",
            c -> {
              Term x = c.floats(c.draw().nonEmptyShape(1, 2), NONZERO);
              Term clipped = c.op("clip_by_norm", Attributes.of("clip_norm", 0.125), x);
              c.equal(c.op("norm", clipped), c.scalar(0.125));
            }));
  }

  private interface Two {
    void state(LawCase c, Term z, Term x);
  }

  private static Consumer<LawCase> two(Domain labels, Two body) {
    return c -> {
      Shape shape = c.draw().nonEmptyShape(0, 3);
      Term z = c.floats(shape, labels);
      body.state(c, z, c.floats(shape, REAL));
    };
  }

  private static Term binaryEntropy(LawCase c, Term z, Term x) {
    Term yes = c.op("multiply", z, c.op("log", c.op("sigmoid", x)));
    Term no =
        c.op("multiply", c.op("subtract", c.scalar(1), z), c.op("log", c.op("sigmoid", neg(c, x))));
    return neg(c, c.op("add", yes, no));
  }

  private static Term sumOfSquares(LawCase c, Term x) {
    return c.op("reduce_sum", c.op("square", x));
  }
}
