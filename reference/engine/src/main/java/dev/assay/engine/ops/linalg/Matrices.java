package dev.assay.engine.ops.linalg;

import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.ejml.data.DMatrixRMaj;

/**
 * Batches of matrices: the last two axes are rows and columns, the others number the matrices. Here
 * are the loops over a batch, the constraints and the small expressions that all operations on
 * matrices share.
 *
 * <p>A matrix with NaN or an infinity has no factorization: its results are NaN.
 */
final class Matrices {
  private Matrices() {}

  /** The axes that number the matrices. */
  static Shape lead(Shape s) {
    return s.slice(0, s.rank() - 2);
  }

  /** The axes that number the matrices, and others after them. */
  static Shape lead(Shape s, int... inner) {
    return lead(s).concat(Shape.of(inner));
  }

  /** The lesser of rows and columns; unknown if one is. */
  static int lesser(Shape s) {
    return Math.min(s.dim(-2), s.dim(-1)); // unknown is −1, the lesser in any case
  }

  /** Constrains input {@code i} to matrices. */
  static Op.Builder matrices(Op.Builder b, String name, int i) {
    return b.require(Kind.SHAPE, name + ".rank >= 2", o -> o.shape(i).rank() >= 2);
  }

  /** Constrains input {@code i} to square matrices. */
  static Op.Builder square(Op.Builder b, String name, int i) {
    return matrices(b, name, i)
        .require(
            Kind.SHAPE,
            name + ".dim(-2) = " + name + ".dim(-1)",
            o -> Shape.dimsAgree(o.shape(i).dim(-2), o.shape(i).dim(-1)));
  }

  /** Constrains inputs 0 and 1 to one number of rows, batches that broadcast. */
  static Op.Builder system(Op.Builder b, String left, String right) {
    return matrices(b, right, 1)
        .require(
            Kind.SHAPE,
            left + ".dim(-2) = " + right + ".dim(-2)",
            o -> Shape.dimsAgree(o.shape(0).dim(-2), o.shape(1).dim(-2)))
        .require(
            Kind.SHAPE,
            "leading dimensions of " + left + " and " + right + " broadcast",
            o -> Shape.broadcastable(lead(o.shape(0)), lead(o.shape(1))));
  }

  /** The common batch of inputs 0 and 1. */
  static Shape batch(Operands o) {
    return Shape.broadcast(lead(o.shape(0)), lead(o.shape(1)));
  }

  /** Whether {@code holds} is true of every finite matrix of a tensor. */
  static boolean every(Tensor x, Predicate<double[]> holds) {
    double[] all = x.host().doubles();
    int size = x.shape().dim(-2) * x.shape().dim(-1);
    int batch = lead(x.shape()).elements();
    for (int s = 0; s < batch; s++) {
      double[] a = Arrays.copyOfRange(all, s * size, (s + 1) * size);
      if (isFinite(a) && !holds.test(a)) {
        return false;
      }
    }
    return true;
  }

  /** {@code f} of every finite matrix, {@code size} numbers each; NaN for the others. */
  static double[] each(Tensor x, int size, UnaryOperator<double[]> f) {
    double[] all = x.host().doubles();
    int from = x.shape().dim(-2) * x.shape().dim(-1);
    int batch = lead(x.shape()).elements();
    double[] y = new double[batch * size];
    for (int s = 0; s < batch; s++) {
      double[] a = Arrays.copyOfRange(all, s * from, (s + 1) * from);
      put(y, s, size, isFinite(a) ? f.apply(a) : nan(size));
    }
    return y;
  }

  /** What is computed of two matrices. */
  interface Pair {
    /** The result, row-major. */
    double[] apply(double[] a, double[] b);
  }

  /** {@code f} of every pair of matrices, batches broadcast; NaN where {@code a} is not finite. */
  static double[] each(Tensor a, Tensor b, Shape batch, int size, Pair f) {
    double[] as = a.host().doubles();
    double[] bs = b.host().doubles();
    int[] ai = Index.broadcast(lead(a.shape()), batch);
    int[] bi = Index.broadcast(lead(b.shape()), batch);
    int am = a.shape().dim(-2) * a.shape().dim(-1);
    int bm = b.shape().dim(-2) * b.shape().dim(-1);
    double[] y = new double[ai.length * size];
    for (int s = 0; s < ai.length; s++) {
      double[] left = Arrays.copyOfRange(as, ai[s] * am, (ai[s] + 1) * am);
      double[] right = Arrays.copyOfRange(bs, bi[s] * bm, (bi[s] + 1) * bm);
      put(y, s, size, isFinite(left) ? f.apply(left, right) : nan(size));
    }
    return y;
  }

