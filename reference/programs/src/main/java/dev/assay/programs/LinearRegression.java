package dev.assay.programs;

import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.programs.data.Examples;
import dev.assay.programs.data.Houses;
import dev.assay.programs.data.Points;
import java.nio.file.Path;

/**
 * A line {@code y = w·x + b} for which the sum of the squares {@code (y − (w·x + b))²} is least.
 * The points are the book's six, all in one step; with data, rooms and prices of the houses of
 * Boston, one district a step.
 */
final class LinearRegression implements Program {
  @Override
  public String name() {
    return "linear-regression";
  }

  @Override
  public String summary() {
    return "a line through six points (book 4.1.1); data: Boston's table, prices by rooms";
  }

  @Override
  public Defaults defaults(Origin origin) {
    return origin == Origin.EMBEDDED
        ? Defaults.wholeBatch(500, 0.005, "gradient-descent")
        : Defaults.batches(100, 1, 0.001, "gradient-descent");
  }

  @Override
  public Result run(Task task) {
    Examples points = task.settings().data().map(LinearRegression::rooms).orElseGet(Points::line);
    boolean book = task.settings().data().isEmpty();
    long shown = book ? 50 : 10L * points.steps(task.settings().batch());

    Graph g = task.graph();
    Symbol x = g.placeholder("x", DType.FLOAT32, Shape.of(-1));
    Symbol y = g.placeholder("y", DType.FLOAT32, Shape.of(-1));
    Variable w = g.variable("w", Tensor.of(1f));
    Variable b = g.variable("b", Tensor.of(1f));
    Tensor line = Maths.add(Maths.multiply(w.read(), x), b.read());
    Tensor squares = Maths.square(Maths.subtract(y, line));
    Tensor loss = Reduce.sum(squares);

    try (Training training = task.train(g, loss)) {
      training.fit(
          points.epoch(task.settings().batch(), task.settings().seed()),
          training.every(shown, () -> "w " + training.value(w) + ", b " + training.value(b)),
          x,
          y);
      return training
          .result()
          .and("w", training.value(w).toDouble())
          .and("b", training.value(b).toDouble())
          .and("train_loss", training.mean(squares, points.whole(), x, y));
    }
  }

  /** Rooms, standardized, and prices: {@code [506]} each. */
  private static Examples rooms(Path file) {
    Examples houses = Houses.read(file, "rm").standardized();
    return new Examples(
        ArrayOps.squeeze(houses.inputs(), 1), ArrayOps.squeeze(houses.targets(), 1));
  }
}
