package dev.assay.engine.ops.array;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/** {@code constant}: given elements, the last one repeated where the shape holds more. */
final class Constant {
  static final Op OP =
      Op.define("constant")
          .formula("output = value's elements as dtype, row-major, in the given shape")
          .note("A shape that holds more elements is filled with the last one, as TensorFlow 1.")
          .attr("value", Type.TENSOR, "the elements")
          .optionalAttr("dtype", Type.DTYPE, "the type of the result; absent: that of value")
          .optionalAttr("shape", Type.INTS, "the shape of the result; absent: that of value")
          .require(
              Kind.ATTRIBUTE,
              "value and dtype are both string or both not",
              o -> (value(o).dtype() == DType.STRING) == (dtype(o) == DType.STRING))
          .require(
              Kind.ATTRIBUTE,
              "every entry of shape is >= 0",
              o -> !o.attrs().has("shape") || Fills.natural(o, "shape"))
          .require(
              Kind.ATTRIBUTE,
              "shape holds at least value's elements, and none if value is empty",
              o -> value(o).size() == 0 ? elements(o) == 0 : value(o).size() <= elements(o))
          .type(o -> new TensorType(dtype(o), shape(o)))
          .kernel(Constant::forward)
          .build();

  private Constant() {}

  private static Tensor value(Operands o) {
    return o.attrs().tensor("value");
  }

  private static DType dtype(Operands o) {
    return o.attrs().has("dtype") ? o.attrs().dtype("dtype") : value(o).dtype();
  }

  private static Shape shape(Operands o) {
    return o.attrs().has("shape") ? Shape.of(o.attrs().longs("shape")) : value(o).shape();
  }

  /** As many elements as the shape holds, also where no tensor can. */
  private static long elements(Operands o) {
    return o.attrs().has("shape") ? Reshape.given(o.attrs().longs("shape")) : value(o).size();
  }

  private static List<Tensor> forward(Call c) {
    HostStorage value = c.attrs().tensor("value").host();
    HostStorage x = Cast.convert(value, c.output().dtype());
    Shape shape = c.output().shape();
    int last = x.size() - 1;
    int[] source = IntStream.range(0, shape.elements()).map(i -> Math.min(i, last)).toArray();
    return List.of(Tensor.of(shape, x.select(source, x)));
  }

  static Tensor constant(Object value, Attributes attrs) {
    return Dispatch.one(OP, attrs.and("value", value instanceof Tensor t ? t : Tensor.of(value)));
  }
}
