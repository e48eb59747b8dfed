package dev.assay.opencl.kernel.reduce;

import static dev.assay.opencl.kernel.reduce.Lattice.call;
import static dev.assay.opencl.kernel.reduce.Lattice.numbers;
import static dev.assay.opencl.kernel.reduce.Lattice.roundoff;
import static dev.assay.opencl.kernel.reduce.Lattice.run;
import static dev.assay.opencl.kernel.reduce.Lattice.within;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.reduce.Axes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.OpenClBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReduceTest {
  private static List<OpenClBackend> backends;

  @BeforeAll
  static void open() {
    backends = Lattice.backends();
  }

  @AfterAll
  static void close() {
    backends.forEach(OpenClBackend::close);
  }

  /** Shapes with axes: rows, columns, both ends, the middle, alternating, everything. */
  private static void each(Consumer<Attributes> body, List<Shape> shapes, Consumer<Shape> at) {
    for (Shape s : shapes) {
      at.accept(s);
      int rank = s.rank();
      for (int mask = 0; mask < 1 << rank; mask++) {
        List<Long> axes = new ArrayList<>();
        for (int d = 0; d < rank; d++) {
          if ((mask >> d & 1) != 0) {
            axes.add((long) d);
          }
        }
        body.accept(Attributes.of("axis", axes).and("keepdims", mask % 2 == 0));
      }
    }
  }

  private static List<Shape> shapes() {
    List<Shape> shapes = new ArrayList<>();
    shapes.add(Shape.scalar());
    for (int n : Lattice.SIZES) {
      shapes.add(Shape.of(n));
      shapes.add(Shape.of(n, 3));
      shapes.add(Shape.of(3, n));
    }
    shapes.add(Shape.of(2, 65, 17));
    shapes.add(Shape.of(33, 65));
    shapes.add(Shape.of(3, 2, 5, 4));
    shapes.add(Shape.of(2, 3, 2, 3, 2, 3));
    shapes.add(Shape.of(70000));
    shapes.add(Shape.of(5000, 2, 3));
    return shapes;
  }

  @Test
  void sumsAndMeansAreWithinTheBoundOfAnyOrder() {
    for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      Tensor[] x = new Tensor[1];
      each(
          attrs -> {
            int[] axes = Axes.of(attrs, x[0].rank());
            double n = 1;
            for (int a : axes) {
              n *= x[0].shape().dim(a);
            }
            double factor = n * roundoff(dtype); // n − 1 additions, the reference's own rounding
            Call sum = call("reduce_sum", attrs, x[0]);
            Call mean = call("reduce_mean", attrs, x[0]);
            double[] size = sizes("reduce_sum", attrs, x[0]);
            double count = n;
            for (OpenClBackend backend : backends) {
              within(
                  sum.runReference().get(0), run(backend, sum).get(0), i -> factor * size[i], sum);
              within(
                  mean.runReference().get(0),
                  run(backend, mean).get(0),
                  i -> (factor + roundoff(dtype)) * size[i] / count, // and the division
                  mean);
            }
          },
          shapes(),
          s -> x[0] = numbers(dtype, s.hashCode(), s));
    }
  }

  /** The sums of magnitudes. */
  private static double[] sizes(String op, Attributes attrs, Tensor x) {
    Tensor wide = Tensor.of(DType.FLOAT64, x.shape(), x.toDoubles());
    return call(op, attrs, Maths.abs(wide)).runReference().get(0).toDoubles();
  }
}
