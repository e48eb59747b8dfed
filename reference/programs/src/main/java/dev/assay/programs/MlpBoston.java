package dev.assay.programs;

import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.nn.Nn;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.learn.layer.Layers;
import dev.assay.learn.variable.VariableScope;
import dev.assay.programs.data.Examples;
import dev.assay.programs.data.Houses;
import java.util.List;

/**
 * Prices of houses by rooms, pupils per teacher and people of low status: one hidden layer of 20
 * with ReLU, a logistic function behind the output, the mean squared error as the loss. Inputs and
 * prices are moved to [0, 1] by the extremes of the training part, seven tenths of the table;
 * errors are those of the moved prices.
 */
final class MlpBoston implements Program {
  private static final double TRAINING_SHARE = 0.7;

  @Override
  public String name() {
    return "mlp-boston";
  }

  @Override
  public String summary() {
    return "a network 3-20-1 on prices of houses (tutorial 25); data: Boston's table";
  }

  @Override
  public Defaults defaults(Origin origin) {
    return Defaults.batches(1500, 100, 0.005, "adam");
  }

  @Override
  public Result run(Task task) {
    long seed = task.settings().seed();
    Examples all =
        task.settings()
            .data()
            .map(file -> Houses.read(file, "rm", "ptratio", "lstat"))
            .orElseGet(() -> Houses.made(seed));
    List<Examples> parts = all.split(TRAINING_SHARE, seed);
    Examples training = parts.get(0).scaledLike(parts.get(0));
    Examples test = parts.get(1).scaledLike(parts.get(0));

    Graph g = task.graph();
    VariableScope scope = VariableScope.of(g);
    Symbol x = g.placeholder("x", DType.FLOAT32, Shape.of(-1, 3));
    Symbol y = g.placeholder("y", DType.FLOAT32, Shape.of(-1, 1));
    Tensor hidden = Layers.dense(scope.scope("hidden"), x, 20, Nn::relu);
    Tensor price = Layers.dense(scope.scope("price"), hidden, 1, Nn::sigmoid);
    Tensor squares = Maths.squaredDifference(price, y);

    try (Training t = task.train(g, Reduce.mean(squares))) {
      int steps = training.steps(task.settings().batch());
      t.fit(
          training.epoch(task.settings().batch(), seed),
          t.every(
              150L * steps,
              () -> "train_error " + Result.text(t.mean(squares, training.whole(), x, y))),
          x,
          y);
      return t.result()
          .and("train_error", t.mean(squares, training.whole(), x, y))
          .and("test_error", t.mean(squares, test.whole(), x, y));
    }
  }
}
