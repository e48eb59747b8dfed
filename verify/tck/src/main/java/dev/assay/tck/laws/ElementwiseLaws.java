package dev.assay.tck.laws;

import static dev.assay.tck.cases.Domain.ABOVE_ONE;
import static dev.assay.tck.cases.Domain.NONZERO;
import static dev.assay.tck.cases.Domain.POSITIVE;
import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.cases.Domain.SMALL;
import static dev.assay.tck.cases.Domain.UNIT;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.tck.cases.Domain;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Identities of arithmetic, powers, exponentials, circular functions, relations and logic. */
final class ElementwiseLaws {
  private ElementwiseLaws() {}

  static List<Law> all() {
    return List.of(
        Law.always(
            "neg-involution", "−(−x) = x", "neg", one((c, x) -> c.same(neg(c, neg(c, x)), x))),
        Law.always(
            "subtract-by-add",
            "x − y = x + (−y)",
            "add neg subtract",
            pair((c, t) -> c.same(c.op("subtract", t[0], t[1]), c.op("add", t[0], neg(c, t[1]))))),
        Law.always("add-commutes", "x + y = y + x", "add", commutes("add")),
        Law.always("multiply-commutes", "x·y = y·x", "multiply", commutes("multiply")),
        Law.always(
            "square-by-multiply",
            "x² = x·x",
            "multiply square",
            one((c, x) -> c.same(c.op("square", x), c.op("multiply", x, x)))),
        Law.always(
            "sign-times-abs",
            "sign(x)·|x| = x",
            "abs multiply sign",
            finite((c, x) -> c.same(c.op("multiply", c.op("sign", x), c.op("abs", x)), x))),
        Law.always(
            "abs-by-maximum",
            "|x| = max(x, −x)",
            "abs maximum neg",
            one((c, x) -> c.same(c.op("abs", x), c.op("maximum", x, neg(c, x))))),
        Law.always(
            "maximum-by-negation",
            "max(x, y) = −min(−x, −y)",
            "maximum minimum neg",
            pair(
                (c, t) ->
                    c.same(
                        c.op("maximum", t[0], t[1]),
                        neg(c, c.op("minimum", neg(c, t[0]), neg(c, t[1])))))),
        Law.always(
            "ceil-by-floor",
            "⌈x⌉ = −⌊−x⌋",
            "ceil floor neg",
            one((c, x) -> c.same(c.op("ceil", x), neg(c, c.op("floor", neg(c, x)))))),
        Law.always(
            "clip-by-extremes",
            "clip(x, a, b) = min(max(x, a), b)",
            "clip_by_value maximum minimum",
            one(
                (c, x) ->
                    c.same(
                        c.op(
                            "clip_by_value",
                            Attributes.of("clip_value_min", -0.5).and("clip_value_max", 1.25),
                            x),
                        c.op("minimum", c.op("maximum", x, c.scalar(-0.5)), c.scalar(1.25))))),
        Law.always(
            "squared-difference",
            "squared_difference(x, y) = (x − y)²",
            "square squared_difference subtract",
            pair(
                (c, t) ->
                    c.equal(
                        c.op("squared_difference", t[0], t[1]),
                        c.op("square", c.op("subtract", t[0], t[1]))))),
        Law.of(
            "floor-division",
            "⌊x/y⌋·y + (x mod y) = x on integers",
            "add floordiv floormod multiply",
            ElementwiseLaws::division),
        unary("log-exp", "log(exp x) = x", "exp log", REAL, (c, x) -> undo(c, x, "exp", "log")),
        unary("exp-log", "exp(log x) = x", "exp log", POSITIVE, (c, x) -> undo(c, x, "log", "exp")),
        unary(
            "log1p-expm1",
            "log1p(expm1 x) = x",
            "expm1 log1p",
            REAL,
            (c, x) -> undo(c, x, "expm1", "log1p")),
        unary(
            "sqrt-squared",
            "(√x)² = x",
            "sqrt square",
            POSITIVE,
            (c, x) -> undo(c, x, "sqrt", "square")),
        unary(
            "rsqrt",
            "rsqrt x = 1/√x",
            "reciprocal rsqrt sqrt",
            POSITIVE,
            (c, x) -> c.equal(c.op("rsqrt", x), c.op("reciprocal", c.op("sqrt", x)))),
        unary(
            "pow-square",
            "x² by pow = x·x",
            "pow square",
            POSITIVE,
            (c, x) -> c.equal(c.op("pow", x, c.scalar(2)), c.op("square", x))),
        unary(
            "reciprocal",
            "2/x = 2·(1/x)",
            "divide multiply reciprocal",
            NONZERO,
            (c, x) ->
                c.equal(
                    c.op("divide", c.scalar(2), x),
                    c.op("multiply", c.scalar(2), c.op("reciprocal", x)))),
        unary(
            "exp-sum",
            "exp(x + y) = exp(x)·exp(y)",
            "add exp multiply",
            REAL,
            (c, x) -> {
              Term y = c.floats(x.shape(), REAL);
              c.equal(
                  c.op("exp", c.op("add", x, y)), c.op("multiply", c.op("exp", x), c.op("exp", y)));
            }),
        unary(
            "pythagoras",
            "sin²x + cos²x = 1",
            "add cos ones_like sin square",
            REAL,
            (c, x) ->
                c.equal(
                    c.op("add", squared(c, "sin", x), squared(c, "cos", x)), c.op("ones_like", x))),
        unary(
            "hyperbola",
            "cosh²x − sinh²x = 1",
            "cosh ones_like sinh square subtract",
            REAL,
            (c, x) ->
                c.equal(
                    c.op("subtract", squared(c, "cosh", x), squared(c, "sinh", x)),
                    c.op("ones_like", x))),
        unary(
            "tan-quotient",
            "tan = sin/cos",
            "cos divide sin tan",
            SMALL,
            quotient("tan", "sin", "cos")),
        unary(
            "tanh-quotient",
            "tanh = sinh/cosh",
            "cosh divide sinh tanh",
            REAL,
            quotient("tanh", "sinh", "cosh")),
        unary("sin-asin", "sin(asin x) = x", "asin sin", UNIT, (c, x) -> undo(c, x, "asin", "sin")),
        unary("cos-acos", "cos(acos x) = x", "acos cos", UNIT, (c, x) -> undo(c, x, "acos", "cos")),
        unary("tan-atan", "tan(atan x) = x", "atan tan", REAL, (c, x) -> undo(c, x, "atan", "tan")),
        unary(
            "sinh-asinh",
            "sinh(asinh x) = x",
            "asinh sinh",
            REAL,
            (c, x) -> undo(c, x, "asinh", "sinh")),
        unary(
            "cosh-acosh",
            "cosh(acosh x) = x",
            "acosh cosh",
            ABOVE_ONE,
            (c, x) -> undo(c, x, "acosh", "cosh")),
        unary(
            "tanh-atanh",
            "tanh(atanh x) = x",
            "atanh tanh",
            UNIT,
            (c, x) -> undo(c, x, "atanh", "tanh")),
        unary(
            "atan2-quotient",
            "atan2(y, x) = atan(y/x) for x > 0",
            "atan atan2 divide",
            POSITIVE,
            (c, x) -> {
              Term y = c.floats(x.shape(), REAL);
              c.equal(c.op("atan2", y, x), c.op("atan", c.op("divide", y, x)));
            }),
        unary(
            "xlogy",
            "xlogy(x, y) = x·log y",
            "log multiply xlogy",
            POSITIVE,
            (c, x) -> c.equal(c.op("xlogy", x, x), c.op("multiply", x, c.op("log", x)))),
        unary(
            "erf-complement",
            "erf x + erfc x = 1",
            "add erf erfc ones_like",
            REAL,
            (c, x) -> c.equal(c.op("add", c.op("erf", x), c.op("erfc", x)), c.op("ones_like", x))),
        unary(
            "lgamma-recurrence",
            "log Γ(x + 1) = log Γ(x) + log x",
            "add lgamma log",
            POSITIVE,
            (c, x) ->
                c.equal(
                    c.op("lgamma", c.op("add", x, c.scalar(1))),
                    c.op("add", c.op("lgamma", x), c.op("log", x)))),
        unary(
            "digamma-recurrence",
            "ψ(x + 1) = ψ(x) + 1/x",
            "add digamma reciprocal",
            POSITIVE,
            (c, x) ->
                c.equal(
                    c.op("digamma", c.op("add", x, c.scalar(1))),
                    c.op("add", c.op("digamma", x), c.op("reciprocal", x)))),
        unary(
            "add-n",
            "add_n(x, x, x, x) = 4x",
            "add_n multiply",
            REAL,
            (c, x) -> c.equal(c.op("add_n", x, x, x, x), c.op("multiply", c.scalar(4), x))),
        Law.of(
            "cross-antisymmetric",
            "a × b = −(b × a)",
            "cross neg",
            c -> {
              Shape shape = c.draw().shape(0, 2).concat(Shape.of(3));
              Term a = c.floats(shape, REAL);
              Term b = c.floats(shape, REAL);
              c.alike(c.op("cross", a, b), neg(c, c.op("cross", b, a)));
            }),
        Law.always(
            "less-by-swap",
            "x < y ⇔ y > x, x ≤ y ⇔ y ≥ x",
            "greater greater_equal less less_equal",
            pair(
                (c, t) -> {
                  c.same(c.op("less", t[0], t[1]), c.op("greater", t[1], t[0]));
                  c.same(c.op("less_equal", t[0], t[1]), c.op("greater_equal", t[1], t[0]));
                })),
        Law.always(
            "not-equal",
            "x ≠ y ⇔ ¬(x = y)",
            "equal logical_not not_equal",
            pair(
                (c, t) ->
                    c.same(
                        c.op("not_equal", t[0], t[1]),
                        c.op("logical_not", c.op("equal", t[0], t[1]))))),
        Law.of(
            "de-morgan",
            "¬(a ∧ b) = ¬a ∨ ¬b; a ⊻ b = (a ∨ b) ∧ ¬(a ∧ b)",
            "logical_and logical_not logical_or logical_xor",
            c -> {
              Shape shape = c.draw().shape(0, 3);
              Term a = c.of(c.draw().bools(shape));
              Term b = c.of(c.draw().bools(shape));
              Term notBoth = c.op("logical_not", c.op("logical_and", a, b));
              c.same(notBoth, c.op("logical_or", c.op("logical_not", a), c.op("logical_not", b)));
              c.same(
                  c.op("logical_xor", a, b),
                  c.op("logical_and", c.op("logical_or", a, b), notBoth));
            }),
        Law.of(
            "where-by-masks",
            "where(c, x, y) = c·x + (1 − c)·y",
            "add cast multiply subtract where",
            c -> {
              Shape shape = c.draw().shape(0, 3);
              Term condition = c.of(c.draw().bools(shape));
              Term x = c.floats(shape, REAL);
              Term y = c.floats(shape, REAL);
              Term mask = c.op("cast", Attributes.of("dtype", c.draw().dtype()), condition);
              c.same(
                  c.op("where", condition, x, y),
                  c.op(
                      "add",
                      c.op("multiply", mask, x),
                      c.op("multiply", c.op("subtract", c.scalar(1), mask), y)));
            }));
  }

