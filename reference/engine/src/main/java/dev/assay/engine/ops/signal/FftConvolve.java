package dev.assay.engine.ops.signal;

import static dev.assay.engine.op.DTypes.CONTINUOUS;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * {@code fft_convolve}: the full convolution along the last axis, the inverse transform of the
 * product of the transforms, both padded to a power of two that nothing wraps around in.
 *
 * <p>{@code fft_correlate} is its adjoint by either argument and its own, but for a conjugate: with
 * {@code g[i] = Σⱼ x[i + j]·conj y[j]} the derivative by x is a convolution with y, that by y a
 * correlation with the cotangent.
 */
final class FftConvolve {
  private static final String ERROR =
      "By transforms: the error is relative to the largest element of the result.";

  static final Op OP =
      Op.define("fft_convolve")
          .formula("output[…,k] = Σⱼ x[…,j]·y[…,k−j]")
          .note("The full convolution, m + n − 1 long; of an empty argument nothing. " + ERROR)
          .input("x", CONTINUOUS, "[…, m]")
          .input("y", CONTINUOUS, "[…, n]")
          .sameDType(0, 1)
          .require(Kind.SHAPE, "x.rank >= 1 and y.rank >= 1", o -> haveRank(o, 2))
          .require(Kind.SHAPE, "x.shape = y.shape but for the last axis", o -> sameLead(o, 0, 1))
          .type(o -> new TensorType(o.dtype(0), full(o.shape(0), o.shape(1))))
          .kernel(FftConvolve::convolve)
          .vjp("x", p -> correlate(p.dy(), p.x(1), p.x(0)))
          .vjp("y", p -> correlate(p.dy(), p.x(0), p.x(1)))
          .build();

  static final Op CORRELATE =
      Op.define("fft_correlate")
          .formula("output[…,i] = Σⱼ x[…,i+j]·conj y[…,j]")
          .note("The adjoint of fft_convolve. " + ERROR)
          .input("x", CONTINUOUS, "[…, m + n − 1]; empty if m or n is 0")
          .input("y", CONTINUOUS, "[…, n]")
          .input("like", CONTINUOUS, "[…, m]; gives the shape")
          .sameDType(0, 1)
          .sameDType(0, 2)
          .require(Kind.SHAPE, "x.rank >= 1, y.rank >= 1 and like.rank >= 1", o -> haveRank(o, 3))
          .require(Kind.SHAPE, "y.shape = like.shape but for the last axis", o -> sameLead(o, 1, 2))
          .require(
              Kind.SHAPE,
              "x.shape = the shape of the full convolution of y and like",
              o -> o.shape(0).compatible(full(o.shape(2), o.shape(1))))
          .type(o -> new TensorType(o.dtype(0), o.shape(2)))
          .kernel(FftConvolve::correlate)
          .vjp("x", p -> convolve(p.dy(), p.x(1)))
          .vjp("y", p -> correlate(p.x(0), p.dy(), p.x(1)))
          .noGradient("like", "only the shape of like is used")
          .build();

  static final List<Op> ROWS = List.of(OP, CORRELATE);

  private FftConvolve() {}

  private static boolean haveRank(Operands o, int inputs) {
    for (int i = 0; i < inputs; i++) {
      if (o.shape(i).rank() < 1) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameLead(Operands o, int i, int j) {
    return lead(o.shape(i)).compatible(lead(o.shape(j)));
  }

  private static Shape lead(Shape s) {
    return s.slice(0, s.rank() - 1);
  }

  /** The shape of the full convolution, known dimensions of either side preferred. */
  private static Shape full(Shape x, Shape y) {
    int[] dims = x.dims();
    for (int d = 0; d < dims.length - 1; d++) {
      dims[d] = dims[d] == Shape.UNKNOWN ? y.dim(d) : dims[d];
    }
    long m = x.dim(-1);
    long n = y.dim(-1);
    boolean unknown = m == Shape.UNKNOWN || n == Shape.UNKNOWN;
    long length = m == 0 || n == 0 ? 0 : unknown ? Shape.UNKNOWN : m + n - 1;
    return lead(Shape.of(dims)).concat(Shape.of(List.of(length)));
  }

  private static List<Tensor> convolve(Call c) {
    return transformed(c, c.output().shape().dim(-1), 1);
  }

  private static List<Tensor> correlate(Call c) {
    return transformed(c, c.in(0).shape().dim(-1), -1);
  }

  /** The product of the transform of x with that of y or, for sign −1, its conjugate; undone. */
  private static List<Tensor> transformed(Call c, int length, int sign) {
    Shape shape = c.output().shape();
    Shape padded = lead(shape).concat(Shape.of(Dft.powerOfTwo(length)));
    double[] z = padded(c.in(0), padded);
    double[] w = padded(c.in(1), padded);
    Transform.forward(z, padded, 1);
    Transform.forward(w, padded, 1);
    for (int i = 0; i < z.length; i += 2) {
      double im = sign * w[i + 1];
      double re = z[i] * w[i] - z[i + 1] * im;
      z[i + 1] = z[i] * im + z[i + 1] * w[i];
      z[i] = re;
    }
    Transform.backward(z, padded, 1);
    double[] y = Transform.divided(Transform.fitted(z, padded, shape), padded.dim(-1));
    return c.result(c.output().dtype().isComplex() ? y : Transform.reals(y));
  }

  private static double[] padded(Tensor t, Shape padded) {
    double[] v = t.host().doubles();
    double[] z = t.dtype().isComplex() ? v : Transform.pairs(v);
    return Transform.fitted(z, t.shape(), padded);
  }

  static Tensor convolve(Tensor x, Tensor y) {
    return Dispatch.one(OP, x, y);
  }

  private static Tensor correlate(Tensor x, Tensor y, Tensor like) {
    return Dispatch.one(CORRELATE, x, y, like);
  }
}
