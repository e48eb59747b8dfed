package dev.assay.engine.ops.array;

import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The loops that operations share which copy elements, whatever their type, and their adjoints. */
public final class Movement {
  /** Where an element of a result comes from no element of the argument. */
  public static final int NOWHERE = -1;

  private Movement() {}

  /** The first result of a call: element {@code i} is element {@code source[i]} of the argument. */
  public static List<Tensor> select(Call c, int[] source) {
    return select(c, source, HostStorage.zeros(c.in(0).dtype(), 1));
  }

  /** As {@link #select(Call, int[])}; {@code fill}'s element where the source is negative. */
  static List<Tensor> select(Call c, int[] source, HostStorage fill) {
    return List.of(Tensor.of(c.output().shape(), c.in(0).host().select(source, fill)));
  }

  /** The adjoint: element {@code i} of the argument is added to cell {@code target[i]}. */
  public static List<Tensor> sum(Call c, int[] target) {
    Shape shape = c.output().shape();
    return List.of(Tensor.of(shape, Scatter.sum(c.in(0).host(), target, shape.elements())));
  }

  /** The argument's elements in the shape of the result. */
  static List<Tensor> rename(Call c) {
    return List.of(Tensor.of(c.output().shape(), c.in(0).storage()));
  }

  /**
   * A map of every axis at once: the offset of the element whose index along each axis {@code d} is
   * {@code along[d][i[d]]}, for every index {@code i} of the result, row-major; {@link #NOWHERE} if
   * one of them is.
   */
  public static int[] perAxis(Shape from, int[]... along) {
    if (Arrays.stream(along).anyMatch(a -> a.length == 0)) {
      return new int[0];
    }
    int[] strides = Index.strides(from);
    int[] offsets = {0};
    for (int d = 0; d < along.length; d++) {
      int[] next = new int[offsets.length * along[d].length];
      int at = 0;
      for (int o : offsets) {
        for (int i : along[d]) {
          next[at++] = o < 0 || i < 0 ? NOWHERE : o + i * strides[d];
        }
      }
      offsets = next;
    }
    return offsets;
  }

  /** A map of one axis: index {@code along[i]} instead of {@code i}, the others as they are. */
  static int[] alongAxis(Shape from, int axis, int[] along) {
    int[][] all = identities(from);
    all[axis] = along;
    return perAxis(from, all);
  }

  /** For every axis {@code d} the map {@code 0, 1, …, dim(d) − 1}. */
  static int[][] identities(Shape shape) {
    return Arrays.stream(shape.dims())
        .mapToObj(n -> IntStream.range(0, n).toArray())
        .toArray(int[][]::new);
  }
}
