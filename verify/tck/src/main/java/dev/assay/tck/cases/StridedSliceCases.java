package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Cases of {@code strided_slice} and its adjoint: every mask, steps of either sign. */
final class StridedSliceCases {
  private StridedSliceCases() {}

  static List<OpCases> rows() {
    return List.of(
        OpCases.of("strided_slice", d -> slice(d, false))
            .reject("C1", range(List.of(0), List.of(1, 1), List.of(1)), tensor(2, 2))
            .reject("C1", range(List.of(0), List.of(1), List.of(1, 1)), tensor(2, 2))
            .reject("C2", twice().and("ellipsis_mask", 3), tensor(2, 2))
            .reject("C3", twice(), tensor(2))
            .reject("C4", range(List.of(0), List.of(1), List.of(0)), tensor(2))
            .reject("C5", backwards(), tensor(2))
            .reject("C6", single(2), tensor(2))
            .reject("C6", single(-3), tensor(2))
            .reject("C6", single(0), tensor(0)),
        OpCases.of("strided_slice_grad", d -> slice(d, true))
            .reject("C2", range(List.of(0), List.of(1, 1), List.of(1)), tensor(1), tensor(2, 2))
            .reject("C3", twice().and("ellipsis_mask", 3), tensor(1, 1), tensor(2, 2))
            .reject("C4", twice(), tensor(1, 1), tensor(2))
            .reject("C5", range(List.of(0), List.of(1), List.of(0)), tensor(1), tensor(2))
            .reject("C6", backwards(), tensor(), tensor(2))
            .reject("C7", single(2), tensor(), tensor(2))
            .reject("C8", single(1), tensor(1), tensor(2)));
  }

  private static Attributes range(List<Integer> begin, List<Integer> end, List<Integer> strides) {
    return Attributes.of("begin", begin).and("end", end).and("strides", strides);
  }

  private static Attributes twice() {
    return range(List.of(0, 0), List.of(1, 1), List.of(1, 1));
  }

  private static Attributes backwards() {
    return range(List.of(1), List.of(0), List.of(-1)).and("shrink_axis_mask", 1);
  }

  private static Attributes single(int begin) {
    return range(List.of(begin), List.of(0), List.of(1)).and("shrink_axis_mask", 1);
  }

  private static Case slice(Draw d, boolean adjoint) {
    Shape input = d.shape(0, 4);
    List<Integer> begin = new ArrayList<>();
    List<Integer> end = new ArrayList<>();
    List<Integer> strides = new ArrayList<>();
    int[] masks = new int[5];
    int named = d.choose(input.rank() + 1);
    boolean ellipsis = false;
    for (int axis = 0; axis < named; ) {
      int i = begin.size();
      int kind = d.choose(8);
      // after an ellipsis the entries speak of the last dimensions
      int dim = input.dim(ellipsis ? input.rank() - named + axis : axis);
      boolean shrink = kind == 7 && dim > 0;
      if (kind == 6 && i < 6) {
        masks[3] |= 1 << i;
      } else if (kind == 5 && !ellipsis) {
        masks[2] |= 1 << i;
        ellipsis = true;
      } else {
        masks[4] |= shrink ? 1 << i : 0;
        axis++;
      }
      begin.add(shrink ? d.between(0, 2 * dim - 1) - dim : d.between(-1 - dim, dim + 1));
      end.add(d.between(-1 - dim, dim + 1));
      strides.add(shrink ? 1 : d.pick(1, 2, -1, -2, 3, 100));
      masks[0] |= d.flip() ? 1 << i : 0;
      masks[1] |= d.flip() ? 1 << i : 0;
    }
    boolean plain = strides.stream().allMatch(s -> s == 1) && d.flip();
    Attributes attrs = Attributes.of("begin", begin).and("end", end);
    attrs = plain ? attrs : attrs.and("strides", strides);
    String[] names = {
      "begin_mask", "end_mask", "ellipsis_mask", "new_axis_mask", "shrink_axis_mask"
    };
    for (int m = 0; m < names.length; m++) {
      attrs = masks[m] == 0 ? attrs : attrs.and(names[m], masks[m]);
    }
    Tensor x = d.floats(input, REAL);
    if (!adjoint) {
      return new Case("strided_slice", List.of(x), attrs);
    }
    Shape result = Call.of(OpRegistry.get("strided_slice"), List.of(x), attrs).output().shape();
    return new Case("strided_slice_grad", List.of(d.floats(result, REAL), x), attrs);
  }
}
