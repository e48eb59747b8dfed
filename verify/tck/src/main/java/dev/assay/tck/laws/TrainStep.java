package dev.assay.tck.laws;

import static dev.assay.tck.cases.Domain.NONZERO;
import static dev.assay.tck.cases.Domain.POSITIVE;
import static dev.assay.tck.cases.Domain.PROBABILITY;
import static dev.assay.tck.cases.Domain.REAL;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.function.Consumer;

/** What a step is taken with: a variable, a gradient, rates, and slots as they are asked for. */
record TrainStep(LawCase c, Shape shape, Term var, Term grad, Term lr) {
  Term slot() {
    return c.floats(shape, REAL);
  }

  Term squares() {
    return c.floats(shape, POSITIVE);
  }

  Term zeros() {
    return c.of(Tensor.zeros(c.draw().dtype(), shape));
  }

  Term share() {
    return c.floats(Shape.scalar(), PROBABILITY);
  }

  Term number(double value) {
    return c.scalar(value);
  }

  Term op(String op, Term... inputs) {
    return c.op(op, inputs);
  }

  List<Term> step(String op, Term... inputs) {
    return c.all(op, Attributes.none(), inputs);
  }

  Term descended(Term from, Term rate, Term direction) {
    return op("apply_gradient_descent", from, rate, direction);
  }

  /** {@code var − lr·sign(grad)}: what many first steps are. */
  Term signStep() {
    return descended(var, lr, op("sign", grad));
  }

  Term squared() {
    return op("square", grad);
  }

  /** A law of steps. */
  static Law law(String name, String formula, String ops, Consumer<TrainStep> body) {
    return Law.of(
        name,
        formula,
        ops,
        c -> {
          Shape shape = c.draw().shape(0, 3);
          body.accept(
              new TrainStep(
                  c,
                  shape,
                  c.floats(shape, REAL),
                  c.floats(shape, NONZERO),
                  c.floats(Shape.scalar(), PROBABILITY)));
        });
  }
}
