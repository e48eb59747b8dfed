package dev.assay.engine.ops.signal;

import dev.assay.engine.ops.array.Movement;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import java.util.stream.IntStream;

/** Fourier transforms of the last axes of tensors, as arrays of interleaved parts. */
final class Transform {
  private Transform() {}

  /** Transforms the last {@code axes} axes of {@code z}. Modified. */
  static void forward(double[] z, Shape shape, int axes) {
    run(z, shape, axes, false);
  }

  /**
   * As {@link #forward} with the other sign of the exponent: the adjoint. Not divided. Modified.
   */
  static void backward(double[] z, Shape shape, int axes) {
    run(z, shape, axes, true);
  }

  private static void run(double[] z, Shape shape, int axes, boolean backward) {
    if (z.length == 0) {
      return;
    }
    for (int axis = shape.rank() - axes; axis < shape.rank(); axis++) {
      int n = shape.dim(axis);
      int inner = Index.product(shape, axis + 1, shape.rank());
      int blocks = z.length / 2 / n / inner;
      Dft dft = Dft.of(n);
      double[] re = new double[n];
      double[] im = new double[n];
      for (int o = 0; o < blocks; o++) {
        for (int i = 0; i < inner; i++) {
          int first = o * n * inner + i;
          for (int k = 0; k < n; k++) {
            re[k] = z[2 * (first + k * inner)];
            im[k] = z[2 * (first + k * inner) + 1];
          }
          if (backward) {
            dft.run(im, re);
          } else {
            dft.run(re, im);
          }
          for (int k = 0; k < n; k++) {
            z[2 * (first + k * inner)] = re[k];
            z[2 * (first + k * inner) + 1] = im[k];
          }
        }
      }
    }
  }

  /**
   * The elements of the last {@code axes} axes: what a transform of both directions multiplies by.
   */
  static double size(Shape shape, int axes) {
    double n = 1;
    for (int axis = 1; axis <= axes; axis++) {
      n *= shape.dim(-axis);
    }
    return n;
  }

  /** {@code z} divided by {@code n}. Modified. */
  static double[] divided(double[] z, double n) {
    for (int i = 0; i < z.length; i++) {
      z[i] /= n;
    }
    return z;
  }

  /** The tensor of another shape of the same rank: cut off and padded with zeros at the ends. */
  static double[] fitted(double[] z, Shape from, Shape to) {
    int[][] along = new int[to.rank()][];
    for (int d = 0; d < along.length; d++) {
      int n = from.dim(d);
      along[d] = IntStream.range(0, to.dim(d)).map(i -> i < n ? i : Movement.NOWHERE).toArray();
    }
    int[] source = Movement.perAxis(from, along);
    double[] out = new double[2 * source.length];
    for (int i = 0; i < source.length; i++) {
      if (source[i] >= 0) {
        out[2 * i] = z[2 * source[i]];
        out[2 * i + 1] = z[2 * source[i] + 1];
      }
    }
    return out;
  }

  /** Real numbers as complex ones. */
  static double[] pairs(double[] x) {
    double[] z = new double[2 * x.length];
    for (int i = 0; i < x.length; i++) {
      z[2 * i] = x[i];
    }
    return z;
  }

  /** The real parts. */
  static double[] reals(double[] z) {
    double[] x = new double[z.length / 2];
    for (int i = 0; i < x.length; i++) {
      x[i] = z[2 * i];
    }
    return x;
  }
}
