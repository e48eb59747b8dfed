package dev.assay.engine.ops.array;

import static dev.assay.engine.op.DTypes.ANY;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Main diagonals of matrices: made into matrices, taken out, replaced. */
final class Diagonals {
  static final Op MATRIX_DIAG =
      Op.define("matrix_diag")
          .formula("output[…, r, c] = diagonal[…, r] if r = c, else 0")
          .input("diagonal", ANY, "[…, n]")
          .require(Kind.SHAPE, "diagonal.rank >= 1", o -> o.shape(0).rank() >= 1)
          .type(o -> new TensorType(o.dtype(0), o.shape(0).concat(Shape.of(o.shape(0).dim(-1)))))
          .kernel(
              c -> {
                int[] source = new int[c.output().shape().elements()];
                Arrays.fill(source, Movement.NOWHERE);
                int[] places = places(c.output().shape());
                for (int i = 0; i < places.length; i++) {
                  source[places[i]] = i;
                }
                return Movement.select(c, source);
              })
          .vjp("diagonal", p -> part(p.dy()))
          .build();

  static final Op MATRIX_DIAG_PART =
      Op.define("matrix_diag_part")
          .formula("output[…, i] = input[…, i, i], i < min(m, n)")
          .input("input", ANY, "[…, m, n]")
          .require(Kind.SHAPE, "input.rank >= 2", o -> o.shape(0).rank() >= 2)
          .type(o -> new TensorType(o.dtype(0), diagonal(o.shape(0))))
          .kernel(c -> Movement.select(c, places(c.in(0).shape())))
          .vjp("input", p -> setDiag(Creation.zerosLike(p.x(0)), p.dy()))
          .build();

  static final Op MATRIX_SET_DIAG =
      Op.define("matrix_set_diag")
          .formula("output[…, r, c] = diagonal[…, r] if r = c, else input[…, r, c]")
          .input("input", ANY, "[…, m, n]")
          .input("diagonal", ANY, "[…, min(m, n)]")
          .sameDType(0, 1)
          .require(Kind.SHAPE, "input.rank >= 2", o -> o.shape(0).rank() >= 2)
          .require(
              Kind.SHAPE,
              "diagonal has the shape of input's diagonals",
              o -> o.shape(1).compatible(diagonal(o.shape(0))))
          .kernel(Diagonals::set)
          .vjp("input", p -> setDiag(p.dy(), Creation.zerosLike(p.x(1))))
          .vjp("diagonal", p -> part(p.dy()))
          .build();

  static final List<Op> ROWS = List.of(MATRIX_DIAG, MATRIX_DIAG_PART, MATRIX_SET_DIAG);

  private Diagonals() {}

  /** The shape of the main diagonals. */
  private static Shape diagonal(Shape s) {
    // unknown is −1, the lesser of the two in any case
    int n = Math.min(s.dim(-2), s.dim(-1));
    return s.slice(0, s.rank() - 2).concat(Shape.of(n));
  }

  /** The offsets of the elements of all main diagonals of a tensor of that shape. */
  private static int[] places(Shape s) {
    int rows = s.dim(-2);
    int columns = s.dim(-1);
    int n = Math.min(rows, columns);
    return IntStream.range(0, diagonal(s).elements())
        .map(i -> i / n * rows * columns + i % n * (columns + 1))
        .toArray();
  }

  private static List<Tensor> set(Call c) {
    int size = c.in(0).size();
    int[] source = IntStream.range(0, size).toArray();
    int[] places = places(c.in(0).shape());
    for (int i = 0; i < places.length; i++) {
      source[places[i]] = size + i;
    }
    HostStorage both = HostStorage.joined(List.of(c.in(0).host(), c.in(1).host()));
    return List.of(Tensor.of(c.output().shape(), both.select(source, both)));
  }

  static Tensor diag(Tensor diagonal) {
    return Dispatch.one(MATRIX_DIAG, diagonal);
  }

  static Tensor part(Tensor input) {
    return Dispatch.one(MATRIX_DIAG_PART, input);
  }

  static Tensor setDiag(Tensor input, Tensor diagonal) {
    return Dispatch.one(MATRIX_SET_DIAG, input, diagonal);
  }
}
