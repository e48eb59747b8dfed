package dev.assay.proof;

import static dev.assay.engine.tensor.DType.BOOL;
import static dev.assay.engine.tensor.DType.FLOAT32;
import static dev.assay.engine.tensor.DType.INT32;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Devices;
import dev.assay.engine.backend.ReferenceBackend;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Operation;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.nn.Nn;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.ops.window.Window;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.learn.layer.Layers;
import dev.assay.learn.optimizer.GlobalStep;
import dev.assay.learn.optimizer.Optimizer;
import dev.assay.learn.optimizer.Optimizers;
import dev.assay.learn.variable.Initializer;
import dev.assay.learn.variable.VariableScope;
import dev.assay.opencl.OpenClBackend;
import dev.assay.opencl.device.JoclDriver;
import dev.assay.opencl.device.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole steps of training on the device: nothing is copied on the way, nothing falls back, and the
 * numbers are the reference's.
 */
@EnabledIf(
    value = "dev.assay.opencl.OpenClBackend#hasDevices",
    disabledReason = "no OpenCL device is installed")
class TrainingTest {
  private static final int BATCH = 8;
  private static final int CLASSES = 4;
  private static final double UNIT = 0x1p-24;

  private final FaultyDriver driver = new FaultyDriver(new JoclDriver());
  private final OpenClBackend opencl = new OpenClBackend(driver, Settings.ofProperties());

  @AfterEach
  void close() {
    opencl.close();
  }

  /** A network on placeholders, with what they are fed. */
  static final class Net {
    final Graph graph = new Graph();
    final Symbol x = graph.placeholder("x", FLOAT32, Shape.of(-1, 6, 6, 2));
    final Symbol labels = graph.placeholder("labels", INT32, Shape.of(-1));
    final Map<Symbol, Tensor> feeds = new HashMap<>();
    final Symbol loss;
    final Operation step;

    Net(
        BiFunction<Net, VariableScope, Tensor> logits,
        BiFunction<Net, Tensor, Tensor> loss,
        Optimizer optimizer) {
      feeds.put(x, eighths(FLOAT32, Shape.of(BATCH, 6, 6, 2), 1));
      feeds.put(labels, Tensor.of(new int[] {0, 1, 2, 3, 0, 1, 2, 3}));
      VariableScope scope = VariableScope.of(graph).initializer(DYADIC);
      this.loss = (Symbol) loss.apply(this, logits.apply(this, scope));
      this.step = optimizer.minimize(this.loss, GlobalStep.make(graph));
    }
  }

  /** Variables that begin as multiples of 1/8 below 1. */
  private static final Initializer DYADIC =
      (shape, dtype, draws) -> eighths(dtype, shape, shape.elements());

