package dev.assay.engine.ops.linalg;

import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sums of products over labelled axes, {@code y[out] = Σ_{other labels} Π_t x_t[labels of t]}: the
 * loop behind {@code einsum}, {@code tensordot}, {@code outer} and {@code matvec}.
 *
 * <p>Axes with one label are walked together, so that a label twice on one tensor walks its
 * diagonal; twice on the result, it writes the diagonal and leaves zeros elsewhere. Negative labels
 * broadcast: an axis of size 1 is repeated. Sums run in row-major order of the summed labels, in
 * the order in which they first appear.
 */
final class Contraction {
  private final Map<Integer, Integer> sizes = new LinkedHashMap<>();

  private Contraction() {}

  /** The size of every label; the axes must agree. */
  private static Contraction of(List<Shape> shapes, List<int[]> labels) {
    Contraction c = new Contraction();
    for (int t = 0; t < shapes.size(); t++) {
      for (int d = 0; d < labels.get(t).length; d++) {
        int size = shapes.get(t).dim(d);
        c.sizes.merge(labels.get(t)[d], size, Contraction::common);
      }
    }
    return c;
  }

  /** The common size of two axes that agree or broadcast; known if one is. */
  private static int common(int p, int q) {
    return p == 1 ? q : q == 1 ? p : Math.max(p, q);
  }

  /** Whether axes with one label have one size, or broadcast where the label is negative. */
  static boolean agree(List<Shape> shapes, List<int[]> labels, boolean broadcasting) {
    Map<Integer, Integer> seen = new LinkedHashMap<>();
    for (int t = 0; t < shapes.size(); t++) {
      for (int d = 0; d < labels.get(t).length; d++) {
        int label = labels.get(t)[d];
        int size = shapes.get(t).dim(d);
        if (label < 0 != broadcasting) {
          continue;
        }
        int known = seen.getOrDefault(label, Shape.UNKNOWN);
        boolean stretches = broadcasting && (known == 1 || size == 1);
        if (!stretches && !Shape.dimsAgree(known, size)) {
          return false;
        }
        seen.put(label, broadcasting ? common(known, size) : Math.max(known, size));
      }
    }
    return true;
  }

  /** The shape of the result. */
  static Shape shape(List<Shape> shapes, List<int[]> labels, int[] output) {
    Contraction c = of(shapes, labels);
    return Shape.of(Arrays.stream(output).map(l -> c.sizes.get(l)).toArray());
  }

  /** The result, all arguments of one type. */
  static List<Tensor> run(Call call, ContractionLabels all) {
    List<int[]> labels = all.inputs();
    int[] output = all.output();
    Contraction c = of(call.inputs().stream().map(Tensor::shape).toList(), labels);
    int[] outer = Arrays.stream(output).distinct().toArray();
    int[] inner =
        c.sizes.keySet().stream()
            .mapToInt(l -> l)
            .filter(l -> Arrays.stream(outer).noneMatch(o -> o == l))
            .toArray();
    // where each tensor stands for every index of the result, and how far on for every term
    List<int[]> starts = new ArrayList<>();
    List<int[]> steps = new ArrayList<>();
    for (int t = 0; t < call.count(); t++) {
      starts.add(c.offsets(outer, labels.get(t), call.in(t).shape()));
      steps.add(c.offsets(inner, labels.get(t), call.in(t).shape()));
    }
    Shape result = call.output().shape();
    int[] target = c.offsets(outer, output, result);
    int terms = c.shape(inner).elements();
    return call.in(0).dtype().isInteger()
        ? call.result(sumLongs(call, starts, steps, terms, target, result.elements()))
        : call.result(sumDoubles(call, starts, steps, terms, target, result.elements()));
  }

  private Shape shape(int[] labels) {
    return Shape.of(Arrays.stream(labels).map(sizes::get).toArray());
  }

  /** The offsets in a tensor of that shape and labelling for every index of {@code loops}. */
  private int[] offsets(int[] loops, int[] labels, Shape shape) {
    int[] own = Index.strides(shape);
    int[] strides = new int[loops.length];
    for (int l = 0; l < loops.length; l++) {
      for (int d = 0; d < labels.length; d++) {
        boolean repeated = loops[l] < 0 && shape.dim(d) == 1;
        strides[l] += labels[d] == loops[l] && !repeated ? own[d] : 0;
      }
    }
    return Index.offsets(shape(loops), strides, 0);
  }

  private static double[] sumDoubles(
      Call call, List<int[]> starts, List<int[]> steps, int terms, int[] target, int size) {
    List<double[]> x = call.inputs().stream().map(t -> t.host().doubles()).toList();
    double[] y = new double[size];
    for (int i = 0; i < target.length; i++) {
      double sum = 0;
      for (int k = 0; k < terms; k++) {
        double product = x.get(0)[starts.get(0)[i] + steps.get(0)[k]];
        for (int t = 1; t < x.size(); t++) {
          product *= x.get(t)[starts.get(t)[i] + steps.get(t)[k]];
        }
        sum += product;
      }
      y[target[i]] = sum;
    }
    return y;
  }

  private static long[] sumLongs(
      Call call, List<int[]> starts, List<int[]> steps, int terms, int[] target, int size) {
    List<long[]> x = call.inputs().stream().map(t -> t.host().longs()).toList();
    long[] y = new long[size];
    for (int i = 0; i < target.length; i++) {
      long sum = 0;
      for (int k = 0; k < terms; k++) {
        long product = x.get(0)[starts.get(0)[i] + steps.get(0)[k]];
        for (int t = 1; t < x.size(); t++) {
          product *= x.get(t)[starts.get(t)[i] + steps.get(t)[k]];
        }
        sum += product;
      }
      y[target[i]] = sum;
    }
    return y;
  }
}
