package dev.assay.engine.ops.linalg;

import static dev.assay.engine.op.DTypes.FLOATS;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * {@code svd}: {@code A = U·diag(s)·Vᵀ}.
 *
 * <p>With {@code F[i,j] = 1/(s[j]² − s[i]²)}, {@code X = F∘(Uᵀ·dU − dUᵀ·U)}, {@code Y = F∘(Vᵀ·dV −
 * dVᵀ·V)}: {@code dA = U·(X·S + S·Y + diag ds)·Vᵀ + (I − U·Uᵀ)·dU·S⁻¹·Vᵀ + U·S⁻¹·dVᵀ·(I − V·Vᵀ)}
 * (Townsend 2016, Differentiating the singular value decomposition).
 */
final class Svd {
  static final Op OP =
      Matrices.matrices(
              Op.define("svd")
                  .formula("tensor = u·diag(s)·vᵀ, uᵀu = vᵀv = I, s descending, s >= 0")
                  .note(
                      "u is […, m, k] and v […, n, k], k = min(m, n); with full_matrices […, m, m]"
                          + " and […, n, n]; without compute_uv both are [0].")
                  .note(
                      "The component of largest magnitude of every column of v is positive, the"
                          + " first on ties; TensorFlow leaves the sign open.")
                  .note(Complement.RULE)
                  .note(
                      "By one-sided Jacobi rotations in binary64; the error of vectors grows with"
                          + " the inverse of the gaps between singular values.")
                  .note(Inverse.NOT_FINITE)
                  .note(
                      "Derivative: Townsend 2016; equal singular values, and a 0, add nothing to"
                          + " that of the vectors, which does not exist there.")
                  .input("tensor", FLOATS, "[…, m, n]")
                  .attr("full_matrices", Type.BOOL, false, "whether u and v are square")
                  .attr("compute_uv", Type.BOOL, true, "whether u and v are wanted")
                  .outputs("s", "u", "v"),
              "tensor",
              0)
          .shape(Svd::types)
          .kernel(Svd::forward)
          .vjp("tensor", Svd::vjp)
          .build();

  private Svd() {}

  private static List<TensorType> types(Operands o) {
    Shape t = o.shape(0);
    int m = t.dim(-2);
    int n = t.dim(-1);
    int k = Matrices.lesser(t);
    boolean full = o.attrs().flag("full_matrices");
    boolean vectors = o.attrs().flag("compute_uv");
    Shape none = Shape.of(0);
    Shape u = vectors ? Matrices.lead(t, m, full ? m : k) : none;
    Shape v = vectors ? Matrices.lead(t, n, full ? n : k) : none;
    return List.of(
        new TensorType(o.dtype(0), Matrices.lead(t, k)),
        new TensorType(o.dtype(0), u),
        new TensorType(o.dtype(0), v));
  }

  private static List<Tensor> forward(Call c) {
    Shape t = c.in(0).shape();
    int m = t.dim(-2);
    int n = t.dim(-1);
    int k = Math.min(m, n);
    boolean full = c.attrs().flag("full_matrices");
    boolean vectors = c.attrs().flag("compute_uv");
    int batch = Matrices.lead(t).elements();
    int[] sizes = {k, vectors ? m * (full ? m : k) : 0, vectors ? n * (full ? n : k) : 0};
    List<double[]> results = new ArrayList<>();
    for (int size : sizes) {
      results.add(new double[batch * size]);
    }
    double[] all = c.in(0).host().doubles();
    for (int b = 0; b < batch; b++) {
      double[] a = Arrays.copyOfRange(all, b * m * n, (b + 1) * m * n);
      double[][] parts = {Matrices.nan(sizes[0]), Matrices.nan(sizes[1]), Matrices.nan(sizes[2])};
      if (Matrices.isFinite(a)) {
        Jacobi.Singular f = Jacobi.singular(a, m, n);
        parts[0] = f.values();
        parts[1] = full ? Complement.complete(f.u(), m, k) : f.u();
        parts[2] = full ? Complement.complete(f.v(), n, k) : f.v();
      }
      for (int i = 0; i < sizes.length; i++) {
        Matrices.put(results.get(i), b, sizes[i], parts[i]);
      }
    }
    List<Tensor> y = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      TensorType type = c.outputs().get(i);
      y.add(Tensor.of(type.shape(), HostStorage.ofDoubles(type.dtype(), results.get(i))));
    }
    return y;
  }

  private static Tensor vjp(Pullback p) {
    boolean vectors = p.attrs().flag("compute_uv");
    boolean full = p.attrs().flag("full_matrices");
    List<Tensor> f = vectors && !full ? p.outputs() : svd(p.x(0), false, true);
    Tensor s = f.get(0);
    Tensor u = f.get(1);
    Tensor v = f.get(2);
    if (!vectors) {
      return Matrices.mt(Matrices.scaleColumns(u, p.dy(0)), v);
    }
    Tensor du = full ? thin(u, p.outputs().get(1), p.dy(1)) : p.dy(1);
    Tensor dv = full ? thin(v, p.outputs().get(2), p.dy(2)) : p.dy(2);
    Tensor gaps = Matrices.differences(Maths.square(s));
    Tensor x = Maths.divNoNan(antisymmetric(u, du), gaps);
    Tensor y = Maths.divNoNan(antisymmetric(v, dv), gaps);
    Tensor inner =
        ArrayOps.matrixSetDiag(
            Maths.add(Matrices.scaleColumns(x, s), Maths.multiply(ArrayOps.expandDims(s, -1), y)),
            p.dy(0));
    Tensor inverse = Maths.divNoNan(Creation.onesLike(s), s);
    Tensor uOut = Matrices.scaleColumns(outside(u, du), inverse);
    Tensor vOut = Matrices.scaleColumns(outside(v, dv), inverse);
    return Maths.add(Matrices.mt(Maths.add(Matrices.mm(u, inner), uOut), v), Matrices.mt(u, vOut));
  }

  /** {@code Uᵀ·dU − dUᵀ·U}. */
  private static Tensor antisymmetric(Tensor u, Tensor du) {
    Tensor w = Matrices.tm(u, du);
    return Maths.subtract(w, Matrices.t(w));
  }

  /** {@code (I − U·Uᵀ)·dU}. */
  private static Tensor outside(Tensor u, Tensor du) {
    return Maths.subtract(du, Matrices.mm(u, Matrices.tm(u, du)));
  }

  /** The cotangent of the first columns from that of the completed ones: those of their qr. */
  private static Tensor thin(Tensor u, Tensor completed, Tensor dCompleted) {
    Tensor r = Matrices.tm(completed, u); // as qr gives it: the identity above zeros
    return Qr.completed(u, dCompleted, Creation.zerosLike(r));
  }

  static List<Tensor> svd(Tensor tensor, boolean full, boolean vectors) {
    Attributes attrs = Attributes.of("full_matrices", full).and("compute_uv", vectors);
    return Dispatch.call(OP, attrs, Arrays.asList(tensor));
  }
}