  private static Tensor eighths(DType dtype, Shape shape, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] v = random.ints(shape.elements(), -7, 8).mapToDouble(i -> i / 8.0).toArray();
    return Tensor.of(dtype, shape, v);
  }

  private static Tensor perceptron(Net net, VariableScope scope) {
    Tensor hidden = Layers.dense(scope.scope("hidden"), Layers.flatten(net.x), 16, Nn::relu);
    return Layers.dense(scope.scope("logits"), hidden, CLASSES);
  }

  private static Tensor convolutional(Net net, VariableScope scope) {
    Tensor image = Layers.conv2d(scope.scope("conv"), net.x, 4, 3, Window.same(), Nn::relu);
    Tensor small = Layers.flatten(Layers.maxPool2d(image, 2));
    return Layers.dense(scope.scope("logits"), small, CLASSES);
  }

  private static Tensor normalized(Net net, VariableScope scope) {
    Symbol training = net.graph.placeholder("training", BOOL, Shape.scalar());
    net.feeds.put(training, Tensor.of(true));
    Tensor image = Layers.conv2d(scope.scope("conv"), net.x, 4, 3, Window.same(), Nn::relu);
    Tensor normal = Layers.batchNorm(scope.scope("norm"), image, training);
    Tensor small = Layers.flatten(Layers.maxPool2d(normal, 2));
    Tensor some = Layers.dropout(small, 0.25, 3, training);
    return Layers.dense(scope.scope("logits"), some, CLASSES);
  }

  private static Tensor squares(Net net, Tensor logits) {
    return Reduce.mean(Maths.square(Maths.subtract(logits, Creation.oneHot(net.labels, CLASSES))));
  }

  private static Tensor crossEntropy(Net net, Tensor logits) {
    return Reduce.mean(Nn.sparseSoftmaxCrossEntropyWithLogits(net.labels, logits));
  }

  static Stream<Net> exact() {
    return Stream.of(
        new Net(TrainingTest::perceptron, TrainingTest::squares, Optimizers.gradientDescent(0.125)),
        new Net(TrainingTest::perceptron, TrainingTest::squares, Optimizers.momentum(0.125, 0.5)),
        new Net(
            TrainingTest::convolutional, TrainingTest::squares, Optimizers.gradientDescent(0.125)),
        new Net(TrainingTest::convolutional, TrainingTest::squares, Optimizers.momentum(0.5, 0.5)));
  }

  static Stream<Net> rounded() {
    return Stream.of(
        new Net(
            TrainingTest::perceptron, TrainingTest::crossEntropy, Optimizers.gradientDescent(0.1)),
        new Net(
            TrainingTest::convolutional,
            TrainingTest::crossEntropy,
            Optimizers.momentum(0.05, 0.9)),
        new Net(TrainingTest::normalized, TrainingTest::crossEntropy, Optimizers.adam(0.01)));
  }

  /** The losses and the variables after each step. */
  private static List<List<Tensor>> run(Net net, Backend backend, int steps) {
    return Devices.with(
        backend,
        () -> {
          List<List<Tensor>> after = new ArrayList<>();
          try (Session s = new Session(net.graph)) {
            s.run(net.graph.variablesInitializer());
            for (int i = 0; i < steps; i++) {
              List<Tensor> values = new ArrayList<>(List.of(s.run(net.loss, net.feeds)));
              s.run(net.step, net.feeds);
              net.graph.trainableVariables().forEach(v -> values.add(s.run(v.read())));
              values.forEach(Tensor::host);
              after.add(values);
            }
          }
          return after;
        });
  }

  /**
   * Data and variables are small multiples of 1/8, so that every number of the first step is exact
   * in binary32, in whatever order it is summed: the tolerance is 0.
   */
  @ParameterizedTest
  @MethodSource("exact")
  void aStepOfExactNumbersHasTheReferencesBits(Net net) {
    assertStepHasTheReferencesBits(net, opencl);
  }

  static void assertStepHasTheReferencesBits(Net net, Backend backend) {
    List<Tensor> expected = run(net, ReferenceBackend.instance(), 1).get(0);
    List<Tensor> got = run(net, backend, 1).get(0);
    assertEquals(expected.size(), got.size());
    for (int i = 0; i < got.size(); i++) {
      assertTrue(expected.get(i).sameAs(got.get(i)), expected.get(i) + " but " + got.get(i));
    }
  }

  /**
   * The losses of a short run. A step moves the variables by a gradient that errs by 64 u of what
   * it is made of, the judge's constant, and the loss by no more than that of its first value.
   */
  @ParameterizedTest
  @MethodSource("rounded")
  void aShortRunReachesTheSameLoss(Net net) {
    int steps = 40;
    List<List<Tensor>> expected = run(net, ReferenceBackend.instance(), steps);
    List<List<Tensor>> got = run(net, opencl, steps);
    double first = expected.get(0).get(0).toDouble();
    for (int i = 0; i < steps; i++) {
      double e = expected.get(i).get(0).toDouble();
      double g = got.get(i).get(0).toDouble();
      assertEquals(e, g, 64 * UNIT * (i + 1) * first, "step " + i);
    }
    assertTrue(got.get(steps - 1).get(0).toDouble() < first / 2, "it learns");
  }

  @ParameterizedTest
  @MethodSource("rounded")
  void aStepCopiesNothing(Net net) {
    Devices.with(
        opencl,
        () -> {
          try (Session s = new Session(net.graph)) {
            s.run(net.graph.variablesInitializer());
            s.run(net.step, net.feeds);
            long reads = driver.count(FaultyDriver.What.READ);
            long writes = driver.count(FaultyDriver.What.WRITE);
            long launches = driver.count(FaultyDriver.What.LAUNCH);
            for (int i = 0; i < 3; i++) {
              s.run(net.step, net.feeds);
            }
            assertEquals(0, driver.count(FaultyDriver.What.READ) - reads, "copies from it");
            assertEquals(0, driver.count(FaultyDriver.What.WRITE) - writes, "copies to it");
            assertTrue(driver.count(FaultyDriver.What.LAUNCH) > launches, "it worked");
            assertTrue(Double.isFinite(s.run(net.loss, net.feeds).toDouble()));
          }
          return 0;
        });
  }
}
