package dev.assay.opencl.kernel.elementwise;

import dev.assay.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * How operands broadcast to a result: dimensions along which all operands do alike are taken as
 * one, those of size 1 are left out.
 *
 * @param dims the sizes of the dimensions that remain, at least one
 * @param strides of each operand along each of them; 0 repeats elements
 */
record Strides(List<Integer> dims, List<List<Integer>> strides) {
  /** The strides of operands that broadcast to {@code result}. */
  static Strides of(Shape result, List<Shape> operands) {
    List<Integer> dims = new ArrayList<>();
    List<List<Integer>> strides = new ArrayList<>();
    int[] next = new int[operands.size()]; // the product of the operand's dimensions so far
    for (int k = 0; k < next.length; k++) {
      strides.add(new ArrayList<>());
      next[k] = 1;
    }
    for (int d = 1; d <= result.rank(); d++) {
      int n = result.dim(-d);
      if (n == 1) {
        continue;
      }
      int[] step = new int[next.length];
      boolean alike = !dims.isEmpty();
      for (int k = 0; k < step.length; k++) {
        Shape s = operands.get(k);
        step[k] = d <= s.rank() && s.dim(-d) == n ? next[k] : 0;
        alike &= (step[k] == 0) == (strides.get(k).isEmpty() || strides.get(k).get(0) == 0);
        next[k] *= step[k] == 0 ? 1 : n;
      }
      if (alike) {
        dims.set(0, dims.get(0) * n);
      } else {
        dims.add(0, n);
        for (int k = 0; k < step.length; k++) {
          strides.get(k).add(0, step[k]);
        }
      }
    }
    if (dims.isEmpty()) {
      dims.add(1);
      strides.forEach(s -> s.add(0));
    }
    return new Strides(dims, strides);
  }

  /** How many dimensions remain. */
  int rank() {
    return dims.size();
  }

  /** The size of the last dimension. */
  int row() {
    return dims.get(rank() - 1);
  }

  /** The product of all dimensions but the last. */
  int rows() {
    return dims.subList(0, rank() - 1).stream().reduce(1, (a, b) -> a * b);
  }
}
