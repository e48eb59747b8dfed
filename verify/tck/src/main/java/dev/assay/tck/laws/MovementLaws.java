package dev.assay.tck.laws;

import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.laws.ElementwiseLaws.one;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Identities of reshaping, joining and moving elements. All are exact. */
final class MovementLaws {
  private MovementLaws() {}

  static List<Law> all() {
    return List.of(
        Law.always(
            "concat-of-split",
            "concat(split(x)) = x",
            "concat split",
            c -> {
              Term x = c.floats(c.draw().nonEmptyShape(1, 3), REAL);
              int axis = c.draw().axis(x.shape().rank());
              int n = x.shape().dim(axis);
              int first = c.draw().choose(n + 1);
              Attributes at = Attributes.of("axis", axis);
              Attributes sizes = at.and("num_or_size_splits", new int[] {first, n - first});
              c.same(c.op("concat", at, array(c.all("split", sizes, x))), x);
            }),
        Law.always(
            "split-of-concat",
            "split(concat(x, y)) = x, y",
            "concat split",
            c -> {
              Shape shape = c.draw().shape(1, 3);
              int axis = c.draw().choose(shape.rank());
              Term x = c.floats(shape, REAL);
              Term y = c.floats(shape.with(axis, c.draw().size()), REAL);
              Attributes at = Attributes.of("axis", axis);
              int[] sizes = {x.shape().dim(axis), y.shape().dim(axis)};
              List<Term> parts =
                  c.all("split", at.and("num_or_size_splits", sizes), c.op("concat", at, x, y));
              c.same(parts.get(0), x);
              c.same(parts.get(1), y);
            }),
        Law.always(
            "stack-of-unstack",
            "stack(unstack(x)) = x",
            "stack unstack",
            c -> {
              Term x = c.floats(c.draw().nonEmptyShape(1, 3), REAL);
              Attributes at = Attributes.of("axis", c.draw().choose(x.shape().rank()));
              c.same(c.op("stack", at, array(c.all("unstack", at, x))), x);
            }),
        Law.always(
            "stack-by-concat",
            "stack(x, y) = concat of both with a new axis",
            "concat expand_dims stack",
            c -> {
              Shape shape = c.draw().shape(0, 3);
              Term x = c.floats(shape, REAL);
              Term y = c.floats(shape, REAL);
              Attributes at = Attributes.of("axis", c.draw().choose(shape.rank() + 1));
              c.same(
                  c.op("stack", at, x, y),
                  c.op("concat", at, c.op("expand_dims", at, x), c.op("expand_dims", at, y)));
            }),
        Law.always(
            "transpose-inverse",
            "transposing by π, then by its inverse, changes nothing",
            "transpose",
            c -> {
              Term x = c.floats(c.draw().shape(1, 4), REAL);
              int[] perm = c.permutation(x.shape().rank()).value().toInts();
              int[] inverse = new int[perm.length];
              for (int i = 0; i < perm.length; i++) {
                inverse[perm[i]] = i;
              }
              Term moved = c.op("transpose", Attributes.of("perm", perm), x);
              c.same(c.op("transpose", Attributes.of("perm", inverse), moved), x);
            }),
        Law.always(
            "reshape-round-trip",
            "reshaping to a vector and back changes nothing",
            "reshape",
            one(
                (c, x) -> {
                  Term flat = c.op("reshape", Attributes.of("shape", new int[] {-1}), x);
                  if (x.shape().elements() > 0) {
                    c.same(c.op("reshape", Attributes.of("shape", x.shape().dims()), flat), x);
                  }
                })),
        Law.always(
            "squeeze-of-expand-dims",
            "squeeze(expand_dims(x)) = x",
            "expand_dims squeeze",
            one(
                (c, x) -> {
                  int axis = c.draw().choose(x.shape().rank() + 1);
                  Term grown = c.op("expand_dims", Attributes.of("axis", axis), x);
                  c.same(c.op("squeeze", Attributes.of("axis", new int[] {axis}), grown), x);
                })),
        Law.always(
            "reverse-involution",
            "reverse(reverse(x)) = x",
            "reverse",
            c -> {
              Term x = c.floats(c.draw().shape(1, 3), REAL);
              Attributes at = axis(c.draw().choose(x.shape().rank()));
              c.same(c.op("reverse", at, c.op("reverse", at, x)), x);
            }),
        Law.always(
            "reverse-by-strided-slice",
            "reverse(x) = x[::−1]",
            "reverse strided_slice",
            c -> {
              Term x = c.floats(c.draw().shape(1, 3), REAL);
              Attributes back =
                  Attributes.of("begin", new int[] {0})
                      .and("end", new int[] {0})
                      .and("strides", new int[] {-1})
                      .and("begin_mask", 1)
                      .and("end_mask", 1);
              c.same(c.op("reverse", axis(0), x), c.op("strided_slice", back, x));
            }),
        Law.always(
            "roll-inverse",
            "rolling by k, then by −k, changes nothing",
            "roll",
            c -> {
              Term x = c.floats(c.draw().nonEmptyShape(1, 3), REAL);
              int axis = c.draw().choose(x.shape().rank());
              int k = c.draw().between(0, 12);
              c.same(c.op("roll", roll(-k, axis), c.op("roll", roll(k, axis), x)), x);
            }),
        Law.always(
            "roll-by-concat",
            "roll(x, 1) = last ⌢ rest",
            "concat roll slice",
            c -> {
              Term x = c.floats(Shape.of(c.draw().positiveSize()), REAL);
              int n = x.shape().dim(0);
              c.same(
                  c.op("roll", roll(1, 0), x),
                  c.op(
                      "concat",
                      Attributes.of("axis", 0),
                      c.op("slice", slice(new int[] {n - 1}, new int[] {1}), x),
                      c.op("slice", slice(new int[] {0}, new int[] {n - 1}), x)));
            }),
        Law.always(
            "slice-of-pad",
            "slice(pad(x)) = x",
            "pad slice",
            c -> {
              Term x = c.floats(c.draw().shape(1, 3), REAL);
              int rank = x.shape().rank();
              int[] begin = new int[rank];
              int[][] paddings = new int[rank][];
              for (int d = 0; d < rank; d++) {
                begin[d] = c.draw().between(0, 2);
                paddings[d] = new int[] {begin[d], c.draw().between(0, 2)};
              }
              Term padded = c.op("pad", Attributes.of("paddings", paddings), x);
              c.same(c.op("slice", slice(begin, x.shape().dims()), padded), x);
            }),
        Law.always(
            "pad-by-concat",
            "pad(x) = zeros ⌢ x ⌢ zeros",
            "concat pad zeros",
            c -> {
              Term x = c.floats(Shape.of(c.draw().size()), REAL);
              Attributes two = Attributes.of("shape", new int[] {2}).and("dtype", c.draw().dtype());
              Term zeros = c.op("zeros", two);
              c.same(
                  c.op("pad", Attributes.of("paddings", new int[][] {{2, 2}}), x),
                  c.op("concat", Attributes.of("axis", 0), zeros, x, zeros));
            }),
        Law.always(
            "tile-by-concat",
            "tile(x, 3) = x ⌢ x ⌢ x",
            "concat tile",
            c -> {
              Term x = c.floats(c.draw().shape(1, 3), REAL);
              int axis = c.draw().choose(x.shape().rank());
              int[] multiples = new int[x.shape().rank()];
              Arrays.fill(multiples, 1);
              multiples[axis] = 3;
              c.same(
                  c.op("tile", Attributes.of("multiples", multiples), x),
                  c.op("concat", Attributes.of("axis", axis), x, x, x));
            }),
        Law.always(
            "broadcast-by-tile",
            "broadcast_to of an axis of 1 = tile along it",
            "broadcast_to expand_dims tile",
            c -> {
              Term x = c.floats(c.draw().shape(0, 2), REAL);
              int n = c.draw().positiveSize();
              Term row = c.op("expand_dims", Attributes.of("axis", 0), x);
              int[] multiples = new int[row.shape().rank()];
              Arrays.fill(multiples, 1);
              multiples[0] = n;
              c.same(
                  c.op("broadcast_to", Attributes.of("shape", row.shape().with(0, n).dims()), x),
                  c.op("tile", Attributes.of("multiples", multiples), row));
            }),
        Law.always(
            "diagonal-round-trip",
            "matrix_diag_part(matrix_diag(d)) = d",
            "matrix_diag matrix_diag_part",
            c -> {
              Term x = c.floats(c.draw().shape(1, 2), REAL);
              c.same(c.op("matrix_diag_part", c.op("matrix_diag", x)), x);
            }),
        Law.of(
            "eye-by-diagonal",
            "eye(n) = diag(1, …, 1)",
            "eye matrix_diag ones",
            c -> {
              int n = c.draw().size();
              Attributes type = Attributes.of("dtype", c.draw().dtype());
              c.same(
                  c.op("eye", type.and("num_rows", n)),
                  c.op("matrix_diag", c.op("ones", type.and("shape", new int[] {n}))));
            }),
        Law.of(
            "range-by-cumsum",
            "range(0, n, 1) = exclusive cumsum of ones",
            "cumsum ones range",
            c -> {
              int n = c.draw().size();
              Attributes ones =
                  Attributes.of("shape", new int[] {n}).and("dtype", c.draw().dtype());
              c.same(
                  c.op("range", c.scalar(0), c.scalar(n), c.scalar(1)),
                  c.op("cumsum", Attributes.of("exclusive", true), c.op("ones", ones)));
            }),
        Law.of(
            "shape-size-rank",
            "size(x) = Π shape(x), rank(x) = size(shape(x))",
            "rank reduce_prod shape size",
            one(
                (c, x) -> {
                  Term shape = c.op("shape", x);
                  c.same(c.op("size", x), c.op("reduce_prod", shape));
                  c.same(c.op("rank", x), c.op("size", shape));
                })),
        Law.of(
            "one-hot-times-range",
            "Σⱼ one_hot(i)ⱼ·j = i",
            "multiply one_hot range reduce_sum",
            c -> {
              int depth = c.draw().positiveSize();
              Term index = c.of(c.draw().integers(DType.INT32, c.draw().shape(0, 2), 0, depth - 1));
              Term hot =
                  c.op("one_hot", Attributes.of("depth", depth).and("dtype", "int32"), index);
              Term j =
                  c.op("range", c.of(Tensor.of(0)), c.of(Tensor.of(depth)), c.of(Tensor.of(1)));
              c.same(
                  c.op("reduce_sum", Attributes.of("axis", -1), c.op("multiply", hot, j)), index);
            }));
  }

  static Term[] array(List<Term> terms) {
    return terms.toArray(new Term[0]);
  }

  private static Attributes axis(int axis) {
    return Attributes.of("axis", new int[] {axis});
  }

  private static Attributes roll(int shift, int axis) {
    return Attributes.of("shift", shift).and("axis", axis);
  }

  static Attributes slice(int[] begin, int[] size) {
    return Attributes.of("begin", begin).and("size", size);
  }
}
