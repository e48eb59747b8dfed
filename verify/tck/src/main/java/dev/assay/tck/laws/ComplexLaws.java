package dev.assay.tck.laws;

import static dev.assay.tck.cases.Domain.NONZERO;
import static dev.assay.tck.cases.Domain.REAL;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Shape;
import java.util.List;
import java.util.function.BiConsumer;

/** Identities of complex arithmetic. */
final class ComplexLaws {
  private ComplexLaws() {}

  static List<Law> all() {
    return List.of(
        one(
            "complex-parts",
            "complex(real z, imag z) = z",
            "complex imag real",
            (c, z) -> c.same(c.op("complex", c.op("real", z), c.op("imag", z)), z)),
        one(
            "complex-conjugate",
            "complex(real z, −imag z) = conj z",
            "complex conj imag neg real",
            (c, z) ->
                c.same(
                    c.op("complex", c.op("real", z), c.op("neg", c.op("imag", z))),
                    c.op("conj", z))),
        one(
            "complex-modulus",
            "real(z·conj z) = |z|²",
            "abs conj multiply real square",
            (c, z) ->
                c.equal(
                    c.op("real", c.op("multiply", z, c.op("conj", z))),
                    c.op("square", c.op("abs", z)))),
        one(
            "complex-polar",
            "|z|·e^(i·angle z) = z",
            "abs angle complex exp multiply zeros_like",
            (c, z) -> {
              Term angle = c.op("angle", z);
              Term zero = c.op("zeros_like", angle);
              c.equal(
                  c.op(
                      "multiply",
                      c.op("complex", c.op("abs", z), zero),
                      c.op("exp", c.op("complex", zero, angle))),
                  z);
            }),
        one(
            "complex-logarithm",
            "e^(log z) = z",
            "exp log",
            (c, z) -> c.equal(c.op("exp", c.op("log", z)), z)),
        one(
            "complex-root",
            "(√z)² = z",
            "sqrt square",
            (c, z) -> c.equal(c.op("square", c.op("sqrt", z)), z)),
        one(
            "complex-pythagoras",
            "sin² z + cos² z = 1",
            "add cos ones_like sin square",
            (c, z) ->
                c.equal(
                    c.op("add", c.op("square", c.op("sin", z)), c.op("square", c.op("cos", z))),
                    c.op("ones_like", z))),
        one(
            "complex-quotient",
            "tanh z = sinh z / cosh z",
            "cosh divide sinh tanh",
            (c, z) -> c.equal(c.op("tanh", z), c.op("divide", c.op("sinh", z), c.op("cosh", z)))),
        two(
            "complex-product-of-moduli",
            "|z·w| = |z|·|w|",
            "abs multiply",
            (c, z, w) ->
                c.equal(
                    c.op("abs", c.op("multiply", z, w)),
                    c.op("multiply", c.op("abs", z), c.op("abs", w)))),
        two(
            "complex-division",
            "(z / w)·w = z, 1/w·z = z/w",
            "divide multiply reciprocal",
            (c, z, w) -> {
              Term quotient = c.op("divide", z, w);
              c.equal(c.op("multiply", quotient, w), z);
              c.equal(c.op("multiply", z, c.op("reciprocal", w)), quotient);
            }),
        two(
            "complex-exponential",
            "e^(z + w) = e^z·e^w",
            "add exp multiply",
            (c, z, w) ->
                c.equal(
                    c.op("exp", c.op("add", z, w)),
                    c.op("multiply", c.op("exp", z), c.op("exp", w)))),
        Law.of(
            "complex-matmul-adjoint",
            "(A·B)ᴴ = Bᴴ·Aᴴ",
            "conj matmul transpose",
            c -> {
              int m = c.draw().positiveSize();
              int k = c.draw().positiveSize();
              int n = c.draw().positiveSize();
              Term a = c.complexes(Shape.of(m, k), REAL);
              Term b = c.complexes(Shape.of(k, n), REAL);
              c.equal(
                  adjoint(c, c.op("matmul", a, b)), c.op("matmul", adjoint(c, b), adjoint(c, a)));
            }));
  }

  private static Term adjoint(LawCase c, Term a) {
    return c.op("conj", c.op("transpose", Attributes.of("perm", new int[] {1, 0}), a));
  }

  private static Law one(String name, String formula, String ops, BiConsumer<LawCase, Term> body) {
    return Law.of(
        name, formula, ops, c -> body.accept(c, c.complexes(c.draw().shape(0, 2), NONZERO)));
  }

  private interface Two {
    void accept(LawCase c, Term z, Term w);
  }

  private static Law two(String name, String formula, String ops, Two body) {
    return Law.of(
        name,
        formula,
        ops,
        c -> {
          Shape shape = c.draw().shape(0, 2);
          body.accept(c, c.complexes(shape, NONZERO), c.complexes(shape, NONZERO));
        });
  }
}
