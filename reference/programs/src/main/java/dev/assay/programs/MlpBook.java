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
import dev.assay.learn.variable.Initializers;
import dev.assay.learn.variable.VariableScope;
import dev.assay.programs.Classifier.Feed;
import dev.assay.programs.data.DigitRecords;

/**
 * The book's network: 784 pixels from TFRecord files, 200 hidden units with a logistic function, 10
 * outputs; the loss is the sum of the batch's cross entropies, Adam moves. Weights and biases begin
 * as normal numbers of deviation 1, batches are of three images, shuffled through a buffer of 1000.
 */
final class MlpBook implements Program {
  private static final int BUFFER = 1000;

  @Override
  public String name() {
    return "mlp-book";
  }

  @Override
  public String summary() {
    return "a network 784-200-10 on TFRecord files (book 6.3.3); data: a folder of them, of MNIST,"
        + " or an empty one";
  }

  @Override
  public Defaults defaults(Origin origin) {
    return Defaults.batches(origin == Origin.EMBEDDED ? 10 : 3, 3, 0.001, "adam");
  }

  @Override
  public Result run(Task task) {
    try (Scratch scratch = Scratch.folder()) {
      return run(
          task,
          DigitRecords.in(
              task.settings().data().orElse(scratch.path()),
              scratch.path(),
              task.settings().seed()));
    }
  }

  private static Result run(Task task, DigitRecords records) {
    Graph g = task.graph();
    VariableScope scope = VariableScope.of(g).initializer(Initializers.normal(0, 1));
    Symbol x = g.placeholder("x", DType.FLOAT32, Shape.of(-1, 784));
    Symbol y = g.placeholder("y", DType.INT64, Shape.of(-1));
    Variable w1 = scope.getVariable("w1", Shape.of(784, 200));
    Variable b1 = scope.getVariable("b1", Shape.of(200));
    Variable w2 = scope.getVariable("w2", Shape.of(200, 10));
    Variable b2 = scope.getVariable("b2", Shape.of(10));
    Tensor hidden = Nn.sigmoid(Nn.biasAdd(LinAlg.matmul(x, w1.read()), b1.read()));
    Tensor logits = Nn.biasAdd(LinAlg.matmul(hidden, w2.read()), b2.read());
    Tensor entropies = Nn.sparseSoftmaxCrossEntropyWithLogits(y, logits);

    int batch = task.settings().batch().orElseThrow();
    Feed feed =
        new Feed(
            records.training().shuffle(BUFFER, task.settings().seed()).batch(batch),
            (records.count() + batch - 1) / batch,
            records.training().batch(Classifier.AT_ONCE),
            records.test().map(images -> images.batch(Classifier.AT_ONCE)));
    try (Training training = task.train(g, Reduce.sum(entropies))) {
      return new Classifier(x, y, logits, entropies).fit(task, training, feed);
    }
  }
}
