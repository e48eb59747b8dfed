package dev.assay.engine.ops.elementwise;

import static dev.assay.engine.op.DTypes.NUMERIC;

import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** {@code add_n}: the sum of a list of tensors of one shape. */
final class AddN {
  static final Op OP =
      Op.define("add_n")
          .formula("output = Σ inputs")
          .note("Summed from the first to the last. No broadcasting. Integers wrap.")
          .inputList("inputs", NUMERIC, "one shape")
          .require(Kind.SHAPE, "all inputs have one shape", AddN::agree)
          .type(o -> new TensorType(o.dtype(0), shape(o)))
          .kernel(AddN::sum)
          .vjpEach("inputs", (p, i) -> p.dy())
          .build();

  private AddN() {}

  private static boolean agree(Operands o) {
    Shape s = o.shape(0);
    for (Tensor t : o.inputs()) {
      if (!s.compatible(t.shape())) {
        return false;
      }
      s = merge(s, t.shape());
    }
    return true;
  }

  private static Shape shape(Operands o) {
    return o.inputs().stream().map(Tensor::shape).reduce(o.shape(0), AddN::merge);
  }

  /** The dimensions that either shape knows. */
  private static Shape merge(Shape a, Shape b) {
    int[] d = a.dims();
    for (int i = 0; i < d.length; i++) {
      d[i] = d[i] == Shape.UNKNOWN ? b.dim(i) : d[i];
    }
    return Shape.of(d);
  }

  private static List<Tensor> sum(Call c) {
    int n = c.output().shape().elements();
    if (c.in(0).dtype().isInteger()) {
      long[] z = new long[n];
      for (Tensor t : c.inputs()) {
        long[] x = t.host().longs();
        for (int i = 0; i < n; i++) {
          z[i] += x[i];
        }
      }
      return c.result(z);
    }
    double[] z = c.in(0).toDoubles(); // not 0 + x: the sum of −0 alone is −0
    for (Tensor t : c.inputs().subList(1, c.count())) {
      double[] x = t.host().doubles();
      for (int i = 0; i < z.length; i++) {
        z[i] += x[i];
      }
    }
    return c.result(z);
  }
}
