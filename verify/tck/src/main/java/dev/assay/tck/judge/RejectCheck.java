package dev.assay.tck.judge;

import dev.assay.engine.AssayException;
import dev.assay.engine.AttributeException;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint;
import dev.assay.engine.op.Op;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.cases.Case;
import dev.assay.tck.cases.Choices;
import dev.assay.tck.cases.Draw;
import dev.assay.tck.cases.OpCases;
import dev.assay.tck.cases.Reject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every numbered constraint refuses what breaks it, with its own number, the operation's name and
 * its text in the message. Constraints on element types are broken by giving each argument every
 * other type; the others by the reject set.
 */
final class RejectCheck {
  private RejectCheck() {}

  /** Judges the whole reject set of an operation. */
  static Outcome run(Op op, OpCases cases) {
    for (Constraint c : op.constraints()) {
      List<Reject> rejects =
          c.kind() == Constraint.Kind.DTYPE
              ? otherTypes(op, cases, c)
              : cases.rejects().stream().filter(r -> r.constraint().equals(c.id())).toList();
      if (rejects.isEmpty()) {
        return Outcome.fail(Method.REJECTS, "(" + c.id() + ") " + c.text() + ": no negative case");
      }
      for (Reject r : rejects) {
        Optional<String> wrong = judge(op, c, r);
        if (wrong.isPresent()) {
          return Outcome.fail(Method.REJECTS, "(" + c.id() + ") " + c.text() + ": " + wrong.get());
        }
      }
    }
    return unknownAttribute(op, cases);
  }

  private static Optional<String> judge(Op op, Constraint c, Reject r) {
    try {
      Call.of(op, r.inputs(), r.attrs());
      return Optional.of("accepted " + r.inputs() + " " + r.attrs());
    } catch (AssayException e) {
      String prefix = op.name() + " (" + c.id() + "): " + c.text();
      boolean right =
          e.constraint().equals(Optional.of(c.id())) && e.getMessage().startsWith(prefix);
      return right ? Optional.empty() : Optional.of("refused by another: " + e.getMessage());
    } catch (RuntimeException e) {
      return Optional.of("not a typed error: " + e);
    }
  }

  /** Calls that are valid but for the type of one argument and break this constraint. */
  private static List<Reject> otherTypes(Op op, OpCases cases, Constraint c) {
    List<Reject> out = new ArrayList<>();
    for (int seed = 0; seed < 4; seed++) {
      Case valid = cases.draw(new Draw(Choices.seeded(seed), DType.FLOAT64, Draw.Values.SMOOTH));
      for (int i = 0; i < valid.inputs().size(); i++) {
        for (DType t : DType.values()) {
          List<Tensor> inputs = new ArrayList<>(valid.inputs());
          inputs.set(i, Tensor.zeros(t, inputs.get(i).shape()));
          try {
            Call.of(op, inputs, valid.attrs());
          } catch (AssayException e) {
            if (e.constraint().equals(Optional.of(c.id()))) {
              out.add(new Reject(c.id(), inputs, valid.attrs()));
            }
          }
        }
      }
    }
    return out;
  }

  private static Outcome unknownAttribute(Op op, OpCases cases) {
    Case valid = cases.draw(new Draw(Choices.of(), DType.FLOAT64, Draw.Values.SMOOTH));
    Attributes odd = valid.attrs().and("no_such_attribute", 1L);
    try {
      Call.of(op, valid.inputs(), odd);
      return Outcome.fail(Method.REJECTS, "an unknown attribute was accepted");
    } catch (AttributeException e) {
      return Outcome.pass(Method.REJECTS);
    }
  }
}
