package dev.assay.engine.ops.control;

import static dev.assay.engine.op.DTypes.ANY;
import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.op.DTypes.REALS;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Rows that are errors unless something holds. Their result, the scalar true, is for others to
 * depend on. Relations are those of the operations of that name: of NaN none holds but that it
 * differs.
 */
final class Assertions {
  static final Op ASSERT =
      of("assert", "condition = true everywhere")
          .mixedInputList("data", "the condition, a bool tensor; then what an error shows")
          .require(Kind.DTYPE, "condition.dtype = bool", o -> o.dtype(0) == DType.BOOL)
          .require(
              Kind.VALUE,
              "condition is true everywhere",
              o -> allTrue(o.in(0)),
              o -> shown(o, o.count() == 1 ? o.inputs() : o.inputs().subList(1, o.count())))
          .noGradients("an assertion computes nothing")
          .build();

  static final Op EQUAL = pairs("assert_equal", "x = y", ANY, "equal");
  static final Op NONE_EQUAL = pairs("assert_none_equal", "x ≠ y", ANY, "not_equal");
  static final Op LESS = pairs("assert_less", "x < y", REALS, "less");
  static final Op LESS_EQUAL = pairs("assert_less_equal", "x ≤ y", REALS, "less_equal");
  static final Op GREATER = pairs("assert_greater", "x > y", REALS, "greater");
  static final Op GREATER_EQUAL = pairs("assert_greater_equal", "x ≥ y", REALS, "greater_equal");

  static final Op NEAR =
      pairs("assert_near", "|x − y| ≤ atol + rtol·|y|", FLOATS, Assertions::near)
          .note("An infinity is near itself alone.")
          .attr("rtol", Type.FLOAT, 1e-6, "relative tolerance")
          .attr("atol", Type.FLOAT, 1e-6, "absolute tolerance")
          .build();

  static final Op POSITIVE = signs("assert_positive", "x > 0", "greater");
  static final Op NON_NEGATIVE = signs("assert_non_negative", "x ≥ 0", "greater_equal");
  static final Op NEGATIVE = signs("assert_negative", "x < 0", "less");
  static final Op NON_POSITIVE = signs("assert_non_positive", "x ≤ 0", "less_equal");

  static final Op RANK =
      of("assert_rank", "x.rank = rank")
          .input("x", ANY, "any shape")
          .attr("rank", Type.INT, "the number of dimensions")
          .require(
              Kind.SHAPE,
              "x.rank = rank",
              o -> rank(o) == o.attrs().integer("rank"),
              o -> shapes(o, "rank"))
          .noGradients("an assertion computes nothing")
          .build();

  static final Op RANK_AT_LEAST =
      of("assert_rank_at_least", "x.rank ≥ rank")
          .input("x", ANY, "any shape")
          .attr("rank", Type.INT, "the least number of dimensions")
          .require(
              Kind.SHAPE,
              "x.rank ≥ rank",
              o -> rank(o) >= o.attrs().integer("rank"),
              o -> shapes(o, "rank"))
          .noGradients("an assertion computes nothing")
          .build();

  static final Op RANK_IN =
      of("assert_rank_in", "x.rank ∈ ranks")
          .input("x", ANY, "any shape")
          .attr("ranks", Type.INTS, "the numbers of dimensions that are right")
          .require(
              Kind.SHAPE,
              "x.rank ∈ ranks",
              o -> o.attrs().longs("ranks").contains(rank(o)),
              o -> shapes(o, "ranks"))
          .noGradients("an assertion computes nothing")
          .build();

  static final List<Op> ROWS =
      List.of(
          ASSERT,
          EQUAL,
          NONE_EQUAL,
          LESS,
          LESS_EQUAL,
          GREATER,
          GREATER_EQUAL,
          NEAR,
          POSITIVE,
          NON_NEGATIVE,
          NEGATIVE,
          NON_POSITIVE,
          RANK,
          RANK_AT_LEAST,
          RANK_IN);

