package dev.assay.engine.ops.random;

import static dev.assay.engine.op.DTypes.INDICES;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.Set;
import java.util.function.DoublePredicate;

/** Where the numbers of an operation come from, and what its signature says of it. */
final class Streams {
  /** What TensorFlow sets apart for one element: 256 blocks, most of them never drawn. */
  static final long RESERVED = 256;

  static final String NO_GRADIENT = "a seed chooses a stream; nothing varies smoothly with it";

  private Streams() {}

  /** The seed of a stateless operation, its input at position {@code at}. */
  static Op.Builder stateless(Op.Builder b, int at) {
    return b.note(
            "The same seed gives the same result. The stream is TensorFlow's: Philox.stateless.")
        .input("seed", INDICES, "two integers")
        .require(Kind.SHAPE, "seed.shape = [2]", o -> o.shape(at).compatible(Shape.of(2)))
        .noGradient("seed", NO_GRADIENT);
  }

  /** The seeds of an operation that draws on where its last run ended. */
  static Op.Builder seeded(Op.Builder b) {
    return b.note(
            "A function of its attributes. In a session a node goes on where its last run ended:"
                + " skip grows by what each run reserves, as TensorFlow's kernels do.")
        .note("Seeds 0, 0 are seeds like any other; TensorFlow 1 draws them afresh.")
        .attr("seed", Type.INT, 0, "the key of the stream")
        .attr("seed2", Type.INT, 0, "where its counter starts, upper half")
        .attr("skip", Type.INT, 0, "blocks of the stream that earlier runs reserved");
  }

  /** The seed tensor at position {@code at}. */
  static Philox stateless(Call c, int at) {
    long[] seed = c.in(at).host().longs();
    return Philox.stateless(seed[0], seed[1]);
  }

  /** The stream of the attributes. */
  static Philox seeded(Call c) {
    Attributes a = c.attrs();
    return Philox.seeded(a.integer("seed"), a.integer("seed2")).skip(a.integer("skip"));
  }

  /** Shape and element type of the result as attributes. */
  static Op.Builder sized(Op.Builder b, DType fallback, Set<DType> dtypes) {
    return shaped(b)
        .attr("dtype", Type.DTYPE, fallback, "the type of the result")
        .require(
            Kind.ATTRIBUTE,
            "dtype in " + dtypes.stream().map(DType::label).toList(),
            o -> dtypes.contains(o.attrs().dtype("dtype")))
        .type(o -> new TensorType(o.attrs().dtype("dtype"), shape(o)));
  }

  /** The shape as an attribute. */
  static Op.Builder shaped(Op.Builder b) {
    return b.attr("shape", Type.INTS, "the shape of the result")
        .require(
            Kind.ATTRIBUTE,
            "every entry of shape is >= 0",
            o -> o.attrs().longs("shape").stream().allMatch(d -> d >= 0));
  }

  static Shape shape(Operands o) {
    return Shape.of(o.attrs().longs("shape"));
  }

  /** What one run reserves where each element has its own blocks. */
  static long reserved(Call c) {
    return RESERVED * c.output().shape().elements();
  }

  /** Whether {@code test} holds of every element of the tensor. */
  static boolean all(Tensor t, DoublePredicate test) {
    return Arrays.stream(t.toDoubles()).allMatch(test);
  }
}
