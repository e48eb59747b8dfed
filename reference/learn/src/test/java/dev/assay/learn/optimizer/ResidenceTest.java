package dev.assay.learn.optimizer;

import static dev.assay.engine.tensor.DType.BOOL;
import static dev.assay.engine.tensor.DType.FLOAT32;
import static dev.assay.engine.tensor.DType.INT32;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.engine.backend.Devices;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Operation;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.ops.nn.Nn;
import dev.assay.engine.ops.random.Random;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.ops.window.Window;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.learn.layer.Layers;
import dev.assay.learn.variable.VariableScope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A step of training leaves everything where it is: on the device, if it runs on one. */
class ResidenceTest {
  private static final int BATCH = 6;

  static Stream<Optimizer> optimizers() {
    return Stream.of(
        Optimizers.gradientDescent(0.1),
        Optimizers.momentum(0.1, 0.9),
        Optimizers.adam(0.01),
        Optimizers.adam(0.01).clipping(Clipping.byGlobalNorm(1)),
        Optimizers.rmsProp(0.01),
        Optimizers.adagrad(0.1));
  }

  private final Graph g = new Graph();
  private final Symbol x = g.placeholder("x", FLOAT32, Shape.of(-1, 8, 8, 2));
  private final Symbol labels = g.placeholder("labels", INT32, Shape.of(-1));
  private final Map<Symbol, Tensor> feeds = new HashMap<>();

  private static Tensor noise(int... dims) {
    return Random.statelessRandomNormal(Shape.of(dims), Tensor.of(new int[] {dims.length, 7}));
  }

  private Tensor perceptron(VariableScope scope) {
    return Layers.dense(scope.scope("hidden"), Layers.flatten(x), 16, Nn::relu);
  }

  private Tensor convolutional(VariableScope scope) {
    Symbol training = g.placeholder("training", BOOL, Shape.scalar());
    feeds.put(training, Tensor.of(true));
    Tensor image = Layers.conv2d(scope.scope("conv"), x, 4, 3, Window.same(), Nn::relu);
    Tensor normal = Layers.batchNorm(scope.scope("norm"), image, training);
    return Layers.dropout(Layers.flatten(Layers.maxPool2d(normal, 2)), 0.5, 3, training);
  }

  private Tensor loss(VariableScope scope, Tensor hidden) {
    feeds.put(x, noise(BATCH, 8, 8, 2));
    feeds.put(labels, Tensor.of(new int[] {0, 1, 2, 0, 1, 2}));
    Tensor logits = Layers.dense(scope.scope("logits"), hidden, 3);
    return Reduce.mean(Nn.sparseSoftmaxCrossEntropyWithLogits(labels, logits));
  }

  private void steps(Optimizer optimizer, Function<VariableScope, Tensor> net) {
    VariableScope scope = VariableScope.of(g);
    Tensor loss = loss(scope, net.apply(scope));
    Operation step =
        optimizer
            .learningRate(Schedules.exponentialDecay(0.1, 2, 0.5, false))
            .minimize(loss, GlobalStep.make(g));
    Operation average = MovingAverage.of(0.9).apply(g.trainableVariables());
    RemoteBackend remote = new RemoteBackend();
    try (Session s = new Session(g)) {
      Devices.with(
          remote,
          () -> {
            s.run(g.variablesInitializer());
            s.run(step, feeds);
            s.run(average);
            int copied = remote.copiedIn();
            for (int i = 0; i < 3; i++) {
              s.run(step, feeds);
              s.run(average);
            }
            assertEquals(copied, remote.copiedIn(), "nothing new was copied to the device");
            assertEquals(List.of(), remote.copiedOut());
            s.run(loss, feeds).toDouble();
            assertEquals(1, remote.copiedOut().size(), "the loss alone: " + remote.copiedOut());
            return 0;
          });
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void ofAPerceptron(Optimizer optimizer) {
    steps(optimizer, this::perceptron);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void ofAConvolutionalNetwork(Optimizer optimizer) {
    steps(optimizer, this::convolutional);
  }
}
