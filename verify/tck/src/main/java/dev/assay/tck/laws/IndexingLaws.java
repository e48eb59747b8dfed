package dev.assay.tck.laws;

import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.laws.ElementwiseLaws.neg;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Identities of picking, scattering and ordering elements. All are exact. */
final class IndexingLaws {
  private IndexingLaws() {}

  static List<Law> all() {
    return List.of(
        Law.always(
            "gather-inverse",
            "(x∘π)∘π⁻¹ = x, π⁻¹ = argsort(π)",
            "argsort gather",
            c -> {
              Term x = c.floats(c.draw().nonEmptyShape(1, 3), REAL);
              Term order = c.permutation(x.shape().dim(0));
              Term moved = c.op("gather", x, order);
              c.same(c.op("gather", moved, c.op("argsort", order)), x);
            }),
        Law.of(
            "scatter-then-gather",
            "gather_nd(scatter_nd(i, u), i) = u for different i",
            "gather_nd scatter_nd",
            c -> {
              Shape rest = c.draw().shape(0, 2);
              int n = c.draw().positiveSize();
              Term index = column(c, c.permutation(n));
              Term updates = c.floats(Shape.of(n).concat(rest), REAL);
              int[] shape = Shape.of(n + c.draw().between(0, 2)).concat(rest).dims();
              Term scattered = c.op("scatter_nd", Attributes.of("shape", shape), index, updates);
              c.same(c.op("gather_nd", scattered, index), updates);
            }),
        Law.of(
            "scatter-add-from-zero",
            "tensor_scatter_add(0, i, u) = scatter_nd(i, u)",
            "scatter_nd tensor_scatter_add zeros",
            c -> {
              Shape rest = c.draw().shape(0, 2);
              int rows = c.draw().positiveSize();
              int n = c.draw().size();
              Term index = c.of(c.draw().integers(DType.INT32, Shape.of(n, 1), 0, rows - 1));
              Term updates = c.floats(Shape.of(n).concat(rest), REAL);
              Attributes shape = Attributes.of("shape", Shape.of(rows).concat(rest).dims());
              Term zeros = c.op("zeros", shape.and("dtype", c.draw().dtype()));
              c.alike(
                  c.op("tensor_scatter_add", zeros, index, updates),
                  c.op("scatter_nd", shape, index, updates));
            }),
        Law.always(
            "gather-nd-by-gather",
            "gather_nd(x, [i]) = gather(x, i)",
            "gather gather_nd",
            c -> {
              Term x = c.floats(c.draw().nonEmptyShape(1, 3), REAL);
              Term index = rows(c, x.shape().dim(0));
              c.same(c.op("gather_nd", x, column(c, index)), c.op("gather", x, index));
            }),
        Law.always(
            "gather-by-slices",
            "gather(x, i)ₙ = x[iₙ]",
            "concat gather slice",
            c -> {
              Term x = c.floats(c.draw().nonEmptyShape(1, 3), REAL);
              Term index = rows(c, x.shape().dim(0));
              int[] size = x.shape().with(0, 1).dims();
              Term[] parts = new Term[index.shape().dim(0)];
              for (int n = 0; n < parts.length; n++) {
                int[] begin = new int[size.length];
                begin[0] = index.value().toInts()[n];
                parts[n] = c.op("slice", MovementLaws.slice(begin, size), x);
              }
              if (parts.length > 0) {
                c.same(c.op("gather", x, index), c.op("concat", Attributes.of("axis", 0), parts));
              }
            }),
        Law.always(
            "embedding-lookup",
            "embedding_lookup(x, i) = gather(x, i)",
            "embedding_lookup gather",
            c -> {
              Term x = c.floats(c.draw().nonEmptyShape(1, 3), REAL);
              Term index = rows(c, x.shape().dim(0));
              c.same(c.op("embedding_lookup", x, index), c.op("gather", x, index));
            }),
        Law.always(
            "strided-slice-of-all",
            "x[:, …] = x",
            "strided_slice",
            c -> {
              Term x = c.floats(c.draw().shape(1, 3), REAL);
              int rank = x.shape().rank();
              c.same(c.op("strided_slice", strided(new int[rank], x.shape().dims(), 1), x), x);
            }),
        Law.always(
            "strided-slice-by-slice",
            "x[a:b] = slice(x, a, b − a)",
            "slice strided_slice",
            c -> {
              Term x = c.floats(c.draw().shape(1, 3), REAL);
              int[] begin = x.shape().dims();
              int[] end = x.shape().dims();
              int[] size = new int[begin.length];
              for (int d = 0; d < begin.length; d++) {
                end[d] = c.draw().choose(end[d] + 1);
                begin[d] = c.draw().choose(end[d] + 1);
                size[d] = end[d] - begin[d];
              }
              c.same(
                  c.op("strided_slice", strided(begin, end, 1), x),
                  c.op("slice", MovementLaws.slice(begin, size), x));
            }),
        Law.always(
            "strided-slice-interleaves",
            "x[0::2], x[1::2] stacked and flattened = x",
            "reshape stack strided_slice",
            c -> {
              int n = 2 * c.draw().positiveSize();
              Term x = c.floats(Shape.of(n), REAL);
              Term even = c.op("strided_slice", strided(new int[] {0}, new int[] {n}, 2), x);
              Term odd = c.op("strided_slice", strided(new int[] {1}, new int[] {n}, 2), x);
              Term pairs = c.op("stack", Attributes.of("axis", 1), even, odd);
              c.same(c.op("reshape", Attributes.of("shape", new int[] {n}), pairs), x);
            }),
        Law.always(
            "boolean-mask-by-where",
            "boolean_mask(x, m) = gather_nd(x, where(m))",
            "boolean_mask gather_nd where",
            c -> {
              Term x = c.floats(c.draw().nonEmptyShape(1, 3), REAL);
              Term mask = c.of(c.draw().bools(x.shape().slice(0, 1)));
              c.same(c.op("boolean_mask", x, mask), c.op("gather_nd", x, c.op("where", mask)));
            }),
        Law.of(
            "sequence-mask-by-less",
            "sequence_mask(l)ᵢⱼ = j < lᵢ",
            "expand_dims less range sequence_mask",
            c -> {
              int most = c.draw().positiveSize();
              Term lengths = c.of(c.draw().integers(DType.INT32, c.draw().shape(0, 2), 0, most));
              c.same(
                  c.op("sequence_mask", Attributes.of("maxlen", most), lengths),
                  c.op(
                      "less",
                      upTo(c, most),
                      c.op("expand_dims", Attributes.of("axis", -1), lengths)));
            }),
        Law.of("sort-by-argsort", "sort(x) = x∘argsort(x)", "argsort gather sort", sorted(false)),
        Law.of(
            "sort-down-by-argsort",
            "sort(x) = x∘argsort(x), descending",
            "argsort gather sort",
            sorted(true)),
        Law.of(
            "sort-by-negation",
            "sort(x, descending) = −sort(−x)",
            "neg sort",
            c -> {
              Term x = vector(c);
              c.same(c.op("sort", down(), x), neg(c, c.op("sort", neg(c, x))));
            }),
        Law.of(
            "sort-of-permutation",
            "sort(x∘π) = sort(x)",
            "gather sort",
            c -> {
              Term x = vector(c);
              Term moved = c.op("gather", x, c.permutation(x.shape().dim(0)));
              c.same(c.op("sort", moved), c.op("sort", x));
            }),
        Law.of(
            "top-k-by-sort",
            "top_k(x).values = the first k of sort(x, descending)",
            "slice sort top_k",
            c -> {
              Term x = vector(c);
              int k = c.draw().choose(x.shape().dim(0) + 1);
              Term first =
                  c.op(
                      "slice",
                      MovementLaws.slice(new int[1], new int[] {k}),
                      c.op("sort", down(), x));
              c.same(c.op("top_k", Attributes.of("k", k), x), first);
            }),
        Law.of(
            "top-k-indices",
            "x∘top_k(x).indices = top_k(x).values",
            "gather top_k",
            c -> {
              Term x = vector(c);
              Attributes k = Attributes.of("k", c.draw().choose(x.shape().dim(0) + 1));
              List<Term> top = c.all("top_k", k, x);
              c.same(c.op("gather", x, top.get(1)), top.get(0));
            }),
        Law.of(
            "argmax-picks-max",
            "x[argmax(x)] = max(x), x[argmin(x)] = min(x)",
            "argmax argmin gather reduce_max reduce_min",
            c -> {
              Term x = vector(c);
              c.same(c.op("gather", x, c.op("argmax", x)), c.op("reduce_max", x));
              c.same(c.op("gather", x, c.op("argmin", x)), c.op("reduce_min", x));
            }),
        Law.of(
            "argmin-by-negation",
            "argmin(x) = argmax(−x)",
            "argmax argmin neg",
            c -> {
              Term x = c.floats(c.draw().nonEmptyShape(1, 3), REAL);
              Attributes at = Attributes.of("axis", c.draw().axis(x.shape().rank()));
              c.same(c.op("argmin", at, x), c.op("argmax", at, neg(c, x)));
            }),
        Law.of(
            "unique-round-trip",
            "y∘idx = x for y, idx = unique(x)",
            "gather unique",
            c -> {
              Term x =
                  c.of(c.draw().integers(DType.INT32, Shape.of(c.draw().positiveSize()), 0, 4));
              List<Term> found = c.all("unique", Attributes.none(), x);
              c.same(c.op("gather", found.get(0), found.get(1)), x);
            }));
  }