  static void put(double[] all, int index, int size, double[] part) {
    System.arraycopy(part, 0, all, index * size, size);
  }

  static double[] nan(int size) {
    double[] y = new double[size];
    Arrays.fill(y, Double.NaN);
    return y;
  }

  static boolean isFinite(double[] a) {
    for (double v : a) {
      if (!Double.isFinite(v)) {
        return false;
      }
    }
    return true;
  }

  /** The matrix for EJML, which may overwrite it. */
  static DMatrixRMaj ejml(double[] a, int rows, int columns) {
    return DMatrixRMaj.wrap(rows, columns, a);
  }

  /** {@code a·b}, m×k by k×n. */
  static double[] product(double[] a, double[] b, int m, int k, int n) {
    double[] c = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int p = 0; p < k; p++) {
          sum += a[i * k + p] * b[p * n + j];
        }
        c[i * n + j] = sum;
      }
    }
    return c;
  }

  /** {@code aᵀ} of an m×n matrix. */
  static double[] transposed(double[] a, int m, int n) {
    double[] t = new double[a.length];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        t[j * m + i] = a[i * n + j];
      }
    }
    return t;
  }

  /** The identity matrix. */
  static double[] identity(int n) {
    double[] e = new double[n * n];
    for (int i = 0; i < n; i++) {
      e[i * n + i] = 1;
    }
    return e;
  }

  /** The symmetric matrix that has the lower triangle of {@code a}. */
  static double[] mirrored(double[] a, int n) {
    double[] s = a.clone();
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        s[i * n + j] = a[j * n + i];
      }
    }
    return s;
  }

  /** A copy whose upper triangle is 0, so that only the lower one decides whether it is finite. */
  static Tensor lowerOf(Tensor x) {
    double[] a = x.host().doubles().clone();
    int n = x.shape().dim(-1);
    for (int i = 0; i < a.length; i++) {
      a[i] = i % n > i / n % n ? 0 : a[i];
    }
    return Tensor.of(DType.FLOAT64, x.shape(), a);
  }

  // --- expressions of derivatives --------------------------------------------------------------

  /** {@code xᵀ} of every matrix. */
  static Tensor t(Tensor x) {
    return MatrixMovement.transpose(x);
  }

  /** {@code a·b}. */
  static Tensor mm(Tensor a, Tensor b) {
    return MatMul.matmul(a, b, false, false);
  }

  /** {@code aᵀ·b}. */
  static Tensor tm(Tensor a, Tensor b) {
    return MatMul.matmul(a, b, true, false);
  }

  /** {@code a·bᵀ}. */
  static Tensor mt(Tensor a, Tensor b) {
    return MatMul.matmul(a, b, false, true);
  }

  /** 1 on the main diagonals, else 0, in the shape of {@code x}. */
  static Tensor eyeLike(Tensor x) {
    Tensor zeros = Creation.zerosLike(x);
    return ArrayOps.matrixSetDiag(zeros, Creation.onesLike(ArrayOps.matrixDiagPart(x)));
  }

  /** The lower triangle with the diagonal. */
  static Tensor tril(Tensor x) {
    return MatrixMovement.bandPart(x, -1, 0);
  }

  /** The upper triangle with the diagonal. */
  static Tensor triu(Tensor x) {
    return MatrixMovement.bandPart(x, 0, -1);
  }

  /** The lower triangle without the diagonal. */
  static Tensor strictLower(Tensor x) {
    return ArrayOps.matrixSetDiag(tril(x), Creation.zerosLike(ArrayOps.matrixDiagPart(x)));
  }

  /** The lower triangle with half the diagonal: the adjoint of mirroring, {@code Φ}. */
  static Tensor halvedLower(Tensor x) {
    return ArrayOps.matrixSetDiag(tril(x), Maths.multiply(ArrayOps.matrixDiagPart(x), 0.5));
  }

  /** Column {@code j} times {@code d[j]}. */
  static Tensor scaleColumns(Tensor x, Tensor d) {
    return Maths.multiply(x, ArrayOps.expandDims(d, -2));
  }

  /** One number per matrix as a 1×1 matrix. */
  static Tensor perMatrix(Tensor x) {
    return ArrayOps.expandDims(ArrayOps.expandDims(x, -1), -1);
  }

  /** {@code d[j] − d[i]} at (i, j). */
  static Tensor differences(Tensor d) {
    return Maths.subtract(ArrayOps.expandDims(d, -2), ArrayOps.expandDims(d, -1));
  }
}
