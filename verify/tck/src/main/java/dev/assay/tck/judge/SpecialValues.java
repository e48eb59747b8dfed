package dev.assay.tck.judge;

import dev.assay.engine.backend.Elementary;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.spec.Arithmetics;
import dev.assay.spec.Bounded;
import dev.assay.spec.Evaluation;
import dev.assay.spec.Reordered;
import dev.assay.spec.Rounded;
import dev.assay.spec.SpecTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Which results for special values say something of a backend of float32 arithmetic: those where
 * the formula with float32's range is within the bound of that with the range of binary64, gives
 * the same integer, the same infinity or NaN. Elsewhere an intermediate overflows, or is flushed to
 * zero, where binary64 has a number; at which step that happens is nobody's convention.
 */
final class SpecialValues {
  private SpecialValues() {}

  /** Numbers in 24 bits; those that are not normal are zero where a backend flushes them. */
  private record Binary32(boolean flush) implements Rounded.Rounding {
    @Override
    public double round(double exact) {
      float x = (float) exact;
      return flush && Math.abs(x) < Float.MIN_NORMAL ? Math.copySign(0, x) : x;
    }

    @Override
    public double constant(double exact) {
      return round(exact); // arguments are flushed as well
    }

    @Override
    public double function(Elementary which, double exact) {
      return round(exact);
    }
  }

  /** Per result and real number. */
  static List<boolean[]> telling(Trial t) {
    return telling(t, Evaluation.of(t.spec(), t.call(), t.bounded()).outputs());
  }

  private static List<boolean[]> telling(Trial t, List<SpecTensor<Bounded>> wide) {
    List<List<SpecTensor<Rounded>>> narrow =
        ranges(t).stream()
            .map(r -> Evaluation.of(t.spec(), t.call(), Arithmetics.rounded(r)).outputs())
            .toList();
    List<boolean[]> out = new ArrayList<>();
    for (int j = 0; j < wide.size(); j++) {
      int result = j;
      SpecTensor<Bounded> y = wide.get(j);
      DType type = t.call().outputs().get(j).dtype();
      boolean[] telling = new boolean[Reals.count(t.outputs().get(j))];
      for (int i = 0; i < telling.length; i++) {
        int at = i;
        // a formula may have no results for such arguments: then the reference's count
        telling[i] =
            i >= y.size()
                || narrow.stream().allMatch(n -> alike(t, type, y.get(at), n.get(result), at));
      }
      out.add(telling);
    }
    return out;
  }

  /** The ranges that a backend may compute in beside that of binary64. */
  private static List<Binary32> ranges(Trial t) {
    if (t.isReference() || t.dtype() == DType.FLOAT64) {
      return List.of();
    }
    return t.backend().precision() == PrecisionClass.FTZ32
        ? List.of(new Binary32(false), new Binary32(true)) // flushing is allowed, not demanded
        : List.of(new Binary32(false));
  }

  /**
   * Where the reference, too, gives the kind of number that the formula gives: two ways to write it
   * may overflow apart even in binary64. Where that is a number, no order of the formula's sums and
   * products may leave the range.
   */
  static List<boolean[]> telling(Trial t, List<SpecTensor<Bounded>> wide, List<Tensor> reference) {
    List<boolean[]> telling = telling(t, wide);
    boolean all = t.isReference() || t.dtype() == DType.FLOAT64;
    Reordered.Range range = Format.of(t.dtype()).range();
    List<SpecTensor<Reordered>> orders =
        Evaluation.of(t.spec(), t.call(), Arithmetics.reordered(range)).outputs();
    for (int j = 0; j < telling.size(); j++) {
      double[] want = Evaluation.numbers(reference.get(j));
      boolean integer = !reference.get(j).dtype().isContinuous();
      for (int i = 0; i < Math.min(want.length, wide.get(j).size()); i++) {
        double exact = wide.get(j).get(i).getReal();
        boolean alike =
            Double.isFinite(want[i])
                ? Double.isFinite(exact)
                : all || Double.isNaN(exact) == Double.isNaN(want[i]);
        telling.get(j)[i] &=
            alike && (integer || !Double.isFinite(exact) || orders.get(j).get(i).isSettled());
      }
    }
    return telling;
  }

  private static boolean alike(
      Trial t, DType type, Bounded wide, SpecTensor<Rounded> narrow, int i) {
    if (i >= narrow.size()) {
      return false;
    }
    double exact = wide.getReal();
    double other = narrow.get(i).getReal();
    if (!type.isContinuous() || !Double.isFinite(exact)) {
      return exact == other || Double.isNaN(exact) && Double.isNaN(other);
    }
    double bound = ResultBound.of(t, type, exact, wide.error());
    return Double.isFinite(bound)
        ? Format.of(type).error(other, exact) <= bound
        : Double.isFinite(other);
  }
}
