package dev.assay.engine.ops.nn;

import static dev.assay.engine.op.DTypes.FLOATS;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.Like;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.random.Philox;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * {@code dropout}: elements set to 0 at random, the others scaled so that the expectation stays.
 * Srivastava et al. 2014.
 */
public final class Dropout {
  /** What TensorFlow's kernel of uniform numbers sets apart for one number. */
  private static final long BLOCKS_PER_NUMBER = 256;

  static final Op OP =
      Op.define("dropout")
          .formula(
              "mask = u >= rate, u uniform in [0, 1); output = x/(1 − rate) where mask, else 0")
          .note("u are float32 uniforms of noise_shape, repeated; compared with the float32 rate.")
          .note("The same mask for every type of x. rate = 1, which keeps nothing, is refused.")
          .note("keep_prob = 1 − rate. A dropped element is 0 even if it was infinite or NaN.")
          .note("The derivative takes the mask that was drawn.")
          .note(
              "A function of its attributes. In a session a node goes on where its last run ended:"
                  + " skip grows by what each run reserves, as for TensorFlow's uniform numbers.")
          .input("x", FLOATS, "any shape")
          .outputs("output", "mask")
          .optionalAttr("rate", Type.FLOAT, "the probability that an element is dropped")
          .optionalAttr("keep_prob", Type.FLOAT, "the probability that it is kept")
          .optionalAttr(
              "noise_shape",
              Type.INTS,
              "the shape of the numbers drawn; -1: that of x; absent: the shape of x")
          .attr("seed", Type.INT, 0, "the key of the stream")
          .attr("seed2", Type.INT, 0, "where its counter starts, upper half")
          .attr("skip", Type.INT, 0, "blocks of the stream that earlier runs reserved")
          .require(
              Kind.ATTRIBUTE,
              "either rate or keep_prob is given",
              o -> o.attrs().has("rate") != o.attrs().has("keep_prob"))
          .require(
              Kind.ATTRIBUTE,
              "0 <= rate < 1, 0 < keep_prob <= 1",
              o -> rate(o.attrs()) >= 0 && rate(o.attrs()) <= 1 && kept(o.attrs()) > 0)
          .require(Kind.ATTRIBUTE, "noise_shape broadcasts to x.shape", Dropout::isNoise)
          .shape(o -> List.of(TensorType.of(o.in(0)), new TensorType(DType.BOOL, o.shape(0))))
          .draws(c -> BLOCKS_PER_NUMBER * noise(c.attrs(), c.in(0).shape()).elements())
          .kernel(Dropout::forward)
          .vjp("x", p -> Masks.onlyWhere(p.outputs().get(1), Maths.divide(p.dy(), kept(p.attrs()))))
          .hard(all("rate", 0), all("keep_prob", 1))
          .build();

  private Dropout() {}

  /** A point where everything is kept. */
  private static HardPoint all(String attribute, double value) {
    double[] x = {-0.0, 3, Double.NaN, Double.NEGATIVE_INFINITY};
    return HardPoint.row(Attributes.of(attribute, value), x, x);
  }

  /** The probability that an element is dropped, whichever of the two attributes is given. */
  public static double rate(Attributes attrs) {
    return attrs.has("rate") ? attrs.number("rate") : 1 - attrs.number("keep_prob");
  }

  /** The probability that it is kept, which the kept ones are divided by. */
  public static double kept(Attributes attrs) {
    return attrs.has("rate") ? 1 - attrs.number("rate") : attrs.number("keep_prob");
  }

  private static boolean isNoise(Operands o) {
    Shape x = o.shape(0);
    return !o.attrs().has("noise_shape")
        || o.attrs().longs("noise_shape").size() <= x.rank()
            && o.attrs().longs("noise_shape").stream()
                .allMatch(d -> -1 <= d && d <= Shape.MAX_ELEMENTS)
            && Like.stretches(noise(o.attrs(), x), x);
  }

  /** The shape of the numbers that are drawn for {@code x}. */
  public static Shape noise(Attributes attrs, Shape x) {
    if (!attrs.has("noise_shape")) {
      return x;
    }
    Shape noise = Shape.of(attrs.longs("noise_shape"));
    for (int i = 1; i <= noise.rank(); i++) {
      noise = noise.dim(-i) == -1 ? noise.with(noise.rank() - i, x.dim(-i)) : noise;
    }
    return noise;
  }

  private static List<Tensor> forward(Call c) {
    Attributes a = c.attrs();
    Shape shape = c.in(0).shape();
    Shape noise = noise(a, shape);
    Philox stream = Philox.seeded(a.integer("seed"), a.integer("seed2")).skip(a.integer("skip"));
    double[] u = stream.uniforms32(noise.elements());
    int[] repeated = Index.broadcast(noise, shape);
    float rate = (float) rate(a);
    double[] x = c.in(0).host().doubles();
    double[] y = new double[x.length];
    long[] mask = new long[x.length];
    for (int i = 0; i < x.length; i++) {
      boolean keep = u[repeated[i]] >= rate;
      mask[i] = keep ? 1 : 0;
      y[i] = keep ? x[i] / kept(a) : 0;
    }
    return List.of(c.result(y).get(0), Tensor.of(shape, HostStorage.ofLongs(DType.BOOL, mask)));
  }
}
