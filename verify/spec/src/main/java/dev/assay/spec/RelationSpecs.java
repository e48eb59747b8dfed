package dev.assay.spec;

import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/** Specifications of relations, logic and tests; true is 1, false is 0. */
final class RelationSpecs {
  private RelationSpecs() {}

  static List<Spec> specs() {
    return List.of(
        Spec.binary("equal", RelationSpecs::equal).onComplex(ComplexSpecs::equal),
        Spec.binary("not_equal", RelationSpecs::notEqual).onComplex(ComplexSpecs::notEqual),
        Spec.binary("less", RelationSpecs::less),
        Spec.binary("less_equal", RelationSpecs::lessEqual),
        Spec.binary("greater", RelationSpecs::greater),
        Spec.binary("greater_equal", RelationSpecs::greaterEqual),
        Spec.binary("logical_and", RelationSpecs::and),
        Spec.binary("logical_or", RelationSpecs::or),
        Spec.binary("logical_xor", RelationSpecs::xor),
        Spec.unary("logical_not", RelationSpecs::not),
        Spec.unary("is_nan", RelationSpecs::isNan),
        Spec.unary("is_inf", RelationSpecs::isInf),
        Spec.unary("is_finite", RelationSpecs::isFinite));
  }

  private static <T extends RealFieldElement<T>> T truth(Arithmetic<T> k, boolean b) {
    return k.of(k.branch(b) ? 1 : 0);
  }

  private static <T extends RealFieldElement<T>> T equal(Arithmetic<T> k, T x, T y) {
    return truth(k, x.getReal() == y.getReal());
  }

  private static <T extends RealFieldElement<T>> T notEqual(Arithmetic<T> k, T x, T y) {
    return truth(k, x.getReal() != y.getReal());
  }

  private static <T extends RealFieldElement<T>> T less(Arithmetic<T> k, T x, T y) {
    return truth(k, x.getReal() < y.getReal());
  }

  private static <T extends RealFieldElement<T>> T lessEqual(Arithmetic<T> k, T x, T y) {
    return truth(k, x.getReal() <= y.getReal());
  }

  private static <T extends RealFieldElement<T>> T greater(Arithmetic<T> k, T x, T y) {
    return truth(k, x.getReal() > y.getReal());
  }

  private static <T extends RealFieldElement<T>> T greaterEqual(Arithmetic<T> k, T x, T y) {
    return truth(k, x.getReal() >= y.getReal());
  }

  private static <T extends RealFieldElement<T>> T and(Arithmetic<T> k, T x, T y) {
    return truth(k, x.getReal() == 1 && y.getReal() == 1);
  }

  private static <T extends RealFieldElement<T>> T or(Arithmetic<T> k, T x, T y) {
    return truth(k, x.getReal() == 1 || y.getReal() == 1);
  }

  private static <T extends RealFieldElement<T>> T xor(Arithmetic<T> k, T x, T y) {
    return truth(k, x.getReal() + y.getReal() == 1);
  }

  private static <T extends RealFieldElement<T>> T not(Arithmetic<T> k, T x) {
    return truth(k, x.getReal() == 0);
  }

  private static <T extends RealFieldElement<T>> T isNan(Arithmetic<T> k, T x) {
    return truth(k, Double.isNaN(x.getReal()));
  }

  private static <T extends RealFieldElement<T>> T isInf(Arithmetic<T> k, T x) {
    return truth(k, Double.isInfinite(x.getReal()));
  }

  private static <T extends RealFieldElement<T>> T isFinite(Arithmetic<T> k, T x) {
    return truth(k, Double.isFinite(x.getReal()));
  }
}
