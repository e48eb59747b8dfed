package dev.assay.engine.ops.array;

import static dev.assay.engine.op.DTypes.ANY;
import static dev.assay.engine.op.DTypes.NUMERIC;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * Operations that take their result's shape from another tensor: the adjoints of broadcasting and
 * reshaping, which work in a graph whose dimensions are not known yet.
 */
public final class Like {
  private static final String ONLY_SHAPE = "only the shape of like is used";

  static final Op BROADCAST_LIKE =
      Op.define("broadcast_like")
          .formula("output = input broadcast to the shape of like")
          .note("The adjoint of sum_like.")
          .input("input", ANY, "a shape that broadcasts to that of like")
          .input("like", ANY, "gives the shape")
          .require(
              Kind.SHAPE,
              "input.shape broadcasts to like.shape",
              o -> stretches(o.shape(0), o.shape(1)))
          .type(o -> new TensorType(o.dtype(0), o.shape(1)))
          .kernel(c -> Movement.select(c, Index.broadcast(c.in(0).shape(), c.in(1).shape())))
          .vjp("input", p -> sumLike(p.dy(), p.x(0)))
          .noGradient("like", ONLY_SHAPE)
          .build();

  static final Op SUM_LIKE =
      Op.define("sum_like")
          .formula("output[j] = Σ input[i] over all i that broadcasting like maps to j")
          .note("The adjoint of broadcast_like: undoes NumPy broadcasting in a gradient.")
          .input("input", NUMERIC, "a shape that like.shape broadcasts to")
          .input("like", ANY, "gives the shape")
          .require(
              Kind.SHAPE,
              "like.shape broadcasts to input.shape",
              o -> stretches(o.shape(1), o.shape(0)))
          .type(o -> new TensorType(o.dtype(0), o.shape(1)))
          .kernel(Like::sum)
          .vjp("input", p -> broadcastLike(p.dy(), p.x(0)))
          .noGradient("like", ONLY_SHAPE)
          .build();

  static final Op RESHAPE_LIKE =
      Op.define("reshape_like")
          .formula("output = tensor's elements, row-major, in the shape of like")
          .input("tensor", ANY, "as many elements as like")
          .input("like", ANY, "gives the shape")
          .require(
              Kind.SHAPE,
              "tensor and like have as many elements",
              o ->
                  !o.shape(0).isKnown()
                      || !o.shape(1).isKnown()
                      || o.shape(0).elements() == o.shape(1).elements())
          .type(o -> new TensorType(o.dtype(0), o.shape(1)))
          .kernel(Movement::rename)
          .vjp("tensor", p -> reshapeLike(p.dy(), p.x(0)))
          .noGradient("like", ONLY_SHAPE)
          .build();

  static final List<Op> ROWS = List.of(BROADCAST_LIKE, SUM_LIKE, RESHAPE_LIKE);

  private Like() {}

  /** Equal shapes leave nothing to sum: the bits pass, so that −0 stays −0. */
  private static List<Tensor> sum(Call c) {
    Shape from = c.in(0).shape();
    Shape to = c.in(1).shape();
    return from.equals(to) ? Movement.rename(c) : Movement.sum(c, Index.broadcast(to, from));
  }

  /** Whether {@code a} broadcasts to {@code b}, as far as is known. */
  public static boolean stretches(Shape a, Shape b) {
    if (a.rank() > b.rank()) {
      return false;
    }
    for (int i = 1; i <= a.rank(); i++) {
      if (a.dim(-i) != 1 && !Shape.dimsAgree(a.dim(-i), b.dim(-i))) {
        return false;
      }
    }
    return true;
  }

  /** {@code input} stretched to the shape of {@code like}. */
  public static Tensor broadcastLike(Tensor input, Tensor like) {
    return sameKnownShape(input, like) ? input : Dispatch.one(BROADCAST_LIKE, input, like);
  }

  /** {@code input} summed over the dimensions that broadcasting stretched {@code like} by. */
  public static Tensor sumLike(Tensor input, Tensor like) {
    return sameKnownShape(input, like) ? input : Dispatch.one(SUM_LIKE, input, like);
  }

  /** {@code tensor}'s elements in the shape of {@code like}. */
  public static Tensor reshapeLike(Tensor tensor, Tensor like) {
    return sameKnownShape(tensor, like) ? tensor : Dispatch.one(RESHAPE_LIKE, tensor, like);
  }

  private static boolean sameKnownShape(Tensor a, Tensor b) {
    return a.shape().isKnown() && a.shape().equals(b.shape());
  }
}