  private static void division(LawCase c) {
    Shape shape = c.draw().shape(0, 3);
    Term x = c.of(c.draw().integers(DType.INT32, shape, -50, 50));
    Term y = c.of(c.draw().integers(DType.INT32, shape, 1, 9));
    if (c.draw().flip()) {
      y = c.of(c.draw().integers(DType.INT32, shape, -9, -1));
    }
    c.same(c.op("add", c.op("multiply", c.op("floordiv", x, y), y), c.op("floormod", x, y)), x);
  }

  static Law unary(
      String name, String formula, String ops, Domain domain, BiConsumer<LawCase, Term> body) {
    return Law.of(name, formula, ops, c -> body.accept(c, c.floats(c.draw().shape(0, 3), domain)));
  }

  static Consumer<LawCase> one(BiConsumer<LawCase, Term> body) {
    return c -> body.accept(c, c.floats(c.draw().shape(0, 3), REAL));
  }

  /** Leaves out special values, where 0·∞ or ∞ − ∞ breaks the law. */
  static Consumer<LawCase> finite(BiConsumer<LawCase, Term> body) {
    return c -> {
      Term x = c.floats(c.draw().shape(0, 3), REAL);
      for (double v : x.value().toDoubles()) {
        if (!Double.isFinite(v)) {
          return;
        }
      }
      body.accept(c, x);
    };
  }

  private static Consumer<LawCase> pair(BiConsumer<LawCase, Term[]> body) {
    return c -> {
      Shape full = c.draw().shape(0, 3);
      Shape part = c.draw().broadcastable(full);
      body.accept(c, new Term[] {c.floats(full, REAL), c.floats(part, REAL)});
    };
  }

  private static Consumer<LawCase> commutes(String op) {
    return pair((c, t) -> c.same(c.op(op, t[0], t[1]), c.op(op, t[1], t[0])));
  }

  private static BiConsumer<LawCase, Term> quotient(String f, String up, String down) {
    return (c, x) -> c.equal(c.op(f, x), c.op("divide", c.op(up, x), c.op(down, x)));
  }

  private static void undo(LawCase c, Term x, String f, String inverse) {
    c.equal(c.op(inverse, c.op(f, x)), x);
  }

  private static Term squared(LawCase c, String f, Term x) {
    return c.op("square", c.op(f, x));
  }

  static Term neg(LawCase c, Term x) {
    return c.op("neg", x);
  }
}
