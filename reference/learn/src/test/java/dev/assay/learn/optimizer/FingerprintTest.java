package dev.assay.learn.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Operation;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.ops.nn.Nn;
import dev.assay.engine.ops.random.Random;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.learn.layer.Layers;
import dev.assay.learn.penalty.Penalties;
import dev.assay.learn.variable.Initializers;
import dev.assay.learn.variable.VariableScope;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One training, every bit of what it leaves: the same on every Java and every machine. */
class FingerprintTest {
  private static final String SHA_256 =
      "68ef1c9afb6ed8a6763e1eb15d4a7df966ae5f0a56d332df2714eadc810c7572";

  @Test
  void aTrainingLeavesTheSameBytesEverywhere() throws Exception {
    Graph g = new Graph();
    VariableScope scope = VariableScope.of(g).initializer(Initializers.heNormal(5));
    Variable step = GlobalStep.make(g);
    Symbol x = g.placeholder("x", DType.FLOAT32, Shape.of(-1, 6));
    Symbol y = g.placeholder("y", DType.FLOAT32, Shape.of(-1, 3));
    Tensor h = Layers.dense(scope.scope("h"), x, 8, Nn::elu);
    h = Layers.batchNorm(scope.scope("bn"), h, Tensor.of(true));
    h = Layers.dropout(h, 0.25, 3, Tensor.of(true));
    Tensor logits = Layers.dense(scope.scope("out"), h, 3);
    Tensor loss =
        Penalties.add(
            Reduce.mean(Nn.softmaxCrossEntropyWithLogits(y, logits)),
            Penalties.l2(0.01, g.trainableVariables()));
    Operation train =
        Optimizers.nadam(0.01)
            .learningRate(Schedules.cosineDecay(0.05, 30, 0.1))
            .clipping(Clipping.byGlobalNorm(1))
            .minimize(loss, step);
    Tensor rows =
        Random.statelessRandomNormal(
            Shape.of(20, 6), Tensor.of(new long[] {1, 2}), 0, 1, DType.FLOAT32);
    Tensor classes =
        Nn.softmax(
            Random.statelessRandomNormal(
                Shape.of(20, 3), Tensor.of(new long[] {3, 4}), 0, 1, DType.FLOAT32));
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      for (int i = 0; i < 20; i++) {
        s.run(train, Map.of(x, rows, y, classes));
      }
      for (Variable v : g.variables()) {
        sha.update(v.name().getBytes(StandardCharsets.UTF_8));
        for (double d : s.valueOf(v).toDoubles()) {
          sha.update(ByteBuffer.allocate(8).putLong(Double.doubleToLongBits(d)).array());
        }
      }
    }
    assertEquals(SHA_256, HexFormat.of().formatHex(sha.digest()));
  }
}
