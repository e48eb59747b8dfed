package dev.assay.engine.ops.random;

import static dev.assay.engine.op.DTypes.FLOATS;

import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * Gamma distributed numbers of shape alpha and rate 1: Marsaglia, Tsang, "A simple method for
 * generating gamma variables", 2000, doi:10.1145/358407.358414.
 *
 * <p>{@code d·v} where {@code v = (1 + c·x)³}, {@code x} normal, {@code d = α − ⅓}, {@code c =
 * 1/(3√d)}, is accepted if a uniform {@code u} has {@code ln u < x²/2 + d(1 − v + ln v)}, for which
 * {@code u < 1 − 0.0331x⁴} suffices. Below 1, {@code α + 1} is drawn and multiplied by {@code
 * u^(1/α)}. At exactly 1, {@code −ln(1 − u)}.
 */
final class GammaSamples {
  private static final String ALPHA =
      "which of the numbers drawn is accepted changes with alpha, so a sample is no smooth function"
          + " of it; Random.randomGamma differentiates implicitly by random_gamma_grad";

  static final Op STATELESS =
      row(
              Streams.stateless(Op.define("stateless_random_gamma"), 0)
                  .input("alpha", FLOATS, "the parameter, of the last dimensions of shape"),
              1)
          .require(
              Kind.ATTRIBUTE,
              "shape ends with alpha.shape",
              o -> endsWith(Streams.shape(o), o.shape(1)))
          .type(o -> new TensorType(o.dtype(1), Streams.shape(o)))
          .kernel(c -> sample(c, c.in(1), Streams.stateless(c, 0)))
          .build();

  static final Op SEEDED =
      row(
              Streams.seeded(Op.define("random_gamma"))
                  .input("alpha", FLOATS, "the parameter; every shape"),
              0)
          .type(o -> new TensorType(o.dtype(0), Streams.shape(o).concat(o.shape(0))))
          .draws(Streams::reserved)
          .kernel(c -> sample(c, c.in(0), Streams.seeded(c)))
          .build();

  static final List<Op> ROWS = List.of(STATELESS, SEEDED);

  private static final double SQUEEZE = 0.0331;

  private GammaSamples() {}

  private static Op.Builder row(Op.Builder b, int alpha) {
    return Streams.shaped(
            b.formula("output[s, a] ~ Γ(alpha[a], 1), density x^(α−1)·e^(−x)/Γ(α)")
                .note(
                    "Sample s of parameter a owns 256 blocks, number a·samples + s, as TensorFlow.")
                .note("Computed in binary64, also for float32."))
        .require(
            Kind.VALUE,
            "alpha is finite and > 0",
            o -> Streams.all(o.in(alpha), a -> a > 0 && a < Double.POSITIVE_INFINITY))
        .noGradient("alpha", ALPHA);
  }

  /** Whether the last dimensions of {@code shape} are, or may be, those of {@code end}. */
  static boolean endsWith(Shape shape, Shape end) {
    return end.rank() <= shape.rank()
        && shape.slice(shape.rank() - end.rank(), shape.rank()).compatible(end);
  }

  private static List<Tensor> sample(Call c, Tensor parameters, Philox stream) {
    double[] alpha = parameters.host().doubles();
    double[] y = new double[c.output().shape().elements()];
    int samples = alpha.length == 0 ? 0 : y.length / alpha.length;
    for (int a = 0; a < alpha.length; a++) {
      for (int s = 0; s < samples; s++) {
        long number = (long) a * samples + s;
        y[s * alpha.length + a] = gamma(alpha[a], new Deck(stream.skip(number * Streams.RESERVED)));
      }
    }
    return c.result(y);
  }

  private static double gamma(double alpha, Deck deck) {
    if (alpha == 1) {
      return -StrictMath.log1p(-deck.uniform());
    }
    boolean small = alpha < 1;
    double d = alpha + (small ? 2.0 / 3 : -1.0 / 3);
    double c = 1.0 / 3 / Math.sqrt(d);
    while (true) {
      double x = deck.normal();
      double v = 1 + c * x;
      if (v <= 0) {
        continue;
      }
      v = v * v * v;
      double u = deck.uniform();
      if (u < 1 - SQUEEZE * (x * x) * (x * x)
          || StrictMath.log(u) < 0.5 * x * x + d * (1 - v + StrictMath.log(v))) {
        return small ? d * v * StrictMath.pow(deck.uniform(), 1 / alpha) : d * v;
      }
    }
  }
}
