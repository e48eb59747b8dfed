package dev.assay.tck.judge;

import dev.assay.engine.backend.Elementary;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.spec.Arithmetics;
import dev.assay.spec.Evaluation;
import dev.assay.spec.Rounded;
import dev.assay.spec.SpecTensor;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.util.Decimal64;

/**
 * Which results for special values say something of a backend of float32 arithmetic: those where
 * the formula gives the same kind of number, or the same integer, with float32's range as with that
 * of binary64. Elsewhere an intermediate overflows, or is flushed to zero, where binary64 has a
 * number; at which step that happens is nobody's convention.
 */
final class SpecialValues {
  private SpecialValues() {}

  /** Numbers in 24 bits; those that are not normal are flushed to zero where a backend may. */
  private record Binary32(boolean flush) implements Rounded.Rounding {
    @Override
    public double round(double exact) {
      float x = (float) exact;
      return flush && Math.abs(x) < Float.MIN_NORMAL ? Math.copySign(0, x) : x;
    }

    @Override
    public double function(Elementary which, double exact) {
      return round(exact);
    }
  }

  /** Per result and real number. */
  static List<boolean[]> telling(Trial t) {
    List<SpecTensor<Decimal64>> wide =
        Evaluation.of(t.spec(), t.call(), Arithmetics.binary64()).outputs();
    boolean all = t.isReference() || t.dtype() == DType.FLOAT64;
    Binary32 narrow = new Binary32(t.backend().precision() == PrecisionClass.FTZ32);
    List<SpecTensor<Rounded>> other =
        all ? List.of() : Evaluation.of(t.spec(), t.call(), Arithmetics.rounded(narrow)).outputs();
    List<boolean[]> out = new ArrayList<>();
    for (int j = 0; j < wide.size(); j++) {
      boolean[] telling = new boolean[Reals.count(t.outputs().get(j))];
      boolean integer = !t.call().outputs().get(j).dtype().isContinuous();
      for (int i = 0; i < telling.length; i++) {
        // a formula may have no results for such arguments: then the reference's count
        boolean none = i >= wide.get(j).size();
        telling[i] = all || none || alike(integer, wide.get(j).get(i), other.get(j), i);
      }
      out.add(telling);
    }
    return out;
  }

  /**
   * Where the reference, too, gives the kind of number that the formula gives: two ways to write it
   * may overflow apart even in binary64.
   */
  static List<boolean[]> telling(Trial t, List<Tensor> reference) {
    List<boolean[]> telling = telling(t);
    if (t.isReference() || t.dtype() == DType.FLOAT64) {
      return telling;
    }
    List<SpecTensor<Decimal64>> formula =
        Evaluation.of(t.spec(), t.call(), Arithmetics.binary64()).outputs();
    for (int j = 0; j < telling.size(); j++) {
      double[] want = reference.get(j).toDoubles();
      for (int i = 0; i < Math.min(want.length, formula.get(j).size()); i++) {
        double exact = formula.get(j).get(i).getReal();
        telling.get(j)[i] &= Double.isNaN(exact) == Double.isNaN(want[i]);
      }
    }
    return telling;
  }

  private static boolean alike(boolean integer, Decimal64 wide, SpecTensor<Rounded> narrow, int i) {
    if (i >= narrow.size()) {
      return false;
    }
    double exact = wide.getReal();
    double other = narrow.get(i).getReal();
    return !integer && Double.isFinite(exact) && Double.isFinite(other)
        || exact == other
        || Double.isNaN(exact) && Double.isNaN(other);
  }
}
