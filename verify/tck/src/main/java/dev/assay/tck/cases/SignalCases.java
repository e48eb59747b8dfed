package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.NONZERO;
import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Shape;
import java.util.List;

/** Cases of complex numbers and Fourier transforms. */
public final class SignalCases implements CaseFamily {
  @Override
  public List<OpCases> cases() {
    return List.of(
        OpCases.of("complex", SignalCases::complex)
            .reject("C4", Attributes.none(), tensor(2), tensor(3)),
        unary("real", REAL),
        unary("imag", REAL),
        unary("conj", REAL),
        unary("angle", NONZERO));
  }

  private static OpCases unary(String op, Domain domain) {
    return OpCases.of(
        op, d -> new Case(op, List.of(d.complexes(d.shape(0, 3), domain)), Attributes.none()));
  }

  private static Case complex(Draw d) {
    Shape full = d.shape(0, 3);
    Shape part = d.broadcastable(full);
    boolean swap = d.flip();
    return new Case(
        "complex",
        List.of(d.floats(swap ? part : full, REAL), d.floats(swap ? full : part, REAL)),
        Attributes.none());
  }
}
