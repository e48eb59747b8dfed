package dev.assay.engine.ops.linalg;

import static dev.assay.engine.op.DTypes.FLOATS;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * {@code matrix_exp} and {@code matrix_power}.
 *
 * <p>The derivative of an analytic f stands in a block: the upper right block of {@code f([[Aᵀ,
 * dY], [0, Aᵀ]])} is dA (Mathias 1996; Higham, Functions of Matrices, theorem 3.6).
 */
final class MatrixFunctions {
  /** Terms of the series: for a norm of ½ the rest is below 2⁻⁹⁰. */
  private static final int TERMS = 20;

  private static final String BLOCK =
      "Derivative: the upper right block of f([[Aᵀ, dY], [0, Aᵀ]]) (Mathias 1996).";

  static final Op EXP =
      Matrices.square(
              Op.define("matrix_exp")
                  .formula("output = Σ_k input^k/k!")
                  .note("The series of input/2^s, of norm at most ½, squared s times.")
                  .note(
                      "Computed in binary64: the error grows with the norms of the powers; the"
                          + " result is rounded when it is stored.")
                  .note(Inverse.NOT_FINITE)
                  .note(BLOCK)
                  .input("input", FLOATS, "[…, n, n]"),
              "input",
              0)
          .kernel(
              c -> {
                int n = c.in(0).shape().dim(-1);
                return c.result(Matrices.each(c.in(0), n * n, a -> exp(a, n)));
              })
          .vjp("input", p -> upperRight(p, MatrixFunctions::exp))
          .build();

  static final Op POWER =
      Matrices.square(
              Op.define("matrix_power")
                  .formula("output = a·a⋯a, n times; a⁻¹⋯a⁻¹ for n < 0; I for n = 0")
                  .note("By squaring: bits of |n| from the lowest.")
                  .note(Inverse.ROUNDING)
                  .note(Inverse.NOT_FINITE)
                  .note(BLOCK)
                  .input("a", FLOATS, "[…, m, m]")
                  .attr("n", Type.INT, "the exponent"),
              "a",
              0)
          .require(
              Kind.VALUE,
              "n >= 0 or every matrix of a is invertible: elimination with partial pivoting meets no"
                  + " pivot of 0",
              o -> o.attrs().integer("n") >= 0 || Inverse.regular(o))
          .kernel(MatrixFunctions::powers)
          .vjp("a", p -> upperRight(p, x -> power(x, p.attrs().integer("n"))))
          .build();

  static final List<Op> ROWS = List.of(EXP, POWER);

  private MatrixFunctions() {}

  private static double[] exp(double[] a, int n) {
    double norm = 0; // the largest sum of magnitudes of a row
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int j = 0; j < n; j++) {
        sum += Math.abs(a[i * n + j]);
      }
      norm = Math.max(norm, sum);
    }
    int squarings = norm > 0.5 ? Math.getExponent(norm) + 2 : 0;
    double[] x = Arrays.stream(a).map(v -> Math.scalb(v, -squarings)).toArray();
    double[] y = Matrices.identity(n);
    for (int k = TERMS; k > 0; k--) { // Horner: I + x/k·(…)
      y = Matrices.product(x, y, n, n, n);
      for (int i = 0; i < y.length; i++) {
        y[i] = y[i] / k + (i % n == i / n ? 1 : 0);
      }
    }
    for (int s = 0; s < squarings; s++) {
      y = Matrices.product(y, y, n, n, n);
    }
    return y;
  }

  private static List<Tensor> powers(Call c) {
    int n = c.in(0).shape().dim(-1);
    long exponent = c.attrs().integer("n");
    return c.result(
        Matrices.each(
            c.in(0),
            n * n,
            a ->
                exponent < 0
                    ? power(Elimination.of(a, n).solve(Matrices.identity(n), n, false), n, exponent)
                    : power(a, n, exponent)));
  }

  /** {@code a^|exponent|}. */
  private static double[] power(double[] a, int n, long exponent) {
    double[] y = Matrices.identity(n);
    double[] square = a;
    // the magnitude as an unsigned number, so that the least long has one as well
    for (long bits = Math.abs(exponent); bits != 0; bits >>>= 1) {
      if ((bits & 1) == 1) {
        y = Matrices.product(y, square, n, n, n);
      }
      square = bits == 1 ? square : Matrices.product(square, square, n, n, n);
    }
    return y;
  }

  private static Tensor upperRight(Pullback p, UnaryOperator<Tensor> f) {
    Tensor at = Matrices.t(p.x(0));
    Tensor top = ArrayOps.concat(List.of(at, p.dy()), -1);
    Tensor bottom = ArrayOps.concat(List.of(Creation.zerosLike(at), at), -1);
    Tensor y = f.apply(ArrayOps.concat(List.of(top, bottom), -2));
    return ArrayOps.split(ArrayOps.split(y, 2, -2).get(0), 2, -1).get(1);
  }

  static Tensor exp(Tensor input) {
    return Dispatch.one(EXP, input);
  }

  static Tensor power(Tensor a, long n) {
    return Dispatch.one(POWER, Attributes.of("n", n), a);
  }
}
