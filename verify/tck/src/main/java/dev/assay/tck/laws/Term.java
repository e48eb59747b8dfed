package dev.assay.tck.laws;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.spec.Bounded;
import dev.assay.spec.BoundedArithmetic;
import dev.assay.spec.Evaluation;
import dev.assay.spec.SpecTensor;
import java.util.function.Supplier;

/** A tensor in a law, and the bound on its rounding errors since the law's arguments. */
public final class Term {
  private final Tensor value;
  private final Supplier<SpecTensor<Bounded>> source;
  private SpecTensor<Bounded> bounds;

  /** A tensor whose bounds are worked out when they are needed. */
  Term(Tensor value, Supplier<SpecTensor<Bounded>> source) {
    this.value = value;
    this.source = source;
  }

  /** An argument: it has no error. */
  Term(Tensor value, BoundedArithmetic k) {
    this(value, () -> exact(value, k));
  }

  private static SpecTensor<Bounded> exact(Tensor t, BoundedArithmetic k) {
    boolean numbers = t.dtype().isNumeric() || t.dtype() == DType.BOOL;
    double[] v = numbers ? t.toDoubles() : new double[0];
    return SpecTensor.of(numbers ? Evaluation.shape(t) : Shape.of(0), i -> k.of(v[i]));
  }

  /** What the backend computed. */
  public Tensor value() {
    return value;
  }

  /** Its shape. */
  public Shape shape() {
    return value.shape();
  }

  /** The specification's values with the running error of every element. */
  SpecTensor<Bounded> bounds() {
    if (bounds == null) {
      bounds = source.get();
    }
    return bounds;
  }
}
