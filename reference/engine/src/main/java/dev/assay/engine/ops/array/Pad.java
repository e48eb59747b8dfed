package dev.assay.engine.ops.array;

import static dev.assay.engine.op.DTypes.ANY;
import static dev.assay.engine.op.DTypes.NUMERIC;

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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code pad}: a border around a tensor, and its adjoint {@code pad_grad}, which adds every cell of
 * the border to the cell that it repeats.
 */
final class Pad {
  private static final List<String> MODES = List.of("CONSTANT", "REFLECT", "SYMMETRIC");

  static final Op OP =
      attributes(
              Op.define("pad")
                  .formula("output[i] = tensor[i − before]; in the border as mode says")
                  .note("CONSTANT: constant_values, rounded once to the tensor's dtype.")
                  .note("REFLECT: mirrored about the first and last element, 3 2 | 1 2 3 | 2 1.")
                  .note("SYMMETRIC: mirrored about the edges, 2 1 | 1 2 3 | 3 2.")
                  .input("tensor", ANY, "any shape"))
          .attr("constant_values", Type.FLOAT, 0.0, "what fills the border in mode CONSTANT")
          .require(Kind.ATTRIBUTE, "paddings holds a pair per axis of tensor", o -> paired(o, 0))
          .require(Kind.ATTRIBUTE, "every padding is >= 0", o -> Fills.natural(o, "paddings"))
          .require(
              Kind.ATTRIBUTE,
              "REFLECT: every padding is less than its dimension or 0; SYMMETRIC: no padding"
                  + " exceeds its dimension",
              o -> mirrorable(o, 0))
          .require(
              Kind.ATTRIBUTE,
              "constant_values = 0 where tensor.dtype is string",
              o -> o.dtype(0) != DType.STRING || o.attrs().number("constant_values") == 0)
          .type(o -> new TensorType(o.dtype(0), padded(o, 0)))
          .kernel(c -> Movement.select(c, source(c.in(0).shape(), c.attrs()), fill(c)))
          .vjp("tensor", p -> padGrad(p.dy(), p.x(0), p.attrs()))
          .build();

  static final Op GRAD =
      attributes(
              Op.define("pad_grad")
                  .formula("output[j] = Σ dy[i] over all i where pad puts element j of like")
                  .note("The adjoint of pad, on tensors of the shape of like.")
                  .input("dy", NUMERIC, "the shape of like, padded")
                  .input("like", ANY, "gives the shape"))
          .require(Kind.ATTRIBUTE, "paddings holds a pair per axis of like", o -> paired(o, 1))
          .require(Kind.ATTRIBUTE, "every padding is >= 0", o -> Fills.natural(o, "paddings"))
          .require(
              Kind.ATTRIBUTE,
              "REFLECT: every padding is less than its dimension or 0; SYMMETRIC: no padding"
                  + " exceeds its dimension",
              o -> mirrorable(o, 1))
          .require(
              Kind.SHAPE,
              "dy has the shape of like, padded",
              o -> o.shape(0).compatible(padded(o, 1)))
          .type(o -> new TensorType(o.dtype(0), o.shape(1)))
          .kernel(c -> Movement.sum(c, source(c.in(1).shape(), c.attrs())))
          .vjp("dy", p -> Dispatch.one(OP, p.attrs(), p.dy()))
          .noGradient("like", "only the shape of like is used")
          .build();

  static final List<Op> ROWS = List.of(OP, GRAD);

  private Pad() {}

  private static Op.Builder attributes(Op.Builder b) {
    return b.attr("paddings", Type.INTS, "[before, after] for every axis")
        .choice("mode", MODES, "what stands in the border");
  }

  private static boolean paired(Operands o, int i) {
    return o.attrs().longs("paddings").size() == 2 * o.shape(i).rank();
  }

  private static boolean mirrorable(Operands o, int i) {
    String mode = o.attrs().text("mode");
    List<Long> paddings = o.attrs().longs("paddings");
    return mode.equals("CONSTANT")
        || IntStream.range(0, paddings.size())
            .allMatch(
                k -> {
                  long pad = paddings.get(k);
                  int size = o.shape(i).dim(k / 2);
                  long limit = mode.equals("REFLECT") ? size - 1L : size;
                  return size == Shape.UNKNOWN || pad == 0 || pad <= limit;
                });
  }

  private static Shape padded(Operands o, int i) {
    List<Long> paddings = o.attrs().longs("paddings");
    List<Long> dims = new ArrayList<>();
    for (int d = 0; d < o.shape(i).rank(); d++) {
      long size = o.shape(i).dim(d);
      // each part is cut down so that the sum cannot overflow; too large stays too large
      long before = Math.min(paddings.get(2 * d), 1L << 32);
      long after = Math.min(paddings.get(2 * d + 1), 1L << 32);
      dims.add(size == Shape.UNKNOWN ? size : before + size + after);
    }
    return Shape.of(dims);
  }

  /** For every element of the padded tensor, the element that stands there, or nowhere. */
  private static int[] source(Shape shape, Attributes attrs) {
    int[] paddings = attrs.ints("paddings");
    String mode = attrs.text("mode");
    int[][] along = new int[shape.rank()][];
    for (int d = 0; d < along.length; d++) {
      int n = shape.dim(d);
      along[d] =
          IntStream.range(-paddings[2 * d], n + paddings[2 * d + 1])
              .map(i -> mirror(i, n, mode))
              .toArray();
    }
    return Movement.perAxis(shape, along);
  }

  /** Which of 0 … n − 1 stands at position i. */
  private static int mirror(int i, int n, String mode) {
    if (0 <= i && i < n) {
      return i;
    }
    return switch (mode) {
      case "REFLECT" -> i < 0 ? -i : 2 * (n - 1) - i;
      case "SYMMETRIC" -> i < 0 ? -i - 1 : 2 * n - 1 - i;
      default -> Movement.NOWHERE;
    };
  }

  private static HostStorage fill(Call c) {
    double[] value = {c.attrs().number("constant_values")};
    DType dtype = c.output().dtype();
    return dtype == DType.STRING
        ? HostStorage.zeros(dtype, 1)
        : Cast.convert(HostStorage.ofDoubles(DType.FLOAT64, value), dtype);
  }

  private static Tensor padGrad(Tensor dy, Tensor like, Attributes attrs) {
    return Dispatch.one(
        GRAD,
        Attributes.of("paddings", attrs.longs("paddings")).and("mode", attrs.text("mode")),
        dy,
        like);
  }

  static Tensor pad(Tensor tensor, int[][] paddings, String mode, double constantValues) {
    Attributes attrs =
        Attributes.of("paddings", paddings)
            .and("mode", mode)
            .and("constant_values", constantValues);
    return Dispatch.one(OP, attrs, tensor);
  }
}
