package dev.assay.engine.ops.array;

import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** The loops that operations share which copy elements, whatever their type, and their adjoints. */
final class Movement {
  /** Where an element of a result comes from no element of the argument. */
  static final int NOWHERE = -1;

  private Movement() {}

  /** The first result of a call: element {@code i} is element {@code source[i]} of the argument. */
  static List<Tensor> select(Call c, int[] source) {
    return select(c, source, HostStorage.zeros(c.in(0).dtype(), 1));
  }

  /** As {@link #select(Call, int[])}; {@code fill}'s element where the source is negative. */
  static List<Tensor> select(Call c, int[] source, HostStorage fill) {
    return List.of(Tensor.of(c.output().shape(), c.in(0).host().select(source, fill)));
  }

  /** The adjoint: element {@code i} of the argument is added to cell {@code target[i]}. */
  static List<Tensor> sum(Call c, int[] target) {
    Shape shape = c.output().shape();
    return List.of(Tensor.of(shape, Scatter.sum(c.in(0).host(), target, shape.elements())));
  }

  /** The argument's elements in the shape of the result. */
  static List<Tensor> rename(Call c) {
    return List.of(Tensor.of(c.output().shape(), c.in(0).storage()));
  }

  /**
   * A map of one axis extended to the whole: where {@code result} has the dimensions of {@code
   * from} but along {@code axis}, the offsets of the elements whose index along {@code axis} is
   * {@code along[i]} instead of {@code i}; {@link #NOWHERE} stays.
   */
  static int[] alongAxis(Shape from, int axis, int[] along) {
    int outer = from.slice(0, axis).elements();
    int inner = from.slice(axis + 1, from.rank()).elements();
    int[] source = new int[outer * along.length * inner];
    int at = 0;
    for (int o = 0; o < outer; o++) {
      for (int a : along) {
        for (int i = 0; i < inner; i++) {
          source[at++] = a < 0 ? NOWHERE : (o * from.dim(axis) + a) * inner + i;
        }
      }
    }
    return source;
  }

  /** {@code a} followed through {@code b}: element {@code i} is {@code a[b[i]]}. */
  static int[] compose(int[] a, int[] b) {
    return Arrays.stream(b).map(i -> i < 0 ? NOWHERE : a[i]).toArray();
  }
}
