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
import dev.assay.programs.data.Points;

/**
 * A surface {@code z = (x·w)²} for which the sum of the squares {@code (z − (x·w)²)²} is least. The
 * points are the book's six; with data, those of a table whose last column is z.
 *
 * <p>From the book's w = (2, 2) its learning rate of 0.005 diverges: the point (5, 8, 10) alone
 * gives a slope of −2·(10 − 26²)·2·26·8 ≈ 554,000. The default is small enough.
 */
final class NonlinearRegression implements Program {
  @Override
  public String name() {
    return "nonlinear-regression";
  }

  @Override
  public String summary() {
    return "a parabolic surface through six points (book 4.2); data: a table, z in the last column";
  }

  @Override
  public Defaults defaults(Origin origin) {
    return Defaults.wholeBatch(3000, 3e-6, "gradient-descent");
  }

  @Override
  public Result run(Task task) {
    Examples points = task.settings().data().map(Points::read).orElseGet(Points::plane);
    int axes = points.inputs().shape().dim(1);

    Graph g = task.graph();
    Symbol x = g.placeholder("x", DType.FLOAT32, Shape.of(-1, axes));
    Symbol z = g.placeholder("z", DType.FLOAT32, Shape.of(-1, 1));
    Variable w = g.variable("w", Creation.fill(Shape.of(axes, 1), Tensor.of(2f)));
    Tensor surface = Maths.square(LinAlg.matmul(x, w.read()));
    Tensor squares = Maths.square(Maths.subtract(z, surface));
    Tensor loss = Reduce.sum(squares);

    try (Training training = task.train(g, loss)) {
      training.fit(
          points.whole(),
          training.every(500, () -> "w " + ArrayOps.squeeze(training.value(w), 1)),
          x,
          z);
      Result result =
          training.result().and("train_loss", training.mean(squares, points.whole(), x, z));
      double[] slopes = training.value(w).toDoubles();
      for (int i = 0; i < slopes.length; i++) {
        result = result.and("w" + (i + 1), slopes[i]);
      }
      return result;
    }
  }
}
