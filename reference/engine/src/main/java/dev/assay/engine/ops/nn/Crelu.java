package dev.assay.engine.ops.nn;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.ops.elementwise.Maths.greater;
import static dev.assay.engine.ops.elementwise.Maths.less;
import static dev.assay.engine.ops.elementwise.Maths.subtract;
import static dev.assay.engine.ops.nn.Masks.onlyWhere;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** {@code crelu}: the positive parts of x, then those of −x, along one axis. */
final class Crelu {
  static final Op OP =
      Op.define("crelu")
          .formula("y = relu(x), relu(−x), concatenated along axis")
          .note("At 0 the derivative is 0. Zeros in y are +0.")
          .note("Shang et al. 2016, Understanding and Improving CNNs via Concatenated ReLU.")
          .input("x", FLOATS, "rank >= 1")
          .outputs("y")
          .attr("axis", Type.INT, -1L, "the axis that doubles; negative counts from the end")
          .require(
              Kind.ATTRIBUTE,
              "-x.rank <= axis < x.rank",
              o -> Index.isAxis(o.attrs().integer("axis"), o.shape(0).rank()))
          .type(o -> new TensorType(o.dtype(0), doubled(o)))
          .kernel(Crelu::forward)
          .vjp("x", Crelu::vjp)
          .build();

  private Crelu() {}

  private static Shape doubled(Operands o) {
    Shape s = o.shape(0);
    int axis = Index.axis(o.attrs().int32("axis"), s.rank());
    long n = s.dim(axis);
    return n == Shape.UNKNOWN
        ? s
        : s.slice(0, axis).concat(Shape.of(List.of(2 * n))).concat(s.slice(axis + 1, s.rank()));
  }

  private static List<Tensor> forward(Call c) {
    double[] x = c.in(0).host().doubles();
    double[] y = new double[2 * x.length];
    Lines lines = Lines.along(c.in(0).shape(), c.attrs().int32("axis"));
    int run = lines.n() * lines.inner(); // what one index of the outer dimensions holds
    for (int i = 0; i < x.length; i++) {
      int o = i / run;
      y[i + o * run] = Activations.relu(x[i]);
      y[i + (o + 1) * run] = Activations.relu(-x[i]);
    }
    return c.result(y);
  }

  private static Tensor vjp(Pullback p) {
    List<Tensor> halves = ArrayOps.split(p.dy(), 2, p.attrs().int32("axis"));
    Tensor x = p.x(0);
    return subtract(onlyWhere(greater(x, 0), halves.get(0)), onlyWhere(less(x, 0), halves.get(1)));
  }

  static Tensor crelu(Tensor x, int axis) {
    return Dispatch.one(OP, Attributes.of("axis", axis), x);
  }
}
