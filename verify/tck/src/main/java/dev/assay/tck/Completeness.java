package dev.assay.tck;

import dev.assay.engine.op.Constraint;
import dev.assay.engine.op.Derivative;
import dev.assay.engine.op.InputSpec;
import dev.assay.engine.op.Op;
import dev.assay.spec.SpecRegistry;
import dev.assay.tck.cases.CaseRegistry;
import dev.assay.tck.cases.OpCases;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an operation still lacks before it counts as done. */
public final class Completeness {
  private Completeness() {}

  /** Everything that is missing, in words; empty for a complete operation. */
  public static List<String> gaps(Op op) {
    List<String> gaps = new ArrayList<>();
    if (op.formula().isBlank()) {
      gaps.add("no formula");
    }
    for (InputSpec input : op.inputs()) {
      if (input.doc().isBlank()) {
        gaps.add("input " + input.name() + " has no description");
      }
    }
    op.attributes().stream()
        .filter(a -> a.doc().isBlank())
        .forEach(a -> gaps.add("attribute " + a.name() + " has no description"));
    for (int i = 0; i < op.inputs().size(); i++) {
      String name = op.inputs().get(i).name();
      if (!op.states(name)) {
        gaps.add("input " + name + " has neither a derivative nor a reason for having none");
      } else if (op.derivative(i) instanceof Derivative.None none && none.reason().isBlank()) {
        gaps.add("input " + name + " has no derivative and no reason");
      }
    }
    if (SpecRegistry.find(op.name()).isEmpty()) {
      gaps.add("no specification");
    }
    Optional<OpCases> cases = CaseRegistry.find(op.name());
    if (cases.isEmpty()) {
      gaps.add("no generator");
    } else {
      for (Constraint c : op.constraints()) {
        boolean own = cases.get().rejects().stream().anyMatch(r -> r.constraint().equals(c.id()));
        if (c.kind() != Constraint.Kind.DTYPE && !own) {
          gaps.add("(" + c.id() + ") " + c.text() + ": no negative case");
        }
      }
    }
    return gaps;
  }
}
