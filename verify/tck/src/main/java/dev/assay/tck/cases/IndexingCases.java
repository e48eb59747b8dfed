package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** Cases of picking and scattering elements. */
public final class IndexingCases implements CaseFamily {
  @Override
  public List<OpCases> cases() {
    return List.of(
        OpCases.of("where", IndexingCases::where)
            .reject("C4", Attributes.none(), bools(2), tensor(2))
            .reject("C5", Attributes.none(), bools(2), tensor(3), tensor(3))
            .reject("C5", Attributes.none(), bools(3), tensor(3), tensor(2)));
  }

  /** A bool tensor that is true everywhere, for reject sets. */
  private static Tensor bools(int... dims) {
    return Tensor.of(DType.BOOL, Shape.of(dims), tensor(dims).toDoubles());
  }

  private static Case where(Draw d) {
    Shape full = d.shape(0, 3);
    if (d.choose(4) == 3) {
      Tensor condition = d.flip() ? d.integers(d.dtype(), full, -1, 1) : d.bools(full);
      return new Case("where", List.of(condition), Attributes.none());
    }
    Shape part = d.broadcastable(full);
    Shape other = d.broadcastable(full);
    return new Case(
        "where",
        switch (d.choose(3)) {
          case 0 -> List.of(d.bools(full), d.floats(part, REAL), d.floats(other, REAL));
          case 1 -> List.of(d.bools(part), d.floats(full, REAL), d.floats(other, REAL));
          default -> List.of(d.bools(other), d.floats(part, REAL), d.floats(full, REAL));
        },
        Attributes.none());
  }
}
