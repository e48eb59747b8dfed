package dev.assay.tck.laws;

import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.laws.ElementwiseLaws.neg;
import static dev.assay.tck.laws.ElementwiseLaws.one;
import static dev.assay.tck.laws.ElementwiseLaws.unary;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Shape;
import java.util.List;

/** Identities of activations and softmax. */
final class ActivationLaws {
  private ActivationLaws() {}

  static List<Law> all() {
    return List.of(
        Law.always(
            "relu-difference",
            "relu(x) − relu(−x) = x",
            "neg relu subtract",
            one((c, x) -> c.same(c.op("subtract", c.op("relu", x), c.op("relu", neg(c, x))), x))),
        Law.always(
            "relu6-by-minimum",
            "relu6(x) = min(relu(x), 6)",
            "minimum relu relu6",
            one((c, x) -> c.same(c.op("relu6", x), c.op("minimum", c.op("relu", x), c.scalar(6))))),
        Law.always(
            "leaky-relu-by-maximum",
            "leaky_relu(x) = max(x, x/4), α = 1/4",
            "leaky_relu maximum multiply",
            one(
                (c, x) ->
                    c.same(
                        c.op("leaky_relu", Attributes.of("alpha", 0.25), x),
                        c.op("maximum", x, c.op("multiply", c.scalar(0.25), x))))),
        Law.always(
            "crelu-by-concat",
            "crelu(x) = relu(x) ⌢ relu(−x)",
            "concat crelu neg relu",
            c -> {
              Term x = c.floats(c.draw().shape(1, 3), REAL);
              c.same(
                  c.op("crelu", x),
                  c.op(
                      "concat",
                      Attributes.of("axis", -1),
                      c.op("relu", x),
                      c.op("relu", neg(c, x))));
            }),
        Law.always(
            "threshold-by-comparison",
            "threshold(x) = [x > ½]",
            "cast greater threshold",
            one(
                (c, x) ->
                    c.same(
                        c.op("threshold", Attributes.of("threshold", 0.5), x),
                        c.op(
                            "cast",
                            Attributes.of("dtype", c.draw().dtype()),
                            c.op("greater", x, c.scalar(0.5)))))),
        unary(
            "sigmoid-symmetry",
            "σ(x) + σ(−x) = 1",
            "add neg ones_like sigmoid",
            REAL,
            (c, x) ->
                c.equal(
                    c.op("add", c.op("sigmoid", x), c.op("sigmoid", neg(c, x))),
                    c.op("ones_like", x))),
        unary(
            "tanh-by-sigmoid",
            "tanh x = 2σ(2x) − 1",
            "multiply sigmoid subtract tanh",
            REAL,
            (c, x) ->
                c.equal(
                    c.op("tanh", x),
                    c.op("subtract", twice(c, c.op("sigmoid", twice(c, x))), c.scalar(1)))),
        unary(
            "softplus-difference",
            "softplus(x) − softplus(−x) = x",
            "neg softplus subtract",
            REAL,
            (c, x) ->
                c.equal(c.op("subtract", c.op("softplus", x), c.op("softplus", neg(c, x))), x)),
        unary(
            "softplus-by-log1p",
            "softplus(x) = log1p(exp x)",
            "exp log1p softplus",
            REAL,
            (c, x) -> c.equal(c.op("softplus", x), c.op("log1p", c.op("exp", x)))),
        unary(
            "swish-by-sigmoid",
            "swish(x) = x·σ(x)",
            "multiply sigmoid swish",
            REAL,
            (c, x) -> c.equal(c.op("swish", x), c.op("multiply", x, c.op("sigmoid", x)))),
        unary(
            "softsign-quotient",
            "softsign(x) = x/(1 + |x|)",
            "abs add divide softsign",
            REAL,
            (c, x) ->
                c.equal(
                    c.op("softsign", x),
                    c.op("divide", x, c.op("add", c.scalar(1), c.op("abs", x))))),
        unary(
            "elu-by-where",
            "elu(x) = x for x > 0, else expm1 x",
            "elu expm1 greater where",
            REAL,
            (c, x) ->
                c.equal(
                    c.op("elu", x),
                    c.op("where", c.op("greater", x, c.scalar(0)), x, c.op("expm1", x)))),
        Law.of(
            "softmax-sums-to-one",
            "Σᵢ softmax(x)ᵢ = 1",
            "ones_like reduce_sum softmax",
            c -> {
              Term x = logits(c);
              Term sums = c.op("reduce_sum", Attributes.of("axis", -1), c.op("softmax", x));
              c.equal(sums, c.op("ones_like", sums));
            }),
        Law.of(
            "softmax-shift",
            "softmax(x + 3) = softmax(x)",
            "add softmax",
            c -> {
              Term x = logits(c);
              c.equal(c.op("softmax", c.op("add", x, c.scalar(3))), c.op("softmax", x));
            }),
        Law.of(
            "log-softmax",
            "log_softmax(x) = log(softmax(x))",
            "log log_softmax softmax",
            c -> {
              Term x = logits(c);
              c.equal(c.op("log_softmax", x), c.op("log", c.op("softmax", x)));
            }),
        Law.of(
            "log-softmax-by-logsumexp",
            "log_softmax(x) = x − log Σ exp x",
            "log_softmax reduce_logsumexp subtract",
            c -> {
              Term x = logits(c);
              Attributes rows = Attributes.of("axis", -1).and("keepdims", true);
              c.equal(
                  c.op("log_softmax", x), c.op("subtract", x, c.op("reduce_logsumexp", rows, x)));
            }),
        Law.of(
            "softmax-permutation",
            "softmax(x∘π) = softmax(x)∘π along the softmax",
            "gather softmax",
            c -> {
              Term x = logits(c);
              Term order = c.permutation(x.shape().dim(-1));
              Attributes last = Attributes.of("axis", -1);
              c.equal(
                  c.op("softmax", c.op("gather", last, x, order)),
                  c.op("gather", last, c.op("softmax", x), order));
            }),
        Law.of(
            "bias-add",
            "bias_add(x, b) = x + b",
            "add bias_add",
            c -> {
              Term x = c.floats(c.draw().shape(2, 4), REAL);
              Term b = c.floats(Shape.of(x.shape().dim(-1)), REAL);
              c.same(c.op("bias_add", x, b), c.op("add", x, b));
            }));
  }

  private static Term logits(LawCase c) {
    return c.floats(c.draw().nonEmptyShape(1, 3), REAL);
  }

  private static Term twice(LawCase c, Term x) {
    return c.op("multiply", c.scalar(2), x);
  }
}
