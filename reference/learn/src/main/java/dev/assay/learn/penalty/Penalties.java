package dev.assay.learn.penalty;

import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.nn.Regularization;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Penalties over variables of one type, TensorFlow's {@code l1_regularizer} and its kin. */
public final class Penalties {
  private Penalties() {}

  /** {@code scale·Σ|w|} over all elements of all variables. */
  public static Tensor l1(double scale, List<Variable> variables) {
    return sum(variables, w -> Regularization.l1Regularizer(w, scale));
  }

  /** {@code scale·½Σw²} over all elements of all variables. */
  public static Tensor l2(double scale, List<Variable> variables) {
    return sum(variables, w -> Regularization.l2Regularizer(w, scale));
  }

  /** {@code scaleL1·Σ|w| + scaleL2·½Σw²} over all elements of all variables. */
  public static Tensor l1L2(double scaleL1, double scaleL2, List<Variable> variables) {
    return sum(variables, w -> Regularization.l1L2Regularizer(w, scaleL1, scaleL2));
  }

  private static Tensor sum(List<Variable> variables, UnaryOperator<Tensor> penalty) {
    if (ValueException.requireGiven(variables, "penalty: variables").isEmpty()) {
      throw new ValueException("penalty: there is no variable");
    }
    List<Tensor> terms = new ArrayList<>();
    for (Variable v : variables) {
      terms.add(penalty.apply(ValueException.requireGiven(v, "penalty: a variable").read()));
    }
    return Maths.addN(terms);
  }

  /** {@code loss + Σ penalties}. */
  public static Tensor add(Tensor loss, Tensor... penalties) {
    List<Tensor> terms = new ArrayList<>();
    terms.add(ValueException.requireGiven(loss, "penalty: loss"));
    for (Tensor p : ValueException.requireGiven(penalties, "penalty: penalties")) {
      terms.add(ValueException.requireGiven(p, "penalty: a penalty"));
    }
    return Maths.addN(terms);
  }
}
