package dev.assay.tck.judge;

import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.cases.Case;
import java.util.List;
import java.util.Optional;

/**
 * The reference's contract: for floating types narrower than binary64 that the operation takes, the
 * result equals that of binary64 on the widened arguments, rounded once; complex64 likewise. Bit
 * for bit, special values included.
 */
final class RoundingLaw implements Check {
  @Override
  public Method method() {
    return Method.ROUNDING;
  }

  @Override
  public Optional<Outcome> run(Trial t) {
    boolean floating = t.call().inputs().stream().anyMatch(x -> x.dtype().isContinuous());
    if (t.backend().precision() != PrecisionClass.REFERENCE || !floating) {
      return Optional.empty();
    }
    for (DType narrow : narrowTypes(t)) {
      Case small = t.cast(narrow);
      Trial widened = new Trial(t.backend(), wide(small), t.values(), 0);
      List<Tensor> got = t.backend().run(small.call());
      for (int j = 0; j < got.size(); j++) {
        Tensor wide = widened.outputs().get(j);
        boolean rounds =
            wide.dtype().realType() == DType.FLOAT64 && got.get(j).dtype().realType() == narrow;
        Tensor want = rounds ? Reals.cast(wide, narrow) : wide;
        if (!got.get(j).sameAs(want)) {
          return Optional.of(
              Outcome.fail(
                  method(),
                  "result "
                      + j
                      + " in "
                      + narrow
                      + " is "
                      + got.get(j)
                      + ", float64 rounded is "
                      + want));
        }
      }
    }
    return Optional.of(Outcome.pass(method()));
  }

  /** Complex numbers have parts of 32 bits; where such arise, 16 bits are no type to begin with. */
  private static List<DType> narrowTypes(Trial t) {
    boolean complex =
        t.call().inputs().stream().anyMatch(x -> x.dtype().isComplex())
            || t.outputs().stream().anyMatch(y -> y.dtype().isComplex());
    return complex ? List.of(DType.FLOAT32) : List.of(DType.FLOAT32, DType.FLOAT16, DType.BFLOAT16);
  }

  private static Case wide(Case c) {
    return c.with(c.inputs().stream().map(x -> Reals.cast(x, DType.FLOAT64)).toList());
  }
}
