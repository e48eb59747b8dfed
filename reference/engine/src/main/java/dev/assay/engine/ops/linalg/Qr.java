package dev.assay.engine.ops.linalg;

import static dev.assay.engine.op.DTypes.FLOATS;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.ejml.dense.row.decomposition.qr.QRDecompositionHouseholderColumn_DDRM;

/**
 * {@code qr}: orthonormal columns times an upper triangle, whose diagonal is not negative, so that
 * the factors of a matrix of full rank are unique. By Householder's reflections, EJML's.
 *
 * @param q orthonormal columns, m×min(m, n)
 * @param r upper triangle, min(m, n)×n
 */
record Qr(double[] q, double[] r) {
  static final Op OP =
      Matrices.matrices(
              Op.define("qr")
                  .formula("q·r = input, qᵀq = I, r upper triangular, diagonal of r >= 0")
                  .note(
                      "q is […, m, min(m, n)] and r […, min(m, n), n]; with full_matrices […, m, m]"
                          + " and […, m, n].")
                  .note(Complement.RULE)
                  .note("LAPACK, hence TensorFlow, leaves the signs of columns to its algorithm.")
                  .note(Inverse.ROUNDING)
                  .note(Inverse.NOT_FINITE)
                  .note(
                      "Derivative: with M = R·dRᵀ − dQᵀ·Q, dA = (dQ + Q·(tril M + tril(M,−1)ᵀ))·R⁻ᵀ"
                          + " (Walter, Lehmann 2010; Roberts, Roberts 2020 for m < n). It needs"
                          + " linearly independent leading columns.")
                  .input("input", FLOATS, "[…, m, n]")
                  .attr("full_matrices", Type.BOOL, false, "whether q is square")
                  .outputs("q", "r"),
              "input",
              0)
          .shape(
              o -> {
                Shape s = o.shape(0);
                int k = o.attrs().flag("full_matrices") ? s.dim(-2) : Matrices.lesser(s);
                return List.of(
                    new TensorType(o.dtype(0), Matrices.lead(s, s.dim(-2), k)),
                    new TensorType(o.dtype(0), Matrices.lead(s, k, s.dim(-1))));
              })
          .kernel(Qr::forward)
          .vjp("input", Qr::vjp)
          .build();

  /** The factors of a finite matrix, which is not modified. */
  static Qr of(double[] a, int m, int n) {
    int k = Math.min(m, n);
    if (k == 0) {
      return new Qr(new double[0], new double[0]);
    }
    QRDecompositionHouseholderColumn_DDRM ejml = new QRDecompositionHouseholderColumn_DDRM();
    ejml.decompose(Matrices.ejml(a.clone(), m, n));
    double[] q = ejml.getQ(null, true).data;
    double[] r = ejml.getR(null, true).data;
    for (int d = 0; d < k; d++) {
      if (r[d * n + d] < 0) {
        for (int i = 0; i < m; i++) {
          q[i * k + d] = 0 - q[i * k + d];
        }
        for (int j = d; j < n; j++) {
          r[d * n + j] = 0 - r[d * n + j];
        }
      }
    }
    return new Qr(q, r);
  }

  private static List<Tensor> forward(Call c) {
    int m = c.in(0).shape().dim(-2);
    int n = c.in(0).shape().dim(-1);
    int k = c.output().shape().dim(-1);
    double[] both =
        Matrices.each(
            c.in(0),
            m * k + k * n,
            a -> {
              Qr f = of(a, m, n);
              boolean completed = k > Math.min(m, n);
              double[] q = completed ? Complement.complete(f.q, m, n) : f.q;
              double[] y = Arrays.copyOf(q, m * k + k * n);
              System.arraycopy(f.r, 0, y, m * k, f.r.length);
              return y;
            });
    return split(c, both, m * k, k * n);
  }

  /** Two results from a batch of pairs of matrices. */
  static List<Tensor> split(Call c, double[] both, int first, int second) {
    int batch = first + second == 0 ? 0 : both.length / (first + second);
    double[] x = new double[batch * first];
    double[] y = new double[batch * second];
    for (int s = 0; s < batch; s++) {
      int at = s * (first + second);
      System.arraycopy(both, at, x, s * first, first);
      System.arraycopy(both, at + first, y, s * second, second);
    }
    TensorType t = c.outputs().get(0);
    TensorType u = c.outputs().get(1);
    return List.of(
        Tensor.of(t.shape(), HostStorage.ofDoubles(t.dtype(), x)),
        Tensor.of(u.shape(), HostStorage.ofDoubles(u.dtype(), y)));
  }

  private static Tensor vjp(Pullback p) {
    boolean full = p.attrs().flag("full_matrices");
    Tensor a = p.x(0);
    Tensor q = p.y();
    Tensor r = p.outputs().get(1);
    return full ? completed(a, p.dy(0), p.dy(1)) : adjoint(a, q, r, p.dy(0), p.dy(1));
  }

  /**
   * The cotangent of A from those of its completed factors: those of {@code [A | E]}, E the unit
   * vectors that complete A, of which the columns of A are kept.
   */
  static Tensor completed(Tensor a, Tensor dq, Tensor dr) {
    Tensor e = Complement.complement(a);
    Tensor wide = ArrayOps.concat(List.of(a, e), -1);
    List<Tensor> f = qr(wide, false);
    Tensor wideDr = ArrayOps.concat(List.of(dr, Creation.zerosLike(e)), -1);
    Tensor dWide = adjoint(wide, f.get(0), f.get(1), dq, wideDr);
    // the columns of A: [I | 0]ᵀ, with the columns of A and the rows of [A | E]
    Tensor rows = ArrayOps.concat(List.of(Matrices.t(a), Matrices.t(e)), -2);
    return Matrices.mm(dWide, first(rows, a));
  }

  /** 1 at (i, i), in as many rows as {@code rows} and as many columns as {@code columns}. */
  private static Tensor first(Tensor rows, Tensor columns) {
    return Matrices.eyeLike(Matrices.mm(rows, columns));
  }

  /**
   * With S the first k = min(m, n) columns of the identity: X = A·S is square or tall, U = R·S its
   * triangle; the columns of A beyond X are Y = Q·V, V the rest of R.
   */
  static Tensor adjoint(Tensor a, Tensor q, Tensor r, Tensor dq, Tensor dr) {
    Tensor s = Matrices.t(Matrices.eyeLike(r)); // n×k
    Tensor u = Matrices.mm(r, s);
    Tensor du = Matrices.mm(dr, s);
    Tensor beyond = Maths.subtract(a, Matrices.mt(Matrices.mm(a, s), s)); // [0 | Y]
    Tensor dv = Maths.subtract(dr, Matrices.mt(du, s)); // [0 | dV]
    Tensor dqAll = Maths.add(dq, Matrices.mt(beyond, dv));
    Tensor m = Maths.subtract(Matrices.mt(u, du), Matrices.tm(dqAll, q));
    Tensor mirrored = Maths.add(Matrices.tril(m), Matrices.t(Matrices.strictLower(m)));
    Tensor dx = Maths.add(dqAll, Matrices.mm(q, mirrored));
    Tensor solved = Matrices.t(Triangular.solve(u, Matrices.t(dx), false, false)); // dx·U⁻ᵀ
    return Maths.add(Matrices.mt(solved, s), Matrices.mm(q, dv));
  }

  static List<Tensor> qr(Tensor input, boolean full) {
    return Dispatch.call(OP, Attributes.of("full_matrices", full), Arrays.asList(input));
  }
}
