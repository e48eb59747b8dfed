package dev.assay.engine.ops.linalg;

import static dev.assay.engine.op.DTypes.REALS;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.Scatter;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** {@code trace} and its adjoint, which writes one number along a diagonal. */
final class Trace {
  static final Op TRACE =
      Op.define("trace")
          .formula("output[…] = Σᵢ x[…,i,i]")
          .note("The matrices need not be square: i < min(rows, columns). Integers wrap.")
          .input("x", REALS, "[…, m, n]")
          .require(Kind.SHAPE, "x.rank >= 2", o -> o.shape(0).rank() >= 2)
          .type(o -> new TensorType(o.dtype(0), o.shape(0).slice(0, o.shape(0).rank() - 2)))
          .kernel(Trace::forward)
          .vjp("x", p -> traceGrad(p.dy(), p.x(0)))
          .build();

  static final Op TRACE_GRAD =
      Op.define("trace_grad")
          .formula("dx[…,i,j] = dy[…] if i = j, else 0")
          .note("The adjoint of trace.")
          .input("dy", REALS, "[…], the leading dimensions of like")
          .input("like", REALS, "[…, m, n], gives the shape")
          .outputs("dx")
          .require(
              Kind.SHAPE,
              "dy.shape = like.shape without its last two dimensions",
              o ->
                  o.shape(1).rank() >= 2
                      && o.shape(0).compatible(o.shape(1).slice(0, o.shape(1).rank() - 2)))
          .type(o -> new TensorType(o.dtype(0), o.shape(1)))
          .kernel(
              c -> {
                HostStorage dy = c.in(0).host();
                HostStorage zero = HostStorage.zeros(c.in(0).dtype(), 1);
                int[] source = matrices(c.in(1).shape());
                return List.of(Tensor.of(c.output().shape(), dy.select(source, zero)));
              })
          .vjp("dy", p -> trace(p.dy()))
          .noGradient("like", "only the shape of like is used")
          .build();

  static final List<Op> ROWS = List.of(TRACE, TRACE_GRAD);

  private Trace() {}

  /** For every element of matrices of that shape, whose diagonal it is on; −1 if on none. */
  private static int[] matrices(Shape shape) {
    int m = shape.dim(-2);
    int n = shape.dim(-1);
    int[] matrix = new int[shape.elements()];
    for (int at = 0; at < matrix.length; at++) {
      boolean diagonal = at / n % m == at % n;
      matrix[at] = diagonal ? at / n / m : -1;
    }
    return matrix;
  }

  private static List<Tensor> forward(Call c) {
    int[] target = matrices(c.in(0).shape());
    int size = c.output().shape().elements();
    return c.in(0).dtype().isInteger()
        ? c.result(Scatter.sum(c.in(0).host().longs(), target, size))
        : c.result(Scatter.sum(c.in(0).host().doubles(), target, size));
  }

  static Tensor trace(Tensor x) {
    return Dispatch.one(TRACE, x);
  }

  static Tensor traceGrad(Tensor dy, Tensor like) {
    return Dispatch.one(TRACE_GRAD, dy, like);
  }
}
