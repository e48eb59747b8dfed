package dev.assay.tck.judge;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.spec.Arithmetic;
import dev.assay.spec.Arithmetics;
import dev.assay.spec.Bounded;
import dev.assay.spec.Evaluation;
import dev.assay.spec.Spec;
import dev.assay.spec.SpecTensor;
import dev.assay.tck.cases.Draw;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.RealFieldElement;

/** Results against the specification, in plain binary64 and in 50 decimal digits. */
final class ForwardChecks {
  /** Larger cases are left to binary64: decimal arithmetic is a thousand times slower. */
  private static final int DECIMAL_ELEMENTS = 80;

  /** Both sides' running errors, and slack for second-order terms. */
  static final double SAFETY = 4;

  private ForwardChecks() {}

  static Check truth() {
    return new Formula(Method.TRUTH);
  }

  static Check spec() {
    return new Formula(Method.SPEC);
  }

  private record Formula(Method method) implements Check {
    @Override
    public Optional<Outcome> run(Trial t) {
      if (t.spec().exact().isPresent()) {
        return method == Method.SPEC
            ? Optional.of(bits(t, t.spec().exact().get()))
            : Optional.empty();
      }
      if (t.values() == Draw.Values.WILD) {
        return Optional.empty();
      }
      boolean decimal = method == Method.TRUTH;
      int size = t.inputElements() + t.outputs().stream().mapToInt(Tensor::size).sum();
      if (decimal && size > DECIMAL_ELEMENTS) {
        return Optional.empty();
      }
      return Optional.of(
          decimal ? against(t, Arithmetics.decimal50()) : against(t, Arithmetics.binary64()));
    }

    private Outcome bits(Trial t, Spec.Exact exact) {
      List<Tensor> want = exact.apply(t.call().inputs(), t.call().attrs());
      if (want.size() != t.outputs().size()) {
        return Outcome.fail(
            method, t.outputs().size() + " results, the specification has " + want.size());
      }
      for (int j = 0; j < want.size(); j++) {
        Tensor got = t.outputs().get(j);
        if (!isSame(got, want.get(j))) {
          return Outcome.fail(
              method, "result " + j + " is " + got + ", the specification has " + want.get(j));
        }
      }
      return Outcome.pass(method);
    }

    /** Bit for bit, but all NaN are one: not every notation of numbers tells them apart. */
    private static boolean isSame(Tensor a, Tensor b) {
      return a.sameAs(b)
          || a.dtype().isContinuous()
              && a.dtype() == b.dtype()
              && a.shape().equals(b.shape())
              && Arrays.equals(a.toDoubles(), b.toDoubles()); // as Double.equals
    }

    private <T extends RealFieldElement<T>> Outcome against(Trial t, Arithmetic<T> k) {
      List<SpecTensor<T>> want = Evaluation.of(t.spec(), t.call(), k).outputs();
      List<SpecTensor<Bounded>> bounds = Evaluation.of(t.spec(), t.call(), t.bounded()).outputs();
      if (want.size() != t.outputs().size()) {
        return Outcome.fail(
            method, t.outputs().size() + " results, the specification has " + want.size());
      }
      Compare compare =
          new Compare(method, "4·u·(running error of the formula) + underflow + half a unit");
      for (int j = 0; j < want.size(); j++) {
        Tensor got = t.outputs().get(j);
        Shape shape = want.get(j).shape();
        if (!Evaluation.shape(got).equals(shape)) {
          return Outcome.fail(
              method, "result " + j + " has shape " + got.shape() + ", expected " + shape);
        }
        if (!isNumeric(got)) {
          continue;
        }
        boolean exact = !got.dtype().isContinuous();
        double[] g = got.toDoubles();
        for (int i = 0; i < g.length; i++) {
          double w = stored(got.dtype(), want.get(j).get(i).getReal());
          double e = bounds.get(j).get(i).error();
          compare.element(
              "result " + j,
              shape,
              i,
              got.dtype(),
              g[i],
              w,
              exact ? 0 : SAFETY * t.unit() * e + t.underflow() + t.storing(got.dtype(), w, 0.5));
        }
      }
      return compare.outcome();
    }

    /** The number that an integer type makes of a result: truncated, then wrapped. */
    private static double stored(DType dtype, double value) {
      return dtype.isInteger() && Math.abs(value) < 0x1p53 ? dtype.wrap((long) value) : value;
    }
  }

  static boolean isNumeric(Tensor t) {
    return t.dtype().isNumeric() || t.dtype() == DType.BOOL;
  }
}
