package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cases of assertions, which must hold, and of what passes tensors on. */
public final class ControlCases implements CaseFamily {
  private static final Attributes NONE = Attributes.none();

  @Override
  public List<OpCases> cases() {
    return List.of(
        OpCases.of("assert", ControlCases::condition)
            .reject("C2", NONE, Tensor.of(false))
            .reject("C2", NONE, Tensor.of(new boolean[] {true, false}), tensor(2)),
        OpCases.of("assert_equal", ControlCases::equal)
            .reject("C2", NONE, tensor(2), tensor(3))
            .reject("C3", NONE, of(1, 2), of(1, 3))
            .reject("C3", NONE, of(Double.NaN), of(Double.NaN)),
        pairs("assert_none_equal", -9, -1, 0, 9)
            .reject("C2", NONE, tensor(2), tensor(3))
            .reject("C3", NONE, of(1, 2), of(3, 2))
            .reject("C3", NONE, of(0.0), of(-0.0)),
        relation("assert_less", -9, -1, 0, 9)
            .reject("C5", NONE, of(1, 2), of(2, 2))
            .reject("C5", NONE, of(1), of(Double.NaN)),
        relation("assert_less_equal", -9, 0, 0, 9).reject("C5", NONE, of(1, 3), of(2)),
        relation("assert_greater", 0, 9, -9, -1)
            .reject("C5", NONE, of(2, 2), of(1, 2))
            .reject("C5", NONE, of(Double.NaN), of(1)),
        relation("assert_greater_equal", 0, 9, -9, 0).reject("C5", NONE, of(2, 0), of(1)),
        OpCases.of("assert_near", ControlCases::near)
            .reject("C4", NONE, tensor(2), tensor(3))
            .reject("C5", NONE, of(1), of(1.25))
            .reject("C5", Attributes.of("atol", 0.5).and("rtol", 0.0), of(1), of(2))
            .reject("C5", NONE, of(Double.POSITIVE_INFINITY), of(Double.NEGATIVE_INFINITY)),
        sign("assert_positive", 1, 9).reject("C2", NONE, of(1, 0)),
        sign("assert_non_negative", 0, 9)
            .reject("C2", NONE, of(-1))
            .reject("C2", NONE, of(Double.NaN)),
        sign("assert_negative", -9, -1).reject("C2", NONE, of(-1, -0.0)),
        sign("assert_non_positive", -9, 0).reject("C2", NONE, of(1)),
        OpCases.of("assert_rank", d -> rank(d, "assert_rank"))
            .reject("C1", Attributes.of("rank", 1), tensor())
            .reject("C1", Attributes.of("rank", 1), tensor(2, 3)),
        OpCases.of("assert_rank_at_least", d -> rank(d, "assert_rank_at_least"))
            .reject("C1", Attributes.of("rank", 2), tensor(2)),
        OpCases.of("assert_rank_in", ControlCases::rankIn)
            .reject("C1", Attributes.of("ranks", List.of(0, 2)), tensor(2))
            .reject("C1", Attributes.of("ranks", List.of()), tensor(2)),
        OpCases.of("assert_shapes", ControlCases::shapes)
            .reject("C1", shapes("n"), tensor(2), tensor(2))
            .reject("C1", shapes("n;;"), tensor(2), tensor())
            .reject("C1", shapes("1n"), tensor(2))
            .reject("C1", shapes("n,"), tensor(2, 2))
            .reject("C2", shapes("n,m"), tensor(2))
            .reject("C2", shapes(""), tensor(1))
            .reject("C3", shapes("n,n"), tensor(2, 3))
            .reject("C3", shapes("n;n"), tensor(2), tensor(3))
            .reject("C3", shapes("?,2"), tensor(2, 3)),
        OpCases.of("identity_n", ControlCases::several),
        OpCases.of("print", ControlCases::print)
            .reject("C1", Attributes.of("output_stream", "nobody's"), tensor(2)));
  }

  private static Tensor of(double... values) {
    return Tensor.of(DType.FLOAT32, Shape.of(values.length), values);
  }

  /** Integers of the case's type: an assertion must hold, also among wild values. */
  private static Tensor numbers(Draw d, Shape shape, int low, int high) {
    boolean unsigned = d.dtype() == DType.UINT8;
    Tensor t = d.integers(DType.INT32, shape, unsigned ? low + 9 : low, unsigned ? high + 9 : high);
    return Tensor.of(d.dtype(), shape, t.toDoubles());
  }

