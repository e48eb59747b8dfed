package dev.assay.spec;

import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/** Specifications of the elementwise operations. */
public final class ElementwiseSpecs implements SpecFamily {
  @Override
  public List<Spec> specs() {
    return List.of(
        Spec.unary("neg", ElementwiseSpecs::neg).affineIn(0),
        Spec.unary("square", ElementwiseSpecs::square),
        Spec.binary("add", ElementwiseSpecs::add).affineIn(0, 1),
        Spec.binary("subtract", ElementwiseSpecs::subtract).affineIn(0, 1),
        Spec.binary("multiply", ElementwiseSpecs::multiply).affineIn(0, 1),
        Spec.binary("divide", ElementwiseSpecs::divide),
        Spec.unary("tanh", ElementwiseSpecs::tanh));
  }

  private static <T extends RealFieldElement<T>> T neg(Arithmetic<T> k, T x) {
    return x.negate();
  }

  private static <T extends RealFieldElement<T>> T square(Arithmetic<T> k, T x) {
    return x.multiply(x);
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

  private static <T extends RealFieldElement<T>> T divide(Arithmetic<T> k, T x, T y) {
    return x.divide(y);
  }

  private static <T extends RealFieldElement<T>> T tanh(Arithmetic<T> k, T x) {
    return x.tanh();
  }
}
