package dev.assay.tck.laws;

import static dev.assay.tck.cases.Domain.NONZERO;
import static dev.assay.tck.cases.Domain.POSITIVE;
import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.laws.ElementwiseLaws.neg;
import static dev.assay.tck.laws.ElementwiseLaws.one;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Identities of reductions, running sums and segment sums. */
final class ReductionLaws {
  private ReductionLaws() {}

  static List<Law> all() {
    return List.of(
        Law.of(
            "mean-by-sum",
            "mean(x) = Σ x / n",
            "divide reduce_mean reduce_sum",
            nonEmpty(
                (c, x) ->
                    c.equal(
                        c.op("reduce_mean", x),
                        c.op("divide", c.op("reduce_sum", x), c.scalar(x.shape().elements()))))),
        Law.always(
            "reduce-max-by-negation",
            "max x = −min(−x)",
            "neg reduce_max reduce_min",
            one((c, x) -> c.same(c.op("reduce_max", x), neg(c, c.op("reduce_min", neg(c, x)))))),
        Law.of(
            "sum-by-axes",
            "Σ over all axes = Σ over one axis after the other",
            "reduce_sum",
            c -> {
              Term x = c.floats(c.draw().shape(2, 4), REAL);
              Term step = x;
              while (step.shape().rank() > 0) {
                step = c.op("reduce_sum", Attributes.of("axis", -1), step);
              }
              c.equal(c.op("reduce_sum", x), step);
            }),
        Law.of(
            "sum-of-permutation",
            "Σ x∘π = Σ x",
            "gather reduce_sum",
            c -> {
              Term x = c.floats(Shape.of(c.draw().positiveSize()), REAL);
              Term moved = c.op("gather", x, c.permutation(x.shape().dim(0)));
              c.equal(c.op("reduce_sum", moved), c.op("reduce_sum", x));
            }),
        Law.of(
            "sum-additive",
            "Σ (x + y) = Σ x + Σ y",
            "add reduce_sum",
            nonEmpty(
                (c, x) -> {
                  Term y = c.floats(x.shape(), REAL);
                  c.equal(
                      c.op("reduce_sum", c.op("add", x, y)),
                      c.op("add", c.op("reduce_sum", x), c.op("reduce_sum", y)));
                })),
        Law.of(
            "logsumexp",
            "logsumexp(x) = log Σ exp x",
            "exp log reduce_logsumexp reduce_sum",
            nonEmpty(
                (c, x) ->
                    c.equal(
                        c.op("reduce_logsumexp", x),
                        c.op("log", c.op("reduce_sum", c.op("exp", x)))))),
        Law.of(
            "variance",
            "variance(x) = mean (x − mean x)²",
            "reduce_mean reduce_variance square subtract",
            nonEmpty(
                (c, x) ->
                    c.equal(
                        c.op("reduce_variance", x),
                        c.op(
                            "reduce_mean",
                            c.op("square", c.op("subtract", x, c.op("reduce_mean", x))))))),
        Law.of(
            "standard-deviation",
            "std(x)² = variance(x)",
            "reduce_std reduce_variance square",
            nonEmpty(
                (c, x) ->
                    c.equal(c.op("square", c.op("reduce_std", x)), c.op("reduce_variance", x)))),
        Law.of(
            "product-by-logarithms",
            "log Π x = Σ log x for x > 0",
            "log reduce_prod reduce_sum",
            c -> {
              Term x = c.floats(c.draw().nonEmptyShape(1, 2), POSITIVE);
              Attributes rows = Attributes.of("axis", -1);
              c.equal(
                  c.op("log", c.op("reduce_prod", rows, x)),
                  c.op("reduce_sum", rows, c.op("log", x)));
            }),
        Law.of(
            "any-by-all",
            "any(b) = ¬ all(¬b)",
            "logical_not reduce_all reduce_any",
            c -> {
              Term b = c.of(c.draw().bools(c.draw().shape(0, 3)));
              c.same(
                  c.op("reduce_any", b),
                  c.op("logical_not", c.op("reduce_all", c.op("logical_not", b))));
            }),
        Law.of(
            "euclidean-norm",
            "‖x‖₂ = √Σ x²",
            "norm reduce_sum sqrt square",
            nonEmpty(
                (c, x) ->
                    c.equal(c.op("norm", x), c.op("sqrt", c.op("reduce_sum", c.op("square", x)))))),
        Law.of(
            "other-norms",
            "‖x‖₁ = Σ |x|, ‖x‖∞ = max |x|",
            "abs norm reduce_max reduce_sum",
            nonEmpty(
                (c, x) -> {
                  Term size = c.op("abs", x);
                  c.equal(c.op("norm", Attributes.of("ord", "1"), x), c.op("reduce_sum", size));
                  c.same(c.op("norm", Attributes.of("ord", "inf"), x), c.op("reduce_max", size));
                })),
        Law.of(
            "cumsum-last",
            "cumsum(x)ₙ = Σ x",
            "cumsum gather reduce_sum",
            last("cumsum", "reduce_sum")),
        Law.of(
            "cumprod-last",
            "cumprod(x)ₙ = Π x",
            "cumprod gather reduce_prod",
            last("cumprod", "reduce_prod")),
        Law.of(
            "cumsum-exclusive",
            "cumsum(x) = exclusive cumsum(x) + x",
            "add cumsum",
            vector(
                (c, x) ->
                    c.equal(
                        c.op("cumsum", x),
                        c.op("add", c.op("cumsum", Attributes.of("exclusive", true), x), x)))),
        Law.of(
            "cumprod-exclusive",
            "cumprod(x) = exclusive cumprod(x)·x",
            "cumprod multiply",
            vector(
                (c, x) ->
                    c.equal(
                        c.op("cumprod", x),
                        c.op(
                            "multiply", c.op("cumprod", Attributes.of("exclusive", true), x), x)))),
        Law.of(
            "cumsum-reverse",
            "reverse cumsum = reverse ∘ cumsum ∘ reverse",
            "cumsum reverse",
            mirrored("cumsum")),
        Law.of(
            "cumprod-reverse",
            "reverse cumprod = reverse ∘ cumprod ∘ reverse",
            "cumprod reverse",
            mirrored("cumprod")),
        Law.of(
            "segment-sum-by-matmul",
            "unsorted_segment_sum(x, s) = one_hot(s)ᵀ·x",
            "matmul one_hot unsorted_segment_sum",
            c -> {
              int n = c.draw().positiveSize();
              int segments = c.draw().positiveSize();
              Term x = c.floats(Shape.of(n, c.draw().positiveSize()), REAL);
              Term ids = c.of(c.draw().integers(DType.INT32, Shape.of(n), 0, segments - 1));
              Attributes hot = Attributes.of("depth", segments).and("dtype", c.draw().dtype());
              c.equal(
                  c.op("unsorted_segment_sum", Attributes.of("num_segments", segments), x, ids),
                  c.op("matmul", Attributes.of("transpose_a", true), c.op("one_hot", hot, ids), x));
            }),
        Law.of(
            "segment-sum-of-sorted",
            "segment_sum = unsorted_segment_sum for sorted ids",
            "segment_sum unsorted_segment_sum",
            c -> {
              int n = c.draw().positiveSize();
              Term x = c.floats(Shape.of(n).concat(c.draw().shape(0, 2)), REAL);
              long[] ids = c.draw().integers(DType.INT32, Shape.of(n), 0, 4).toLongs();
              Arrays.sort(ids);
              Term sorted = c.of(Tensor.ofLongs(DType.INT32, Shape.of(n), ids));
              int segments = (int) ids[n - 1] + 1;
              c.alike(
                  c.op("segment_sum", x, sorted),
                  c.op("unsorted_segment_sum", Attributes.of("num_segments", segments), x, sorted));
            }));
  }

  private static Consumer<LawCase> nonEmpty(BiConsumer<LawCase, Term> body) {
    return c -> body.accept(c, c.floats(c.draw().nonEmptyShape(0, 3), REAL));
  }

  private static Consumer<LawCase> vector(BiConsumer<LawCase, Term> body) {
    return c -> body.accept(c, c.floats(Shape.of(c.draw().positiveSize()), NONZERO));
  }

  private static Consumer<LawCase> last(String running, String total) {
    return vector(
        (c, x) -> {
          Term index = c.of(Tensor.of(x.shape().dim(0) - 1));
          c.equal(c.op("gather", c.op(running, x), index), c.op(total, x));
        });
  }

  private static Consumer<LawCase> mirrored(String running) {
    Attributes back = Attributes.of("axis", new int[] {0});
    return vector(
        (c, x) ->
            c.alike(
                c.op(running, Attributes.of("reverse", true), x),
                c.op("reverse", back, c.op(running, c.op("reverse", back, x)))));
  }
}
