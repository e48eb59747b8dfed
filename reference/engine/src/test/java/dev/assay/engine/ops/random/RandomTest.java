package dev.assay.engine.ops.random;

import static dev.assay.engine.tensor.DType.FLOAT32;
import static dev.assay.engine.tensor.DType.FLOAT64;
import static dev.assay.engine.tensor.DType.INT32;
import static dev.assay.engine.tensor.DType.INT64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.AttributeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.grad.GradientTape;
import dev.assay.engine.grad.Gradients;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RandomTest {
  private static final Tensor SEED = Tensor.of(new int[] {1, 2});
  private static final Shape FIVE = Shape.of(5);

  @AfterEach
  void forgetSeeds() {
    RandomSeed.clearRandomSeed();
  }

  /** Recorded from TensorFlow 2.16.2: RandomUniform with seed 1, seed2 2, twice in a session. */
  @Test
  void aNodeGoesOnInTheNextRunAndANewSessionStartsAnew() {
    float[] first = {0.40639675f, 0.8575996f, 0.05539584f, 0.08587229f, 0.4121536f};
    float[] second = {0.15982985f, 0.39126372f, 0.9523847f, 0.5843681f, 0.7269217f};
    Graph g = new Graph();
    g.setRandomSeed(1);
    Tensor u = Random.in(g).randomUniform(FIVE, 0, 1, FLOAT32, 2);
    for (int time = 0; time < 2; time++) {
      try (Session s = new Session(g)) {
        assertArrayEquals(first, s.run(u).toFloats());
        assertArrayEquals(second, s.run(u).toFloats());
      }
    }
  }

  @Test
  void aNodeOfConstantsIsNotRunOnceForAll() {
    Graph g = new Graph();
    g.setRandomSeed(5);
    Symbol value = g.constant(Tensor.of(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
    Tensor shuffled = Random.randomShuffle(value);
    Tensor twice = Maths.add(shuffled, shuffled);
    try (Session s = new Session(g)) {
      List<Tensor> one = s.run(List.of(shuffled, twice));
      Tensor two = s.run(shuffled);
      assertFalse(one.get(0).sameAs(two));
      // one run, one permutation
      assertTrue(Maths.add(one.get(0), one.get(0)).sameAs(one.get(1)));
    }
  }

  @Test
  void nodesWithoutSeedsOfTheirOwnDiffer() {
    Graph g = new Graph();
    g.setRandomSeed(5);
    Tensor a = Random.in(g).randomNormal(FIVE, 0, 1, FLOAT64);
    Tensor b = Random.in(g).randomNormal(FIVE, 0, 1, FLOAT64);
    try (Session s = new Session(g)) {
      List<Tensor> both = s.run(List.of(a, b));
      assertFalse(both.get(0).sameAs(both.get(1)));
    }
  }

  @Test
  void theGradientOfAShuffleInAGraphUsesThePermutationOfTheRun() {
    Graph g = new Graph();
    Symbol x = g.placeholder("x", FLOAT64, Shape.of(-1));
    Tensor w = g.constant(Tensor.of(new double[] {1, 10, 100, 1000, 10000}));
    Tensor y = Random.randomShuffle(x, 3);
    Tensor dx = Gradients.gradient(Maths.multiply(y, w), x);
    double[] v = {1, 2, 3, 4, 5};
    try (Session s = new Session(g)) {
      for (int run = 0; run < 4; run++) {
        List<Tensor> out = s.run(List.of(y, dx), Map.of(x, Tensor.of(v)));
        double[] shuffled = out.get(0).toDoubles();
        double[] slope = out.get(1).toDoubles();
        for (int i = 0; i < 5; i++) {
          assertEquals(StrictMath.pow(10, i), slope[(int) shuffled[i] - 1]);
        }
      }
    }
  }

  @Test
  void theGradientOfACropIsZeroOutsideIt() {
    Tensor x = Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}});
    try (GradientTape tape = GradientTape.open()) {
      tape.watch(x);
      Tensor y = Random.statelessRandomCrop(x, Shape.of(2, 2), SEED);
      double[] dx = tape.gradient(Maths.square(y), x).toDoubles();
      List<Double> inside = Arrays.stream(y.toDoubles()).boxed().toList();
      for (int i = 0; i < 9; i++) {
        assertEquals(inside.contains(i + 1.0) ? 2 * (i + 1) : 0, dx[i]);
      }
    }
  }

  /** TensorFlow's table: both, graph only, operation only, none; (0, 0) is avoided. */
  @Test
  void theRuleOfSeeds() {
    OptionalLong none = OptionalLong.empty();
    assertEquals(new RandomSeed(3, 4), RandomSeed.of(OptionalLong.of(3), OptionalLong.of(4), 9));
    assertEquals(new RandomSeed(3, 9), RandomSeed.of(OptionalLong.of(3), none, 9));
    assertEquals(new RandomSeed(87654321, 4), RandomSeed.of(none, OptionalLong.of(4), 9));
    assertNotEquals(RandomSeed.of(none, none, 9), RandomSeed.of(none, none, 9));
    assertEquals(
        new RandomSeed(0, Integer.MAX_VALUE),
        RandomSeed.of(OptionalLong.of(0), OptionalLong.of(0), 9));
    assertEquals(
        new RandomSeed(1, Integer.MAX_VALUE - 1L),
        RandomSeed.of(OptionalLong.of(1L << 31), OptionalLong.of(-1), 9));
  }

  @Test
  void callsThatRunAtOnceGoOnAndStartAnewWithTheSeed() {
    Random.setRandomSeed(7);
    Tensor a1 = Random.randomUniform(FIVE, 0, 1, FLOAT32, 1);
    Tensor a2 = Random.randomUniform(FIVE, 0, 1, FLOAT32, 1);
    Tensor b1 = Random.randomUniform(FIVE);
    Tensor b2 = Random.randomUniform(FIVE);
    assertFalse(a1.sameAs(a2));
    assertFalse(b1.sameAs(b2));
    Random.setRandomSeed(7);
    assertTrue(a1.sameAs(Random.randomUniform(FIVE, 0, 1, FLOAT32, 1)));
    assertTrue(a2.sameAs(Random.randomUniform(FIVE, 0, 1, FLOAT32, 1)));
    assertTrue(b1.sameAs(Random.randomUniform(FIVE)));
    assertTrue(b2.sameAs(Random.randomUniform(FIVE)));
    Random.setRandomSeed(8);
    assertFalse(b1.sameAs(Random.randomUniform(FIVE)));
  }

  @Test
  void withoutAnySeedEveryCallDiffers() {
    assertFalse(Random.randomUniform(FIVE).sameAs(Random.randomUniform(FIVE)));
    assertFalse(Random.randomNormal(FIVE).sameAs(Random.randomNormal(FIVE)));
  }

  @Test
  void shapesAndTypes() {
    Tensor two = Tensor.of(new float[] {1, 2});
    assertEquals(Shape.of(3, 2), Random.randomGamma(Shape.of(3), two).shape());
    assertEquals(Shape.of(3, 2), Random.randomPoisson(Shape.of(3), two, INT32).shape());
    assertEquals(Shape.of(1, 4), Random.categorical(Tensor.of(new float[][] {{1, 2}}), 4).shape());
    assertEquals(INT64, Random.categorical(Tensor.of(new float[][] {{1, 2}}), 4, 1).dtype());
    assertEquals(
        Shape.of(0, 2), Random.randomShuffle(Tensor.zeros(FLOAT32, Shape.of(0, 2))).shape());
    assertEquals(
        Shape.of(2), Random.randomCrop(Tensor.of(new int[] {1, 2, 3}), Shape.of(2)).shape());
    assertEquals(INT64, Random.randomUniformInt(FIVE, 0, 9, INT64).dtype());
    assertEquals(FLOAT64, Random.truncatedNormal(FIVE, 0, 1, FLOAT64).dtype());
  }

  @Test
  void errorsName() {
    AttributeException range =
        assertThrows(
            AttributeException.class,
            () -> Random.statelessRandomUniform(FIVE, SEED, 1, 1, FLOAT32));
    assertTrue(range.getMessage().startsWith("stateless_random_uniform (C5): minval < maxval"));
    assertThrows(ShapeException.class, () -> Random.statelessRandomNormal(FIVE, Tensor.of(1)));
    assertThrows(ValueException.class, () -> Random.randomGamma(FIVE, Tensor.of(Double.NaN)));
    assertThrows(ValueException.class, () -> Random.randomPoisson(FIVE, Tensor.of(-1.0), INT32));
    assertThrows(ShapeException.class, () -> Random.randomShuffle(Tensor.of(1)));
    assertThrows(
        AttributeException.class, () -> Random.randomCrop(Tensor.of(new int[2]), Shape.of(3)));
    assertThrows(ValueException.class, () -> Random.in(null));
    assertThrows(ValueException.class, () -> Random.randomUniform(null));
  }
}
