package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Cases of joining tensors and taking them apart. */
final class JoiningCases {
  private static final String PARTS = "num_or_size_splits";

  private JoiningCases() {}

  static List<OpCases> all() {
    return List.of(
        OpCases.of("concat", d -> concat(d, false))
            .reject("C2", Attributes.of("axis", 0), tensor(), tensor())
            .reject("C2", Attributes.of("axis", 0), tensor(2), tensor(2, 2))
            .reject("C3", Attributes.of("axis", 1), tensor(2), tensor(2))
            .reject("C3", Attributes.of("axis", -2), tensor(2))
            .reject("C4", Attributes.of("axis", 0), tensor(2, 2), tensor(2, 3)),
        OpCases.of("concat_part", d -> concat(d, true))
            .reject("C2", part(0, 1), tensor(2), tensor(2))
            .reject("C2", part(0, -1), tensor(2), tensor(2))
            .reject("C3", part(0, 0), tensor(2), tensor(1, 2))
            .reject("C4", part(1, 0), tensor(2), tensor(2))
            .reject("C5", part(0, 0), tensor(2), tensor(1), tensor(2))
            .reject("C5", part(0, 0), tensor(2, 2), tensor(1, 2), tensor(1, 3)),
        OpCases.of("stack", JoiningCases::stack)
            .reject("C2", Attributes.none(), tensor(2), tensor(3))
            .reject("C3", Attributes.of("axis", 2), tensor(2), tensor(2))
            .reject("C3", Attributes.of("axis", -3), tensor(2), tensor(2)),
        OpCases.of("unstack", JoiningCases::unstack)
            .reject("C1", Attributes.of("axis", 1), tensor(2))
            .reject("C1", Attributes.none(), tensor()),
        OpCases.of("split", JoiningCases::split)
            .reject("C1", Attributes.of(PARTS, 1).and("axis", 1), tensor(2))
            .reject("C2", Attributes.of(PARTS, 0), tensor(2))
            .reject("C2", Attributes.of(PARTS, List.of()), tensor(0))
            .reject("C2", Attributes.of(PARTS, 1 << 21), tensor(0))
            .reject("C3", Attributes.of(PARTS, List.of(-1, -1)), tensor(2))
            .reject("C3", Attributes.of(PARTS, List.of(-2, 4)), tensor(2))
            .reject("C4", Attributes.of(PARTS, 3), tensor(2))
            .reject("C4", Attributes.of(PARTS, List.of(1, 2)), tensor(2))
            .reject("C4", Attributes.of(PARTS, List.of(3, -1)), tensor(2)),
        OpCases.of("meshgrid", JoiningCases::meshgrid)
            .reject("C2", Attributes.none(), tensor(2), tensor(2, 2))
            .reject("C2", Attributes.none(), tensor()));
  }

  private static Attributes part(int axis, int index) {
    return Attributes.of("axis", axis).and("index", index);
  }

  private static Case concat(Draw d, boolean adjoint) {
    Shape s = d.shape(1, 3);
    int axis = d.axis(s.rank());
    int at = Index.axis(axis, s.rank());
    List<Tensor> values = new ArrayList<>();
    int total = 0;
    for (int k = d.pick(2, 1, 3, 4); k > 0; k--) {
      int n = d.extent(1, 2, 0, 3);
      total += n;
      values.add(d.floats(s.with(at, n), REAL));
    }
    Attributes attrs = Attributes.of("axis", axis);
    if (!adjoint) {
      return new Case("concat", values, attrs);
    }
    attrs = attrs.and("index", d.choose(values.size()));
    values.add(0, d.floats(s.with(at, total), REAL));
    return new Case("concat_part", values, attrs);
  }

  private static Case stack(Draw d) {
    Shape s = d.shape(0, 3);
    List<Tensor> values = new ArrayList<>();
    for (int k = d.pick(2, 1, 3); k > 0; k--) {
      values.add(d.floats(s, REAL));
    }
    Attributes attrs = d.flip() ? Attributes.of("axis", d.axis(s.rank() + 1)) : Attributes.none();
    return new Case("stack", values, attrs);
  }

  private static Case unstack(Draw d) {
    Shape s = d.shape(1, 3);
    int axis = d.flip() ? d.axis(s.rank()) : 0;
    int at = Index.axis(axis, s.rank());
    Tensor value = d.floats(s.with(at, Math.max(1, s.dim(at))), REAL);
    Attributes attrs = axis == 0 ? Attributes.none() : Attributes.of("axis", axis);
    return new Case("unstack", List.of(value), attrs);
  }

  private static Case split(Draw d) {
    Shape s = d.shape(1, 3);
    int axis = d.axis(s.rank());
    int at = Index.axis(axis, s.rank());
    Attributes attrs = Attributes.of("axis", axis);
    if (!d.flip()) {
      int num = d.pick(2, 1, 3);
      Tensor value = d.floats(s.with(at, num * d.extent(1, 2, 0)), REAL);
      return new Case("split", List.of(value), attrs.and(PARTS, num));
    }
    List<Integer> sizes = new ArrayList<>();
    int total = 0;
    for (int k = d.pick(2, 1, 3); k > 0; k--) {
      int n = d.extent(1, 2, 0, 3);
      total += n;
      sizes.add(n);
    }
    if (d.flip()) {
      sizes.set(d.choose(sizes.size()), -1);
    }
    return new Case("split", List.of(d.floats(s.with(at, total), REAL)), attrs.and(PARTS, sizes));
  }

  private static Case meshgrid(Draw d) {
    List<Tensor> values = new ArrayList<>();
    for (int k = d.pick(2, 1, 3); k > 0; k--) {
      values.add(d.floats(Shape.of(few(d)), REAL));
    }
    Attributes attrs = d.flip() ? Attributes.of("indexing", d.pick("ij", "xy")) : Attributes.none();
    return new Case("meshgrid", values, attrs);
  }

  /** Small, as results have all dimensions at once; where tiles are crossed, one of them may be. */
  private static int few(Draw d) {
    int size = d.size();
    return d.values() == Draw.Values.TILES ? size : Math.min(5, size);
  }
}
