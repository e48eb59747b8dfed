package dev.assay.engine.ops.random;

import static dev.assay.engine.tensor.DType.BFLOAT16;
import static dev.assay.engine.tensor.DType.FLOAT16;
import static dev.assay.engine.tensor.DType.FLOAT32;
import static dev.assay.engine.tensor.DType.FLOAT64;
import static dev.assay.engine.tensor.DType.INT32;
import static dev.assay.engine.tensor.DType.INT64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.apache.commons.math3.distribution.AbstractRealDistribution;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.Variance;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Samples against the distributions they are of. Seeds are fixed: a p-value below 10⁻⁶ is no
 * accident of one run, and the code is what makes it so.
 */
class DistributionsTest {
  private static final double LEAST_P = 1e-6;
  private static final int N = 20_000;
  private static final Shape MANY = Shape.of(N);
  private static final Tensor SEED = Tensor.of(new int[] {20, 11});
  private static final Tensor OTHER = Tensor.of(new int[] {20, 12});

  private static void fits(double[] sample, AbstractRealDistribution law) {
    double p = new KolmogorovSmirnovTest().kolmogorovSmirnovTest(law, sample, false);
    assertTrue(p > LEAST_P, "Kolmogorov-Smirnov p = " + p);
    double n = sample.length;
    double mean = new Mean().evaluate(sample);
    double deviation = Math.sqrt(law.getNumericalVariance());
    assertEquals(law.getNumericalMean(), mean, 5 * deviation / Math.sqrt(n));
  }

  /**
   * Counts of 0 … k − 1 against their expectations, tails joined where fewer than 8 are expected.
   */
  private static void fits(long[] sample, int k, IntToDoubleFunction probability) {
    double[] expected = new double[k];
    long[] observed = new long[k];
    Arrays.setAll(expected, i -> probability.applyAsDouble(i) * sample.length);
    for (long v : sample) {
      observed[(int) Math.min(v, k - 1)]++;
    }
    int first = 0;
    while (expected[first] < 8) {
      expected[first + 1] += expected[first];
      observed[first + 1] += observed[first];
      first++;
    }
    int last = k - 1;
    while (expected[last] < 8) {
      expected[last - 1] += expected[last];
      observed[last - 1] += observed[last];
      last--;
    }
    double p =
        new ChiSquareTest()
            .chiSquareTest(
                Arrays.copyOfRange(expected, first, last + 1),
                Arrays.copyOfRange(observed, first, last + 1));
    assertTrue(p > LEAST_P, "chi-square p = " + p);
  }

  @Test
  void uniforms() {
    UniformRealDistribution unit = new UniformRealDistribution(0, 1);
    fits(Random.statelessRandomUniform(MANY, SEED).toDoubles(), unit);
    fits(Random.statelessRandomUniform(MANY, SEED, 0, 1, FLOAT64).toDoubles(), unit);
    fits(
        Random.statelessRandomUniform(MANY, SEED, -3, 2, FLOAT32).toDoubles(),
        new UniformRealDistribution(-3, 2));
    for (DType narrow : new DType[] {FLOAT16, BFLOAT16}) {
      double[] u = Random.statelessRandomUniform(MANY, SEED, 0, 1, narrow).toDoubles();
      long[] cells = Arrays.stream(u).mapToLong(v -> (long) (v * 128)).toArray();
      fits(cells, 128, i -> 1.0 / 128);
    }
  }

  @Test
  void integers() {
    long[] dice = Random.statelessRandomUniformInt(MANY, SEED, 0, 6, INT32).toLongs();
    fits(dice, 6, i -> 1.0 / 6);
    long[] wide = Random.statelessRandomUniformInt(MANY, SEED, -5, 95, INT64).toLongs();
    fits(Arrays.stream(wide).map(v -> v + 5).toArray(), 100, i -> 0.01);
    long[] all = Random.statelessRandomUniformInt(MANY, SEED, INT64).toLongs();
    for (int shift : new int[] {0, 17, 30, 32, 48, 60}) {
      fits(Arrays.stream(all).map(v -> v >>> shift & 15).toArray(), 16, i -> 1.0 / 16);
    }
  }

  @Test
  void normals() {
    fits(Random.statelessRandomNormal(MANY, SEED).toDoubles(), new NormalDistribution());
    fits(
        Random.statelessRandomNormal(MANY, SEED, -7, 3, FLOAT64).toDoubles(),
        new NormalDistribution(-7, 3));
    double[] z = Random.statelessRandomNormal(MANY, SEED).toDoubles();
    assertEquals(1, new Variance().evaluate(z), 5 * Math.sqrt(2.0 / N));
  }

