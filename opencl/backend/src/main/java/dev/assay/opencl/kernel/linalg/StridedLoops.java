package dev.assay.opencl.kernel.linalg;

import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Nested loops through several tensors at once, adjacent loops merged where every tensor walks on
 * in one stride: the innermost is left to a kernel, the others, mostly none, are the host's.
 */
final class StridedLoops {
  private final List<Integer> sizes = new ArrayList<>();
  private final List<int[]> strides = new ArrayList<>();
  private final int tensors;

  private StridedLoops(int tensors) {
    this.tensors = tensors;
  }

  /**
   * Loops of those sizes, outermost first.
   *
   * @param strides for each tensor its stride in every loop
   */
  static StridedLoops of(int[] sizes, int[]... strides) {
    StridedLoops loops = new StridedLoops(strides.length);
    for (int l = 0; l < sizes.length; l++) {
      int at = l;
      loops.add(sizes[l], Arrays.stream(strides).mapToInt(s -> s[at]).toArray());
    }
    if (loops.sizes.isEmpty()) {
      loops.sizes.add(1);
      loops.strides.add(new int[strides.length]);
    }
    return loops;
  }

  private void add(int size, int[] step) {
    if (size == 1) {
      return;
    }
    int last = sizes.size() - 1;
    if (last >= 0) {
      int[] outer = strides.get(last);
      boolean continues = true;
      for (int t = 0; t < tensors; t++) {
        continues &= outer[t] == (long) step[t] * size;
      }
      if (continues) {
        sizes.set(last, sizes.get(last) * size);
        strides.set(last, step);
        return;
      }
    }
    sizes.add(size);
    strides.add(step);
  }

  /** The size of the innermost loop. */
  int size() {
    return sizes.get(sizes.size() - 1);
  }

  /** The stride of a tensor in the innermost loop. */
  int inner(int tensor) {
    return strides.get(strides.size() - 1)[tensor];
  }

  /** Whether one loop is all there is. */
  boolean isOne() {
    return sizes.size() == 1;
  }

  /** For each tensor, where it stands for every index of the outer loops. */
  int[][] outerOffsets() {
    int outer = sizes.size() - 1;
    Shape shape = Shape.of(sizes.subList(0, outer).stream().mapToInt(n -> n).toArray());
    int[][] offsets = new int[tensors][];
    for (int t = 0; t < tensors; t++) {
      int tensor = t;
      int[] steps = strides.subList(0, outer).stream().mapToInt(s -> s[tensor]).toArray();
      offsets[t] = Index.offsets(shape, steps, 0);
    }
    return offsets;
  }
}
