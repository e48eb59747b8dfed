package dev.assay.spec;

import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.RealFieldElement;

/** Specifications of assertions, which are true or an error, and of what passes tensors on. */
public final class ControlSpecs implements SpecFamily {
  private static final Integer[] ALL_INPUTS = IntStream.range(0, 8).boxed().toArray(Integer[]::new);

  @Override
  public List<Spec> specs() {
    List<Spec> specs =
        new ArrayList<>(
            Stream.of(
                    "assert",
                    "assert_equal",
                    "assert_none_equal",
                    "assert_less",
                    "assert_less_equal",
                    "assert_greater",
                    "assert_greater_equal",
                    "assert_near",
                    "assert_positive",
                    "assert_non_negative",
                    "assert_negative",
                    "assert_non_positive",
                    "assert_rank",
                    "assert_rank_at_least",
                    "assert_rank_in",
                    "assert_shapes")
                .map(op -> Spec.exact(op, (inputs, attrs) -> List.of(Tensor.of(true))))
                .toList());
    specs.add(Spec.many("identity_n", ControlSpecs::identityN).affineIn(ALL_INPUTS));
    specs.add(Spec.unary("print", ControlSpecs::same).affineIn(0));
    return specs;
  }

  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> identityN(SpecCall<T> c) {
    return c.lifted();
  }

  private static <T extends RealFieldElement<T>> T same(Arithmetic<T> k, T x) {
    return x;
  }
}
