package dev.assay.engine.ops.array;

import static dev.assay.engine.op.DTypes.REALS;

import dev.assay.engine.ShapeException;
import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** {@code range}: an arithmetic progression, its limit left out. */
final class Range {
  private static final String SIZE = "the number of elements depends on the values";

  static final Op OP =
      Op.define("range")
          .formula("output[i] = start + i·delta, ⌈(limit − start)/delta⌉ elements")
          .note("Size and elements are computed in binary64 for floating types, each rounded once.")
          .note("TensorFlow registers no gradient.")
          .input("start", REALS, "a scalar: the first element")
          .input("limit", REALS, "a scalar: the elements stay before it")
          .input("delta", REALS, "a scalar: the step")
          .sameDType(0, 1)
          .sameDType(0, 2)
          .require(
              Kind.SHAPE,
              "start, limit and delta are scalars",
              o -> o.inputs().stream().allMatch(t -> t.rank() == 0))
          .require(Kind.VALUE, "delta is not 0", o -> value(o, 2) != 0)
          .require(
              Kind.VALUE,
              "start <= limit if delta > 0, start >= limit if delta < 0",
              o -> value(o, 2) > 0 && !after(o, 0, 1) || value(o, 2) < 0 && !after(o, 1, 0))
          .type(o -> new TensorType(o.dtype(0), Shape.of(o.hasValues() ? size(o) : Shape.UNKNOWN)))
          .kernel(Range::forward)
          .noGradient("start", SIZE)
          .noGradient("limit", SIZE)
          .noGradient("delta", SIZE)
          .build();

  private Range() {}

  private static double value(Operands o, int i) {
    return o.in(i).toDouble();
  }

  private static long integer(Operands o, int i) {
    return o.in(i).host().longs()[0];
  }

  /** Whether scalar i is not at most scalar j: greater, or one of them NaN. */
  private static boolean after(Operands o, int i, int j) {
    return o.dtype(0).isInteger() ? integer(o, i) > integer(o, j) : !(value(o, i) <= value(o, j));
  }

  private static int size(Operands o) {
    double size =
        o.dtype(0).isInteger()
            ? integerSize(integer(o, 0), integer(o, 1), integer(o, 2))
            : Math.ceil((value(o, 1) - value(o, 0)) / value(o, 2));
    if (size > Shape.MAX_ELEMENTS) {
      throw new ShapeException(
          size + " elements, more than " + Shape.MAX_ELEMENTS + ", for " + o.inputs());
    }
    return (int) size; // Inf − Inf is NaN: no element lies between, 0
  }

  /** ⌈(limit − start)/delta⌉; the distance of two 64-bit integers is an unsigned one. */
  private static double integerSize(long start, long limit, long delta) {
    long distance = delta > 0 ? limit - start : start - limit;
    long step = delta > 0 ? delta : -delta;
    if (distance == 0) {
      return 0;
    }
    long whole = Long.divideUnsigned(distance - 1, step);
    return whole < 0 ? Double.POSITIVE_INFINITY : whole + 1.0;
  }

  private static List<Tensor> forward(Call c) {
    int n = c.output().shape().elements();
    if (c.output().dtype().isInteger()) {
      long start = c.in(0).host().longs()[0];
      long delta = c.in(2).host().longs()[0];
      long[] y = new long[n];
      for (int i = 0; i < n; i++) {
        y[i] = start + i * delta;
      }
      return c.result(y);
    }
    double start = c.in(0).toDouble();
    double delta = c.in(2).toDouble();
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      y[i] = start + i * delta;
    }
    return c.result(y);
  }

  static Tensor range(Tensor start, Tensor limit, Tensor delta) {
    return Dispatch.one(OP, start, limit, delta);
  }
}
