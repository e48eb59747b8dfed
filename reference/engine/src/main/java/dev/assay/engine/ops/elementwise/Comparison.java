package dev.assay.engine.ops.elementwise;

import static dev.assay.engine.ops.elementwise.Elementwise.relation;

import dev.assay.engine.op.Call;
import dev.assay.engine.op.DTypes;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Rows of relations: bool results of two tensors. */
final class Comparison {
  private static final String UNORDERED = "Every relation with NaN is false; −0 = 0.";

  static final Op EQUAL =
      equality("equal", "z = (x = y)", true)
          .note(UNORDERED)
          .hard(
              HardPoint.test2(0.0, -0.0, true),
              HardPoint.test2(Double.NaN, Double.NaN, false),
              HardPoint.test2(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, true))
          .build();

  static final Op NOT_EQUAL =
      equality("not_equal", "z = (x ≠ y)", false)
          .note("NaN differs from everything, itself included; −0 = 0.")
          .hard(
              HardPoint.test2(0.0, -0.0, false),
              HardPoint.test2(Double.NaN, Double.NaN, true),
              HardPoint.test2(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, true))
          .build();

  static final Op LESS =
      relation("less", "z = (x < y)", (x, y) -> x < y, (x, y) -> x < y)
          .note(UNORDERED)
          .hard(
              HardPoint.test2(-0.0, 0.0, false),
              HardPoint.test2(Double.NaN, 1, false),
              HardPoint.test2(1, Double.NaN, false),
              HardPoint.test2(Double.NEGATIVE_INFINITY, -Double.MAX_VALUE, true))
          .build();

  static final Op LESS_EQUAL =
      relation("less_equal", "z = (x ≤ y)", (x, y) -> x <= y, (x, y) -> x <= y)
          .note(UNORDERED)
          .hard(
              HardPoint.test2(0.0, -0.0, true),
              HardPoint.test2(Double.NaN, Double.NaN, false),
              HardPoint.test2(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, true))
          .build();

  static final Op GREATER =
      relation("greater", "z = (x > y)", (x, y) -> x > y, (x, y) -> x > y)
          .note(UNORDERED)
          .hard(
              HardPoint.test2(0.0, -0.0, false),
              HardPoint.test2(Double.NaN, 1, false),
              HardPoint.test2(1, Double.NaN, false),
              HardPoint.test2(Double.POSITIVE_INFINITY, Double.MAX_VALUE, true))
          .build();

  static final Op GREATER_EQUAL =
      relation("greater_equal", "z = (x ≥ y)", (x, y) -> x >= y, (x, y) -> x >= y)
          .note(UNORDERED)
          .hard(
              HardPoint.test2(-0.0, 0.0, true),
              HardPoint.test2(Double.NaN, Double.NaN, false),
              HardPoint.test2(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, true))
          .build();

  static final List<Op> ROWS = List.of(EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL);

  private Comparison() {}

  /** Equality is defined on every type; complex numbers are equal if both parts are. */
  private static Op.Builder equality(String name, String formula, boolean equal) {
    return Elementwise.broadcasting(name, formula, "x", "y", DTypes.ANY)
        .type(o -> new TensorType(DType.BOOL, Shape.broadcast(o.shape(0), o.shape(1))))
        .kernel(c -> equality(c, equal))
        .noGradients("the result is bool");
  }

  private static List<Tensor> equality(Call c, boolean equal) {
    DType type = c.in(0).dtype();
    if (type.isFloating()) {
      return c.result(Elementwise.zipToLongs(c, (x, y) -> (x == y) == equal));
    }
    if (type.isComplex()) {
      return c.result(Complex.zipToLongs(c, (a, b, p, q) -> (a == p && b == q) == equal));
    }
    if (type != DType.STRING) {
      return c.result(Elementwise.zipLongs(c, (x, y) -> (x == y) == equal ? 1 : 0));
    }
    byte[][] x = c.in(0).host().bytes();
    byte[][] y = c.in(1).host().bytes();
    int[] xi = Index.broadcast(c.in(0).shape(), c.output().shape());
    int[] yi = Index.broadcast(c.in(1).shape(), c.output().shape());
    long[] z = new long[xi.length];
    for (int i = 0; i < z.length; i++) {
      z[i] = Arrays.equals(x[xi[i]], y[yi[i]]) == equal ? 1 : 0;
    }
    return c.result(z);
  }
}
