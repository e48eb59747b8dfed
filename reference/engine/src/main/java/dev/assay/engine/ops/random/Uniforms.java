package dev.assay.engine.ops.random;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.op.DTypes.INDICES;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.tensor.DType;
import java.util.List;

/**
 * Uniform numbers, floating and integer.
 *
 * <p>Element {@code i} of a type of at most 32 bits is made of word {@code i mod 4} of block {@code
 * i / 4}; of a type of 64 bits, of words {@code 2(i mod 2)} and the next of block {@code i / 2}.
 */
final class Uniforms {
  static final Op STATELESS =
      floats(Streams.stateless(Op.define("stateless_random_uniform"), 0))
          .kernel(c -> c.result(floats(c, Streams.stateless(c, 0))))
          .build();

  static final Op SEEDED =
      floats(Streams.seeded(Op.define("random_uniform")))
          .draws(Streams::reserved)
          .kernel(c -> c.result(floats(c, Streams.seeded(c))))
          .build();

  static final Op STATELESS_INT =
      integers(
              Streams.stateless(Op.define("stateless_random_uniform_int"), 0)
                  .note("Neither minval nor maxval: all integers of the type."))
          .optionalAttr("maxval", Type.INT, "the upper end, excluded")
          .require(
              Kind.ATTRIBUTE,
              "maxval is given where minval is",
              o -> o.attrs().has("maxval") || !o.attrs().has("minval"))
          .require(Kind.ATTRIBUTE, "minval < maxval", Uniforms::isRange)
          .require(Kind.ATTRIBUTE, "minval and maxval are of dtype", Uniforms::fits)
          .kernel(c -> c.result(integers(c, Streams.stateless(c, 0))))
          .build();

  static final Op SEEDED_INT =
      integers(Streams.seeded(Op.define("random_uniform_int")))
          .attr("maxval", Type.INT, "the upper end, excluded")
          .require(Kind.ATTRIBUTE, "minval < maxval", Uniforms::isRange)
          .require(Kind.ATTRIBUTE, "minval and maxval are of dtype", Uniforms::fits)
          .draws(Streams::reserved)
          .kernel(c -> c.result(integers(c, Streams.seeded(c))))
          .build();

  static final List<Op> ROWS = List.of(STATELESS, SEEDED, STATELESS_INT, SEEDED_INT);

  private Uniforms() {}

  private static Op.Builder floats(Op.Builder b) {
    return Streams.sized(
            b.formula("output[i] = u·(maxval − minval) + minval, u uniform in [0, 1)")
                .note(
                    "u is a multiple of 2⁻²³ (float32), 2⁻⁵² (float64), 2⁻¹⁰ (float16), 2⁻⁷"
                        + " (bfloat16), made of the lowest bits of its word.")
                .note(
                    "Difference, product and sum are each rounded to dtype, as TensorFlow composes"
                        + " them: bit for bit its results; a rounded sum may be maxval."),
            DType.FLOAT32,
            FLOATS)
        .attr("minval", Type.FLOAT, 0.0, "the lower end")
        .attr("maxval", Type.FLOAT, 1.0, "the upper end")
        .require(
            Kind.ATTRIBUTE,
            "minval < maxval, both and their difference finite in dtype",
            o -> {
              DType t = o.attrs().dtype("dtype");
              double low = t.round(o.attrs().number("minval"));
              double high = t.round(o.attrs().number("maxval"));
              return low < high && Double.isFinite(t.round(high - low));
            });
  }

  private static Op.Builder integers(Op.Builder b) {
    return Streams.sized(
            b.formula("output[i] = minval + (word mod (maxval − minval)), words unsigned")
                .note(
                    "TensorFlow's rule: slightly biased where maxval − minval is no power of two."),
            DType.INT32,
            INDICES)
        .optionalAttr("minval", Type.INT, "the lower end; absent: 0");
  }

  private static long minval(Attributes a) {
    return a.has("minval") ? a.integer("minval") : 0;
  }

  private static boolean isRange(Operands o) {
    return !o.attrs().has("maxval") || minval(o.attrs()) < o.attrs().integer("maxval");
  }

  private static boolean fits(Operands o) {
    Attributes a = o.attrs();
    DType t = a.dtype("dtype");
    return t.wrap(minval(a)) == minval(a)
        && (!a.has("maxval") || t.wrap(a.integer("maxval")) == a.integer("maxval"));
  }

  private static double[] floats(Call c, Philox stream) {
    DType t = c.output().dtype();
    double low = t.round(c.attrs().number("minval"));
    double width = t.round(t.round(c.attrs().number("maxval")) - low);
    double[] y = unit(t, stream, c.output().shape().elements());
    for (int i = 0; i < y.length; i++) {
      y[i] = t.round(y[i] * width) + low;
    }
    return y;
  }

  /** {@code n} numbers of [0, 1) as the type has them. */
  private static double[] unit(DType t, Philox stream, int n) {
    int group = t == DType.FLOAT64 ? 2 : 4;
    int[] x = {};
    double[] u = new double[n];
    for (int i = 0; i < n; i++) {
      int k = i % group;
      if (k == 0) {
        x = stream.block(i / group);
      }
      u[i] =
          switch (t) {
            case FLOAT64 -> Philox.uniform64(x[2 * k], x[2 * k + 1]);
            case FLOAT16 -> Philox.uniform16(x[k]);
            case BFLOAT16 -> Philox.uniformBfloat16(x[k]);
            default -> Philox.uniform32(x[k]);
          };
    }
    return u;
  }

  private static long[] integers(Call c, Philox stream) {
    long low = minval(c.attrs());
    boolean all = !c.attrs().has("maxval");
    // unsigned: may be 2⁶⁴ − 1
    long width = all ? 0 : c.attrs().integer("maxval") - low;
    int group = c.output().dtype() == DType.INT64 ? 2 : 4;
    int[] x = {};
    long[] y = new long[c.output().shape().elements()];
    for (int i = 0; i < y.length; i++) {
      int k = i % group;
      if (k == 0) {
        x = stream.block(i / group);
      }
      long word =
          group == 2
              ? Integer.toUnsignedLong(x[2 * k]) | (long) x[2 * k + 1] << 32
              : Integer.toUnsignedLong(x[k]);
      y[i] = all ? word : low + Long.remainderUnsigned(word, width);
    }
    return y;
  }

  /** {@code n} integers of [0, 2³¹ − 1), from which crops take their offsets. */
  static long[] naturals(Philox stream, int n) {
    long[] y = new long[n];
    int[] words = stream.words(n);
    for (int i = 0; i < n; i++) {
      y[i] = Integer.toUnsignedLong(words[i]) % Integer.MAX_VALUE;
    }
    return y;
  }
}