  private static Consumer<LawCase> sorted(boolean descending) {
    return c -> {
      Term x = vector(c);
      Attributes way = descending ? down() : Attributes.none();
      c.same(c.op("sort", way, x), c.op("gather", x, c.op("argsort", way, x)));
    };
  }

  private static Attributes down() {
    return Attributes.of("direction", "DESCENDING");
  }

  private static Term vector(LawCase c) {
    return c.floats(Shape.of(c.draw().positiveSize()), REAL);
  }

  /** A vector of row numbers, repeated ones among them. */
  private static Term rows(LawCase c, int n) {
    return c.of(c.draw().integers(DType.INT32, Shape.of(c.draw().size()), 0, n - 1));
  }

  /** A vector as a matrix of one column; the judge's own work. */
  private static Term column(LawCase c, Term index) {
    return c.of(
        Tensor.ofLongs(DType.INT32, Shape.of(index.shape().dim(0), 1), index.value().toLongs()));
  }

  private static Term upTo(LawCase c, int n) {
    return c.op("range", c.of(Tensor.of(0)), c.of(Tensor.of(n)), c.of(Tensor.of(1)));
  }

  private static Attributes strided(int[] begin, int[] end, int stride) {
    int[] strides = new int[begin.length];
    Arrays.fill(strides, stride);
    return Attributes.of("begin", begin).and("end", end).and("strides", strides);
  }
}