  @Test
  void truncatedNormals() {
    NormalDistribution whole = new NormalDistribution();
    double inside = whole.probability(-2, 2);
    for (DType t : new DType[] {FLOAT32, FLOAT64}) {
      double[] z = Random.statelessTruncatedNormal(MANY, SEED, 0, 1, t).toDoubles();
      double[] u =
          Arrays.stream(z)
              .map(v -> (whole.cumulativeProbability(v) - (1 - inside) / 2) / inside)
              .toArray();
      fits(u, new UniformRealDistribution(0, 1));
      assertTrue(Arrays.stream(z).allMatch(v -> Math.abs(v) < 2));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.5, 1, 1.5, 7, 400})
  void gammas(double alpha) {
    double[] x = Random.statelessRandomGamma(MANY, SEED, Tensor.of(alpha)).toDoubles();
    fits(x, new GammaDistribution(alpha, 1));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 3, 9.9, 10, 25, 300})
  void poissons(double lam) {
    long[] k = Random.statelessRandomPoisson(MANY, SEED, Tensor.of(lam), INT32).toLongs();
    PoissonDistribution law = new PoissonDistribution(lam);
    int end = (int) (lam + 10 * Math.sqrt(lam) + 10);
    fits(k, end, law::probability);
    double mean = Arrays.stream(k).average().orElseThrow();
    assertEquals(lam, mean, 5 * Math.sqrt(lam / N));
  }

  @Test
  void categories() {
    double[] p = {0.1, 0.2, 0.3, 0.4, 0};
    double[][] logits = {Arrays.stream(p).map(v -> StrictMath.log(v) + 700).toArray()};
    fits(Random.statelessCategorical(Tensor.of(logits), N, SEED).toLongs(), 4, i -> p[i]);
  }

  @Test
  void everyPermutationOfFourIsEquallyLikely() {
    long[] numbers = new long[6000];
    Tensor four = Tensor.of(new int[] {0, 1, 2, 3});
    for (int i = 0; i < numbers.length; i++) {
      long[] p = Random.statelessShuffle(four, Tensor.of(new int[] {i, 5})).toLongs();
      // the number of the permutation by its inversions
      long number = 0;
      for (int a = 0; a < 4; a++) {
        long smaller = 0;
        for (int b = a + 1; b < 4; b++) {
          smaller += p[b] < p[a] ? 1 : 0;
        }
        number = number * (4 - a) + smaller;
      }
      numbers[i] = number;
    }
    fits(numbers, 24, i -> 1.0 / 24);
  }

  @Test
  void everyPlaceOfACropIsEquallyLikely() {
    long[] offsets = new long[6000];
    Tensor value = Tensor.of(new int[] {0, 1, 2, 3, 4, 5, 6});
    for (int i = 0; i < offsets.length; i++) {
      Tensor seed = Tensor.of(new int[] {i, 9});
      offsets[i] = Random.statelessRandomCrop(value, Shape.of(2), seed).toLongs()[0];
    }
    fits(offsets, 6, i -> 1.0 / 6);
  }

  @Test
  void streamsOfNeighbouringSeedsAndSuccessiveNumbersAreIndependent() {
    double[] a = Random.statelessRandomNormal(MANY, SEED).toDoubles();
    double[] b = Random.statelessRandomNormal(MANY, OTHER).toDoubles();
    double[] c = Random.randomNormal(MANY, 0, 1, FLOAT32, 1).toDoubles();
    double[] d = Random.randomNormal(MANY, 0, 1, FLOAT32, 1).toDoubles();
    double limit = 5 / Math.sqrt(N);
    PearsonsCorrelation r = new PearsonsCorrelation();
    assertEquals(0, r.correlation(a, b), limit);
    assertEquals(0, r.correlation(c, d), limit);
    double[] squares = Arrays.stream(a).map(v -> v * v).toArray();
    assertEquals(0, r.correlation(squares, Arrays.stream(b).map(v -> v * v).toArray()), limit);
    for (int lag = 1; lag <= 4; lag++) {
      double[] early = Arrays.copyOf(a, N - lag);
      double[] late = Arrays.copyOfRange(a, lag, N);
      assertEquals(0, r.correlation(early, late), limit);
      assertEquals(
          0,
          r.correlation(Arrays.copyOf(squares, N - lag), Arrays.copyOfRange(squares, lag, N)),
          limit);
    }
  }
}
