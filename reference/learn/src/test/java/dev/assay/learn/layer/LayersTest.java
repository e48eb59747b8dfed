package dev.assay.learn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.AttributeException;
import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.grad.Gradients;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Operation;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.nn.Nn;
import dev.assay.engine.ops.nn.Normalization;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.ops.window.Window;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.learn.optimizer.Optimizers;
import dev.assay.learn.variable.Initializers;
import dev.assay.learn.variable.Reuse;
import dev.assay.learn.variable.VariableScope;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayersTest {
  private final Graph g = new Graph();
  private final VariableScope scope =
      VariableScope.of(g).initializer(Initializers.glorotUniform(1));
  private final Symbol training = g.placeholder("training", DType.BOOL, Shape.scalar());

  @Test
  void denseIsAnAffineMapAndAnActivation() {
    Symbol x = g.placeholder("x", DType.FLOAT64, Shape.of(-1, 2));
    VariableScope known =
        scope
            .scope("h")
            .initializer(Initializers.value(Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}})));
    Tensor y = Layers.dense(known, x, 3, Nn::relu);
    assertEquals(Shape.of(-1, 3), y.shape());
    assertEquals(
        List.of("h/kernel", "h/bias"), g.variables().stream().map(Variable::name).toList());
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      Tensor fed = Tensor.of(new double[][] {{1, 1}, {2, -1}});
      assertArrayEquals(new double[] {5, 7, 9, 0, 0, 0}, s.run(y, Map.of(x, fed)).toDoubles());
      assertEquals(
          Shape.of(0, 3), s.run(y, Map.of(x, Tensor.zeros(DType.FLOAT64, Shape.of(0, 2)))).shape());
    }
  }

  @Test
  void layersOfAReusingScopeShareTheirVariables() {
    Symbol x = g.placeholder("x", DType.FLOAT32, Shape.of(-1, 2));
    Tensor first = Layers.dense(scope.scope("h"), x, 3);
    assertThrows(ValueException.class, () -> Layers.dense(scope.scope("h"), x, 3));
    Tensor again = Layers.dense(scope.scope("h").reuse(Reuse.ALWAYS), x, 3);
    assertEquals(2, g.variables().size());
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      List<Tensor> both =
          s.run(List.of(first, again), Map.of(x, Tensor.of(new float[][] {{1, 2}})));
      assertTrue(both.get(0).sameAs(both.get(1)));
    }
  }

  @Test
  void aSmallNetworkOfConvolutionsLearns() {
    Symbol x = g.placeholder("x", DType.FLOAT32, Shape.of(-1, 6, 6, 1));
    Symbol y = g.placeholder("y", DType.FLOAT32, Shape.of(-1, 2));
    Tensor c = Layers.conv2d(scope.scope("conv"), x, 3, 3, Window.same(), Nn::relu);
    assertEquals(Shape.of(-1, 6, 6, 3), c.shape());
    Tensor p = Layers.maxPool2d(c, 2);
    assertEquals(Shape.of(-1, 3, 3, 3), p.shape());
    Tensor f = Layers.flatten(p);
    assertEquals(Shape.of(-1, 27), f.shape());
    Tensor logits = Layers.dense(scope.scope("out"), Layers.dropout(f, 0.25, 3, training), 2);
    Tensor loss = Reduce.mean(Nn.softmaxCrossEntropyWithLogits(y, logits));
    Operation train = Optimizers.adam(0.02).minimize(loss);
    // bars that lie and bars that stand
    float[][][][] bars = new float[8][6][6][1];
    float[][] labels = new float[8][2];
    for (int i = 0; i < 8; i++) {
      for (int k = 0; k < 6; k++) {
        if (i < 4) {
          bars[i][i + 1][k][0] = 1;
        } else {
          bars[i][k][i - 3][0] = 1;
        }
      }
      labels[i][i / 4] = 1;
    }
    Map<Tensor, Tensor> learning =
        Map.of(x, Tensor.of(bars), y, Tensor.of(labels), training, Tensor.of(true));
    Map<Tensor, Tensor> using =
        Map.of(x, Tensor.of(bars), y, Tensor.of(labels), training, Tensor.of(false));
    try (Session s = new Session(g);
        Session twin = new Session(g)) {
      s.run(g.variablesInitializer());
      twin.run(g.variablesInitializer());
      double before = s.run(loss, using).toDouble();
      for (int i = 0; i < 60; i++) {
        s.run(train, learning);
        twin.run(train, learning);
      }
      double after = s.run(loss, using).toDouble();
      assertTrue(after < before / 10, before + " and then " + after);
      for (Variable v : g.variables()) {
        assertTrue(s.valueOf(v).sameAs(twin.valueOf(v)), v.name());
      }
    }
  }

  @Test
  void dropoutDropsInTrainingAlone() {
    Symbol x = g.placeholder("x", DType.FLOAT32, Shape.of(-1));
    Tensor y = Layers.dropout(x, 0.5, 7, training);
    Tensor ones = Creation.ones(Shape.of(64), DType.FLOAT32);
    try (Session s = new Session(g)) {
      assertTrue(ones.sameAs(s.run(y, Map.of(x, ones, training, Tensor.of(false)))));
      int kept = 0;
      for (double v : s.run(y, Map.of(x, ones, training, Tensor.of(true))).toDoubles()) {
        assertTrue(v == 0 || v == 2);
        kept += v == 2 ? 1 : 0;
      }
      assertTrue(kept > 0 && kept < 64);
    }
  }

  @Test
  void batchNormalizationLearnsItsAveragesByItself() {
    Symbol x = g.placeholder("x", DType.FLOAT64, Shape.of(-1, 2));
    Tensor y = Layers.batchNorm(scope.scope("bn"), x, training);
    Tensor fed = Tensor.of(new double[][] {{1, 10}, {3, 30}});
    Map<Tensor, Tensor> learning = Map.of(x, fed, training, Tensor.of(true));
    Map<Tensor, Tensor> using = Map.of(x, fed, training, Tensor.of(false));
    assertEquals(
        List.of("bn/gamma", "bn/beta", "bn/moving_mean", "bn/moving_variance"),
        g.variables().stream().map(Variable::name).toList());
    assertEquals(2, g.trainableVariables().size());
    Variable mean = g.variables().get(2);
    Variable variance = g.variables().get(3);
    Tensor gradient = Gradients.gradient(Reduce.sum(Maths.square(y)), x);
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      s.run(y, using);
      assertArrayEquals(new double[2], s.valueOf(mean).toDoubles());
      Tensor normalized = s.run(y, learning);
      Tensor expected =
          Normalization.batchNormalization(
              fed, Tensor.of(new double[] {2, 20}), Tensor.of(new double[] {1, 100}), 1e-3);
      assertArrayEquals(
          expected.toDoubles(), normalized.toDoubles(), 4 * Math.ulp(1.0)); // gamma 1, beta 0
      // a rounding or two of 0.99 and what it leaves
      assertArrayEquals(new double[] {0.02, 0.2}, s.valueOf(mean).toDoubles(), 40 * Math.ulp(1.0));
      assertArrayEquals(
          new double[] {1, 1.99}, s.valueOf(variance).toDoubles(), 200 * Math.ulp(1.0));
      Tensor after = s.run(y, using);
      assertTrue(
          Normalization.batchNormalization(
                  fed,
                  s.valueOf(mean),
                  s.valueOf(variance),
                  Tensor.of(new double[2]),
                  Tensor.of(new double[] {1, 1}),
                  1e-3)
              .sameAs(after));
      // Σy² of a normalized batch hardly depends on it: the gradient vanishes but for epsilon
      for (double d : s.run(gradient, learning).toDoubles()) {
        assertTrue(Math.abs(d) < 1e-2, "gradient " + d);
      }
    }
  }

  @Test
  void batchNormalizationThatAlwaysTrainsStillLearnsItsAverages() {
    Symbol x = g.placeholder("x", DType.FLOAT64, Shape.of(-1, 2));
    Tensor y = Layers.batchNorm(scope.scope("bn"), x, Tensor.of(true));
    try (Session s = new Session(g)) {
      s.run(g.variablesInitializer());
      s.run(y, Map.of(x, Tensor.of(new double[][] {{100, 200}})));
      assertArrayEquals(
          new double[] {1, 2}, s.valueOf(g.variables().get(2)).toDoubles(), 400 * Math.ulp(1.0));
    }
  }

  @Test
  void flatteningNothing() {
    Symbol none = g.placeholder("none", DType.FLOAT32, Shape.of(0, 2, 3));
    assertEquals(Shape.of(0, 6), Layers.flatten(none).shape());
    Symbol open = g.placeholder("open", DType.FLOAT32, Shape.of(-1, 2, 3));
    try (Session s = new Session(g)) {
      Tensor zeros = Tensor.zeros(DType.FLOAT32, Shape.of(0, 2, 3));
      assertEquals(Shape.of(0, 6), s.run(Layers.flatten(open), Map.of(open, zeros)).shape());
    }
  }

  @Test
  void wrongArguments() {
    Symbol image = g.placeholder("image", DType.FLOAT32, Shape.of(-1, 4, 4, 1));
    Symbol open = g.placeholder("open", DType.FLOAT32, Shape.of(-1, -1));
    Symbol row = g.placeholder("row", DType.FLOAT32, Shape.of(-1, 3));
    assertThrows(ShapeException.class, () -> Layers.dense(scope, image, 3));
    assertThrows(ShapeException.class, () -> Layers.dense(scope, open, 3));
    assertThrows(AttributeException.class, () -> Layers.dense(scope, row, 0));
    assertThrows(ValueException.class, () -> Layers.dense(scope, null, 3));
    assertThrows(ValueException.class, () -> Layers.dense(null, row, 3));
    assertThrows(ShapeException.class, () -> Layers.maxPool2d(row, 2));
    assertThrows(
        ShapeException.class,
        () -> Layers.flatten(open.graph().placeholder("o", DType.FLOAT32, Shape.of(-1, -1, 2))));
    assertThrows(
        AttributeException.class, () -> Layers.conv2d(scope, image, 2, 0, Window.same(), Nn::relu));
    assertThrows(ValueException.class, () -> Layers.batchNorm(scope, row, null));
    assertThrows(DTypeException.class, () -> Layers.batchNorm(scope, row, Tensor.of(1)));
    assertThrows(ValueException.class, () -> Layers.dense(scope, row, 3, null));
    assertThrows(ValueException.class, () -> Layers.conv2d(scope, image, 2, 3, null, Nn::relu));
    assertTrue(g.variables().isEmpty());
  }
}
