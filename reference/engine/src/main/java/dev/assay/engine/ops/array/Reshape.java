package dev.assay.engine.ops.array;

import static dev.assay.engine.op.DTypes.ANY;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** {@code reshape}: the same elements in other dimensions, one of which may be left open. */
final class Reshape {
  private static final long OPEN = -1;

  static final Op OP =
      Op.define("reshape")
          .formula("output = tensor's elements, row-major, in the given shape")
          .note("One entry may be -1: the size that the number of elements leaves.")
          .input("tensor", ANY, "any shape")
          .attr("shape", Type.INTS, "the shape of the result")
          .require(
              Kind.ATTRIBUTE,
              "every entry of shape is >= -1",
              o -> o.attrs().longs("shape").stream().allMatch(d -> d >= OPEN))
          .require(
              Kind.ATTRIBUTE,
              "at most one entry of shape is -1",
              o -> o.attrs().longs("shape").stream().filter(d -> d == OPEN).count() <= 1)
          .require(Kind.ATTRIBUTE, "shape holds as many elements as tensor", Reshape::fits)
          .type(o -> new TensorType(o.dtype(0), shape(o)))
          .kernel(Movement::rename)
          .vjp("tensor", p -> Like.reshapeLike(p.dy(), p.x(0)))
          .build();

  private Reshape() {}

  /** The product of the entries that are given, at most one more than a tensor holds. */
  static long given(List<Long> shape) {
    long n = 1;
    for (long d : shape) {
      long size = Math.min(d, 1L + Shape.MAX_ELEMENTS);
      n = d == OPEN ? n : Math.min(n * size, 1L + Shape.MAX_ELEMENTS);
    }
    return shape.contains(0L) ? 0 : n;
  }

  private static boolean fits(Operands o) {
    if (!o.shape(0).isKnown()) {
      return true;
    }
    List<Long> shape = o.attrs().longs("shape");
    long elements = o.shape(0).elements();
    long given = given(shape);
    return shape.contains(OPEN) ? given > 0 && elements % given == 0 : elements == given;
  }

  private static Shape shape(Operands o) {
    List<Long> dims = new ArrayList<>(o.attrs().longs("shape"));
    int open = dims.indexOf(OPEN);
    if (open >= 0 && o.shape(0).isKnown()) {
      dims.set(open, o.shape(0).elements() / given(dims));
    }
    return Shape.of(dims);
  }
}
