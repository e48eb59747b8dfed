package dev.assay.engine.ops.linalg;

import static dev.assay.engine.op.DTypes.REALS;
import static dev.assay.engine.ops.elementwise.Maths.multiply;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.array.Like;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * {@code matvec}: {@code y[…,m] = Σₖ a[…,m,k]·b[…,k]}; leading dimensions broadcast. {@code dA = dy
 * bᵀ}, {@code db = Aᵀdy}.
 */
final class MatVec {
  static final Op OP =
      Op.define("matvec")
          .formula("y[…,m] = Σₖ a[…,m,k]·b[…,k]")
          .note("Leading dimensions broadcast. Integers wrap.")
          .input("a", REALS, "[…, m, k]; […, k, m] with transpose_a")
          .input("b", REALS, "[…, k]")
          .outputs("y")
          .attr("transpose_a", Type.BOOL, false, "whether the last two axes of a are swapped")
          .sameDType(0, 1)
          .require(
              Kind.SHAPE,
              "a.rank >= 2 and b.rank >= 1",
              o -> o.shape(0).rank() >= 2 && o.shape(1).rank() >= 1)
          .require(
              Kind.SHAPE,
              "a.dim(-1) = b.dim(-1) after transposition",
              o ->
                  Shape.dimsAgree(
                      o.shape(0).dim(transposed(o.attrs()) ? -2 : -1), o.shape(1).dim(-1)))
          .require(
              Kind.SHAPE,
              "leading dimensions of a and b broadcast",
              o -> Shape.broadcastable(lead(o.shape(0), 2), lead(o.shape(1), 1)))
          .type(
              o ->
                  new TensorType(
                      o.dtype(0),
                      Shape.broadcast(lead(o.shape(0), 2), lead(o.shape(1), 1))
                          .concat(Shape.of(o.shape(0).dim(transposed(o.attrs()) ? -1 : -2)))))
          .kernel(c -> Contraction.run(c, labels(c)))
          .vjp("a", MatVec::vjpA)
          .vjp("b", p -> Like.sumLike(matvec(p.x(0), p.dy(), !transposed(p.attrs())), p.x(1)))
          .build();

  private MatVec() {}

  private static boolean transposed(Attributes attrs) {
    return attrs.flag("transpose_a");
  }

  private static Shape lead(Shape s, int own) {
    return s.slice(0, s.rank() - own);
  }

  static ContractionLabels labels(Call c) {
    String a = transposed(c.attrs()) ? "…km" : "…mk";
    int batch = c.output().shape().rank() - 1;
    return new ContractionLabels(
        List.of(
            EinsumEquation.axisLabels(a, c.in(0).rank() - 2),
            EinsumEquation.axisLabels("…k", c.in(1).rank() - 1)),
        EinsumEquation.axisLabels("…m", batch));
  }

  private static Tensor vjpA(Pullback p) {
    boolean t = transposed(p.attrs());
    Tensor rows = ArrayOps.expandDims(t ? p.x(1) : p.dy(), -1);
    Tensor columns = ArrayOps.expandDims(t ? p.dy() : p.x(1), -2);
    return Like.sumLike(multiply(rows, columns), p.x(0));
  }

  static Tensor matvec(Tensor a, Tensor b, boolean transposeA) {
    return Dispatch.one(OP, Attributes.of("transpose_a", transposeA), a, b);
  }
}
