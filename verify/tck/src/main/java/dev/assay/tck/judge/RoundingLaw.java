package dev.assay.tck.judge;

import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.cases.Case;
import java.util.List;
import java.util.Optional;

/**
 * The reference's contract: for floating types narrower than binary64, the result equals that of
 * binary64 on the widened arguments, rounded once. Bit for bit, special values included.
 */
final class RoundingLaw implements Check {
  @Override
  public Method method() {
    return Method.ROUNDING;
  }

  @Override
  public Optional<Outcome> run(Trial t) {
    boolean floating = t.call().inputs().stream().anyMatch(x -> x.dtype().isFloating());
    if (t.backend().precision() != PrecisionClass.REFERENCE || !floating) {
      return Optional.empty();
    }
    for (DType narrow : List.of(DType.FLOAT32, DType.FLOAT16, DType.BFLOAT16)) {
      Case small = t.cast(narrow);
      Trial widened = new Trial(t.backend(), wide(small), t.values(), 0);
      List<Tensor> got = t.backend().run(small.call());
      for (int j = 0; j < got.size(); j++) {
        Tensor wide = widened.outputs().get(j);
        boolean rounds = wide.dtype() == DType.FLOAT64 && got.get(j).dtype() == narrow;
        Tensor want =
            rounds
                ? Tensor.of(wide.shape(), HostStorage.ofDoubles(narrow, wide.toDoubles()))
                : wide;
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

  private static Case wide(Case c) {
    return c.with(
        c.inputs().stream()
            .map(
                x ->
                    x.dtype().isFloating()
                        ? Tensor.of(x.shape(), HostStorage.ofDoubles(DType.FLOAT64, x.toDoubles()))
                        : x)
            .toList());
  }
}
