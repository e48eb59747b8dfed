package dev.assay.engine.ops.nn;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;

/**
 * The lines of a tensor along one axis: line (o, i) consists of the offsets {@code (o·n + j)·inner
 * + i}, j = 0 … n − 1.
 *
 * @param outer the product of the dimensions before the axis
 * @param n the length of a line
 * @param inner the product of the dimensions behind the axis: the stride of a line
 */
record Lines(int outer, int n, int inner) {
  /** The lines of {@code shape} along {@code axis}, which may be negative. */
  static Lines along(Shape shape, int axis) {
    int a = Index.axis(axis, shape.rank());
    return new Lines(
        Index.product(shape, 0, a), shape.dim(a), Index.product(shape, a + 1, shape.rank()));
  }

  /** What is done to one line: {@code start} is its first offset, {@code line} its number. */
  @FunctionalInterface
  interface Body {
    void run(int start, int line);
  }

  /** Visits every line, in row-major order of the tensor without the axis. */
  void each(Body body) {
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        body.run(o * n * inner + i, o * inner + i);
      }
    }
  }

  /** Declares the attribute {@code axis} and its constraint. */
  static Op.Builder axis(Op.Builder b) {
    return b.attr("axis", Type.INT, -1L, "the axis of the classes; negative counts from the end")
        .require(
            Kind.ATTRIBUTE,
            "-logits.rank <= axis < logits.rank",
            o -> Index.isAxis(o.attrs().integer("axis"), o.shape(o.count() - 1).rank()));
  }
}
