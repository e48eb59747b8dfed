package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.NONZERO;
import static dev.assay.tck.cases.Domain.REAL;

import java.util.List;

/** Cases of the elementwise operations. */
public final class ElementwiseCases implements CaseFamily {
  @Override
  public List<OpCases> cases() {
    return List.of(
        OpCases.unary("neg", REAL),
        OpCases.unary("square", REAL),
        OpCases.unary("tanh", REAL),
        OpCases.binary("add", REAL, REAL),
        OpCases.binary("subtract", REAL, REAL),
        OpCases.binary("multiply", REAL, REAL),
        OpCases.binary("divide", REAL, NONZERO));
  }
}
