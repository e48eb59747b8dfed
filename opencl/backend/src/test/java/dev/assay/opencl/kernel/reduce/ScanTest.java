package dev.assay.opencl.kernel.reduce;

import static dev.assay.opencl.kernel.reduce.Lattice.call;
import static dev.assay.opencl.kernel.reduce.Lattice.magnitudes;
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
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ScanTest {
  private static List<OpenClBackend> backends;

  @BeforeAll
  static void open() {
    backends = Lattice.backends();
  }

  @AfterAll
  static void close() {
    backends.forEach(OpenClBackend::close);
  }

  private static List<Attributes> runs(int axis) {
    Attributes along = Attributes.of("axis", axis);
    return List.of(
        along,
        along.and("exclusive", true),
        along.and("reverse", true),
        along.and("exclusive", true).and("reverse", true));
  }

  @Test
  void runningSumsAreWithinTheBoundOfAnyOrder() {
    for (Shape s : Lattice.shapes()) {
      Tensor x = numbers(DType.FLOAT32, 3, s);
      for (int axis = 0; axis < s.rank(); axis++) {
        for (Attributes attrs : runs(axis)) {
          double factor = s.dim(axis) * roundoff(DType.FLOAT32);
          double[] size = reference("cumsum", attrs, magnitudes(x));
          within(
              backends,
              call("cumsum", attrs, x),
              reference("cumsum", attrs, wide(x)),
              i -> factor * size[i]);
        }
      }
    }
  }

  @Test
  void runningProductsAreWithinTheBoundOfAnyOrder() {
    for (Shape s :
        List.of(Shape.of(1009), Shape.of(33, 65), Shape.of(2, 0, 3), Shape.of(20011, 3))) {
      double[] v = numbers(DType.FLOAT64, 5, s).toDoubles();
      Arrays.setAll(v, i -> (float) (1 + v[i] / 1024));
      Tensor x = Tensor.of(DType.FLOAT32, s, v);
      for (int axis = 0; axis < s.rank(); axis++) {
        for (Attributes attrs : runs(axis)) {
          double factor = s.dim(axis) * roundoff(DType.FLOAT32);
          double[] y = reference("cumprod", attrs, wide(x));
          within(backends, call("cumprod", attrs, x), y, i -> 1.1 * factor * Math.abs(y[i]));
        }
      }
    }
  }

  @Test
  void recurrencesAreWithinTheirBound() {
    for (Shape s : List.of(Shape.of(1009), Shape.of(33, 65), Shape.of(2, 0, 3))) {
      double[] v = numbers(DType.FLOAT64, 7, s).toDoubles();
      Arrays.setAll(v, i -> (float) (v[i] / 2)); // at most 1: nothing grows beyond its sum
      Tensor x = Tensor.of(DType.FLOAT32, s, v);
      Tensor b = numbers(DType.FLOAT32, 9, s);
      for (int axis = 0; axis < s.rank(); axis++) {
        for (boolean reverse : new boolean[] {false, true}) {
          Attributes attrs = Attributes.of("axis", axis).and("reverse", reverse);
          double factor = 2 * s.dim(axis) * roundoff(DType.FLOAT32);
          double[] size = reference("linear_recurrence", attrs, magnitudes(x), magnitudes(b));
          within(
              backends,
              call("linear_recurrence", attrs, x, b),
              reference("linear_recurrence", attrs, wide(x), wide(b)),
              i -> factor * size[i]);
        }
      }
    }
  }

  @Test
  void theFirstOfTheBestIsFound() {
    for (Shape s : Lattice.shapes()) {
      Random random = new Random(s.hashCode());
      double[] wild = {0, -0.0, 1, 3, -1, Double.NaN, Double.NEGATIVE_INFINITY};
      double[] x = new double[s.elements()];
      int kinds = 1 + random.nextInt(7);
      Arrays.setAll(x, i -> wild[random.nextInt(kinds)]);
      long[] bits = random.longs(s.elements(), -3, 3).toArray();
      for (int axis = 0; axis < s.rank(); axis++) {
        if (s.dim(axis) == 0) {
          continue; // refused by the engine
        }
        for (String op : List.of("argmax", "argmin")) {
          Attributes attrs = Attributes.of("axis", axis).and("output_type", DType.INT32);
          same(backends, call(op, attrs, Tensor.of(DType.FLOAT32, s, x)));
          same(
              backends, call(op, Attributes.of("axis", axis), Tensor.ofLongs(DType.INT8, s, bits)));
        }
      }
    }
  }

  @Test
  void segmentsAreSummedWithinTheBoundOfAnyOrder() {
    for (int rows : Lattice.SIZES) {
      for (int inner : new int[] {0, 1, 3, 17}) {
        Random random = new Random(rows);
        Tensor x = numbers(DType.FLOAT32, rows, Shape.of(rows, inner));
        long[] ids = random.longs(rows, 0, 9).sorted().toArray();
        check(
            "segment_sum", Attributes.none(), x, Tensor.ofLongs(DType.INT32, Shape.of(rows), ids));
        long[] any = random.longs(rows, -2, 9).toArray();
        check(
            "unsorted_segment_sum",
            Attributes.of("num_segments", 11),
            x,
            Tensor.ofLongs(DType.INT64, Shape.of(rows), any));
      }
    }
  }

  private static void check(String op, Attributes attrs, Tensor x, Tensor ids) {
    double factor = x.shape().dim(0) * roundoff(DType.FLOAT32);
    double[] size = reference(op, attrs, magnitudes(x), ids);
    within(
        backends,
        call(op, attrs, x, ids),
        reference(op, attrs, wide(x), ids),
        i -> factor * size[i]);
  }
}
