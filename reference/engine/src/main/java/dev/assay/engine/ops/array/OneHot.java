package dev.assay.engine.ops.array;

import static dev.assay.engine.op.DTypes.INTEGERS;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** {@code one_hot}: a number as a position. */
final class OneHot {
  static final Op OP =
      Op.define("one_hot")
          .formula("output[…, k, …] = on_value if indices[…] = k, else off_value; k at axis")
          .note("An index outside 0 … depth − 1 gives off_value everywhere.")
          .input("indices", INTEGERS, "any shape")
          .attr("depth", Type.INT, "the size of the new axis")
          .attr("on_value", Type.FLOAT, 1.0, "rounded once to dtype")
          .attr("off_value", Type.FLOAT, 0.0, "rounded once to dtype")
          .attr("axis", Type.INT, -1, "where the new axis stands; negative counts from the end")
          .attr("dtype", Type.DTYPE, DType.FLOAT32, "the type of the result")
          .require(Kind.ATTRIBUTE, "depth >= 0", o -> o.attrs().integer("depth") >= 0)
          .require(
              Kind.ATTRIBUTE,
              "-indices.rank - 1 <= axis <= indices.rank",
              o -> Index.isAxis(o.attrs().integer("axis"), o.shape(0).rank() + 1))
          .require(
              Kind.ATTRIBUTE, "dtype is not string", o -> o.attrs().dtype("dtype") != DType.STRING)
          .type(o -> new TensorType(o.attrs().dtype("dtype"), shape(o)))
          .kernel(OneHot::forward)
          .noGradient("indices", "indices are integers")
          .build();

  private OneHot() {}

  private static Shape shape(Operands o) {
    Shape s = o.shape(0);
    int axis = Index.axis(o.attrs().int32("axis"), s.rank() + 1);
    return s.slice(0, axis)
        .concat(Shape.of(List.of(o.attrs().integer("depth"))))
        .concat(s.slice(axis, s.rank()));
  }

  private static List<Tensor> forward(Call c) {
    Shape s = c.in(0).shape();
    int axis = Index.axis(c.attrs().int32("axis"), s.rank() + 1);
    int depth = c.output().shape().dim(axis);
    int inner = Index.product(s, axis, s.rank());
    long[] indices = c.in(0).host().longs();
    int[] source = new int[c.output().shape().elements()];
    for (int i = 0; i < indices.length; i++) {
      if (0 <= indices[i] && indices[i] < depth) {
        source[(i / inner * depth + (int) indices[i]) * inner + i % inner] = 1;
      }
    }
    HostStorage offOn = value(c, "off_value", "on_value");
    return List.of(Tensor.of(c.output().shape(), offOn.select(source, offOn)));
  }

  private static HostStorage value(Call c, String off, String on) {
    DType dtype = c.output().dtype();
    double[] values = {c.attrs().number(off), c.attrs().number(on)};
    return Cast.convert(HostStorage.ofDoubles(DType.FLOAT64, values), dtype);
  }
}
