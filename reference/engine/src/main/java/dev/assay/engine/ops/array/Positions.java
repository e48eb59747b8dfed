package dev.assay.engine.ops.array;

import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.function.Function;

/**
 * Tensors of positions, {@code indices[s, n, k]}: each row of {@code K} numbers names a slice of a
 * target {@code [s, j₁ … j_K, q]}, {@code s} running over batch dimensions that both share. The
 * rule of {@code gather_nd} and of what scatters by it.
 *
 * @param indices where the indices stand among the inputs
 * @param target the shape of the tensor that they point into
 * @param name what the constraints call that shape
 */
record Positions(int indices, Function<Operands, Shape> target, String name) {
  /** Positions in a tensor that is the input at {@code at}. */
  static Positions in(int indices, int at, String name) {
    return new Positions(indices, o -> o.shape(at), name + ".shape");
  }

  private static int batch(Operands o) {
    return o.attrs().has("batch_dims") ? o.attrs().int32("batch_dims") : 0;
  }

  private int depth(Operands o) {
    return o.shape(indices).dim(-1);
  }

  /** Declares the constraints on ranks and dimensions. */
  Op.Builder shapes(Op.Builder b) {
    return b.require(
            Kind.SHAPE,
            "indices.rank >= 1 and indices.dim(-1) is known",
            o -> o.shape(indices).rank() >= 1 && depth(o) != Shape.UNKNOWN)
        .require(
            Kind.SHAPE,
            "indices.dim(-1) <= length of " + name + ", which is at least 1",
            o -> target.apply(o).rank() >= 1 && depth(o) <= target.apply(o).rank());
  }

  /** Declares the constraints on {@code batch_dims}. */
  Op.Builder batches(Op.Builder b) {
    return b.require(
            Kind.ATTRIBUTE,
            "0 <= batch_dims < indices.rank",
            o ->
                0 <= o.attrs().integer("batch_dims")
                    && o.attrs().integer("batch_dims") < o.shape(indices).rank())
        .require(
            Kind.ATTRIBUTE,
            "batch_dims + indices.dim(-1) <= length of " + name,
            o -> batch(o) + depth(o) <= target.apply(o).rank())
        .require(
            Kind.SHAPE,
            "the first batch_dims entries of " + name + " and indices.shape are equal",
            o ->
                target.apply(o).slice(0, batch(o)).compatible(o.shape(indices).slice(0, batch(o))));
  }

  /** Declares the constraint on the indices themselves. */
  Op.Builder values(Op.Builder b) {
    return b.require(
        Kind.VALUE,
        "0 <= indices[…,k] < " + name + "[k], counted past the batch dimensions",
        this::inRange);
  }

  private boolean inRange(Operands o) {
    Shape t = target.apply(o);
    long[] index = o.in(indices).host().longs();
    int K = depth(o);
    for (int i = 0; i < index.length; i++) {
      if (index[i] < 0 || index[i] >= t.dim(batch(o) + i % K)) {
        return false;
      }
    }
    return true;
  }

  /** The shape of what is picked or added: {@code indices.shape[:-1] + target.shape[b + K:]}. */
  Shape picked(Operands o) {
    Shape s = o.shape(indices);
    Shape t = target.apply(o);
    return s.slice(0, s.rank() - 1).concat(t.slice(batch(o) + depth(o), t.rank()));
  }

  /** For every element of what is picked, its offset in the target. */
  int[] offsets(Operands o) {
    Shape t = target.apply(o);
    Tensor tensor = o.in(indices);
    int b = batch(o);
    int K = depth(o);
    int S = Index.product(t, 0, b);
    int N = Index.product(tensor.shape(), b, tensor.rank() - 1);
    int Q = Index.product(t, b + K, t.rank());
    long[] index = tensor.host().longs();
    int[] offsets = new int[S * N * Q];
    int at = 0;
    for (int s = 0; s < S; s++) {
      for (int n = 0; n < N; n++) {
        int j = s;
        for (int k = 0; k < K; k++) {
          j = j * t.dim(b + k) + (int) index[(s * N + n) * K + k];
        }
        for (int q = 0; q < Q; q++) {
          offsets[at++] = j * Q + q;
        }
      }
    }
    return offsets;
  }
}
