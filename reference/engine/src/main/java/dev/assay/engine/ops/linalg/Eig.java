package dev.assay.engine.ops.linalg;

import static dev.assay.engine.op.DTypes.COMPLEX_PARTS;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.exception.MathArithmeticException;
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * {@code eig} and {@code eigvals}: complex eigenvalues and eigenvectors of real matrices, by the QR
 * algorithm of Commons Math, whose functions are its own: EJML's takes a power from the machine in
 * rare shifts.
 */
final class Eig {
  private static final String ORDER =
      "Eigenvalues ascend by their real part, then by their imaginary part; TensorFlow leaves the"
          + " order open.";
  private static final String ALGORITHM =
      "By the QR algorithm in binary64; the error grows with the condition of the eigenvectors.";

  static final Op EIG =
      Matrices.square(
              Op.define("eig")
                  .formula("tensor·v[:,j] = e[j]·v[:,j], |v[:,j]| = 1, complex")
                  .note(ORDER)
                  .note(
                      "The component of largest magnitude of every eigenvector is real and positive,"
                          + " the first on ties.")
                  .note(ALGORITHM)
                  .note(Inverse.NOT_FINITE)
                  .note(
                      "Derivative: Giles 2008, §3.1, with the terms of length and phase; it needs"
                          + " distinct eigenvalues.")
                  .input("tensor", COMPLEX_PARTS, "[…, n, n]")
                  .outputs("e", "v"),
              "tensor",
              0)
          .shape(o -> List.of(values(o), new TensorType(complex(o), o.shape(0))))
          .kernel(Eig::both)
          .vjp("tensor", p -> EigDerivative.of(p.y(), p.outputs().get(1), p.dy(0), p.dy(1)))
          .build();

  static final Op EIGVALS =
      Matrices.square(
              Op.define("eigvals")
                  .formula("output = the eigenvalues of tensor, complex")
                  .note(ORDER)
                  .note(ALGORITHM)
                  .note(Inverse.NOT_FINITE)
                  .note("Derivative: Giles 2008, §3.1; it needs distinct eigenvalues.")
                  .input("tensor", COMPLEX_PARTS, "[…, n, n]"),
              "tensor",
              0)
          .shape(o -> List.of(values(o)))
          .kernel(
              c -> {
                int n = c.in(0).shape().dim(-1);
                double[] y = Matrices.each(c.in(0), 2 * n, a -> Arrays.copyOf(pairs(a, n), 2 * n));
                return List.of(stored(c.output(), y));
              })
          .vjp("tensor", Eig::vjpValues)
          .build();

  static final List<Op> ROWS = List.of(EIG, EIGVALS);

  private Eig() {}

  private static DType complex(Operands o) {
    return o.dtype(0) == DType.FLOAT32 ? DType.COMPLEX64 : DType.COMPLEX128;
  }

  private static TensorType values(Operands o) {
    return new TensorType(complex(o), o.shape(0).slice(0, o.shape(0).rank() - 1));
  }

  private static Tensor stored(TensorType type, double[] pairs) {
    return Tensor.of(type.shape(), HostStorage.ofDoubles(type.dtype(), pairs));
  }

  private static List<Tensor> both(Call c) {
    Shape s = c.in(0).shape();
    int n = s.dim(-1);
    int batch = Matrices.lead(s).elements();
    double[] all = Matrices.each(c.in(0), 2 * (n + n * n), a -> pairs(a, n));
    double[] values = new double[batch * 2 * n];
    double[] vectors = new double[batch * 2 * n * n];
    for (int b = 0; b < batch; b++) {
      int at = b * 2 * (n + n * n);
      System.arraycopy(all, at, values, b * 2 * n, 2 * n);
      System.arraycopy(all, at + 2 * n, vectors, b * 2 * n * n, 2 * n * n);
    }
    return List.of(stored(c.outputs().get(0), values), stored(c.outputs().get(1), vectors));
  }

  /** Real and imaginary parts: n eigenvalues, then n×n components of eigenvectors. */
  private static double[] pairs(double[] a, int n) {
    if (n == 0) {
      return new double[0];
    }
    int exponent = Jacobi.exponent(a);
    double[][] scaled = new double[n][n];
    for (int i = 0; i < n * n; i++) {
      scaled[i / n][i % n] = Math.scalb(a[i], -exponent);
    }
    double[] re;
    double[] im;
    double[][] columns;
    try {
      EigenDecomposition e = new EigenDecomposition(new Array2DRowRealMatrix(scaled, false));
      re = e.getRealEigenvalues();
      im = e.getImagEigenvalues();
      columns = e.getV().getData();
    } catch (MathIllegalStateException | MathArithmeticException e) {
      return Matrices.nan(2 * (n + n * n)); // no convergence
    }
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(
                (i, j) ->
                    re[i] != re[j] ? Double.compare(re[i], re[j]) : Double.compare(im[i], im[j]))
            .mapToInt(i -> i)
            .toArray();
    double[] y = new double[2 * (n + n * n)];
    for (int j = 0; j < n; j++) {
      int from = order[j];
      y[2 * j] = Math.scalb(re[from], exponent);
      y[2 * j + 1] = Math.scalb(im[from], exponent);
      double[] v = vector(columns, im, from);
      for (int i = 0; i < n; i++) {
        y[2 * (n + i * n + j)] = v[2 * i];
        y[2 * (n + i * n + j) + 1] = v[2 * i + 1];
      }
    }
    return y;
  }

  /**
   * The eigenvector of eigenvalue j, of length 1 and fixed phase: of a pair, the first of two
   * columns is the real part, the second the imaginary part of the vector whose eigenvalue is above
   * the axis.
   */
  private static double[] vector(double[][] columns, double[] im, int j) {
    int n = columns.length;
    int real = im[j] < 0 ? j - 1 : j;
    double[] v = new double[2 * n];
    double square = 0;
    int largest = 0;
    double greatest = -1;
    for (int i = 0; i < n; i++) {
      v[2 * i] = columns[i][real];
      v[2 * i + 1] = im[j] == 0 ? 0 : im[j] > 0 ? columns[i][real + 1] : 0 - columns[i][real + 1];
      double size = v[2 * i] * v[2 * i] + v[2 * i + 1] * v[2 * i + 1];
      square += size;
      if (size > greatest) {
        greatest = size;
        largest = i;
      }
    }
    double length = Math.sqrt(square);
    double magnitude = Math.sqrt(greatest);
    double c = v[2 * largest] / magnitude / length;
    double s = v[2 * largest + 1] / magnitude / length;
    double[] y = new double[2 * n];
    for (int i = 0; i < n; i++) { // times the conjugate of c + i·s
      y[2 * i] = v[2 * i] * c + v[2 * i + 1] * s;
      y[2 * i + 1] = i == largest ? 0 : v[2 * i + 1] * c - v[2 * i] * s;
    }
    return y;
  }

  private static Tensor vjpValues(Pullback p) {
    List<Tensor> f = eig(p.x(0));
    return EigDerivative.of(f.get(0), f.get(1), p.dy());
  }

  static List<Tensor> eig(Tensor tensor) {
    return Dispatch.call(EIG, Attributes.none(), Arrays.asList(tensor));
  }

  static Tensor eigvals(Tensor tensor) {
    return Dispatch.one(EIGVALS, tensor);
  }
}
