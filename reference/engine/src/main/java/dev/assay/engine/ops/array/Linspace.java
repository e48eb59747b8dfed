package dev.assay.engine.ops.array;

import static dev.assay.engine.op.DTypes.FLOATS;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** {@code linspace}: equidistant numbers, both ends included. */
final class Linspace {
  static final Op OP =
      Op.define("linspace")
          .formula("output[i] = start + i·(stop − start)/(num − 1)")
          .note("The last element is exactly stop; num = 1 gives start.")
          .input("start", FLOATS, "a scalar: the first element")
          .input("stop", FLOATS, "a scalar: the last element")
          .attr("num", Type.INT, "the number of elements")
          .sameDType(0, 1)
          .require(
              Kind.SHAPE,
              "start and stop are scalars",
              o -> o.shape(0).rank() == 0 && o.shape(1).rank() == 0)
          .require(Kind.ATTRIBUTE, "num >= 1", o -> o.attrs().integer("num") >= 1)
          .type(o -> new TensorType(o.dtype(0), Shape.of(List.of(o.attrs().integer("num")))))
          .kernel(Linspace::forward)
          .vjp("start", p -> weighted(p, i -> 1 - part(p, i)))
          .vjp("stop", p -> weighted(p, i -> part(p, i)))
          .build();

  private Linspace() {}

  private static List<Tensor> forward(Call c) {
    double start = c.in(0).toDouble();
    double stop = c.in(1).toDouble();
    double[] y = new double[c.output().shape().elements()];
    for (int i = 0; i < y.length; i++) {
      y[i] = i == 0 ? start : start + i * (stop - start) / (y.length - 1);
    }
    if (y.length > 1) {
      y[y.length - 1] = stop;
    }
    return c.result(y);
  }

  /** The share of stop in element i. */
  private static double part(Pullback p, int i) {
    return i == 0 ? 0 : (double) i / (p.y().size() - 1);
  }

  private static Tensor weighted(Pullback p, IntToDoubleFunction weight) {
    double[] w = IntStream.range(0, p.y().size()).mapToDouble(weight).toArray();
    return Reduce.sum(Maths.multiply(p.dy(), Tensor.of(p.y().dtype(), p.y().shape(), w)));
  }

  static Tensor linspace(Tensor start, Tensor stop, int num) {
    return Dispatch.one(OP, Attributes.of("num", num), start, stop);
  }
}
