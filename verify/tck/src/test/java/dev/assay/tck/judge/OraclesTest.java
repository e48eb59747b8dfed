package dev.assay.tck.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.backend.ReferenceBackend;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How much each verdict on the reference rests on. */
class OraclesTest {
  private static final int CASES = 60;
  private static final int ORACLES = 4;

  /** Oracles of derivatives that share nothing with the rule they judge. */
  private static final Set<Method> OF_DERIVATIVES =
      EnumSet.of(
          Method.EXACT_ADJOINT,
          Method.DUAL_ADJOINT,
          Method.JACOBIAN,
          Method.FINITE_DIFFERENCES,
          Method.TAYLOR,
          Method.SECOND_ORDER);

  @Test
  void everyDifferentiableOperationHasAtLeastFourOraclesAndLittleIsUndecided() {
    Judge judge = new Judge(ReferenceBackend.instance(), 42, CASES);
    List<String> weak = new ArrayList<>();
    List<Failure> failures = new ArrayList<>();
    int undecided = 0;
    int decided = 0;
    for (Op op : OpRegistry.all()) {
      OpVerdict v = judge.judge(op, failures);
      undecided += v.count(Outcome.Status.INCONCLUSIVE);
      decided += v.count(Outcome.Status.PASS);
      boolean flows = op.isDifferentiable();
      long derivative =
          OF_DERIVATIVES.stream().filter(m -> v.count(m, Outcome.Status.PASS) > 0).count();
      if (flows && (v.oracles() < ORACLES || derivative < ORACLES)) {
        weak.add(op.name() + " " + v.oracles() + " of them " + derivative + " of the derivative");
      }
    }
    assertEquals(List.of(), failures);
    assertEquals(List.of(), weak);
    assertTrue(undecided <= 0.01 * decided, undecided + " undecided of " + decided);
  }
}