  private static Attributes message(Draw d) {
    return switch (d.choose(3)) {
      case 0 -> NONE;
      case 1 -> Attributes.of("message", "so it must be").and("summarize", -1);
      default -> Attributes.of("summarize", d.between(0, 2));
    };
  }

  private static Case condition(Draw d) {
    Shape shape = d.shape(0, 2);
    List<Tensor> data = new ArrayList<>(List.of(d.integers(DType.BOOL, shape, 1, 1)));
    for (int k = d.choose(3); k > 0; k--) {
      data.add(d.floats(d.shape(0, 2), REAL));
    }
    return new Case("assert", data, message(d));
  }

  private static Case equal(Draw d) {
    Shape full = d.shape(0, 3);
    Tensor x = numbers(d, full, -9, 9);
    if (d.flip()) {
      double[] same = new double[full.elements()];
      Arrays.fill(same, 7);
      x = Tensor.of(d.dtype(), full, same);
      Tensor y = Tensor.of(d.dtype(), Shape.scalar(), 7);
      return new Case("assert_equal", d.flip() ? List.of(x, y) : List.of(y, x), message(d));
    }
    return new Case("assert_equal", List.of(x, x), message(d));
  }

  private static OpCases pairs(String op, int lowX, int highX, int lowY, int highY) {
    return OpCases.of(
        op,
        d -> {
          Shape full = d.shape(0, 3);
          Shape part = d.broadcastable(full);
          boolean swap = d.flip();
          Tensor x = numbers(d, swap ? part : full, lowX, highX);
          Tensor y = numbers(d, swap ? full : part, lowY, highY);
          return new Case(op, List.of(x, y), message(d));
        });
  }

  private static OpCases relation(String op, int lowX, int highX, int lowY, int highY) {
    return pairs(op, lowX, highX, lowY, highY).reject("C4", NONE, tensor(2), tensor(3));
  }

  private static Case near(Draw d) {
    Shape full = d.shape(0, 2);
    Tensor x = numbers(d, full, 4, 6);
    Tensor y = numbers(d, d.broadcastable(full), 4, 6);
    Attributes attrs = d.flip() ? Attributes.of("rtol", 0.5) : Attributes.of("atol", 2.0);
    return new Case("assert_near", List.of(x, y), attrs);
  }

  private static OpCases sign(String op, int low, int high) {
    return OpCases.of(
        op,
        d -> {
          Tensor t = d.integers(DType.INT32, d.shape(0, 3), low, high);
          boolean zeros = d.dtype() == DType.UINT8 && low < 0;
          DType type = zeros ? DType.INT16 : d.dtype();
          return new Case(op, List.of(Tensor.of(type, t.shape(), t.toDoubles())), message(d));
        });
  }

  private static Case rank(Draw d, String op) {
    Tensor x = d.floats(d.shape(0, 3), REAL);
    int less = op.equals("assert_rank") ? 0 : d.choose(x.rank() + 1);
    return new Case(op, List.of(x), Attributes.of("rank", x.rank() - less));
  }

  private static Case rankIn(Draw d) {
    Tensor x = d.floats(d.shape(0, 3), REAL);
    Attributes ranks = Attributes.of("ranks", List.of(x.rank(), d.choose(4)));
    return new Case("assert_rank_in", List.of(x), ranks);
  }

  private static Attributes shapes(String text) {
    return Attributes.of("shapes", text);
  }

  private static Case shapes(Draw d) {
    int n = d.size();
    List<Tensor> xs =
        List.of(d.floats(Shape.of(n, 3), REAL), d.floats(Shape.of(n), REAL), tensor());
    return new Case("assert_shapes", xs, shapes(d.pick("n,3;n;", "?, m ; n;", n + ",k; ?;")));
  }

  private static Case several(Draw d) {
    List<Tensor> all = new ArrayList<>();
    for (int k = d.pick(2, 1, 3); k > 0; k--) {
      all.add(d.floats(d.shape(0, 2), REAL));
    }
    return new Case("identity_n", all, NONE);
  }

  private static Case print(Draw d) {
    Attributes attrs = Attributes.of("output_stream", "none");
    Tensor x = d.floats(d.shape(0, 3), REAL);
    return new Case(
        "print", List.of(x), d.flip() ? attrs.and("message", "x = ").and("summarize", -1) : attrs);
  }
}
