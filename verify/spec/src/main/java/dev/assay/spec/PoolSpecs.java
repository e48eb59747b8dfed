package dev.assay.spec;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.math3.RealFieldElement;

/**
 * Specifications of pooling and of moving blocks. Windows are laid out one by one: the first begins
 * in the padding, the next a stride further, the last is the last that ends inside.
 */
public final class PoolSpecs implements SpecFamily {
  @Override
  public List<Spec> specs() {
    List<Spec> pools = new ArrayList<>();
    for (String n : List.of("1d", "", "3d")) {
      pools.add(Spec.of("max_pool" + n, PoolSpecs::maxPool));
      pools.add(Spec.of("max_pool" + n + "_grad", PoolSpecs::maxPoolGrad).affineIn(2));
      pools.add(Spec.of("max_pool" + n + "_grad_grad", PoolSpecs::maxPoolGradGrad).affineIn(2));
      pools.add(Spec.of("avg_pool" + n, PoolSpecs::avgPool));
      pools.add(Spec.of("avg_pool" + n + "_grad", PoolSpecs::avgPoolGrad));
    }
    return Stream.of(pools, PlaceSpecs.specs(), SpaceSpecs.specs()).flatMap(List::stream).toList();
  }

  /** The windows over a tensor of shape [N, spatial…, C] or [N, C, spatial…]. */
  record Windows(int[] input, int[] output, int[] size, int[] stride, int[] before, int at) {
    static Windows of(Attributes attrs, int[] input) {
      int n = input.length - 2;
      int at = attrs.text("data_format").endsWith("C") ? 1 : 2;
      int[] size = perAxis(attrs, "ksize", n, at);
      int[] stride = perAxis(attrs, "strides", n, at);
      int[] before = new int[n];
      int[] output = input.clone();
      for (int d = 0; d < n; d++) {
        int in = input[at + d];
        int after = 0;
        switch (attrs.text("padding")) {
          case "SAME" -> {
            int windows = (int) Math.ceil((double) in / stride[d]);
            int all = Math.max(0, (windows - 1) * stride[d] + size[d] - in);
            before[d] = all / 2;
            after = all - before[d];
          }
          case "FULL" -> {
            before[d] = size[d] - 1;
            after = size[d] - 1;
          }
          case "CAUSAL" -> before[d] = size[d] - 1;
          case "EXPLICIT" -> {
            int[] p = attrs.ints("explicit_paddings");
            int first = p.length == 2 * n ? 0 : 2 * at;
            before[d] = p[first + 2 * d];
            after = p[first + 2 * d + 1];
          }
          default -> {}
        }
        output[at + d] = 0;
        for (int start = -before[d]; start + size[d] <= in + after; start += stride[d]) {
          boolean more = !attrs.text("padding").equals("SAME") || start < in;
          output[at + d] += more ? 1 : 0;
        }
      }
      return new Windows(input, output, size, stride, before, at);
    }

    private static int[] perAxis(Attributes attrs, String name, int n, int at) {
      int[] out = new int[n];
      if (!attrs.isList(name)) {
        Arrays.fill(out, (int) attrs.integer(name));
        return out;
      }
      int[] v = attrs.ints(name);
      for (int d = 0; d < n; d++) {
        out[d] = v.length == 1 ? v[0] : v.length == n ? v[d] : v[at + d];
      }
      return out;
    }

    /** The elements of the input in the window of an element of the result, row-major. */
    List<int[]> cells(int[] output) {
      List<int[]> cells = List.of(output.clone());
      for (int d = 0; d < size.length; d++) {
        List<int[]> longer = new ArrayList<>();
        for (int[] cell : cells) {
          for (int k = 0; k < size[d]; k++) {
            int i = output[at + d] * stride[d] + k - before[d];
            if (0 <= i && i < input[at + d]) {
              int[] next = cell.clone();
              next[at + d] = i;
              longer.add(next);
            }
          }
        }
        cells = longer;
      }
      return cells;
    }
  }

  /** The first greatest of the cells; the first NaN if there is one. */
  static <T extends RealFieldElement<T>> int[] greatest(
      SpecCall<T> c, SpecTensor<T> x, List<int[]> cells) {
    int[] best = cells.get(0);
    for (int[] cell : cells) {
      boolean nan = c.k().branch(Double.isNaN(x.at(cell).getReal()));
      boolean was = c.k().branch(Double.isNaN(x.at(best).getReal()));
      if (!was && (nan || c.k().less(x.at(best), x.at(cell)))) {
        best = cell;
      }
    }
    return best;
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> maxPool(SpecCall<T> c) {
    Windows w = Windows.of(c.attrs(), c.shape(0).dims());
    return SpecTensor.at(Shape.of(w.output), o -> c.in(0).at(greatest(c, c.in(0), w.cells(o))));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> maxPoolGrad(SpecCall<T> c) {
    Windows w = Windows.of(c.attrs(), c.shape(0).dims());
    SpecTensor<T> dx = SpecTensor.of(c.shape(0), i -> c.k().of(0));
    SpecTensor<T> dy = c.in(2);
    for (int o = 0; o < dy.size(); o++) {
      int[] cells = greatest(c, c.in(0), w.cells(SpecTensor.index(dy.shape(), o)));
      add(dx, cells, dy.get(o));
    }
    return dx;
  }

  static <T extends RealFieldElement<T>> void add(SpecTensor<T> sums, int[] index, T value) {
    int at = 0;
    for (int d = 0; d < index.length; d++) {
      at = at * sums.shape().dim(d) + index[d];
    }
    sums.values().set(at, sums.get(at).add(value));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> maxPoolGradGrad(SpecCall<T> c) {
    Windows w = Windows.of(c.attrs(), c.shape(0).dims());
    return SpecTensor.at(Shape.of(w.output), o -> c.in(2).at(greatest(c, c.in(0), w.cells(o))));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> avgPool(SpecCall<T> c) {
    Windows w = Windows.of(c.attrs(), c.shape(0).dims());
    return SpecTensor.at(
        Shape.of(w.output),
        o -> {
          List<int[]> cells = w.cells(o);
          T sum = c.k().of(0);
          for (int[] cell : cells) {
            sum = sum.add(c.in(0).at(cell));
          }
          return sum.divide(c.k().of(cells.size()));
        });
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> avgPoolGrad(SpecCall<T> c) {
    int[] shape = Arrays.stream(c.longs(0)).mapToInt(d -> (int) d).toArray();
    Windows w = Windows.of(c.attrs(), shape);
    SpecTensor<T> dx = SpecTensor.of(Shape.of(shape), i -> c.k().of(0));
    SpecTensor<T> dy = c.in(1);
    for (int o = 0; o < dy.size(); o++) {
      List<int[]> cells = w.cells(SpecTensor.index(dy.shape(), o));
      for (int[] cell : cells) {
        add(dx, cell, dy.get(o).divide(c.k().of(cells.size())));
      }
    }
    return dx;
  }
}
