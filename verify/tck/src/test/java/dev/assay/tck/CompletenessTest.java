package dev.assay.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.op.AttributeSpec;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.DTypes;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.cases.CaseRegistry;
import dev.assay.tck.cases.Choices;
import dev.assay.tck.cases.Draw;
import dev.assay.tck.cases.OpCases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Walks the registry: every operation has all its parts. */
class CompletenessTest {
  /** Families of operations whose kernels have tiles, all of them. */
  private static final Set<String> LARGE =
      Set.of("array", "control", "elementwise", "nn", "reduce", "train", "window");

  /** They make tensors. */
  private static final List<String> WITHOUT_LARGE_INPUTS =
      List.of("constant", "eye", "fill", "linspace", "ones", "range", "zeros");

  @TestFactory
  Stream<DynamicTest> everyOperationIsComplete() {
    return OpRegistry.all().stream()
        .map(
            op ->
                DynamicTest.dynamicTest(
                    op.name(), () -> assertEquals(List.of(), Completeness.gaps(op))));
  }

  @Test
  void thereAreAtLeast150() {
    assertTrue(OpRegistry.all().size() >= 150, OpRegistry.all().size() + " operations");
  }

  /** An operation that has nothing but its name: each missing part is reported. */
  @Test
  void eachMissingPartIsReported() {
    Op bare =
        Op.define("no_such_op")
            .input("x", DTypes.FLOATS, "")
            .attr("k", AttributeSpec.Type.INT, "")
            .require(Kind.SHAPE, "x.rank = 1", o -> o.shape(0).rank() == 1)
            .build();
    assertEquals(
        List.of(
            "no formula",
            "input x has no description",
            "attribute k has no description",
            "input x has neither a derivative nor a reason for having none",
            "no specification",
            "no generator"),
        Completeness.gaps(bare));
  }

  /** A registered operation that gains a constraint without a negative case. */
  @Test
  void aConstraintWithoutNegativeCaseIsReported() {
    Op matmul = OpRegistry.get("matmul");
    Op.Builder b = Op.define("matmul").formula(matmul.formula());
    for (int i = 0; i < 12; i++) {
      b.require(Kind.SHAPE, "new constraint " + i, o -> true);
    }
    assertTrue(Completeness.gaps(b.build()).contains("(C12) new constraint 11: no negative case"));
  }

  /** Where loops have tiles to cross, cases cross them; such cases are as valid as small ones. */
  @Test
  void largeCasesAreValidAndLarge() {
    List<String> small = new ArrayList<>();
    for (Op op : OpRegistry.all()) {
      OpCases cases = CaseRegistry.find(op.name()).orElseThrow();
      int longest = 0;
      for (int i = 0; i < 24; i++) {
        Choices choices = Choices.seeded(3, op.name(), i);
        Draw draw = new Draw(choices, DType.FLOAT32, Draw.Values.TILES);
        for (Tensor x : cases.draw(draw).call().inputs()) {
          longest = Math.max(longest, Arrays.stream(x.shape().dims()).max().orElse(0));
        }
      }
      if (longest < 31 && LARGE.contains(OpRegistry.family(op))) {
        small.add(op.name());
      }
    }
    assertEquals(WITHOUT_LARGE_INPUTS, small);
  }
}
