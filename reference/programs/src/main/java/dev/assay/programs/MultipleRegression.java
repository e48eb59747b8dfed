package dev.assay.programs;

import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.linalg.LinAlg;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.programs.data.Examples;
import dev.assay.programs.data.Houses;
import dev.assay.programs.data.Points;
import java.util.Map;

/**
 * A plane {@code z = x·w + b} for which the sum of the squares {@code (z − (x·w + b))²} is least.
 * The points are the book's six, all in one step; with data, the 13 features and prices of the
 * houses of Boston, one district a step.
 */
final class MultipleRegression implements Program {
  @Override
  public String name() {
    return "multiple-regression";
  }

  @Override
  public String summary() {
    return "a plane through six points (book 4.1.3); data: Boston's table, all 13 features";
  }

  @Override
  public Defaults defaults(Origin origin) {
    return origin == Origin.EMBEDDED
        ? Defaults.wholeBatch(500, 0.005, "gradient-descent")
        : Defaults.batches(100, 1, 0.001, "gradient-descent");
  }

  @Override
  public Result run(Task task) {
    boolean book = task.settings().data().isEmpty();
    Examples points =
        task.settings()
            .data()
            .map(Houses::boston)
            .map(Examples::standardized)
            .orElseGet(Points::plane);
    int features = points.inputs().shape().dim(1);
    long shown = book ? 100 : 10L * points.steps(task.settings().batch());

    Graph g = task.graph();
    Symbol x = g.placeholder("x", DType.FLOAT32, Shape.of(-1, features));
    Symbol z = g.placeholder("z", DType.FLOAT32, Shape.of(-1, 1));
    Variable w = g.variable("w", Creation.ones(Shape.of(features, 1), DType.FLOAT32));
    Variable b = g.variable("b", Tensor.of(1f));
    Tensor plane = Maths.add(LinAlg.matmul(x, w.read()), b.read());
    Tensor squares = Maths.square(Maths.subtract(z, plane));
    Tensor loss = Reduce.sum(squares);

    try (Training training = task.train(g, loss)) {
      training.fit(
          points.epoch(task.settings().batch(), task.settings().seed()),
          training.every(shown, () -> "w " + row(training.value(w)) + ", b " + training.value(b)),
          x,
          z);
      double error = training.mean(squares, points.whole(), x, z);
      Result result = training.result().and("train_loss", error);
      if (!book) {
        return result.and("r2", 1 - error / Reduce.variance(points.targets()).toDouble());
      }
      double[] slopes = training.value(w).toDoubles();
      Tensor unseen = Tensor.of(new float[][] {{6, 7}, {8, 10}});
      double[] predictions = training.value(plane, Map.of(x, unseen)).toDoubles();
      return result
          .and("w1", slopes[0])
          .and("w2", slopes[1])
          .and("b", training.value(b).toDouble())
          .and("z(6,7)", predictions[0])
          .and("z(8,10)", predictions[1]);
    }
  }

  private static Tensor row(Tensor column) {
    return ArrayOps.squeeze(column, 1);
  }
}
