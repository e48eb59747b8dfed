package dev.assay.engine.ops.array;

import static dev.assay.engine.op.DTypes.ANY;
import static dev.assay.engine.op.DTypes.REALS_AND_BOOL;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * {@code where}: with {@code x} and {@code y} a choice, element by element; without them the
 * indices at which {@code condition} holds.
 *
 * <p>The derivative chooses between the cotangent and 0 instead of multiplying by 0 or 1, so that
 * an infinity on the way not taken does not become NaN.
 */
final class Where {
  static final Op OP =
      Op.define("where")
          .formula("output = condition ? x : y, or the indices [n, rank] where condition ≠ 0")
          .note("condition, x and y broadcast. Without x and y the indices are in row-major order.")
          .note("A number as condition holds where it is not 0; NaN holds. Only without x and y.")
          .input("condition", REALS_AND_BOOL, "any shape; bool if x and y are given")
          .optionalInput("x", ANY, "the elements where condition is true")
          .optionalInput("y", ANY, "the elements where condition is false")
          .sameDType(1, 2)
          .require(
              Kind.DTYPE,
              "condition.dtype = bool where x and y are given",
              o -> o.count() == 1 || o.dtype(0) == DType.BOOL)
          .require(Kind.SHAPE, "x and y are given together or not at all", o -> o.count() != 2)
          .require(
              Kind.SHAPE,
              "condition, x and y broadcast",
              o ->
                  o.count() == 1
                      || (Shape.broadcastable(o.shape(1), o.shape(2))
                          && Shape.broadcastable(
                              o.shape(0), Shape.broadcast(o.shape(1), o.shape(2)))))
          .type(Where::type)
          .kernel(c -> c.count() == 1 ? indices(c) : select(c))
          .noGradient("condition", "a condition chooses, it does not enter the result")
          .vjp("x", p -> Like.sumLike(where(p.x(0), p.dy(), zero(p.dy())), p.x(1)))
          .vjp("y", p -> Like.sumLike(where(p.x(0), zero(p.dy()), p.dy()), p.x(2)))
          .hard(
              chosen(true, 1, Double.NaN, 1),
              chosen(false, Double.POSITIVE_INFINITY, -0.0, -0.0),
              chosen(true, Double.NaN, 2, Double.NaN))
          .build();

  private Where() {}

  private static HardPoint chosen(boolean condition, double x, double y, double result) {
    return new HardPoint(
        List.of(Tensor.of(condition), Tensor.of(x), Tensor.of(y)),
        Attributes.none(),
        Tensor.of(result),
        List.of());
  }

  private static TensorType type(Operands o) {
    return o.count() == 1
        ? new TensorType(DType.INT64, Shape.of(Shape.UNKNOWN, o.shape(0).rank()))
        : new TensorType(
            o.dtype(1), Shape.broadcast(o.shape(0), Shape.broadcast(o.shape(1), o.shape(2))));
  }

  private static List<Tensor> select(Call c) {
    Shape shape = c.output().shape();
    long[] condition = c.in(0).host().longs();
    int[] ci = Index.broadcast(c.in(0).shape(), shape);
    int[] x = Index.broadcast(c.in(1).shape(), shape);
    int[] y = Index.broadcast(c.in(2).shape(), shape);
    int[] source = new int[ci.length];
    for (int i = 0; i < source.length; i++) {
      source[i] = condition[ci[i]] != 0 ? x[i] : -1 - y[i];
    }
    return List.of(Tensor.of(shape, c.in(1).host().choose(source, c.in(2).host())));
  }

  private static List<Tensor> indices(Call c) {
    Shape shape = c.in(0).shape();
    double[] condition = c.in(0).host().doubles();
    int n = 0;
    for (double v : condition) {
      n += v != 0 ? 1 : 0;
    }
    int rank = shape.rank();
    Shape result = Shape.of(n, rank);
    long[] index = new long[result.elements()];
    int at = 0;
    for (int i = 0; i < condition.length; i++) {
      if (condition[i] != 0) {
        int rest = i;
        for (int d = rank - 1; d >= 0; d--) {
          index[at + d] = rest % shape.dim(d);
          rest /= shape.dim(d);
        }
        at += rank;
      }
    }
    return List.of(Tensor.ofLongs(DType.INT64, result, index));
  }

  private static Tensor zero(Tensor like) {
    return Tensor.zeros(like.dtype(), Shape.scalar());
  }

  static Tensor where(Tensor condition, Tensor x, Tensor y) {
    return Dispatch.one(OP, condition, x, y);
  }
}
