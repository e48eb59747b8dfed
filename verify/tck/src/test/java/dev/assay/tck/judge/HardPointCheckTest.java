package dev.assay.tck.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Capability;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The convention tables hold in float32 as well, and are asked for there. */
class HardPointCheckTest {
  /** The reference, but for what it makes of its float32 results. */
  private record Float32(UnaryOperator<Tensor> results, boolean wide) implements Backend {
    @Override
    public String name() {
      return "float32";
    }

    @Override
    public List<String> devices() {
      return List.of("/float32:0");
    }

    @Override
    public Capability capability(Call call) {
      boolean any = call.inputs().stream().anyMatch(t -> t.dtype() == DType.FLOAT64);
      return any && !wide ? Capability.unsupported("no float64") : Capability.supported();
    }

    @Override
    public PrecisionClass precision() {
      return PrecisionClass.RN32;
    }

    @Override
    public List<Tensor> run(Call call) {
      return call.runReference().stream()
          .map(y -> y.dtype() == DType.FLOAT32 ? results.apply(y) : y)
          .toList();
    }
  }

  @Test
  void theReferenceHasItsConventionsInFloat32() {
    List<String> wrong = new ArrayList<>();
    int judged = 0;
    for (Op op : OpRegistry.all()) {
      Optional<Outcome> o = HardPointCheck.run(op, new Float32(y -> y, false));
      o.filter(Outcome::failed).ifPresent(f -> wrong.add(f.message()));
      judged += o.filter(x -> x.status() == Outcome.Status.PASS).isPresent() ? 1 : 0;
    }
    assertEquals(List.of(), wrong);
    assertTrue(judged > 100, judged + " operations");
  }

  @Test
  void aConventionThatFloat32AloneBreaksIsFound() {
    UnaryOperator<Tensor> unsigned =
        y -> {
          double[] v = y.toDoubles();
          for (int i = 0; i < v.length; i++) {
            v[i] = v[i] == 0 ? 0.0 : v[i];
          }
          return Tensor.of(y.dtype(), y.shape(), v);
        };
    for (boolean wide : new boolean[] {true, false}) {
      Outcome o =
          HardPointCheck.run(OpRegistry.get("sqrt"), new Float32(unsigned, wide)).orElseThrow();
      assertEquals(Outcome.Status.FAIL, o.status());
    }
  }
}
