package dev.assay.engine.ops.linalg;

import static dev.assay.engine.op.DTypes.ANY;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.Movement;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** Matrices transposed, and their bands: movements of elements of any type. */
final class MatrixMovement {
  static final Op TRANSPOSE =
      Op.define("matrix_transpose")
          .formula("output[…,i,j] = a[…,j,i]")
          .input("a", ANY, "[…, m, n]")
          .require(Kind.SHAPE, "a.rank >= 2", o -> o.shape(0).rank() >= 2)
          .type(
              o -> {
                Shape s = o.shape(0);
                return new TensorType(o.dtype(0), Matrices.lead(s, s.dim(-1), s.dim(-2)));
              })
          .kernel(MatrixMovement::transposed)
          .vjp("a", p -> transpose(p.dy()))
          .build();

  static final Op BAND_PART =
      Op.define("matrix_band_part")
          .formula(
              "output[…,i,j] = input[…,i,j] if (num_lower < 0 or i − j <= num_lower) and"
                  + " (num_upper < 0 or j − i <= num_upper), else 0")
          .note("(−1, 0) is the lower triangle, (0, −1) the upper, (0, 0) the diagonal.")
          .input("input", ANY, "[…, m, n]")
          .attr("num_lower", Type.INT, "diagonals kept below the main one; negative: all")
          .attr("num_upper", Type.INT, "diagonals kept above the main one; negative: all")
          .require(Kind.SHAPE, "input.rank >= 2", o -> o.shape(0).rank() >= 2)
          .require(
              Kind.ATTRIBUTE,
              "num_lower <= input.dim(-2)",
              o -> atMost(o.attrs().integer("num_lower"), o.shape(0).dim(-2)))
          .require(
              Kind.ATTRIBUTE,
              "num_upper <= input.dim(-1)",
              o -> atMost(o.attrs().integer("num_upper"), o.shape(0).dim(-1)))
          .kernel(MatrixMovement::band)
          .vjp("input", MatrixMovement::vjpBand)
          .build();

  static final List<Op> ROWS = List.of(TRANSPOSE, BAND_PART);

  private MatrixMovement() {}

  private static boolean atMost(long count, int size) {
    return size == Shape.UNKNOWN || count <= size;
  }

  private static List<Tensor> transposed(Call c) {
    int m = c.in(0).shape().dim(-2);
    int n = c.in(0).shape().dim(-1);
    int[] source = new int[c.in(0).size()];
    for (int at = 0; at < source.length; at++) {
      int within = at % (m * n);
      source[at] = at - within + within % m * n + within / m;
    }
    return Movement.select(c, source);
  }

  private static List<Tensor> band(Call c) {
    long lower = c.attrs().integer("num_lower");
    long upper = c.attrs().integer("num_upper");
    int m = c.in(0).shape().dim(-2);
    int n = c.in(0).shape().dim(-1);
    int[] source = new int[c.in(0).size()];
    for (int at = 0; at < source.length; at++) {
      int i = at / n % m;
      int j = at % n;
      boolean kept = (lower < 0 || i - j <= lower) && (upper < 0 || j - i <= upper);
      source[at] = kept ? at : Movement.NOWHERE;
    }
    return Movement.select(c, source);
  }

  private static Tensor vjpBand(Pullback p) {
    return bandPart(p.dy(), p.attrs().integer("num_lower"), p.attrs().integer("num_upper"));
  }

  static Tensor transpose(Tensor a) {
    return Dispatch.one(TRANSPOSE, a);
  }

  static Tensor bandPart(Tensor input, long lower, long upper) {
    return Dispatch.one(
        BAND_PART, Attributes.of("num_lower", lower).and("num_upper", upper), input);
  }
}
