package dev.assay.engine.ops.linalg;

import static dev.assay.engine.op.DTypes.FLOATS;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * {@code self_adjoint_eig} and {@code self_adjoint_eigvals}: {@code A·v = e·v} of the symmetric
 * matrix that has the lower triangle of the argument.
 *
 * <p>{@code G = V·(diag de + F∘(Vᵀ·dV))·Vᵀ}, {@code F[i,j] = 1/(e[j] − e[i])} (Giles 2008, §3.1);
 * {@code dA = Φ(G + Gᵀ)}, Φ the lower triangle with half the diagonal.
 */
final class SelfAdjointEig {
  private static final String JACOBI =
      "By cyclic Jacobi rotations in binary64; the error grows with the norm of the matrix, that of"
          + " vectors with the inverse of the gaps between eigenvalues.";

  static final Op EIG =
      Matrices.square(
              Op.define("self_adjoint_eig")
                  .formula("tensor·v[:,j] = e[j]·v[:,j], vᵀv = I, e ascending")
                  .note(Cholesky.LOWER)
                  .note(
                      "The component of largest magnitude of every eigenvector is positive, the"
                          + " first on ties; TensorFlow leaves the sign open.")
                  .note(JACOBI)
                  .note(Inverse.NOT_FINITE)
                  .note(
                      "Derivative: Giles 2008, §3.1; equal eigenvalues add nothing to that of the"
                          + " vectors, which does not exist there.")
                  .input("tensor", FLOATS, "[…, n, n]")
                  .outputs("e", "v"),
              "tensor",
              0)
          .shape(o -> List.of(values(o.dtype(0), o.shape(0)), TensorType.of(o.in(0))))
          .kernel(SelfAdjointEig::both)
          .vjp("tensor", SelfAdjointEig::vjp)
          .build();

  static final Op EIGVALS =
      Matrices.square(
              Op.define("self_adjoint_eigvals")
                  .formula("output = the eigenvalues of tensor, ascending")
                  .note(Cholesky.LOWER)
                  .note(JACOBI)
                  .note(Inverse.NOT_FINITE)
                  .note("Derivative: V·diag(dy)·Vᵀ (Giles 2008, §3.1).")
                  .input("tensor", FLOATS, "[…, n, n]"),
              "tensor",
              0)
          .shape(o -> List.of(values(o.dtype(0), o.shape(0))))
          .kernel(
              c -> {
                int n = c.in(0).shape().dim(-1);
                Tensor lower = Matrices.lowerOf(c.in(0));
                return c.result(Matrices.each(lower, n, a -> Jacobi.symmetric(a, n).values()));
              })
          .vjp(
              "tensor",
              p -> {
                Tensor v = eig(p.x(0)).get(1);
                return Matrices.halvedLower(
                    Maths.multiply(Matrices.mt(Matrices.scaleColumns(v, p.dy()), v), 2));
              })
          .build();

  static final List<Op> ROWS = List.of(EIG, EIGVALS);

  private SelfAdjointEig() {}

  private static TensorType values(DType dtype, Shape s) {
    return new TensorType(dtype, s.slice(0, s.rank() - 1));
  }

  private static List<Tensor> both(Call c) {
    int n = c.in(0).shape().dim(-1);
    double[] all =
        Matrices.each(
            Matrices.lowerOf(c.in(0)),
            n + n * n,
            a -> {
              Jacobi.Eigen e = Jacobi.symmetric(a, n);
              double[] y = Arrays.copyOf(e.values(), n + n * n);
              System.arraycopy(e.vectors(), 0, y, n, n * n);
              return y;
            });
    return Qr.split(c, all, n, n * n);
  }

  private static Tensor vjp(Pullback p) {
    Tensor v = p.outputs().get(1);
    Tensor inner =
        ArrayOps.matrixSetDiag(
            Maths.divNoNan(Matrices.tm(v, p.dy(1)), Matrices.differences(p.y())), p.dy(0));
    Tensor g = Matrices.mt(Matrices.mm(v, inner), v);
    return Matrices.halvedLower(Maths.add(g, Matrices.t(g)));
  }

  static List<Tensor> eig(Tensor tensor) {
    return Dispatch.call(EIG, Attributes.none(), Arrays.asList(tensor));
  }

  static Tensor eigvals(Tensor tensor) {
    return Dispatch.one(EIGVALS, tensor);
  }
}
