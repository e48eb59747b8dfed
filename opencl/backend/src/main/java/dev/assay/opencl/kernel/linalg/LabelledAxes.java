package dev.assay.opencl.kernel.linalg;

import dev.assay.engine.ops.linalg.ContractionLabels;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.opencl.device.DeviceStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The loops of a sum of products over labelled axes: one for every label, the labels of the result
 * first, in its order; then those that are summed, in the order in which they first appear.
 */
final class LabelledAxes {
  /**
   * One label.
   *
   * @param size of its axes
   * @param strides of the result, then of each argument: 0 where it has no such axis, or one that
   *     is repeated
   */
  private record Loop(int size, int[] strides) {
    boolean walks(int tensor) {
      return strides[tensor] != 0;
    }
  }

  private final List<Loop> outer = new ArrayList<>();
  private final List<Loop> inner = new ArrayList<>();
  private final int tensors;

  private LabelledAxes(int tensors) {
    this.tensors = tensors;
  }

  /** The loops of a call with arguments and a result of those shapes. */
  static LabelledAxes of(ContractionLabels labels, List<Shape> shapes, Shape result) {
    List<int[]> all = new ArrayList<>(List.of(labels.output()));
    all.addAll(labels.inputs());
    List<Shape> of = new ArrayList<>(List.of(result));
    of.addAll(shapes);
    LabelledAxes axes = new LabelledAxes(all.size());
    List<Integer> seen = new ArrayList<>();
    for (int t = 0; t < all.size(); t++) {
      for (int label : all.get(t)) {
        if (!seen.contains(label)) {
          seen.add(label);
          axes.add(label, all, of, t == 0);
        }
      }
    }
    return axes;
  }

  private void add(int label, List<int[]> all, List<Shape> of, boolean isOuter) {
    int[] strides = new int[tensors];
    int size = 1;
    for (int t = 0; t < tensors; t++) {
      int[] own = Index.strides(of.get(t));
      int[] labels = all.get(t);
      for (int d = 0; d < labels.length; d++) {
        if (labels[d] == label && of.get(t).dim(d) != 1) {
          strides[t] += own[d];
          size = of.get(t).dim(d);
        }
      }
    }
    if (size != 1) {
      (isOuter ? outer : inner).add(new Loop(size, strides));
    }
  }

  /** How many loops run through the result. */
  int outer() {
    return outer.size();
  }

  /** How many loops are summed, at least one. */
  int inner() {
    return Math.max(1, inner.size());
  }

  /** How many elements of the result are computed: not all where it repeats a label. */
  int visited() {
    return product(outer);
  }

  /** How many products are summed. */
  int terms() {
    return product(inner);
  }

  private static int product(List<Loop> loops) {
    return loops.stream().mapToInt(Loop::size).reduce(1, Math::multiplyExact);
  }

  /** All loops as {@code contraction.cl} reads them: size, then strides. */
  int[] table() {
    List<Loop> all = new ArrayList<>(outer);
    all.addAll(inner.isEmpty() ? List.of(new Loop(1, new int[tensors])) : inner);
    int[] table = new int[all.size() * (1 + tensors)];
    for (int l = 0; l < all.size(); l++) {
      table[l * (1 + tensors)] = all.get(l).size();
      System.arraycopy(all.get(l).strides(), 0, table, l * (1 + tensors) + 1, tensors);
    }
    return table;
  }

  /**
   * The same as a product of matrices, if it is one: of two arguments, every label in two of the
   * three tensors or in all, and each of the four groups of labels (batch, rows, columns, summed)
   * walked with one stride in every tensor.
   */
  Optional<Gemm> asGemm(List<DeviceStorage> x, DeviceStorage y) {
    if (tensors != 3 || visited() < y.size()) {
      return Optional.empty();
    }
    StridedLoops batch = group(outer, l -> l.walks(1) && l.walks(2));
    StridedLoops rows = group(outer, l -> l.walks(1) && !l.walks(2));
    StridedLoops columns = group(outer, l -> !l.walks(1));
    StridedLoops sums = group(inner, l -> true);
    boolean bothSummed = inner.stream().allMatch(l -> l.walks(1) && l.walks(2));
    if (!bothSummed || !(batch.isOne() && rows.isOne() && columns.isOne() && sums.isOne())) {
      return Optional.empty();
    }
    MatrixView a = new MatrixView(x.get(0), 0, batch.inner(1), rows.inner(1), sums.inner(1));
    MatrixView b = new MatrixView(x.get(1), 0, batch.inner(2), sums.inner(2), columns.inner(2));
    MatrixView c = new MatrixView(y, 0, batch.inner(0), rows.inner(0), columns.inner(0));
    Gemm product = new Gemm(a, b, c, batch.size(), rows.size(), columns.size(), sums.size());
    return Optional.of(columns.inner(0) == 1 || columns.size() == 1 ? product : product.swapped());
  }

  private StridedLoops group(List<Loop> loops, Predicate<Loop> which) {
    List<Loop> of = loops.stream().filter(which).toList();
    int[][] strides = new int[tensors][];
    for (int t = 0; t < tensors; t++) {
      int tensor = t;
      strides[t] = of.stream().mapToInt(l -> l.strides()[tensor]).toArray();
    }
    return StridedLoops.of(of.stream().mapToInt(Loop::size).toArray(), strides);
  }
}
