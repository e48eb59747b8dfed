package dev.assay.engine.ops.random;

import static dev.assay.engine.op.DTypes.FLOATS;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.DTypes;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Poisson distributed counts. Below a mean of 10, the number of uniforms whose product stays above
 * {@code e^(−λ)} (Knuth, "Seminumerical algorithms", 3.4.1). From 10 on, transformed rejection:
 * Hörmann, "The transformed rejection method for generating Poisson random variables", 1993,
 * doi:10.1016/0167-6687(93)90997-4, algorithm PTRS.
 */
final class PoissonSamples {
  private static final Set<DType> COUNTS = counts();

  static final Op STATELESS =
      row(
              Streams.stateless(Op.define("stateless_random_poisson"), 0)
                  .input("lam", FLOATS, "the mean; broadcasts to shape"),
              1)
          .require(
              Kind.ATTRIBUTE,
              "lam.shape broadcasts to shape",
              o -> broadcasts(o.shape(1), Streams.shape(o)))
          .type(o -> new TensorType(o.attrs().dtype("dtype"), Streams.shape(o)))
          .kernel(PoissonSamples::stateless)
          .build();

  static final Op SEEDED =
      row(
              Streams.seeded(Op.define("random_poisson"))
                  .input("lam", FLOATS, "the mean; every shape"),
              0)
          .type(o -> new TensorType(o.attrs().dtype("dtype"), Streams.shape(o).concat(o.shape(0))))
          .draws(Streams::reserved)
          .kernel(PoissonSamples::seeded)
          .build();

  static final List<Op> ROWS = List.of(STATELESS, SEEDED);

  private static final double KNUTH = 10;

  private static final double HALF_LOG_TWO_PI = 0x1.d67f1c864beb5p-1;

  private PoissonSamples() {}

  private static Set<DType> counts() {
    EnumSet<DType> types = EnumSet.copyOf(FLOATS);
    types.addAll(DTypes.INDICES);
    return types;
  }

  private static Op.Builder row(Op.Builder b, int lam) {
    return Streams.shaped(b.formula("output[i] ~ Poisson(lam), P(k) = λ^k·e^(−λ)/k!"))
        .note("Every count owns 256 blocks. Computed in binary64.")
        .attr("dtype", Type.DTYPE, DType.INT32, "the type of the result")
        .require(
            Kind.ATTRIBUTE,
            "dtype in " + COUNTS.stream().map(DType::label).toList(),
            o -> COUNTS.contains(o.attrs().dtype("dtype")))
        .require(
            Kind.VALUE,
            "0 <= lam <= half of dtype's greatest number",
            o -> {
              double greatest = greatest(o.attrs().dtype("dtype"));
              return Streams.all(o.in(lam), v -> v >= 0 && v <= greatest / 2);
            })
        .noGradient("lam", "counts are integers");
  }

  private static double greatest(DType dtype) {
    return switch (dtype) {
      case INT32 -> Integer.MAX_VALUE;
      case INT64 -> 0x1p63;
      case FLOAT16 -> 65504;
      case BFLOAT16 -> 0x1.fep127;
      case FLOAT32 -> Float.MAX_VALUE;
      default -> Double.MAX_VALUE;
    };
  }

  private static boolean broadcasts(Shape from, Shape to) {
    for (int k = 1; k <= from.rank(); k++) {
      int d = from.dim(-k);
      if (k > to.rank() || (d != 1 && d != Shape.UNKNOWN && d != to.dim(-k))) {
        return false;
      }
    }
    return true;
  }

  private static List<Tensor> stateless(Call c) {
    Philox stream = Streams.stateless(c, 0);
    Shape shape = c.output().shape();
    double[] lam = c.in(1).host().doubles();
    int[] source = Index.broadcast(c.in(1).shape(), shape);
    double greatest = greatest(c.output().dtype());
    double[] y = new double[shape.elements()];
    for (int i = 0; i < y.length; i++) {
      y[i] = poisson(lam[source[i]], greatest, new Deck(stream.skip(i * Streams.RESERVED)));
    }
    return counts(c, y);
  }

  private static List<Tensor> seeded(Call c) {
    Philox stream = Streams.seeded(c);
    double[] lam = c.in(0).host().doubles();
    double greatest = greatest(c.output().dtype());
    double[] y = new double[c.output().shape().elements()];
    int samples = lam.length == 0 ? 0 : y.length / lam.length;
    for (int r = 0; r < lam.length; r++) {
      for (int s = 0; s < samples; s++) {
        Deck deck = new Deck(stream.skip(((long) r * samples + s) * Streams.RESERVED));
        y[s * lam.length + r] = poisson(lam[r], greatest, deck);
      }
    }
    return counts(c, y);
  }

  private static List<Tensor> counts(Call c, double[] y) {
    return c.output().dtype().isFloating()
        ? c.result(y)
        : c.result(Arrays.stream(y).mapToLong(v -> (long) v).toArray());
  }

  private static double poisson(double rate, double greatest, Deck deck) {
    return rate < KNUTH ? product(rate, deck) : rejection(rate, greatest, deck);
  }

  private static double product(double rate, Deck deck) {
    double limit = StrictMath.exp(-rate);
    double product = deck.uniform();
    double k = 0;
    while (product > limit) {
      product *= deck.uniform();
      k++;
    }
    return k;
  }

  /** The constants are Hörmann's. */
  private static double rejection(double rate, double greatest, Deck deck) {
    double logRate = StrictMath.log(rate);
    double b = 0.931 + 2.53 * Math.sqrt(rate);
    double a = -0.059 + 0.02483 * b;
    double inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
    double sure = 0.9277 - 3.6224 / (b - 2);
    while (true) {
      double u = deck.uniform() - 0.5;
      double v = deck.uniform();
      double us = 0.5 - Math.abs(u);
      double k = Math.floor((2 * a / us + b) * u + rate + 0.43);
      if (k > greatest) {
        continue;
      }
      if (us >= 0.07 && v <= sure) {
        return k;
      }
      if (k < 0 || (us < 0.013 && v > us)) {
        continue;
      }
      double left = StrictMath.log(v * inverseAlpha / (a / (us * us) + b));
      if (left <= k * logRate - rate - logFactorial(k)) {
        return k;
      }
    }
  }

  /** {@code ln k!} of an integer: the exact product, or Stirling's series, DLMF 5.11.1. */
  static double logFactorial(double k) {
    double x = k + 1;
    if (x < 12) {
      double product = 1;
      for (double i = 2; i <= k; i++) {
        product *= i;
      }
      return StrictMath.log(product);
    }
    double r = 1 / x / x;
    double series =
        (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680 - r * (1.0 / 1188))))) / x;
    return (x - 0.5) * StrictMath.log(x) - x + HALF_LOG_TWO_PI + series;
  }
}
