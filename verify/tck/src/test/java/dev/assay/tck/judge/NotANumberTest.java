package dev.assay.tck.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.backend.Backend;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.mutants.FaultyBackend;
import dev.assay.tck.mutants.Mutant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Bytes may be any NaN, but what counts is that they are one. */
class NotANumberTest {
  private static final long THE_NAN = Double.doubleToLongBits(Double.NaN);

  /** Eight bytes of a float64 that is a NaN. */
  private static final Token RAW = Token.parse("decode_raw/integers/float64/2lv6.0.0.21.i4mx.d1gh");

  /** The reference, but every NaN is {@code other}. */
  private static Backend replaced(double other) {
    return new FaultyBackend(
        Mutant.kernel(
            RAW.op(),
            "NaN replaced",
            (call, right) -> right.stream().map(y -> replaced(y, other)).toList()));
  }

  private static Tensor replaced(Tensor y, double other) {
    double[] v = Arrays.stream(y.toDoubles()).map(d -> Double.isNaN(d) ? other : d).toArray();
    return Tensor.of(y.dtype(), y.shape(), v);
  }

  private static boolean passes(Backend backend) {
    return new Judge(backend, 1, 1).judge(RAW).stream().noneMatch(Outcome::failed);
  }

  @Test
  void allNaNAreOne() {
    double[] y = RAW.draw().call().runReference().get(0).toDoubles();
    assertEquals(1, y.length);
    assertTrue(Double.isNaN(y[0]) && Double.doubleToRawLongBits(y[0]) != THE_NAN, "another NaN");
    assertTrue(passes(replaced(Double.NaN)));
    assertTrue(!passes(replaced(0)) && !passes(replaced(Double.POSITIVE_INFINITY)));
  }
}
