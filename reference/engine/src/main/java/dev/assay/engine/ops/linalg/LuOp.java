package dev.assay.engine.ops.linalg;

import static dev.assay.engine.op.DTypes.FLOATS;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.Indexing;
import dev.assay.engine.ops.array.Ordering;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * {@code lu}: the factors of elimination with partial pivoting.
 *
 * <p>With {@code P·A = L·U}: {@code P·dA = L⁻ᵀ·[below(Lᵀ·dL) + above(dU·Uᵀ)]·U⁻ᵀ} (de Hoog,
 * Anderssen, Lukas 2011, Differentiation of matrix functionals using triangular factorization).
 */
final class LuOp {
  static final Op OP =
      Matrices.square(
              Op.define("lu")
                  .formula("L·U = input's rows in the order p; lu = L − I + U")
                  .note("The pivot is the element of largest magnitude, the first on ties.")
                  .note(Inverse.ROUNDING)
                  .note(Inverse.NOT_FINITE + " Its p is 0, 1, ….")
                  .note("Derivative: de Hoog, Anderssen, Lukas 2011; p is constant.")
                  .input("input", FLOATS, "[…, n, n]")
                  .outputs("lu", "p"),
              "input",
              0)
          .require(
              Kind.VALUE,
              "every matrix of input is invertible: elimination with partial pivoting meets no"
                  + " pivot of 0",
              Inverse::regular)
          .shape(
              o -> {
                Shape s = o.shape(0);
                Shape p = s.slice(0, s.rank() - 1);
                return List.of(TensorType.of(o.in(0)), new TensorType(DType.INT32, p));
              })
          .kernel(LuOp::forward)
          .vjp("input", LuOp::vjp)
          .build();

  private LuOp() {}

  private static List<Tensor> forward(Call c) {
    int n = c.in(0).shape().dim(-1);
    long[] p = new long[c.outputs().get(1).shape().elements()];
    int batch = Matrices.lead(c.in(0).shape()).elements();
    for (int i = 0; i < p.length; i++) {
      p[i] = i % n;
    }
    double[] all = c.in(0).host().doubles();
    double[] lu = new double[all.length];
    for (int s = 0; s < batch; s++) {
      double[] a = Arrays.copyOfRange(all, s * n * n, (s + 1) * n * n);
      if (!Matrices.isFinite(a)) {
        Matrices.put(lu, s, n * n, Matrices.nan(n * n));
        continue;
      }
      Elimination e = Elimination.of(a, n);
      Matrices.put(lu, s, n * n, e.lu());
      for (int i = 0; i < n; i++) {
        p[s * n + i] = e.pivot()[i];
      }
    }
    return List.of(
        c.result(lu).get(0),
        Tensor.of(c.outputs().get(1).shape(), HostStorage.ofLongs(DType.INT32, p)));
  }

  private static Tensor vjp(Pullback p) {
    Tensor lu = p.y();
    Tensor lower =
        Maths.add(Matrices.strictLower(lu), Matrices.eyeLike(lu)); // L, ones on its diagonal
    Tensor upper = Matrices.triu(lu);
    Tensor middle =
        Maths.add(
            Matrices.strictLower(Matrices.tm(lower, Matrices.strictLower(p.dy()))),
            Matrices.triu(Matrices.mt(Matrices.triu(p.dy()), upper)));
    Tensor left = Triangular.solve(lower, middle, true, true); // L⁻ᵀ·middle
    Tensor rows = Matrices.t(Triangular.solve(upper, Matrices.t(left), false, false)); // ·U⁻ᵀ
    int axis = p.x(0).rank() - 2;
    return Indexing.gather(rows, Ordering.argsort(p.outputs().get(1)), axis, axis);
  }

  static List<Tensor> lu(Tensor input) {
    return Dispatch.call(OP, Attributes.none(), Arrays.asList(input));
  }
}
