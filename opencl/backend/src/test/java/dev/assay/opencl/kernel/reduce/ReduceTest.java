package dev.assay.opencl.kernel.reduce;

import static dev.assay.opencl.kernel.reduce.Lattice.axes;
import static dev.assay.opencl.kernel.reduce.Lattice.call;
import static dev.assay.opencl.kernel.reduce.Lattice.magnitudes;
import static dev.assay.opencl.kernel.reduce.Lattice.numbers;
import static dev.assay.opencl.kernel.reduce.Lattice.reference;
import static dev.assay.opencl.kernel.reduce.Lattice.roundoff;
import static dev.assay.opencl.kernel.reduce.Lattice.same;
import static dev.assay.opencl.kernel.reduce.Lattice.wide;
import static dev.assay.opencl.kernel.reduce.Lattice.within;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.ops.reduce.Axes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.OpenClBackend;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReduceTest {
  /** Ulps of OpenCL's exp, log and of pow, 1 ulp ≤ 2u: table 7.1 of the specification. */
  private static final double EXP = 2 * 3;

  private static final double POW = 2 * 16;

  private static List<OpenClBackend> backends;

  @BeforeAll
  static void open() {
    backends = Lattice.backends();
  }

  @AfterAll
  static void close() {
    backends.forEach(OpenClBackend::close);
  }

  private static double count(Tensor x, Attributes attrs) {
    return Arrays.stream(Axes.of(attrs, x.rank()))
        .mapToDouble(x.shape()::dim)
        .reduce(1, (a, b) -> a * b);
  }

  /** Σ in any order: |error| ≤ (n − 1)·u·Σ|x|, and the rounding of what is compared with. */
  @Test
  void sumsAndMeansAreWithinTheBoundOfAnyOrder() {
    for (DType dtype : Lattice.FLOATS) {
      for (Shape s : Lattice.shapes()) {
        Tensor x = numbers(dtype, s.hashCode(), s);
        for (Attributes attrs : axes(s.rank())) {
          double n = count(x, attrs);
          double u = roundoff(dtype);
          double[] size = reference("reduce_sum", attrs, magnitudes(x));
          within(
              backends,
              call("reduce_sum", attrs, x),
              reference("reduce_sum", attrs, wide(x)),
              i -> n * u * size[i]);
          within(
              backends,
              call("reduce_mean", attrs, x),
              reference("reduce_mean", attrs, wide(x)),
              i -> (n + 1) * u * size[i] / n);
        }
      }
    }
  }

  @Test
  void extremesAndTruthsAreExact() {
    for (Shape s : Lattice.shapes()) {
      Random random = new Random(s.hashCode());
      double[] wild = {0, -0.0, Double.NaN, 1, -1, Double.POSITIVE_INFINITY, 0.5, 2};
      double[] x = new double[s.elements()];
      int kinds = 2 + random.nextInt(7); // with few kinds there is no NaN, but ±0
      Arrays.setAll(x, i -> wild[random.nextInt(kinds)]);
      Tensor numbers = Tensor.of(DType.FLOAT32, s, x);
      long[] bits = random.longs(s.elements()).toArray();
      for (Attributes attrs : axes(s.rank())) {
        for (String op : List.of("reduce_max", "reduce_min")) {
          same(backends, call(op, attrs, numbers));
          same(backends, call(op, attrs, Tensor.ofLongs(DType.INT16, s, bits)));
        }
        Tensor truths =
            Tensor.ofLongs(DType.BOOL, s, Arrays.stream(bits).map(b -> b & 1).toArray());
        same(backends, call("reduce_any", attrs, truths));
        same(backends, call("reduce_all", attrs, truths));
      }
    }
  }

  @Test
  void integersWrap() {
    Shape s = Shape.of(3, 20011);
    long[] bits = new Random(1).longs(s.elements()).map(b -> b | 1).toArray();
    for (DType dtype : List.of(DType.INT8, DType.INT16, DType.INT32, DType.INT64, DType.UINT8)) {
      for (Attributes attrs : axes(2)) {
        Tensor x = Tensor.ofLongs(dtype, s, bits);
        same(backends, call("reduce_sum", attrs, x));
        same(backends, call("reduce_prod", attrs, x));
        same(backends, call("reduce_mean", attrs, x));
        same(backends, call("reduce_max", attrs, x));
        same(backends, call("cumsum", Attributes.of("axis", 1), x));
        same(backends, call("cumprod", Attributes.of("axis", 0), x));
      }
    }
  }

  /** Factors near 1, so that nothing underflows: |error| ≤ n·u·|Π|. */
  @Test
  void productsAreWithinTheBoundOfAnyOrder() {
    for (Shape s : Lattice.shapes()) {
      double[] v = numbers(DType.FLOAT64, 5, s).toDoubles();
      Arrays.setAll(v, i -> (float) (1 + v[i] / 1024));
      Tensor x = Tensor.of(DType.FLOAT32, s, v);
      for (Attributes attrs : axes(s.rank())) {
        double[] y = reference("reduce_prod", attrs, wide(x));
        double factor = count(x, attrs) * roundoff(DType.FLOAT32);
        // terms of second order, 1/2·(n·u)², are less than a tenth of the first: n·u < 0.005
        within(backends, call("reduce_prod", attrs, x), y, i -> 1.1 * factor * Math.abs(y[i]));
      }
    }
  }

  /**
   * With D ≥ |x − m| each exponential is off by (D + EXP)·u of itself, their sum by (n − 1 + D +
   * EXP)·u of itself, its logarithm l by as much, and EXP·u·l for the function and u for the sum
   * with m.
   */
  @Test
  void logSumExpIsWithinItsBound() {
    for (Shape s : Lattice.shapes()) {
      Tensor x = numbers(DType.FLOAT32, 7, s);
      for (Attributes attrs : axes(s.rank())) {
        double n = count(x, attrs);
        double u = roundoff(DType.FLOAT32);
        double log = 4 + Math.log(Math.max(n, 1));
        double bound = u * (n + 4 + EXP + EXP * log + 2 + log);
        within(
            backends,
            call("reduce_logsumexp", attrs, x),
            reference("reduce_logsumexp", attrs, wide(x)),
            i -> bound);
      }
    }
  }

  /**
   * The mean is off by n·u·M, M the mean magnitude, which is at most 2: each deviation by (n·2 +
   * 4)·u at most, its square by twice that times |d| ≤ 4, and the mean of the squares, at most 16,
   * by n + 3 roundings; second-order terms are far smaller.
   */
  @Test
  void variancesAreWithinTheirBound() {
    for (Shape s : Lattice.shapes()) {
      Tensor x = numbers(DType.FLOAT32, 9, s);
      for (Attributes attrs : axes(s.rank())) {
        double n = count(x, attrs);
        double bound = roundoff(DType.FLOAT32) * (8 * (2 * n + 4) + 16 * (n + 3));
        double[] v = reference("reduce_variance", attrs, wide(x));
        within(backends, call("reduce_variance", attrs, x), v, i -> bound);
        double[] d = reference("reduce_std", attrs, wide(x));
        within(
            backends,
            call("reduce_std", attrs, x),
            d,
            // √ halves relative errors; near 0 the root of the bound is all that can be said
            i -> Math.min(Math.sqrt(bound), bound / d[i]) + 4 * roundoff(DType.FLOAT32) * d[i]);
      }
    }
  }

  /** Sums of positive terms with errors of k·u each are off by (n + k)·u of themselves. */
  @Test
  void normsAreWithinTheirBounds() {
    for (Shape s : List.of(Shape.of(1009), Shape.of(3, 65), Shape.of(65, 18), Shape.of(0, 2))) {
      Tensor x = numbers(DType.FLOAT32, 11, s);
      for (String ord : List.of("1", "euclidean", "inf", "3", "0.5")) {
        Attributes attrs = Attributes.of("ord", ord).and("axis", 0);
        double n = s.dim(0);
        double p = ord.equals("3") ? 3 : ord.equals("0.5") ? 0.5 : 1;
        // a quotient, a power of it, and the 1/p-th power of the sum of them, times the scale
        double k = (n + 4 + p + POW) / p + POW + 2;
        double[] y = reference("norm", attrs, wide(x));
        within(
            backends,
            call("norm", attrs, x),
            y,
            // the exponent 1/p is rounded: y^(1/p) moves by |ln sum|·u, and ln sum ≤ ln n
            i -> roundoff(DType.FLOAT32) * (k + Math.log(n + 1)) * y[i]);
      }
    }
  }

  @Test
  void resultsAreTheSameEveryTime() {
    Tensor x = numbers(DType.FLOAT32, 13, Shape.of(3, 20011));
    for (OpenClBackend backend : backends) {
      Call sum = call("reduce_sum", Attributes.none(), x);
      Tensor first = Lattice.run(backend, sum).get(0);
      for (int i = 0; i < 20; i++) {
        assertEquals(
            0, Double.compare(first.toDouble(), Lattice.run(backend, sum).get(0).toDouble()));
      }
    }
  }

  @Test
  void raggedAxesAreUnsupported() {
    Tensor x = numbers(DType.FLOAT32, 15, Shape.of(2, 2, 2, 2, 2, 2, 2));
    Call odd = call("reduce_sum", Attributes.of("axis", new int[] {1, 3, 5}), x);
    backends.forEach(b -> assertFalse(b.capability(odd).isSupported()));
  }
}
