package dev.assay.opencl.kernel.nn;

import static dev.assay.opencl.kernel.reduce.Lattice.call;
import static dev.assay.opencl.kernel.reduce.Lattice.numbers;
import static dev.assay.opencl.kernel.reduce.Lattice.reference;
import static dev.assay.opencl.kernel.reduce.Lattice.roundoff;
import static dev.assay.opencl.kernel.reduce.Lattice.same;
import static dev.assay.opencl.kernel.reduce.Lattice.wide;
import static dev.assay.opencl.kernel.reduce.Lattice.within;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.OpenClBackend;
import dev.assay.opencl.kernel.reduce.Lattice;
import dev.assay.opencl.kernel.reduce.Lines;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Softmax and its kin, with the bounds that {@code softmax.cl} and its kin state. */
class SoftmaxTest {
  /** Ulps of OpenCL's exp and log1p, 1 ulp ≤ 2u: tables 7.1 and 7.2 of the specification. */
  private static final double EXP = 2 * 3;

  private static final double LOG1P = 2 * 2;

  /** The most that an element lies below the greatest of its line. */
  private static final double D = 4;

  private static List<OpenClBackend> backends;

  @BeforeAll
  static void open() {
    backends = Lattice.backends();
  }

  @AfterAll
  static void close() {
    backends.forEach(OpenClBackend::close);
  }

  /** The error of the logarithm of a probability {@code y}, in a line of {@code n}. */
  private static double logError(double n, double y, double u) {
    double logSum = Math.log(Math.max(n, 1));
    return (n + EXP + 2 * D + LOG1P * logSum + Math.abs(y)) * u;
  }

  @Test
  void probabilitiesAndTheirLogarithmsAreWithinTheirBounds() {
    for (DType dtype : Lattice.FLOATS) {
      double u = roundoff(dtype);
      for (Shape s : Lattice.shapes()) {
        Tensor x = numbers(dtype, 3, s);
        for (int axis = 0; axis < s.rank(); axis++) {
          Attributes attrs = Attributes.of("axis", axis);
          double n = s.dim(axis);
          double[] y = reference("softmax", attrs, wide(x));
          within(backends, call("softmax", attrs, x), y, i -> (n + 2 * EXP + 2 * D) * u * y[i]);
          double[] l = reference("log_softmax", attrs, wide(x));
          within(backends, call("log_softmax", attrs, x), l, i -> logError(n, l[i], u));
        }
      }
    }
  }

  @Test
  void crossEntropiesAreWithinTheirBounds() {
    double u = roundoff(DType.FLOAT32);
    for (Shape s : Lattice.shapes()) {
      Tensor x = numbers(DType.FLOAT32, 5, s);
      Tensor z = numbers(DType.FLOAT32, 7, s);
      for (int axis = 0; axis < s.rank(); axis++) {
        Attributes attrs = Attributes.of("axis", axis);
        Lines lines = Lines.along(s, axis);
        double[] weights = z.toDoubles();
        double[] l = reference("log_softmax", attrs, wide(x));
        double[] bound = new double[lines.count()];
        for (int i = 0; i < l.length; i++) {
          int line = i / (lines.n() * lines.inner()) * lines.inner() + i % lines.inner();
          double product = (lines.n() + 1) * u * Math.abs(l[i]);
          bound[line] += Math.abs(weights[i]) * (logError(lines.n(), l[i], u) + product);
        }
        within(
            backends,
            call("softmax_cross_entropy_with_logits", attrs, z, x),
            reference("softmax_cross_entropy_with_logits", attrs, wide(z), wide(x)),
            i -> bound[i]);
      }
    }
  }

  @Test
  void crossEntropiesOfClassNumbersAreWithinTheirBounds() {
    for (Shape s : Lattice.shapes()) {
      int classes = s.dim(-1);
      if (classes == 0) {
        continue; // there is no class to name
      }
      Tensor x = numbers(DType.FLOAT32, 9, s);
      Shape rows = s.slice(0, s.rank() - 1);
      long[] k = new Random(11).longs(rows.elements(), 0, classes).toArray();
      for (DType type : List.of(DType.INT32, DType.INT64)) {
        Tensor labels = Tensor.ofLongs(type, rows, k);
        String op = "sparse_softmax_cross_entropy_with_logits";
        double[] y = reference(op, Attributes.none(), labels, wide(x));
        within(
            backends,
            call(op, Attributes.none(), labels, x),
            y,
            i -> logError(classes, y[i], roundoff(DType.FLOAT32)));
        same(backends, call("one_hot_like", Attributes.none(), labels, x));
      }
    }
  }

  /** Values that conventions decide, in every place of rows that cross the lanes. */
  @Test
  void infinitiesAndNaNReachAllOfTheirLine() {
    double inf = Double.POSITIVE_INFINITY;
    for (int n : new int[] {1, 2, 15, 16, 17, 33, 65}) {
      for (double wild : new double[] {inf, -inf, Double.NaN}) {
        for (int at = 0; at < n; at += 1 + n / 5) {
          double[] x = new double[n];
          x[at] = wild;
          Tensor row = Tensor.of(DType.FLOAT32, Shape.of(1, n), x);
          double u = roundoff(DType.FLOAT32);
          double[] y = reference("softmax", Attributes.none(), wide(row));
          within(
              backends, call("softmax", Attributes.none(), row), y, i -> (n + 2 * EXP) * u * y[i]);
          double[] l = reference("log_softmax", Attributes.none(), wide(row));
          within(
              backends, call("log_softmax", Attributes.none(), row), l, i -> logError(n, l[i], u));
        }
      }
    }
  }

  @Test
  void targetsAmongTheGreatestAreFound() {
    for (int classes : Lattice.SIZES) {
      Random random = new Random(classes);
      double[] wild = {0, 1, 2, 3, Double.NaN, Double.POSITIVE_INFINITY};
      double[] x = new double[7 * classes];
      Arrays.setAll(x, i -> wild[random.nextInt(i < 5 * classes ? 4 : 6)]);
      Tensor predictions = Tensor.of(DType.FLOAT32, Shape.of(7, classes), x);
      long[] targets = random.longs(7, -1, classes + 1).toArray();
      for (int k : new int[] {-1, 0, 1, 3, 1000}) {
        same(
            backends,
            call(
                "in_top_k",
                Attributes.of("k", k),
                Tensor.ofLongs(DType.INT64, Shape.of(7), targets),
                predictions));
      }
    }
  }
}
