package dev.assay.engine.ops.linalg;

import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.array.Indexing;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.ops.signal.Signal;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * The derivative of eigenvalues and eigenvectors of a real matrix, in real and imaginary parts.
 *
 * <p>{@code de_j = (V⁻¹·dA·V)_jj}; {@code dv_j = V·c_j + α_j·v_j}, {@code c_ij = (V⁻¹·dA·V)_ij/(e_j
 * − e_i)} (Giles 2008, §3.1), where α keeps the length 1 and component m, the largest, real. Hence,
 * for a cotangent g of v and {@code s = gᴴ·v}, with {@code g̃ = g − Re(s)·v + i·Im(s)/v_m·e_m}:
 * {@code dA = Re V⁻ᴴ·(diag de + (Vᴴ·G̃)∘1/conj(e_j − e_i))·Vᴴ}.
 */
final class EigDerivative {
  private EigDerivative() {}

  /** From the cotangents of eigenvalues and eigenvectors. */
  static Tensor of(Tensor e, Tensor v, Tensor de, Tensor dv) {
    Tensor r = Signal.real(v);
    Tensor i = Signal.imag(v);
    Tensor onAxis = Maths.equal(Signal.imag(e), 0);
    Tensor gr = Signal.real(dv);
    Tensor gi = offAxis(ArrayOps.expandDims(onAxis, -2), Signal.imag(dv));
    Tensor sr = sum(Maths.add(Maths.multiply(gr, r), Maths.multiply(gi, i)));
    Tensor si = sum(Maths.subtract(Maths.multiply(gr, i), Maths.multiply(gi, r)));
    Tensor largest = largest(r, i);
    Tensor zeros = Creation.zerosLike(r);
    Tensor phase = Maths.divide(si, sum(Indexing.where(largest, r, zeros)));
    Tensor hr = Maths.subtract(gr, Maths.multiply(sr, r));
    Tensor hi = Maths.subtract(gi, Maths.multiply(sr, i));
    hi = Maths.add(hi, Indexing.where(largest, Maths.add(zeros, phase), zeros));
    Tensor xr = Maths.add(Matrices.tm(r, hr), Matrices.tm(i, hi)); // Vᴴ·G̃
    Tensor xi = Maths.subtract(Matrices.tm(r, hi), Matrices.tm(i, hr));
    Tensor dr = Matrices.differences(Signal.real(e));
    Tensor di = Matrices.differences(Signal.imag(e));
    Tensor size = Maths.add(Maths.square(dr), Maths.square(di));
    Tensor mr = Maths.subtract(Maths.multiply(xr, dr), Maths.multiply(xi, di));
    Tensor mi = Maths.add(Maths.multiply(xr, di), Maths.multiply(xi, dr));
    Tensor inner = Maths.divNoNan(mr, size);
    Tensor outer = Maths.divNoNan(mi, size);
    return outside(
        r,
        i,
        ArrayOps.matrixSetDiag(inner, Signal.real(de)),
        ArrayOps.matrixSetDiag(outer, offAxis(onAxis, Signal.imag(de))));
  }

  /** From the cotangents of eigenvalues alone. */
  static Tensor of(Tensor e, Tensor v, Tensor de) {
    Tensor onAxis = Maths.equal(Signal.imag(e), 0);
    return outside(
        Signal.real(v),
        Signal.imag(v),
        ArrayOps.matrixDiag(Signal.real(de)),
        ArrayOps.matrixDiag(offAxis(onAxis, Signal.imag(de))));
  }

  /** A real eigenvalue and its vector stay real: their imaginary parts move nothing. */
  private static Tensor offAxis(Tensor onAxis, Tensor g) {
    return Indexing.where(onAxis, Creation.zerosLike(g), g);
  }

  private static Tensor sum(Tensor x) {
    return Reduce.sum(x, true, -2);
  }

  /** Which component of every column is the largest, the first on ties. */
  private static Tensor largest(Tensor r, Tensor i) {
    Tensor size = Maths.add(Maths.square(r), Maths.square(i));
    Tensor best = Maths.equal(size, Reduce.max(size, true, -2));
    Tensor count =
        Reduce.cumsum(Indexing.where(best, Creation.onesLike(r), Creation.zerosLike(r)), -2);
    return Maths.logicalAnd(best, Maths.equal(count, 1));
  }

  /** {@code Re V⁻ᴴ·M·Vᴴ}; complex equations as real ones of twice the size. */
  private static Tensor outside(Tensor r, Tensor i, Tensor mr, Tensor mi) {
    Tensor p = Matrices.t(r);
    Tensor q = Matrices.t(i); // Vᴴ = p − i·q
    Tensor top = ArrayOps.concat(List.of(p, q), -1);
    Tensor bottom = ArrayOps.concat(List.of(Maths.neg(q), p), -1);
    Tensor block = ArrayOps.concat(List.of(top, bottom), -2);
    Tensor y = Inverse.solve(block, ArrayOps.concat(List.of(mr, mi), -2), false);
    List<Tensor> parts = ArrayOps.split(y, 2, -2);
    return Maths.add(Matrices.mm(parts.get(0), p), Matrices.mm(parts.get(1), q));
  }
}
