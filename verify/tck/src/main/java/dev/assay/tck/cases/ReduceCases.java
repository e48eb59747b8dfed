package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** Cases of reductions along axes. */
public final class ReduceCases implements CaseFamily {
  @Override
  public List<OpCases> cases() {
    return List.of(
        reduction("reduce_sum", REAL),
        reduction("reduce_mean", REAL)
            .reject("C4", Attributes.none(), Tensor.ofLongs(DType.INT32, Shape.of(0))),
        reduction("reduce_max", REAL),
        reduction("reduce_min", REAL));
  }

  private static OpCases reduction(String op, Domain domain) {
    return rejectAxes(
        OpCases.of(
            op,
            d -> {
              Shape shape = d.shape(0, 4);
              return new Case(op, List.of(d.floats(shape, domain)), axes(d, shape.rank()));
            }),
        tensor(2, 3));
  }

  private static OpCases rejectAxes(OpCases cases, Tensor input) {
    return cases
        .reject("C2", Attributes.of("axis", 2), input)
        .reject("C2", Attributes.of("axis", new int[] {0, -3}), input)
        .reject("C3", Attributes.of("axis", new int[] {1, -1}), input);
  }

  /** All axes, one, or any subset; kept or not. */
  static Attributes axes(Draw d, int rank) {
    Attributes keep = Attributes.of("keepdims", d.flip());
    int way = d.choose(3);
    if (way == 0) {
      return keep;
    }
    return way == 1 && rank > 0 ? keep.and("axis", d.axis(rank)) : keep.and("axis", d.axes(rank));
  }
}
