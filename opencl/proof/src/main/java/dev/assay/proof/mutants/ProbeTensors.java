package dev.assay.proof.mutants;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.SplittableRandom;

/** The arguments of probes: the same at every call. */
final class ProbeTensors {
  private static final double[] SPECIAL = {
    0.0, -0.0, 1, -1, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, -0.0, 0.0
  };

  private ProbeTensors() {}

  /** 1, −2 and 3. */
  static Tensor whole(Shape shape) {
    SplittableRandom random = new SplittableRandom(shape.elements());
    return Tensor.of(
        DType.FLOAT32,
        shape,
        random.ints(shape.elements(), 1, 4).mapToDouble(i -> i % 2 == 0 ? -i : i).toArray());
  }

  /** Whole numbers of eleven bits, whose sums have more. */
  static Tensor large(Shape shape) {
    double[] v = whole(shape).toDoubles();
    for (int i = 0; i < v.length; i++) {
      v[i] *= 1021;
    }
    return Tensor.of(DType.FLOAT32, shape, v);
  }

  /** Whole numbers below {@code bound}, int32. */
  static Tensor whole(Shape shape, int bound) {
    SplittableRandom random = new SplittableRandom(shape.elements());
    return Tensor.ofLongs(DType.INT32, shape, random.longs(shape.elements(), 0, bound).toArray());
  }

  /** 1 and −1. */
  static Tensor signs(Shape shape) {
    SplittableRandom random = new SplittableRandom(shape.elements());
    return Tensor.of(
        DType.FLOAT32,
        shape,
        random.ints(shape.elements(), 0, 2).mapToDouble(i -> 2 * i - 1).toArray());
  }

  /** Between −1 and 1, no two alike. */
  static Tensor small(Shape shape) {
    SplittableRandom random = new SplittableRandom(shape.elements());
    return Tensor.of(DType.FLOAT32, shape, random.doubles(shape.elements(), -1, 1).toArray());
  }

  /** Truth values. */
  static Tensor bits(int n) {
    return Tensor.ofLongs(
        DType.BOOL, Shape.of(n), new SplittableRandom(n).longs(n, 0, 2).toArray());
  }

  /** NaN, then whole numbers, now and then a greatest or a least one. */
  static Tensor peaks(Shape shape) {
    double[] v = whole(shape).toDoubles();
    for (int i = 0; i < v.length; i++) {
      v[i] = i < 99 ? Double.NaN : i % 6007 == 6000 ? 5 : i % 7001 == 7000 ? -5 : v[i];
    }
    return Tensor.of(DType.FLOAT32, shape, v);
  }

  /** Zeros, but that line r begins with 9r and has 5 as its last but one. */
  static Tensor rising(Shape lines) {
    double[] v = new double[lines.elements()];
    for (int r = 0; r < lines.dim(0); r++) {
      v[r * lines.dim(1)] = 9 * r;
      v[(r + 1) * lines.dim(1) - 2] = 5;
    }
    return Tensor.of(DType.FLOAT32, lines, v);
  }

  /** Whole numbers, but for an infinity or a NaN now and then. */
  static Tensor rare(Shape shape, int first, int every) {
    double[] v = whole(shape).toDoubles();
    for (int i = first, n = 0; i < v.length; i += every, n++) {
      v[i] = n % 3 == 2 ? Double.NaN : n % 3 == 1 ? -1.0 / 0 : 1.0 / 0;
    }
    return Tensor.of(DType.FLOAT32, shape, v);
  }

  /** Zeros, infinities and NaN among others. */
  static Tensor special(Shape shape) {
    double[] v = new double[shape.elements()];
    for (int i = 0; i < v.length; i++) {
      v[i] = SPECIAL[i % SPECIAL.length];
    }
    return Tensor.of(DType.FLOAT32, shape, v);
  }
}
