package dev.assay.engine.ops.linalg;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * Matrices factorized, inverted, and equations solved with them. The last two axes are rows and
 * columns, the others number the matrices. Floating types; a matrix with NaN or an infinity has NaN
 * results; a singular or not positive definite one, where that is needed, is an error.
 */
public final class Decompositions {
  private Decompositions() {}

  /** {@code aᵀ} of every matrix, of any type. */
  public static Tensor matrixTranspose(Tensor a) {
    return MatrixMovement.transpose(a);
  }

  /**
   * The main diagonal, {@code numLower} diagonals below it and {@code numUpper} above; all where
   * negative. 0 elsewhere. Of any type.
   */
  public static Tensor matrixBandPart(Tensor input, int numLower, int numUpper) {
    return MatrixMovement.bandPart(input, numLower, numUpper);
  }

  /** {@code A⁻¹}. */
  public static Tensor matrixInverse(Tensor input) {
    return matrixInverse(input, false);
  }

  /** {@code A⁻¹}, or {@code A⁻ᵀ}. */
  public static Tensor matrixInverse(Tensor input, boolean adjoint) {
    return Inverse.inverse(input, adjoint);
  }

  /** {@code A⁻¹·B}; leading axes broadcast. */
  public static Tensor matrixSolve(Tensor matrix, Tensor rhs) {
    return matrixSolve(matrix, rhs, false);
  }

  /** {@code A⁻¹·B}, or {@code A⁻ᵀ·B}; leading axes broadcast. */
  public static Tensor matrixSolve(Tensor matrix, Tensor rhs, boolean adjoint) {
    return Inverse.solve(matrix, rhs, adjoint);
  }

  /** {@code det A}. */
  public static Tensor matrixDeterminant(Tensor input) {
    return Dispatch.one(Determinants.DETERMINANT, input);
  }

  /** {@code (−1)^(i+j)·det(A without row i and column j)}: the derivative of the determinant. */
  public static Tensor matrixCofactor(Tensor input) {
    return Determinants.cofactor(input);
  }

  /** The sign of the determinant and the logarithm of its magnitude. */
  public record Slogdet(Tensor sign, Tensor logAbsDeterminant) {}

  /** {@code sign det A} and {@code log|det A|}, which does not overflow. */
  public static Slogdet slogdet(Tensor input) {
    List<Tensor> y = Determinants.slogdet(input);
    return new Slogdet(y.get(0), y.get(1));
  }

  /** {@code L − I + U} in one matrix, and which row of the argument each of its rows is. */
  public record Lu(Tensor lu, Tensor p) {}

  /** {@code L·U} is A with its rows in the order p. */
  public static Lu lu(Tensor input) {
    List<Tensor> y = LuOp.lu(input);
    return new Lu(y.get(0), y.get(1));
  }

  /** {@code L⁻¹·B}, L the lower triangle of the matrix; leading axes broadcast. */
  public static Tensor triangularSolve(Tensor matrix, Tensor rhs) {
    return triangularSolve(matrix, rhs, true, false);
  }

  /** {@code T⁻¹·B}, or {@code T⁻ᵀ·B}, T the lower or upper triangle; leading axes broadcast. */
  public static Tensor triangularSolve(Tensor matrix, Tensor rhs, boolean lower, boolean adjoint) {
    return Triangular.solve(matrix, rhs, lower, adjoint);
  }

  /** L, lower triangular, with {@code L·Lᵀ = A}; reads the lower triangle of A. */
  public static Tensor cholesky(Tensor input) {
    return Cholesky.cholesky(input);
  }

  /** {@code (L·Lᵀ)⁻¹·B}; leading axes broadcast. */
  public static Tensor choleskySolve(Tensor chol, Tensor rhs) {
    return Triangular.choleskySolve(chol, rhs);
  }

  /** Orthonormal columns and an upper triangle. */
  public record QrFactors(Tensor q, Tensor r) {}

  /** {@code Q·R = A}, Q […, m, k], R […, k, n], k = min(m, n), the diagonal of R not negative. */
  public static QrFactors qr(Tensor input) {
    return qr(input, false);
  }

