package dev.assay.programs;

import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.learn.classic.Perceptron;
import dev.assay.learn.variable.Initializers;
import dev.assay.learn.variable.VariableScope;
import dev.assay.programs.data.Examples;
import dev.assay.programs.data.Points;
import java.util.List;

/**
 * A perceptron learns the truth table of AB + BC: it says 1 where {@code A·w₁ + B·w₂ + C·w₃ + b ≥
 * 0}, and after each example moves by {@code w′ = w + η·x·(y − said)}. With data, a table whose
 * last column is 0 or 1.
 */
final class TruthTable implements Program {
  @Override
  public String name() {
    return "perceptron";
  }

  @Override
  public String summary() {
    return "a perceptron learns AB + BC (tutorial 22); data: a table, 0 or 1 in the last column";
  }

  @Override
  public Defaults defaults(Origin origin) {
    return Defaults.ownRule(30, 1, 0.4);
  }

  @Override
  public Result run(Task task) {
    Examples rows = withOnes(task.settings().data().map(Points::read).orElseGet(Points::abOrBc));
    int inputs = rows.inputs().shape().dim(1);

    Graph g = task.graph();
    Symbol x = g.placeholder("x", DType.FLOAT32, Shape.of(-1, inputs));
    Symbol y = g.placeholder("y", DType.FLOAT32, Shape.of(-1, 1));
    Variable w =
        VariableScope.of(g).getVariable("w", Shape.of(inputs, 1), Initializers.normal(0, 1));
    Tensor said = Perceptron.predict(w.read(), x);
    Tensor wrong = Maths.square(Maths.subtract(y, said));
    Tensor next = Perceptron.step(w.read(), x, y, task.settings().learningRate());

    try (Training training =
        task.train(
            g,
            Reduce.mean(wrong),
            steps -> g.group("train", w.assign(next), steps.assignAdd(Tensor.of(1L))))) {
      training.fit(
          rows.epoch(task.settings().batch(), task.settings().seed()),
          training.every(
              40, () -> "error " + Result.text(training.mean(wrong, rows.whole(), x, y))),
          x,
          y);
      return training.result().and("train_error", training.mean(wrong, rows.whole(), x, y));
    }
  }

  /** The bias is one more weight, of an input that is always 1. */
  private static Examples withOnes(Examples rows) {
    Tensor ones = Creation.ones(Shape.of(rows.count(), 1), DType.FLOAT32);
    return new Examples(ArrayOps.concat(List.of(rows.inputs(), ones), 1), rows.targets());
  }
}
