package dev.assay.spec;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.math3.RealFieldElement;

/**
 * The specification of an operation.
 *
 * @param op the operation's name
 * @param body the definition
 * @param affine the inputs in which the operation is affine with integer coefficients, the others
 *     (integers as well) held fixed: there the judge checks the adjoint exactly, on integers
 * @param exact for strings, random bits, files: the results themselves, which have no rounding
 * @param takesComplex whether an operation on real numbers is specified on complex ones as well, so
 *     that the judge draws such
 */
public record Spec(
    String op, Body body, Set<Integer> affine, Optional<Exact> exact, boolean takesComplex) {
  /** A definition for every kind of number; give it as a method reference. */
  @FunctionalInterface
  public interface Body {
    /** The results. Integers and truth values are numbers as well. */
    <T extends RealFieldElement<T>> List<SpecTensor<T>> apply(SpecCall<T> c);
  }

  /** A definition with one result. */
  @FunctionalInterface
  public interface Single {
    /** The result. */
    <T extends RealFieldElement<T>> SpecTensor<T> apply(SpecCall<T> c);
  }

  /** A second implementation whose results are compared bit for bit. */
  @FunctionalInterface
  public interface Exact {
    /** The results for the given arguments, fallbacks of the attributes filled in. */
    List<Tensor> apply(List<Tensor> inputs, Attributes attrs);
  }

  /** A function of one number. */
  @FunctionalInterface
  public interface Unary {
    /** Its value. */
    <T extends RealFieldElement<T>> T apply(Arithmetic<T> k, T x);
  }

  /** A function of two numbers. */
  @FunctionalInterface
  public interface Binary {
    /** Its value. */
    <T extends RealFieldElement<T>> T apply(Arithmetic<T> k, T x, T y);
  }

  /** A function of one complex number. */
  @FunctionalInterface
  public interface ComplexUnary {
    /** Its value. */
    <T extends RealFieldElement<T>> Complex<T> apply(Arithmetic<T> k, Complex<T> z);
  }

  /** A function of two complex numbers. */
  @FunctionalInterface
  public interface ComplexBinary {
    /** Its value. */
    <T extends RealFieldElement<T>> Complex<T> apply(Arithmetic<T> k, Complex<T> z, Complex<T> w);
  }

  /** An operation of several results. */
  public static Spec many(String op, Body body) {
    return new Spec(op, body, Set.of(), Optional.empty(), false);
  }

  /** An operation of one result. */
  public static Spec of(String op, Single body) {
    return new Spec(op, new SingleBody(body), Set.of(), Optional.empty(), false);
  }

  /** An elementwise function of one tensor. */
  public static Spec unary(String op, Unary f) {
    return new Spec(op, new UnaryBody(f), Set.of(), Optional.empty(), false);
  }

  /** An elementwise function of two tensors, broadcast. */
  public static Spec binary(String op, Binary f) {
    return new Spec(op, new BinaryBody(f), Set.of(), Optional.empty(), false);
  }

  /**
   * An operation whose results are discrete, without derivative: strings, bits, files. For floating
   * results that any correct implementation rounds in its own way, write a formula.
   */
  public static Spec exact(String op, Exact body) {
    return new Spec(op, new ExactBody(body), Set.of(), Optional.of(body), false);
  }

  /** This specification, stating in which inputs the operation is affine over the integers. */
  public Spec affineIn(Integer... inputs) {
    return new Spec(op, body, Set.of(inputs), exact, takesComplex);
  }

  /**
   * This specification, on complex numbers one for the real and one for the imaginary parts: for
   * what moves numbers and adds multiples of them.
   */
  public Spec byParts() {
    return new Spec(op, new PartsBody(body), affine, exact, true);
  }

  /**
   * As {@link #byParts}, but the judge draws no complex arguments: where complex numbers arise in
   * derivatives of other operations alone.
   */
  public Spec byPartsInDerivatives() {
    return new Spec(op, new PartsBody(body), affine, exact, false);
  }

  /** This specification, on complex numbers another: arguments and result are pairs. */
  public Spec onComplex(Single other) {
    return new Spec(op, new EitherBody(body, new SingleBody(other)), affine, exact, true);
  }

  private record SingleBody(Single f) implements Body {
    @Override
    public <T extends RealFieldElement<T>> List<SpecTensor<T>> apply(SpecCall<T> c) {
      return List.of(f.apply(c));
    }
  }

  private record UnaryBody(Unary f) implements Body {
    @Override
    public <T extends RealFieldElement<T>> List<SpecTensor<T>> apply(SpecCall<T> c) {
      return List.of(c.in(0).map(x -> f.apply(c.k(), x)));
    }
  }

  private record BinaryBody(Binary f) implements Body {
    @Override
    public <T extends RealFieldElement<T>> List<SpecTensor<T>> apply(SpecCall<T> c) {
      return List.of(c.in(0).zip(c.in(1), (x, y) -> f.apply(c.k(), x, y)));
    }
  }

  /** This specification, on complex numbers an elementwise function. */
  public Spec onComplex(ComplexUnary f) {
    return onComplex(new ComplexUnaryBody(f));
  }

  /** This specification, on complex numbers an elementwise function of two tensors, broadcast. */
  public Spec onComplex(ComplexBinary f) {
    return onComplex(new ComplexBinaryBody(f));
  }

  private record ComplexUnaryBody(ComplexUnary f) implements Single {
    @Override
    public <T extends RealFieldElement<T>> SpecTensor<T> apply(SpecCall<T> c) {
      return Complex.tensor(c.complex(0).map(z -> f.apply(c.k(), z)));
    }
  }

  private record ComplexBinaryBody(ComplexBinary f) implements Single {
    @Override
    public <T extends RealFieldElement<T>> SpecTensor<T> apply(SpecCall<T> c) {
      return Complex.tensor(c.complex(0).zip(c.complex(1), (z, w) -> f.apply(c.k(), z, w)));
    }
  }

  private static boolean isComplex(SpecCall<?> c) {
    return c.tensors().stream().anyMatch(t -> t.dtype().isComplex());
  }

  private record EitherBody(Body real, Body complex) implements Body {
    @Override
    public <T extends RealFieldElement<T>> List<SpecTensor<T>> apply(SpecCall<T> c) {
      return (isComplex(c) ? complex : real).apply(c);
    }
  }

  private record PartsBody(Body real) implements Body {
    @Override
    public <T extends RealFieldElement<T>> List<SpecTensor<T>> apply(SpecCall<T> c) {
      if (!isComplex(c)) {
        return real.apply(c);
      }
      int[] parts = new int[c.count()];
      List<SpecTensor<T>> re = real.apply(c.parts(parts));
      Arrays.fill(parts, 1);
      List<SpecTensor<T>> im = real.apply(c.parts(parts));
      List<SpecTensor<T>> out = new ArrayList<>();
      for (int j = 0; j < re.size(); j++) {
        out.add(Complex.tensor(re.get(j), im.get(j)));
      }
      return out;
    }
  }

  /** The numbers among the exact results, for methods that ask for numbers. */
  private record ExactBody(Exact f) implements Body {
    @Override
    public <T extends RealFieldElement<T>> List<SpecTensor<T>> apply(SpecCall<T> c) {
      List<SpecTensor<T>> out = new ArrayList<>();
      for (Tensor t : f.apply(c.tensors(), c.attrs())) {
        double[] v = t.dtype() == DType.STRING ? new double[t.size()] : t.toDoubles();
        out.add(SpecTensor.of(t.shape(), i -> c.k().of(v[i])));
      }
      return out;
    }
  }
}
