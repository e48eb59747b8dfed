package dev.assay.learn.minimal;

import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Operation;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.ops.nn.Nn;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.learn.layer.Layers;
import dev.assay.learn.metric.Metrics;
import dev.assay.learn.optimizer.Optimizers;
import dev.assay.learn.variable.Initializers;
import dev.assay.learn.variable.VariableScope;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What {@link MinimalRuntimeTest} runs: a network learns exclusive or. */
final class Example {
  private Example() {}

  public static void main(String[] args) {
    Graph g = new Graph();
    VariableScope scope = VariableScope.of(g).initializer(Initializers.glorotUniform(1));
    Symbol x = g.placeholder("x", DType.FLOAT32, Shape.of(-1, 2));
    Symbol y = g.placeholder("y", DType.FLOAT32, Shape.of(-1, 1));
    Tensor h = Layers.dense(scope.scope("h"), x, 8, Nn::tanh);
    Tensor logits = Layers.dense(scope.scope("out"), h, 1);
    Tensor loss = Reduce.mean(Nn.sigmoidCrossEntropyWithLogits(y, logits));
    Operation train = Optimizers.adam(0.05).minimize(loss);
    Tensor in = Tensor.of(new float[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}});
    Tensor out = Tensor.of(new float[][] {{0}, {1}, {1}, {0}});
    try (Session s = new Session(g);
        PrintStream stdout =
            new PrintStream(
                new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)) {
      s.run(g.variablesInitializer());
      for (int i = 0; i < 200; i++) {
        s.run(train, Map.of(x, in, y, out));
      }
      Tensor scores = s.run(Nn.sigmoid(logits), Map.of(x, in));
      stdout.println("auc " + Metrics.rankAuc(out, scores));
      stdout.println("modules " + ModuleLayer.boot().modules().size());
    }
  }
}
