package dev.assay.spec;

import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/**
 * A specification evaluated on the arguments of a call.
 *
 * @param outputs the results
 * @param trace a hash of the branches taken
 */
public record Evaluation<T>(List<SpecTensor<T>> outputs, long trace) {
  /** Makes the number that stands for element {@code i} of argument {@code input}. */
  @FunctionalInterface
  public interface Lift<T> {
    /** The number. */
    T apply(int input, int i, double value);
  }

  /** Evaluates with every argument lifted as it is. */
  public static <T extends RealFieldElement<T>> Evaluation<T> of(
      Spec spec, Call call, Arithmetic<T> k) {
    return of(spec, call, k, (input, i, value) -> k.of(value));
  }

  /** Evaluates with the elements of the arguments lifted by {@code lift}. */
  public static <T extends RealFieldElement<T>> Evaluation<T> of(
      Spec spec, Call call, Arithmetic<T> k, Lift<T> lift) {
    List<SpecTensor<T>> lifted = new ArrayList<>();
    for (int n = 0; n < call.count(); n++) {
      int input = n;
      double[] v = numbers(call.in(n));
      lifted.add(
          new SpecTensor<>(
              shape(call.in(n)),
              SpecTensor.of(Shape.of(v.length), i -> lift.apply(input, i, v[i])).values()));
    }
    return of(spec, call, k, lifted);
  }

  /** Evaluates with arguments that are lifted already. */
  public static <T extends RealFieldElement<T>> Evaluation<T> of(
      Spec spec, Call call, Arithmetic<T> k, List<SpecTensor<T>> lifted) {
    SpecCall<T> c = new SpecCall<>(k, lifted, call.inputs(), call.attrs());
    List<SpecTensor<T>> outputs = new ArrayList<>(spec.body().apply(c));
    for (int j = 0; j < Math.min(outputs.size(), call.outputs().size()); j++) {
      boolean complex = call.outputs().get(j).dtype().isComplex();
      // real numbers where the result is complex have no imaginary part
      if (complex && outputs.get(j).shape().compatible(call.outputs().get(j).shape())) {
        outputs.set(j, Complex.tensor(outputs.get(j), outputs.get(j).map(x -> k.of(0))));
      }
    }
    return new Evaluation<>(outputs, k.trace());
  }

  /** The shape in which a tensor is lifted: complex numbers are pairs on a last axis. */
  public static Shape shape(Tensor t) {
    return t.dtype().isComplex() ? t.shape().concat(Shape.of(2)) : t.shape();
  }

  /** The real numbers that a tensor holds, truth values as 0 and 1; none of strings. */
  public static double[] numbers(Tensor t) {
    return t.dtype().isNumeric() || t.dtype() == DType.BOOL ? t.toDoubles() : new double[0];
  }
}
