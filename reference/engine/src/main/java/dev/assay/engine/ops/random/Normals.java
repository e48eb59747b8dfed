package dev.assay.engine.ops.random;

import static dev.assay.engine.op.DTypes.FLOATS;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * Normal numbers by Box and Muller, "A note on the generation of random normal deviates", 1958:
 * {@code √(−2 ln u)·(sin 2πv, cos 2πv)}, two numbers of two uniforms.
 *
 * <p>Types of at most 32 bits take float32 uniforms, {@code u} at least 1e-7f, and the angle as a
 * float32, as TensorFlow; the rest is binary64, rounded once. TensorFlow rounds each step: its
 * float32 results differ by an ulp or two.
 */
final class Normals {
  private static final String UNTRUNCATED = "output[i] = mean + stddev·z, z standard normal";
  private static final String TRUNCATED =
      "output[i] = mean + stddev·z, z standard normal, drawn again until |z| < 2";

  static final Op STATELESS =
      row(Streams.stateless(Op.define("stateless_random_normal"), 0), UNTRUNCATED)
          .kernel(c -> scaled(c, normal(c, Streams.stateless(c, 0))))
          .build();

  static final Op SEEDED =
      row(Streams.seeded(Op.define("random_normal")), UNTRUNCATED)
          .draws(Streams::reserved)
          .kernel(c -> scaled(c, normal(c, Streams.seeded(c))))
          .build();

  static final Op STATELESS_TRUNCATED =
      row(Streams.stateless(Op.define("stateless_truncated_normal"), 0), TRUNCATED)
          .kernel(c -> scaled(c, truncated(c, Streams.stateless(c, 0))))
          .build();

  static final Op SEEDED_TRUNCATED =
      row(Streams.seeded(Op.define("truncated_normal")), TRUNCATED)
          .draws(Streams::reserved)
          .kernel(c -> scaled(c, truncated(c, Streams.seeded(c))))
          .build();

  static final List<Op> ROWS = List.of(STATELESS, SEEDED, STATELESS_TRUNCATED, SEEDED_TRUNCATED);

  /** TensorFlow's guard of the logarithm. */
  private static final double LEAST32 = 1e-7f;

  private static final double LEAST64 = 1e-7;

  private static final double CUT = 2;

  private Normals() {}

  private static Op.Builder row(Op.Builder b, String formula) {
    return Streams.sized(
            b.formula(formula)
                .note("z of TensorFlow's words by Box and Muller, in binary64 from the angle on."),
            DType.FLOAT32,
            FLOATS)
        .attr("mean", Type.FLOAT, 0.0, "the mean, before truncation")
        .attr("stddev", Type.FLOAT, 1.0, "the standard deviation, before truncation")
        .require(
            Kind.ATTRIBUTE,
            "mean is finite and stddev finite and >= 0",
            o -> {
              double stddev = o.attrs().number("stddev");
              return Double.isFinite(o.attrs().number("mean"))
                  && stddev >= 0
                  && stddev < Double.POSITIVE_INFINITY;
            });
  }

  private static List<Tensor> scaled(Call c, double[] z) {
    double mean = c.attrs().number("mean");
    double stddev = c.attrs().number("stddev");
    for (int i = 0; i < z.length; i++) {
      z[i] = mean + stddev * z[i];
    }
    return c.result(z);
  }

  /** Two normal numbers of two words. */
  static double[] pair32(int x0, int x1) {
    double u = Math.max(Philox.uniform32(x0), LEAST32);
    return polar(u, (float) (2 * Math.PI * Philox.uniform32(x1)));
  }

  /** Two normal numbers of four words. */
  static double[] pair64(int x0, int x1, int x2, int x3) {
    double u = Math.max(Philox.uniform64(x0, x1), LEAST64);
    return polar(u, 2 * Math.PI * Philox.uniform64(x2, x3));
  }

  private static double[] polar(double u, double angle) {
    double r = Math.sqrt(-2 * StrictMath.log(u));
    return new double[] {StrictMath.sin(angle) * r, StrictMath.cos(angle) * r};
  }

  private static double[] normal(Call c, Philox stream) {
    int n = c.output().shape().elements();
    double[] z = new double[n];
    int group = group(c);
    for (int i = 0; i < n; i += group) {
      double[] some = pairs(group, stream.block(i / group));
      System.arraycopy(some, 0, z, i, Math.min(group, n - i));
    }
    return z;
  }

  /** How many numbers a block yields. */
  private static int group(Call c) {
    return c.output().dtype() == DType.FLOAT64 ? 2 : 4;
  }

  private static double[] pairs(int group, int[] x) {
    if (group == 2) {
      return pair64(x[0], x[1], x[2], x[3]);
    }
    double[] a = pair32(x[0], x[1]);
    double[] b = pair32(x[2], x[3]);
    return new double[] {a[0], a[1], b[0], b[1]};
  }

  /** A group owns the 256 blocks that TensorFlow reserves per number, over four words a block. */
  private static double[] truncated(Call c, Philox stream) {
    int n = c.output().shape().elements();
    double[] z = new double[n];
    int group = group(c);
    long owned = group * Streams.RESERVED / 4;
    for (int i = 0; i < n; i += group) {
      int end = Math.min(i + group, n);
      int at = i;
      for (long block = i / group * owned; at < end; block++) {
        for (double candidate : pairs(group, stream.block(block))) {
          // decided on the number as float32 would have it, where that is TensorFlow's arithmetic
          double tested = group == 4 ? (float) candidate : candidate;
          if (Math.abs(tested) < CUT && at < end) {
            z[at++] = candidate;
          }
        }
      }
    }
    return z;
  }
}
