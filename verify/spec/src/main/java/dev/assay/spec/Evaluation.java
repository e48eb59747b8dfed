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
              call.in(n).shape(),
              SpecTensor.of(Shape.of(v.length), i -> lift.apply(input, i, v[i])).values()));
    }
    SpecCall<T> c = new SpecCall<>(k, lifted, call.inputs(), call.attrs());
    return new Evaluation<>(spec.body().apply(c), k.trace());
  }

  private static double[] numbers(Tensor t) {
    return t.dtype().isFloating() || t.dtype().isInteger() || t.dtype() == DType.BOOL
        ? t.toDoubles()
        : new double[0];
  }
}
