package dev.assay.engine.ops.random;

import static dev.assay.engine.op.DTypes.ANY;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * Puts the slices of the first axis in random order: Fisher, Yates 1938; Knuth, "Seminumerical
 * algorithms", 3.4.2, algorithm P, from the front: place {@code i} is exchanged with place {@code i
 * + (word mod (n − i))}, for {@code i = 0 … n − 2}, a word each.
 */
final class Shuffle {
  static final Op STATELESS =
      row(Streams.stateless(Op.define("stateless_shuffle").input("value", ANY, "rank >= 1"), 1))
          .kernel(c -> shuffled(c, Streams.stateless(c, 1)))
          .build();

  static final Op SEEDED =
      row(Streams.seeded(Op.define("random_shuffle").input("value", ANY, "rank >= 1")))
          .draws(Shuffle::reserved)
          .kernel(c -> shuffled(c, Streams.seeded(c)))
          .build();

  static final List<Op> ROWS = List.of(STATELESS, SEEDED);

  private Shuffle() {}

  private static Op.Builder row(Op.Builder b) {
    return b.formula("output[i] = value[permutation[i]], every permutation equally likely")
        .note("Indices are words modulo the rest, TensorFlow's rule: a bias below n/2³².")
        .note("permutation is a result of its own, int32; TensorFlow gives output only.")
        .outputs("output", "permutation")
        .require(Kind.SHAPE, "value.rank >= 1", o -> o.shape(0).rank() >= 1)
        .shape(
            o ->
                List.of(
                    new TensorType(o.dtype(0), o.shape(0)),
                    new TensorType(DType.INT32, Shape.of(o.shape(0).dim(0)))))
        .vjp("value", Shuffle::vjp);
  }

  private static Tensor vjp(Pullback p) {
    return Dispatch.one(
        OpRegistry.get("gather_grad"),
        Attributes.of("axis", 0),
        p.dy(),
        p.outputs().get(1),
        p.x(0));
  }

  /** Whether there is something to exchange; if not TensorFlow reserves nothing. */
  private static boolean moves(Shape value) {
    return value.dim(0) > 1 && value.elements() > 1;
  }

  private static long reserved(Call c) {
    Shape value = c.in(0).shape();
    return moves(value) ? (value.dim(0) - 1 + 3) / 4 : 0;
  }

  private static List<Tensor> shuffled(Call c, Philox stream) {
    Tensor value = c.in(0);
    int n = value.shape().dim(0);
    int[] permutation = moves(value.shape()) ? permutation(n, stream) : identity(n);
    int slice = n == 0 ? 0 : value.shape().elements() / n;
    int[] source = new int[n * slice];
    for (int i = 0; i < source.length; i++) {
      source[i] = permutation[i / slice] * slice + i % slice;
    }
    HostStorage host = value.host();
    long[] order = new long[n];
    for (int i = 0; i < n; i++) {
      order[i] = permutation[i];
    }
    return List.of(
        Tensor.of(value.shape(), host.select(source, host)),
        Tensor.of(Shape.of(n), HostStorage.ofLongs(DType.INT32, order)));
  }

  private static int[] identity(int n) {
    int[] p = new int[n];
    for (int i = 0; i < n; i++) {
      p[i] = i;
    }
    return p;
  }

  private static int[] permutation(int n, Philox stream) {
    int[] p = identity(n);
    int[] words = stream.words(n - 1);
    for (int i = 0; i < n - 1; i++) {
      int j = i + Integer.remainderUnsigned(words[i], n - i);
      int other = p[j];
      p[j] = p[i];
      p[i] = other;
    }
    return p;
  }
}