  private Assertions() {}

  /** An operation of no other result than true. */
  static Op.Builder of(String name, String holds) {
    return Op.define(name)
        .formula("output = true; an error unless " + holds)
        .attr("message", Type.TEXT, "", "what an error begins with")
        .attr("summarize", Type.INT, 3, "how much of each dimension an error shows; −1 for all")
        .type(o -> new TensorType(DType.BOOL, Shape.scalar()))
        .kernel(c -> c.result(new long[] {1}))
        .stateful();
  }

  private static Op pairs(String name, String holds, Set<DType> dtypes, String relation) {
    return pairs(name, holds, dtypes, o -> allTrue(relation, o.in(0), o.in(1))).build();
  }

  private static Op.Builder pairs(
      String name, String holds, Set<DType> dtypes, Predicate<Operands> test) {
    return of(name, holds + " everywhere")
        .input("x", dtypes, "any shape")
        .input("y", dtypes, "a shape that broadcasts with that of x")
        .sameDType(0, 1)
        .require(
            Kind.SHAPE,
            "x.shape and y.shape broadcast",
            o -> Shape.broadcastable(o.shape(0), o.shape(1)))
        .require(Kind.VALUE, holds + " everywhere", test, o -> shown(o, o.inputs()))
        .noGradients("an assertion computes nothing");
  }

  private static Op signs(String name, String holds, String relation) {
    return of(name, holds + " everywhere")
        .input("x", REALS, "any shape")
        .require(
            Kind.VALUE,
            holds + " everywhere",
            o -> allTrue(relation, o.in(0), Tensor.zeros(o.dtype(0), Shape.scalar())),
            o -> shown(o, o.inputs()))
        .noGradients("an assertion computes nothing")
        .build();
  }

  private static boolean allTrue(String relation, Tensor x, Tensor y) {
    Call call = Call.of(OpRegistry.get(relation), List.of(x, y), Attributes.none());
    return allTrue(call.runReference().get(0));
  }

  private static boolean allTrue(Tensor bools) {
    for (long v : bools.host().longs()) {
      if (v == 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean near(Operands o) {
    double rtol = o.attrs().number("rtol");
    double atol = o.attrs().number("atol");
    Shape shape = Shape.broadcast(o.shape(0), o.shape(1));
    int[] atX = Index.broadcast(o.shape(0), shape);
    int[] atY = Index.broadcast(o.shape(1), shape);
    double[] xs = o.in(0).host().doubles();
    double[] ys = o.in(1).host().doubles();
    for (int i = 0; i < atX.length; i++) {
      double x = xs[atX[i]];
      double y = ys[atY[i]];
      double off = Math.abs(x - y);
      boolean within = off <= atol + rtol * Math.abs(y) && off < Double.POSITIVE_INFINITY;
      if (x != y && !within) {
        return false;
      }
    }
    return true;
  }

  private static long rank(Operands o) {
    return o.shape(0).rank();
  }

  /** The shapes, what they should be, and the message. */
  static String shapes(Operands o, String attribute) {
    String shapes =
        o.inputs().stream().map(t -> t.shape().toString()).collect(Collectors.joining(" and "));
    Object wanted = o.attrs().asMap().get(attribute);
    return withMessage(shapes + " with " + attribute + "=" + wanted, o);
  }

  private static String withMessage(String text, Operands o) {
    String message = o.attrs().text("message");
    return text + (message.isEmpty() ? "" : ": " + message);
  }

  /** The beginnings and ends of some tensors, and the message. */
  static String shown(Operands o, List<Tensor> tensors) {
    int edge = o.attrs().int32("summarize");
    String data =
        tensors.stream()
            .map(t -> t.summary(edge).replaceAll("\\s+", " "))
            .collect(Collectors.joining(" and "));
    return withMessage(data, o);
  }
}