  /** {@code Q·R = A}; with {@code fullMatrices} Q is square. The diagonal of R is not negative. */
  public static QrFactors qr(Tensor input, boolean fullMatrices) {
    List<Tensor> y = Qr.qr(input, fullMatrices);
    return new QrFactors(y.get(0), y.get(1));
  }

  /** The unit vectors that complete the columns of A to a basis, as {@code qr} takes them. */
  public static Tensor qrComplement(Tensor input) {
    return Complement.complement(input);
  }

  /** Singular values, descending, and the left and right singular vectors as columns. */
  public record SvdFactors(Tensor s, Tensor u, Tensor v) {}

  /** {@code A = U·diag(s)·Vᵀ}, U […, m, k], V […, n, k], k = min(m, n). */
  public static SvdFactors svd(Tensor tensor) {
    return svd(tensor, false, true);
  }

  /**
   * {@code A = U·diag(s)·Vᵀ}; with {@code fullMatrices} U and V are square, without {@code
   * computeUv} they are empty.
   */
  public static SvdFactors svd(Tensor tensor, boolean fullMatrices, boolean computeUv) {
    List<Tensor> y = Svd.svd(tensor, fullMatrices, computeUv);
    return new SvdFactors(y.get(0), y.get(1), y.get(2));
  }

  /** Eigenvalues and the eigenvectors as columns. */
  public record EigFactors(Tensor e, Tensor v) {}

  /** {@code A·V = V·diag(e)}, e ascending, V orthogonal; reads the lower triangle of A. */
  public static EigFactors selfAdjointEig(Tensor tensor) {
    List<Tensor> y = SelfAdjointEig.eig(tensor);
    return new EigFactors(y.get(0), y.get(1));
  }

  /** The eigenvalues, ascending; reads the lower triangle of A. */
  public static Tensor selfAdjointEigvals(Tensor tensor) {
    return SelfAdjointEig.eigvals(tensor);
  }

  /**
   * Complex e and V with {@code A·V = V·diag(e)}, e ascending by real part, columns of length 1.
   */
  public static EigFactors eig(Tensor tensor) {
    List<Tensor> y = Eig.eig(tensor);
    return new EigFactors(y.get(0), y.get(1));
  }

  /** The complex eigenvalues, ascending by real part, then by imaginary part. */
  public static Tensor eigvals(Tensor tensor) {
    return Eig.eigvals(tensor);
  }

  /** The X that minimizes {@code |A·X − B|²}, of least norm where many do; A of full rank. */
  public static Tensor lstsq(Tensor matrix, Tensor rhs) {
    return lstsq(matrix, rhs, 0);
  }

  /** The X that minimizes {@code |A·X − B|² + l2Regularizer·|X|²}; leading axes broadcast. */
  public static Tensor lstsq(Tensor matrix, Tensor rhs, double l2Regularizer) {
    return LeastSquares.lstsq(matrix, rhs, l2Regularizer);
  }

  /** The pseudo-inverse of Moore and Penrose. */
  public static Tensor pinv(Tensor a) {
    return PseudoInverse.pinv(a, Optional.empty());
  }

  /** The pseudo-inverse; singular values up to {@code rcond} times the largest count as 0. */
  public static Tensor pinv(Tensor a, double rcond) {
    return PseudoInverse.pinv(a, Optional.of(rcond));
  }

  /** The number of singular values that are not as good as 0, int32. */
  public static Tensor matrixRank(Tensor a) {
    return PseudoInverse.rank(a, Optional.empty());
  }

  /** The number of singular values above {@code tol}, int32. */
  public static Tensor matrixRank(Tensor a, double tol) {
    return PseudoInverse.rank(a, Optional.of(tol));
  }

  /** {@code Σₖ Aᵏ/k!}. */
  public static Tensor matrixExp(Tensor input) {
    return MatrixFunctions.exp(input);
  }

  /** {@code Aⁿ}; of the inverse for negative n. */
  public static Tensor matrixPower(Tensor a, long n) {
    return MatrixFunctions.power(a, n);
  }

  /**
   * The kinds of stationary points by their Hessians, as the codes of {@link StationaryPoint},
   * int32.
   */
  public static Tensor hessianClassification(Tensor hessian) {
    return HessianClassification.classify(hessian);
  }
}
