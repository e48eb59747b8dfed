package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.ABOVE_ONE;
import static dev.assay.tck.cases.Domain.NONZERO;
import static dev.assay.tck.cases.Domain.POSITIVE;
import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.cases.Domain.UNIT;
import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Cases of the elementwise operations. */
public final class ElementwiseCases implements CaseFamily {
  @Override
  public List<OpCases> cases() {
    return Stream.of(unary(), binary(), relations(), others()).flatMap(List::stream).toList();
  }

  private static List<OpCases> unary() {
    List<OpCases> cases = new ArrayList<>();
    Stream.of(
            "neg",
            "abs",
            "sign",
            "square",
            "exp",
            "expm1",
            "sin",
            "cos",
            "tan",
            "atan",
            "sinh",
            "cosh",
            "tanh",
            "asinh",
            "erf",
            "erfc",
            "floor",
            "ceil",
            "round",
            "rint",
            "is_nan",
            "is_inf",
            "is_finite")
        .forEach(op -> cases.add(OpCases.unary(op, REAL)));
    Stream.of("sqrt", "rsqrt", "log", "log1p")
        .forEach(op -> cases.add(OpCases.unary(op, POSITIVE)));
    Stream.of("asin", "acos", "atanh").forEach(op -> cases.add(OpCases.unary(op, UNIT)));
    cases.add(OpCases.unary("reciprocal", NONZERO));
    Stream.of("lgamma", "digamma").forEach(op -> cases.add(OpCases.of(op, d -> gamma(op, d))));
    cases.add(OpCases.unary("acosh", ABOVE_ONE));
    return cases;
  }

  /** Of both signs as well: between the poles. */
  private static Case gamma(String op, Draw d) {
    Domain domain = d.pick(POSITIVE, NONZERO);
    return new Case(op, List.of(d.floats(d.shape(0, 3), domain)), Attributes.none());
  }

  private static List<OpCases> binary() {
    List<OpCases> cases = new ArrayList<>();
    Stream.of("add", "subtract", "multiply", "squared_difference", "maximum", "minimum")
        .forEach(op -> cases.add(OpCases.binary(op, REAL, REAL)));
    Stream.of("divide", "div_no_nan", "truediv")
        .forEach(op -> cases.add(OpCases.binary(op, REAL, NONZERO)));
    Stream.of("floordiv", "floormod", "truncatemod")
        .forEach(
            op ->
                cases.add(
                    OpCases.binary(op, REAL, NONZERO)
                        .reject("C5", Attributes.none(), ints(7, 7), ints(2, 0))));
    cases.add(
        OpCases.of("pow", ElementwiseCases::pow)
            .reject("C4", Attributes.none(), tensor(2), tensor(3))
            .reject("C5", Attributes.none(), ints(7, 7), ints(2, -1)));
    cases.add(OpCases.binary("xlogy", REAL, POSITIVE));
    cases.add(OpCases.binary("atan2", NONZERO, NONZERO));
    return cases;
  }

  /** Integers are small: the powers of either sign stay within binary64's integers. */
  private static Case pow(Draw d) {
    Shape full = d.shape(0, 3);
    Shape part = d.broadcastable(full);
    boolean swap = d.flip();
    Shape x = swap ? part : full;
    Shape y = swap ? full : part;
    int lowest = d.dtype() == DType.UINT8 ? 0 : -9;
    return new Case(
        "pow",
        d.dtype().isInteger()
            ? List.of(d.integers(d.dtype(), x, lowest, 9), d.integers(d.dtype(), y, 0, 9))
            : List.of(d.floats(x, POSITIVE), d.floats(y, REAL)),
        Attributes.none());
  }

  private static Tensor ints(long... values) {
    return Tensor.ofLongs(DType.INT32, Shape.of(values.length), values);
  }

  private static List<OpCases> relations() {
    List<OpCases> cases = new ArrayList<>();
    Stream.of("less", "less_equal", "greater", "greater_equal")
        .forEach(op -> cases.add(relation(op, false)));
    Stream.of("equal", "not_equal").forEach(op -> cases.add(relation(op, true)));
    Stream.of("logical_and", "logical_or", "logical_xor").forEach(op -> cases.add(logical(op)));
    cases.add(
        OpCases.of(
            "logical_not",
            d -> new Case("logical_not", List.of(d.bools(d.shape(0, 3))), Attributes.none())));
    return cases;
  }

