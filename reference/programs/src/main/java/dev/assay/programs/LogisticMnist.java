package dev.assay.programs;

import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.ops.linalg.LinAlg;
import dev.assay.engine.ops.nn.Nn;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.programs.Classifier.Feed;
import dev.assay.programs.data.Digits;

/**
 * Logistic regression: {@code softmax(x·W + b)} are the probabilities of the ten digits, the mean
 * of their cross entropies with the labels is the loss. W and b begin at zero.
 */
final class LogisticMnist implements Program {
  @Override
  public String name() {
    return "logistic-mnist";
  }

  @Override
  public String summary() {
    return "logistic regression on digits (tutorial 19); data: a folder laid out like MNIST";
  }

  @Override
  public Defaults defaults(Origin origin) {
    return Defaults.batches(origin == Origin.EMBEDDED ? 30 : 60, 50, 0.05, "gradient-descent");
  }

  @Override
  public Result run(Task task) {
    Digits digits = Digits.of(task.settings().data(), task.settings().seed());

    Graph g = task.graph();
    Symbol x = g.placeholder("x", DType.FLOAT32, Shape.of(-1, 784));
    Symbol y = g.placeholder("y", DType.INT64, Shape.of(-1));
    Variable weights = g.variable("weights", Tensor.zeros(DType.FLOAT32, Shape.of(784, 10)));
    Variable biases = g.variable("biases", Tensor.zeros(DType.FLOAT32, Shape.of(10)));
    Tensor logits = Nn.biasAdd(LinAlg.matmul(x, weights.read()), biases.read());
    Tensor entropies = Nn.sparseSoftmaxCrossEntropyWithLogits(y, logits);

    try (Training training = task.train(g, Reduce.mean(entropies))) {
      return new Classifier(x, y, logits, entropies)
          .fit(task, training, Feed.of(digits, task.settings()));
    }
  }
}
