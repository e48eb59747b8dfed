package dev.assay.spec;

import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/** Specifications of sums, products, quotients and remainders. */
final class ArithmeticSpecs {
  private ArithmeticSpecs() {}

  static List<Spec> specs() {
    return List.of(
        Spec.unary("neg", ArithmeticSpecs::neg).affineIn(0).byParts(),
        Spec.unary("square", ArithmeticSpecs::square).onComplex(ComplexSpecs::square),
        Spec.unary("reciprocal", ArithmeticSpecs::reciprocal).onComplex(ComplexSpecs::reciprocal),
        Spec.binary("add", ArithmeticSpecs::add).affineIn(0, 1).byParts(),
        Spec.binary("subtract", ArithmeticSpecs::subtract).affineIn(0, 1).byParts(),
        Spec.binary("multiply", ArithmeticSpecs::multiply)
            .affineIn(0, 1)
            .onComplex(ComplexSpecs::multiply),
        Spec.binary("squared_difference", ArithmeticSpecs::squaredDifference),
        Spec.binary("divide", ArithmeticSpecs::divide).onComplex(ComplexSpecs::divide),
        Spec.binary("truediv", ArithmeticSpecs::divide),
        Spec.binary("div_no_nan", ArithmeticSpecs::divNoNan),
        Spec.binary("floordiv", ArithmeticSpecs::floordiv),
        Spec.binary("floormod", ArithmeticSpecs::floormod),
        Spec.binary("truncatemod", ArithmeticSpecs::truncatemod),
        Spec.of("add_n", ArithmeticSpecs::addN).affineIn(0, 1, 2, 3).byParts(),
        Spec.of("cross", ArithmeticSpecs::cross).affineIn(0, 1));
  }

  private static <T extends RealFieldElement<T>> T neg(Arithmetic<T> k, T x) {
    return x.negate();
  }

  private static <T extends RealFieldElement<T>> T square(Arithmetic<T> k, T x) {
    return x.multiply(x);
  }

  private static <T extends RealFieldElement<T>> T reciprocal(Arithmetic<T> k, T x) {
    return k.of(1).divide(x);
  }

  private static <T extends RealFieldElement<T>> T add(Arithmetic<T> k, T x, T y) {
    return x.add(y);
  }

  private static <T extends RealFieldElement<T>> T subtract(Arithmetic<T> k, T x, T y) {
    return x.subtract(y);
  }

  private static <T extends RealFieldElement<T>> T multiply(Arithmetic<T> k, T x, T y) {
    return x.multiply(y);
  }

  private static <T extends RealFieldElement<T>> T squaredDifference(Arithmetic<T> k, T x, T y) {
    return x.subtract(y).multiply(x.subtract(y));
  }

  private static <T extends RealFieldElement<T>> T divide(Arithmetic<T> k, T x, T y) {
    return x.divide(y);
  }

  private static <T extends RealFieldElement<T>> T divNoNan(Arithmetic<T> k, T x, T y) {
    return k.branch(y.getReal() == 0) ? k.of(0) : x.divide(y);
  }

  private static <T extends RealFieldElement<T>> T floordiv(Arithmetic<T> k, T x, T y) {
    return StepSpecs.floor(k, x.divide(y));
  }

  private static <T extends RealFieldElement<T>> T floormod(Arithmetic<T> k, T x, T y) {
    return x.subtract(y.multiply(floordiv(k, x, y)));
  }

  private static <T extends RealFieldElement<T>> T truncatemod(Arithmetic<T> k, T x, T y) {
    T q = x.divide(y);
    T whole = k.less(q, k.of(0)) ? StepSpecs.ceil(k, q) : StepSpecs.floor(k, q);
    return x.subtract(y.multiply(whole));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> addN(SpecCall<T> c) {
    SpecTensor<T> sum = c.in(0);
    for (int i = 1; i < c.count(); i++) {
      SpecTensor<T> term = c.in(i);
      SpecTensor<T> before = sum;
      sum = SpecTensor.of(before.shape(), j -> before.get(j).add(term.get(j)));
    }
    return sum;
  }

  /** {@code cᵢ = Σⱼₖ εᵢⱼₖ aⱼ bₖ}. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> cross(SpecCall<T> c) {
    return SpecTensor.of(
        c.shape(0),
        n -> {
          int vector = n - n % 3;
          T sum = c.k().of(0);
          for (int j = 0; j < 3; j++) {
            for (int m = 0; m < 3; m++) {
              int sign = epsilon(n % 3, j, m);
              if (sign != 0) {
                T term = c.in(0).get(vector + j).multiply(c.in(1).get(vector + m));
                sum = sign > 0 ? sum.add(term) : sum.subtract(term);
              }
            }
          }
          return sum;
        });
  }

  /** Levi-Civita's symbol. */
  private static int epsilon(int i, int j, int m) {
    return (j - i) * (m - j) * (m - i) / 2;
  }
}
