package dev.assay.tck.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Capability;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bytes may be any NaN, but what counts is that they are one. */
class NotANumberTest {
  private static final long THE_NAN = Double.doubleToLongBits(Double.NaN);

  /** Eight bytes of a float64 that is a NaN. */
  private static final Token RAW = Token.parse("decode_raw/integers/float64/2lv6.0.0.21.i4mx.d1gh");

  /** The reference, but every NaN is {@code other}. */
  private record Replaced(double other) implements Backend {
    @Override
    public String name() {
      return "replaced";
    }

    @Override
    public List<String> devices() {
      return List.of("/replaced:0");
    }

    @Override
    public Capability capability(Call call) {
      return Capability.supported();
    }

    @Override
    public PrecisionClass precision() {
      return PrecisionClass.REFERENCE;
    }

    @Override
    public List<Tensor> run(Call call) {
      Tensor y = call.runReference().get(0);
      double[] v = Arrays.stream(y.toDoubles()).map(d -> Double.isNaN(d) ? other : d).toArray();
      return List.of(Tensor.of(y.dtype(), y.shape(), v));
    }
  }

  private static boolean passes(Backend backend) {
    return new Judge(backend, 1, 1).judge(RAW).stream().noneMatch(Outcome::failed);
  }

  @Test
  void allNaNAreOne() {
    double[] y = RAW.draw().call().runReference().get(0).toDoubles();
    assertEquals(1, y.length);
    assertTrue(Double.isNaN(y[0]) && Double.doubleToRawLongBits(y[0]) != THE_NAN, "another NaN");
    assertTrue(passes(new Replaced(Double.NaN)));
    assertTrue(!passes(new Replaced(0)) && !passes(new Replaced(Double.POSITIVE_INFINITY)));
  }
}