  /** Floats, small integers (with ties) and, for equality, truth values. */
  private static OpCases relation(String op, boolean bools) {
    return OpCases.of(
            op,
            d -> {
              Shape full = d.shape(0, 3);
              Shape part = d.broadcastable(full);
              boolean swap = d.flip();
              Shape x = swap ? part : full;
              Shape y = swap ? full : part;
              int kind = d.choose(bools ? 3 : 2);
              DType integer = kind == 2 ? DType.BOOL : d.pick(DType.INT32, DType.INT64, DType.INT8);
              return new Case(
                  op,
                  kind == 0
                      ? List.of(d.floats(x, REAL), d.floats(y, REAL))
                      : List.of(
                          d.integers(integer, x, 0, kind == 2 ? 1 : 3),
                          d.integers(integer, y, 0, kind == 2 ? 1 : 3)),
                  Attributes.none());
            })
        .reject(bools ? "C2" : "C4", Attributes.none(), tensor(2), tensor(3));
  }

  private static OpCases logical(String op) {
    return OpCases.of(
            op,
            d -> {
              Shape full = d.shape(0, 3);
              Shape part = d.broadcastable(full);
              return new Case(
                  op,
                  d.flip()
                      ? List.of(d.bools(part), d.bools(full))
                      : List.of(d.bools(full), d.bools(part)),
                  Attributes.none());
            })
        .reject(
            "C3",
            Attributes.none(),
            Tensor.zeros(DType.BOOL, Shape.of(2)),
            Tensor.zeros(DType.BOOL, Shape.of(3)));
  }

  private static List<OpCases> others() {
    return List.of(
        OpCases.of("clip_by_value", ElementwiseCases::clip)
            .reject("C2", bounds(1, -1), tensor(2))
            .reject("C2", bounds(Double.NaN, 1), tensor(2)),
        OpCases.of("polygamma", ElementwiseCases::polygamma)
            .reject("C2", Attributes.of("n", -1), tensor(2))
            .reject("C2", Attributes.of("n", 1L << 40), tensor(2)),
        OpCases.of("add_n", ElementwiseCases::addN)
            .reject("C2", Attributes.none(), tensor(2), tensor(1))
            .reject("C2", Attributes.none(), tensor(2, 3), tensor(2, 3), tensor(3, 2)),
        OpCases.of("cross", ElementwiseCases::cross)
            .reject("C4", Attributes.none(), tensor(3), tensor(1, 3))
            .reject("C5", Attributes.none(), tensor(2), tensor(2))
            .reject("C5", Attributes.none(), tensor(), tensor()));
  }

  private static Attributes bounds(double min, double max) {
    return Attributes.of("clip_value_min", min).and("clip_value_max", max);
  }

  private static Case clip(Draw d) {
    Attributes attrs = d.pick(bounds(-1, 1), bounds(-0.25, 0.5), bounds(0.3, 0.3), bounds(-9, 9));
    return new Case("clip_by_value", List.of(d.floats(d.shape(0, 3), REAL)), attrs);
  }

  private static Case polygamma(Draw d) {
    int n = d.between(0, 5);
    Domain domain = d.pick(POSITIVE, NONZERO);
    return new Case("polygamma", List.of(d.floats(d.shape(0, 2), domain)), Attributes.of("n", n));
  }

  private static Case addN(Draw d) {
    Shape shape = d.shape(0, 3);
    int count = d.between(1, 4);
    List<Tensor> inputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      inputs.add(d.floats(shape, REAL));
    }
    return new Case("add_n", inputs, Attributes.none());
  }

  private static Case cross(Draw d) {
    Shape shape = d.shape(0, 2).concat(Shape.of(3));
    return new Case(
        "cross", List.of(d.floats(shape, REAL), d.floats(shape, REAL)), Attributes.none());
  }
}
