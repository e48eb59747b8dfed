package dev.assay.tck.laws;

import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.cases.Case;
import dev.assay.tck.cases.CaseRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What all steps of optimizers obey. They do not depend on the units in which variables and losses
 * are measured: in units of powers of two every result is the same number, bit for bit. And every
 * element is on its own.
 */
final class TrainUnitLaws {
  private TrainUnitLaws() {}

  /**
   * The unit of an input: the variable's to the power {@code u}, the loss's to the power {@code l}.
   */
  private record Unit(int u, int l) {
    int exponent(int variable, int loss) {
      return u * variable + l * loss;
    }
  }

  private static final Unit NONE = new Unit(0, 0);
  private static final Unit VAR = new Unit(1, 0);
  private static final Unit GRAD = new Unit(-1, 1);
  private static final Unit GRAD2 = new Unit(-2, 2);

  /** The unit of a rate that is multiplied by a gradient itself. */
  private static final Unit RATE = new Unit(2, -1);

  /** The unit of a weight of var². */
  private static final Unit RIDGE = new Unit(-2, 1);

  static List<Law> all() {
    List<Law> laws = new ArrayList<>();
    laws.add(units("apply_gradient_descent", VAR, RATE, GRAD));
    laws.add(units("apply_momentum", VAR, GRAD, RATE, GRAD, NONE));
    laws.add(units("apply_adagrad", VAR, GRAD2, VAR, GRAD));
    laws.add(units("apply_adagrad_da", VAR, GRAD, GRAD2, GRAD, VAR, GRAD, RIDGE, NONE));
    laws.add(units("apply_adadelta", VAR, GRAD2, GRAD2, RATE, NONE, GRAD2, GRAD));
    laws.add(units("apply_rms_prop", VAR, GRAD2, VAR, VAR, NONE, NONE, GRAD2, GRAD));
    laws.add(units("apply_centered_rms_prop", VAR, GRAD, GRAD2, VAR, VAR, NONE, NONE, GRAD2, GRAD));
    laws.add(units("apply_adam", VAR, GRAD, GRAD2, NONE, NONE, VAR, NONE, NONE, GRAD, GRAD));
    laws.add(units("apply_ada_max", VAR, GRAD, GRAD, NONE, VAR, NONE, NONE, GRAD, GRAD));
    laws.add(
        units(
            "apply_adam_with_amsgrad",
            VAR,
            GRAD,
            GRAD2,
            GRAD2,
            NONE,
            NONE,
            VAR,
            NONE,
            NONE,
            GRAD,
            GRAD));
    laws.add(
        units("apply_adam_w", VAR, GRAD, GRAD2, NONE, NONE, VAR, NONE, NONE, GRAD, NONE, GRAD));
    laws.add(units("apply_proximal_gradient_descent", VAR, RATE, GRAD, RIDGE, GRAD));
    laws.add(units("apply_proximal_adagrad", VAR, GRAD2, VAR, GRAD, RIDGE, GRAD));
    laws.add(units("apply_ftrl", VAR, GRAD2, GRAD, GRAD, VAR, GRAD, RIDGE, RIDGE, NONE));
    for (Op op : OpRegistry.all()) {
      if (OpRegistry.family(op).equals("train")) {
        laws.add(elements(op.name()));
      }
    }
    return laws;
  }

  private static Law units(String op, Unit... units) {
    return Law.of(
        "units." + op,
        op + " in other units of the variable and of the loss is the same",
        op,
        c -> {
          Case kase = drawn(c, op);
          int variable = c.draw().between(-3, 3);
          int loss = c.draw().between(-3, 3);
          Term[] inputs = kase.inputs().stream().map(c::of).toArray(Term[]::new);
          Term[] other = inputs.clone();
          for (int i = 0; i < other.length; i++) {
            if (!units[i].equals(NONE)) {
              other[i] = c.scaled(inputs[i], units[i].exponent(variable, loss));
            }
          }
          List<Term> here = c.all(op, kase.attrs(), inputs);
          List<Term> there = c.all(op, kase.attrs(), other);
          for (int j = 0; j < here.size(); j++) {
            int exponent = units[j].exponent(variable, loss);
            c.same(there.get(j), c.scaled(here.get(j), exponent));
          }
        });
  }

  /** A case; of the leader with the square root, whose rate has the unit of the variable. */
  private static Case drawn(LawCase c, String op) {
    Case kase = CaseRegistry.find(op).orElseThrow().draw(c.draw());
    if (!op.equals("apply_ftrl")) {
      return kase;
    }
    List<Tensor> inputs = new ArrayList<>(kase.inputs());
    inputs.set(inputs.size() - 1, c.scalar(-0.5).value());
    return kase.with(inputs);
  }

  /** The step of rows in another order is its rows in that order. */
  private static Law elements(String op) {
    return Law.of(
        "rows." + op,
        op + " of rows in another order = its rows in that order",
        op,
        c -> {
          Case kase = drawn(c, op);
          Term[] straight = kase.inputs().stream().map(c::of).toArray(Term[]::new);
          List<Term> b = c.all(op, kase.attrs(), straight);
          Shape shape = straight[0].shape();
          if (shape.rank() == 0 || shape.dim(0) == 0) {
            return;
          }
          int[] order = c.permutation(shape.dim(0)).value().toInts();
          Term[] moved =
              Arrays.stream(straight)
                  .map(x -> x.shape().rank() == 0 ? x : GeneralLaws.reordered(x, order))
                  .toArray(Term[]::new);
          List<Term> a = c.all(op, kase.attrs(), moved);
          for (int j = 0; j < a.size(); j++) {
            c.alike(a.get(j), GeneralLaws.reordered(b.get(j), order));
          }
        });
  }
}
