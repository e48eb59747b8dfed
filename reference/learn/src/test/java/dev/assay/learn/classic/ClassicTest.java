package dev.assay.learn.classic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.grad.GradientTape;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.ops.random.Random;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.learn.classic.Backpropagation.Layer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassicTest {
  @Test
  void aLayerThatIsMissingIsATypedError() {
    List<Backpropagation.Layer> layers = Arrays.asList((Backpropagation.Layer) null);
    Tensor x = Tensor.of(new float[][] {{1}});
    assertThrows(ValueException.class, () -> Backpropagation.predict(layers, x));
  }

  /** A, B, C and a bias; AB + BC. */
  private static final Tensor INPUTS =
      Tensor.of(
          new float[][] {
            {1, 1, 1, 1}, {1, 1, 0, 1}, {1, 0, 1, 1}, {1, 0, 0, 1},
            {0, 1, 1, 1}, {0, 1, 0, 1}, {0, 0, 1, 1}, {0, 0, 0, 1}
          });

  private static final Tensor OUTPUTS =
      Tensor.of(new float[][] {{1}, {1}, {0}, {0}, {1}, {0}, {0}, {0}});

  @Test
  void thePerceptronLearnsABOrBC() {
    Graph g = new Graph();
    Variable w = g.variable("w", Tensor.of(new float[][] {{2}, {-1}, {0.5f}, {1}}));
    Symbol error = Symbol.of(Perceptron.meanError(w.read(), INPUTS, OUTPUTS));
    Symbol train = w.assign(Perceptron.step(w.read(), INPUTS, OUTPUTS, 0.4));
    Tensor eager = w.initialValue();
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      int epochs = 0;
      while (s.run(error).toDouble() > 0 && epochs < 100) {
        s.run(train);
        eager = Perceptron.step(eager, INPUTS, OUTPUTS, 0.4);
        assertTrue(eager.sameAs(s.valueOf(w)));
        epochs++;
      }
      assertTrue(epochs > 0 && epochs < 100, "after " + epochs + " epochs");
      assertTrue(OUTPUTS.sameAs(Perceptron.predict(s.valueOf(w), INPUTS)));
    }
  }

  /** No plane parts the two classes of exclusive or. */
  @Test
  void thePerceptronDoesNotLearnExclusiveOr() {
    Tensor x = Tensor.of(new float[][] {{0, 0, 1}, {0, 1, 1}, {1, 0, 1}, {1, 1, 1}});
    Tensor y = Tensor.of(new float[][] {{0}, {1}, {1}, {0}});
    Tensor w = Tensor.of(new float[][] {{0.1f}, {-0.2f}, {0.3f}});
    for (int i = 0; i < 100; i++) {
      w = Perceptron.step(w, x, y, 0.4);
      assertTrue(Perceptron.meanError(w, x, y).toDouble() > 0);
    }
  }

  @Test
  void theThresholdDecidesForOneAtZero() {
    Tensor y = Perceptron.threshold(Tensor.of(new double[] {-1e-300, -0.0, 0, 2, Double.NaN}));
    assertEquals("[0. 1. 1. 1. 0.]", y.toString());
    assertThrows(
        ShapeException.class,
        () -> Perceptron.step(Tensor.of(new float[4][2]), INPUTS, OUTPUTS, 1));
  }

  @Test
  void rosenblattsStepMovesOnMistakesAlone() {
    Perceptron.Line line = new Perceptron.Line(Tensor.of(new double[2]), Tensor.of(0.0));
    Tensor x = Tensor.of(new double[] {2, -1});
    Perceptron.Line first = Perceptron.step(line, x, Tensor.of(-1.0), 0.5);
    assertEquals("[-1.   0.5]", first.w().toString());
    assertEquals(-0.5, first.b().toDouble());
    Perceptron.Line second = Perceptron.step(first, x, Tensor.of(-1.0), 0.5);
    assertTrue(first.w().sameAs(second.w()));
    assertTrue(first.b().sameAs(second.b()));
  }

  private static Tensor normal(long seed, int... dims) {
    return Random.statelessRandomNormal(
        Shape.of(dims), Tensor.of(new long[] {seed, 0}), 0, 1, DType.FLOAT64);
  }

  private static final List<Layer> NETWORK =
      List.of(
          new Layer(normal(1, 4, 5), normal(2, 5)),
          new Layer(normal(3, 5, 3), normal(4, 3)),
          new Layer(normal(5, 3, 2), normal(6, 2)));

  @Test
  void handWrittenGradientsAreTheTapes() {
    Tensor x = normal(7, 6, 4);
    Tensor y = normal(8, 6, 2);
    List<Layer> byHand = Backpropagation.gradients(NETWORK, x, y);
    for (int l = 0; l < NETWORK.size(); l++) {
      Layer layer = NETWORK.get(l);
      try (GradientTape tape = GradientTape.openPersistent()) {
        tape.watch(layer.weights(), layer.bias());
        Tensor loss = Backpropagation.loss(NETWORK, x, y);
        assertNear(tape.gradient(loss, layer.weights()), byHand.get(l).weights());
        assertNear(tape.gradient(loss, layer.bias()), byHand.get(l).bias());
      }
    }
  }

  /** Sums of at most 6·5·3 products of three layers, in another order: some hundred roundings. */
  private static void assertNear(Tensor tape, Tensor hand) {
    assertEquals(tape.shape(), hand.shape());
    double[] expected = tape.toDoubles();
    double[] got = hand.toDoubles();
    double scale = 0;
    for (double v : expected) {
      scale = Math.max(scale, Math.abs(v));
    }
    for (int i = 0; i < got.length; i++) {
      assertEquals(expected[i], got[i], 256 * Math.ulp(Math.max(scale, 1)));
    }
  }

  @Test
  void stepsOfTheGraphAreStepsAtOnceAndTheLossFalls() {
    Tensor x = normal(7, 6, 4);
    Tensor y = Perceptron.threshold(normal(8, 6, 2));
    Graph g = new Graph();
    Symbol fed = g.placeholder("x", DType.FLOAT64, Shape.of(-1, 4));
    List<Variable> weights = NETWORK.stream().map(l -> g.variable("w", l.weights())).toList();
    List<Variable> biases = NETWORK.stream().map(l -> g.variable("b", l.bias())).toList();
    List<Layer> read =
        List.of(
            new Layer(weights.get(0).read(), biases.get(0).read()),
            new Layer(weights.get(1).read(), biases.get(1).read()),
            new Layer(weights.get(2).read(), biases.get(2).read()));
    List<Layer> next = Backpropagation.step(read, fed, y, 0.5);
    Symbol[] writes = new Symbol[6];
    for (int l = 0; l < 3; l++) {
      writes[l] = weights.get(l).assign(next.get(l).weights());
      writes[l + 3] = biases.get(l).assign(next.get(l).bias());
    }
    List<Layer> eager = NETWORK;
    double before = Backpropagation.loss(eager, x, y).toDouble();
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      for (int i = 0; i < 50; i++) {
        s.run(g.group("train", writes), Map.of(fed, x));
        eager = Backpropagation.step(eager, x, y, 0.5);
      }
      for (int l = 0; l < 3; l++) {
        assertTrue(eager.get(l).weights().sameAs(s.valueOf(weights.get(l))));
        assertTrue(eager.get(l).bias().sameAs(s.valueOf(biases.get(l))));
      }
    }
    assertTrue(Backpropagation.loss(eager, x, y).toDouble() < before / 2);
  }

  @Test
  void wrongArguments() {
    Tensor x = normal(7, 6, 4);
    assertThrows(ValueException.class, () -> Backpropagation.predict(List.of(), x));
    assertThrows(
        ShapeException.class, () -> Backpropagation.gradients(NETWORK, x, normal(8, 6, 1)));
    assertThrows(
        ShapeException.class,
        () -> Backpropagation.loss(NETWORK, normal(7, 6, 3), normal(8, 6, 2)));
    assertThrows(ValueException.class, () -> new Layer(x, null));
  }

  @Test
  void anEmptyBatchHasGradientsOfZero() {
    List<Layer> zeros = Backpropagation.gradients(NETWORK, normal(7, 0, 4), normal(8, 0, 2));
    assertEquals("[0. 0. 0. 0. 0.]", zeros.get(0).bias().toString());
  }
}
