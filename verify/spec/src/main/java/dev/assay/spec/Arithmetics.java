package dev.assay.spec;

import dev.assay.engine.backend.Elementary;
import java.util.function.DoubleFunction;
import org.apache.commons.math3.RealFieldElement;
import org.apache.commons.math3.analysis.differentiation.DerivativeStructure;
import org.apache.commons.math3.analysis.differentiation.SparseGradient;
import org.apache.commons.math3.dfp.Dfp;
import org.apache.commons.math3.dfp.DfpField;
import org.apache.commons.math3.util.Decimal64;

/** The kinds of numbers that specifications are evaluated in. */
public final class Arithmetics {
  /** Decimal digits of the true value. */
  private static final int DIGITS = 50;

  private static final DfpField DFP = new DfpField(DIGITS);

  private Arithmetics() {}

  private static final class Plain<T extends RealFieldElement<T>> extends Arithmetic<T> {
    private final DoubleFunction<T> constant;

    Plain(DoubleFunction<T> constant) {
      this.constant = constant;
    }

    @Override
    public T of(double value) {
      return constant.apply(value);
    }
  }

  /** Binary64: the formula in plain double, a second implementation. */
  public static Arithmetic<Decimal64> binary64() {
    return new Plain<>(Decimal64::new);
  }

  /** Fifty decimal digits: the true value. */
  public static Arithmetic<Dfp> decimal50() {
    return new Plain<>(DFP::newDfp);
  }

  /**
   * Derivatives up to {@code order} by {@code parameters} variables: exact, with no rule of ours.
   */
  public static Arithmetic<DerivativeStructure> derivatives(int parameters, int order) {
    return new Plain<>(v -> new DerivativeStructure(parameters, order, v));
  }

  /** First derivatives by any number of variables: whole Jacobians. */
  public static Arithmetic<SparseGradient> gradients() {
    return new Plain<>(SparseGradient::createConstant);
  }

  /** Numbers of an arithmetic of few bits. */
  public static Arithmetic<Rounded> rounded(Rounded.Rounding rounding) {
    return new Plain<>(v -> new Rounded(rounding, rounding.constant(v)));
  }

  /** Numbers that know what the order of sums and products may do to a range. */
  public static Arithmetic<Reordered> reordered(Reordered.Range range) {
    return new Arithmetic<>() {
      @Override
      public Reordered of(double value) {
        return new Reordered(range, value);
      }

      @Override
      public Reordered computed(Elementary which, Reordered value) {
        return value.computed();
      }
    };
  }

  /** Values with bounds for an arithmetic of {@link StrictMath}'s accuracy. */
  public static BoundedArithmetic bounded() {
    return bounded(Roundings.STRICT);
  }

  /** Values with bounds: see {@link Bounded}. */
  public static BoundedArithmetic bounded(Roundings roundings) {
    return new BoundedArithmetic(roundings);
  }
}
