package dev.assay.tck.laws;

import static dev.assay.tck.cases.Domain.NONZERO;
import static dev.assay.tck.cases.Domain.REAL;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Identities of local response normalisation, dropout and penalties on weights. */
final class RegularizationLaws {
  private static final String LRN = "local_response_normalization";
  private static final Attributes ROWS = Attributes.of("axis", -1);

  private RegularizationLaws() {}

  static List<Law> all() {
    return List.of(
        Law.of(
            "local-response-beta-0",
            "beta = 0 changes nothing",
            "local_response_normalization",
            image((c, x) -> c.equal(c.op(LRN, Attributes.of("beta", 0), x), x))),
        Law.of(
            "local-response-alpha-0",
            "alpha = 0 and bias = 1 change nothing",
            "local_response_normalization",
            image((c, x) -> c.equal(c.op(LRN, Attributes.of("alpha", 0), x), x))),
        Law.of(
            "local-response-by-sums",
            "x·(bias + alpha·local_sum(x²))^−beta",
            "add local_response_normalization local_sum multiply pow square",
            image(
                (c, x) -> {
                  Attributes window = Attributes.of("depth_radius", c.draw().pick(1, 0, 2));
                  Term sums = c.op("local_sum", window, c.op("square", x));
                  Term base = c.op("add", c.op("multiply", sums, c.scalar(0.25)), c.scalar(2));
                  Attributes attrs = window.and("bias", 2).and("alpha", 0.25).and("beta", 0.75);
                  c.equal(
                      c.op(LRN, attrs, x), c.op("multiply", x, c.op("pow", base, c.scalar(-0.75))));
                })),
        Law.of(
            "local-response-of-all",
            "a window over all channels, no bias: l2_normalize",
            "l2_normalize local_response_normalization",
            c -> {
              Term x = c.floats(Shape.of(1, 2, 1, c.draw().pick(2, 1, 3, 7)), NONZERO);
              c.equal(
                  c.op(LRN, Attributes.of("bias", 0).and("depth_radius", 7), x),
                  c.op("l2_normalize", ROWS, x));
            }),
        Law.of(
            "local-response-gradient-by-euler",
            "bias = 0 and beta = ½ make it homogeneous of degree 0: ⟨dx, x⟩ = 0",
            "local_response_normalization local_response_normalization_grad multiply reduce_sum"
                + " zeros_like",
            c -> {
              Term x = c.floats(Shape.of(1, 1, 2, c.draw().pick(3, 1, 2, 8)), NONZERO);
              Attributes attrs = Attributes.of("bias", 0).and("depth_radius", 1);
              Term y = c.op(LRN, attrs, x);
              Term dx = c.op(LRN + "_grad", attrs, c.floats(x.shape(), REAL), x, y);
              Term along = c.op("reduce_sum", ROWS, c.op("multiply", dx, x));
              c.equal(along, c.op("zeros_like", along));
            }),
        Law.of(
            "local-sum-of-all",
            "a window over all elements: the sum of the line",
            "add local_sum reduce_sum zeros_like",
            c -> {
              Term x = c.floats(Shape.of(3, c.draw().positiveSize()), REAL);
              Term sum = c.op("reduce_sum", ROWS.and("keepdims", true), x);
              c.equal(
                  c.op("local_sum", Attributes.of("depth_radius", 20), x),
                  c.op("add", c.op("zeros_like", x), sum));
            }),
        Law.of(
            "local-sum-adjoint",
            "⟨a, W b⟩ = ⟨W a, b⟩",
            "local_sum multiply reduce_sum",
            c -> {
              Shape shape = Shape.of(2, c.draw().positiveSize());
              Term a = c.floats(shape, REAL);
              Term b = c.floats(shape, REAL);
              Attributes window = Attributes.of("depth_radius", c.draw().pick(1, 2, 0));
              c.equal(
                  c.op("reduce_sum", c.op("multiply", a, c.op("local_sum", window, b))),
                  c.op("reduce_sum", c.op("multiply", c.op("local_sum", window, a), b)));
            }),
        Law.of(
            "dropout-values",
            "dropout(x) = x/(1 − rate) where mask, else 0",
            "divide dropout where zeros_like",
            dropout(
                (c, x) -> {
                  Attributes attrs = seeds(c).and("rate", 0.375);
                  List<Term> y = c.all("dropout", attrs, x);
                  Term kept = c.op("divide", x, c.scalar(0.625));
                  c.equal(y.get(0), c.op("where", y.get(1), kept, c.op("zeros_like", x)));
                })),
        Law.of(
            "dropout-keeps-all",
            "rate = 0 keeps everything as it is",
            "dropout reduce_all",
            dropout(
                (c, x) -> {
                  List<Term> y = c.all("dropout", seeds(c).and("rate", 0), x);
                  c.same(y.get(0), x);
                  c.same(c.op("reduce_all", y.get(1)), c.of(Tensor.of(true)));
                })),
        Law.of(
            "dropout-keep-prob",
            "keep_prob = 1 − rate",
            "dropout",
            dropout(
                (c, x) -> {
                  Attributes seeds = seeds(c);
                  List<Term> byRate = c.all("dropout", seeds.and("rate", 0.25), x);
                  List<Term> byKept = c.all("dropout", seeds.and("keep_prob", 0.75), x);
                  c.alike(byRate.get(0), byKept.get(0));
                  c.same(byRate.get(1), byKept.get(1));
                })),
        Law.of(
            "dropout-noise-shape",
            "a noise shape [n, 1] keeps or drops whole rows",
            "dropout reduce_all reduce_any",
            c -> {
              Term x = c.floats(Shape.of(c.draw().pick(3, 8), c.draw().pick(2, 3)), REAL);
              Attributes attrs = seeds(c).and("rate", 0.5).and("noise_shape", List.of(-1, 1));
              Term mask = c.all("dropout", attrs, x).get(1);
              c.same(c.op("reduce_all", ROWS, mask), c.op("reduce_any", ROWS, mask));
            }),
        Law.of(
            "dropout-by-uniforms",
            "mask = random_uniform >= rate",
            "dropout greater_equal random_uniform",
            dropout(
                (c, x) -> {
                  Attributes seeds = seeds(c);
                  Attributes numbers = seeds.and("shape", x.shape().dims());
                  Term u = c.op("random_uniform", numbers);
                  c.same(
                      c.all("dropout", seeds.and("rate", 0.375), x).get(1),
                      c.op("greater_equal", u, c.of(Tensor.of(0.375f))));
                })),
        Law.of(
            "dropout-expectation",
            "of 400 ones the mean stays 1 within six standard deviations",
            "abs dropout less reduce_mean subtract",
            c -> {
              Term x = c.of(ones(c.draw().dtype(), Shape.of(20, 20)));
              double rate = c.draw().pick(0.5, 0.25, 0.75);
              Term mean = c.op("reduce_mean", c.op("dropout", seeds(c).and("rate", rate), x));
              double deviation = Math.sqrt(rate / (1 - rate) / 400);
              Term far = c.op("abs", c.op("subtract", mean, c.scalar(1)));
              c.same(c.op("less", far, c.scalar(6 * deviation)), c.of(Tensor.of(true)));
            }),
        Law.of(
            "l2-regularizer",
            "l2_regularizer(t) = scale·l2_loss(t)",
            "l2_loss l2_regularizer multiply",
            weights(
                (c, t) ->
                    c.equal(
                        c.op("l2_regularizer", Attributes.of("scale", 0.75), t),
                        c.op("multiply", c.op("l2_loss", t), c.scalar(0.75))))),
        Law.of(
            "l1-regularizer",
            "l1_regularizer(t) = scale·Σ |t|",
            "abs l1_regularizer multiply reduce_sum",
            weights(
                (c, t) ->
                    c.equal(
                        c.op("l1_regularizer", Attributes.of("scale", 0.75), t),
                        c.op("multiply", c.op("reduce_sum", c.op("abs", t)), c.scalar(0.75))))),
        Law.of(
            "l1-l2-regularizer",
            "l1_l2_regularizer = l1_regularizer + l2_regularizer",
            "add l1_l2_regularizer l1_regularizer l2_regularizer",
            weights(
                (c, t) ->
                    c.equal(
                        c.op(
                            "l1_l2_regularizer",
                            Attributes.of("scale_l1", 0.5).and("scale_l2", 0.75),
                            t),
                        c.op(
                            "add",
                            c.op("l1_regularizer", Attributes.of("scale", 0.5), t),
                            c.op("l2_regularizer", Attributes.of("scale", 0.75), t))))));
  }

  private static Consumer<LawCase> image(BiConsumer<LawCase, Term> body) {
    return c -> {
      int channels = c.draw().pick(3, 1, 2, 8, 13);
      body.accept(c, c.floats(Shape.of(c.draw().pick(1, 2), 1, 2, channels), REAL));
    };
  }

  private static Consumer<LawCase> dropout(BiConsumer<LawCase, Term> body) {
    return c -> body.accept(c, c.floats(c.draw().nonEmptyShape(1, 3), REAL));
  }

  private static Consumer<LawCase> weights(BiConsumer<LawCase, Term> body) {
    return c -> body.accept(c, c.floats(c.draw().nonEmptyShape(0, 3), REAL));
  }

  private static Attributes seeds(LawCase c) {
    return Attributes.of("seed", c.draw().choose(1 << 20)).and("seed2", c.draw().choose(8));
  }

  private static Tensor ones(DType dtype, Shape shape) {
    double[] ones = new double[shape.elements()];
    Arrays.fill(ones, 1);
    return Tensor.of(dtype, shape, ones);
  }
}
