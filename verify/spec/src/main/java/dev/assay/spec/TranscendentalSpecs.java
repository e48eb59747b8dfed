package dev.assay.spec;

import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/** Specifications of powers, exponentials, logarithms, circular and hyperbolic functions. */
final class TranscendentalSpecs {
  private TranscendentalSpecs() {}

  static List<Spec> specs() {
    return List.of(
        Spec.unary("sqrt", TranscendentalSpecs::sqrt).onComplex(ComplexSpecs::sqrt),
        Spec.unary("rsqrt", TranscendentalSpecs::rsqrt),
        Spec.binary("pow", TranscendentalSpecs::pow),
        Spec.unary("exp", TranscendentalSpecs::exp).onComplex(ComplexSpecs::exp),
        Spec.unary("expm1", TranscendentalSpecs::expm1),
        Spec.unary("log", TranscendentalSpecs::log).onComplex(ComplexSpecs::log),
        Spec.unary("log1p", TranscendentalSpecs::log1p),
        Spec.binary("xlogy", TranscendentalSpecs::xlogy),
        Spec.unary("sin", TranscendentalSpecs::sin).onComplex(ComplexSpecs::sin),
        Spec.unary("cos", TranscendentalSpecs::cos).onComplex(ComplexSpecs::cos),
        Spec.unary("tan", TranscendentalSpecs::tan),
        Spec.unary("asin", TranscendentalSpecs::asin),
        Spec.unary("acos", TranscendentalSpecs::acos),
        Spec.unary("atan", TranscendentalSpecs::atan),
        Spec.binary("atan2", TranscendentalSpecs::atan2),
        Spec.unary("sinh", TranscendentalSpecs::sinh).onComplex(ComplexSpecs::sinh),
        Spec.unary("cosh", TranscendentalSpecs::cosh).onComplex(ComplexSpecs::cosh),
        Spec.unary("tanh", TranscendentalSpecs::tanh).onComplex(ComplexSpecs::tanh),
        Spec.unary("asinh", TranscendentalSpecs::asinh),
        Spec.unary("acosh", TranscendentalSpecs::acosh),
        Spec.unary("atanh", TranscendentalSpecs::atanh));
  }

  private static <T extends RealFieldElement<T>> T sqrt(Arithmetic<T> k, T x) {
    return x.sqrt();
  }

  private static <T extends RealFieldElement<T>> T rsqrt(Arithmetic<T> k, T x) {
    return k.of(1).divide(x.sqrt());
  }

  private static <T extends RealFieldElement<T>> T pow(Arithmetic<T> k, T x, T y) {
    return x.pow(y);
  }

  private static <T extends RealFieldElement<T>> T exp(Arithmetic<T> k, T x) {
    return x.exp();
  }

  private static <T extends RealFieldElement<T>> T expm1(Arithmetic<T> k, T x) {
    return x.expm1();
  }

  private static <T extends RealFieldElement<T>> T log(Arithmetic<T> k, T x) {
    return x.log();
  }

  /** The pole is stated: not every kind of number knows the logarithm of 0. */
  private static <T extends RealFieldElement<T>> T log1p(Arithmetic<T> k, T x) {
    return x.getReal() == -1 ? k.of(Double.NEGATIVE_INFINITY) : x.log1p();
  }

  private static <T extends RealFieldElement<T>> T xlogy(Arithmetic<T> k, T x, T y) {
    return k.branch(x.getReal() == 0) ? k.of(0) : x.multiply(y.log());
  }

  private static <T extends RealFieldElement<T>> T sin(Arithmetic<T> k, T x) {
    return x.sin();
  }

  private static <T extends RealFieldElement<T>> T cos(Arithmetic<T> k, T x) {
    return x.cos();
  }

  private static <T extends RealFieldElement<T>> T tan(Arithmetic<T> k, T x) {
    k.less(x.cos(), k.of(0)); // changes at the poles
    return x.sin().divide(x.cos());
  }

  private static <T extends RealFieldElement<T>> T asin(Arithmetic<T> k, T x) {
    return x.asin();
  }

  private static <T extends RealFieldElement<T>> T acos(Arithmetic<T> k, T x) {
    return x.acos();
  }

  private static <T extends RealFieldElement<T>> T atan(Arithmetic<T> k, T x) {
    return x.atan();
  }

  private static <T extends RealFieldElement<T>> T atan2(Arithmetic<T> k, T y, T x) {
    if (k.less(x, k.of(0))) {
      k.less(y, k.of(0)); // the cut along the negative x axis
    }
    return y.atan2(x);
  }

  private static <T extends RealFieldElement<T>> T sinh(Arithmetic<T> k, T x) {
    return x.sinh();
  }

  private static <T extends RealFieldElement<T>> T cosh(Arithmetic<T> k, T x) {
    return x.cosh();
  }

  private static <T extends RealFieldElement<T>> T tanh(Arithmetic<T> k, T x) {
    return x.tanh();
  }

  private static <T extends RealFieldElement<T>> T asinh(Arithmetic<T> k, T x) {
    return x.asinh();
  }

  private static <T extends RealFieldElement<T>> T acosh(Arithmetic<T> k, T x) {
    return x.acosh();
  }

  private static <T extends RealFieldElement<T>> T atanh(Arithmetic<T> k, T x) {
    return Math.abs(x.getReal()) == 1 ? k.of(x.getReal() / 0.0) : x.atanh();
  }
}
