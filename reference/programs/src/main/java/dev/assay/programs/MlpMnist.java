package dev.assay.programs;

import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.nn.Nn;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.learn.layer.Layers;
import dev.assay.learn.variable.VariableScope;
import dev.assay.programs.Classifier.Feed;
import dev.assay.programs.data.Digits;

/**
 * Three layers of 256, 128 and 10, ReLU behind the first two; the loss is the squared distance of
 * the outputs from the one-hot labels, summed over the digits, the mean over the images.
 *
 * <p>Pixels stay in [0, 1]. The blog moves them to [−1, 1], which makes most of them −1: after as
 * many epochs two of a hundred images more are told wrongly.
 */
final class MlpMnist implements Program {
  @Override
  public String name() {
    return "mlp-mnist";
  }

  @Override
  public String summary() {
    return "a network 784-256-128-10 on digits (blog 2.6); data: a folder laid out like MNIST";
  }

  @Override
  public Defaults defaults(Origin origin) {
    return Defaults.batches(5, 50, 0.001, "adam");
  }

  @Override
  public Result run(Task task) {
    Digits digits = Digits.of(task.settings().data(), task.settings().seed());

    Graph g = task.graph();
    VariableScope scope = VariableScope.of(g);
    Symbol x = g.placeholder("x", DType.FLOAT32, Shape.of(-1, 784));
    Symbol y = g.placeholder("y", DType.INT64, Shape.of(-1));
    Tensor h1 = Layers.dense(scope.scope("hidden1"), x, 256, Nn::relu);
    Tensor h2 = Layers.dense(scope.scope("hidden2"), h1, 128, Nn::relu);
    Tensor out = Layers.dense(scope.scope("out"), h2, 10);
    Tensor squares = Maths.square(Maths.subtract(out, Creation.oneHot(y, 10)));
    Tensor losses = Reduce.sum(squares, false, 1);

    try (Training training = task.train(g, Reduce.mean(losses))) {
      return new Classifier(x, y, out, losses)
          .fit(task, training, Feed.of(digits, task.settings()));
    }
  }
}
