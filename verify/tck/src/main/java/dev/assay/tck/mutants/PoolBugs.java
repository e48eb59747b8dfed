package dev.assay.tck.mutants;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/** Bugs of pools and of moving blocks: the border, ties, places, and what goes in which order. */
final class PoolBugs {
  private PoolBugs() {}

  static List<Mutant> all() {
    List<Mutant> m = new ArrayList<>();
    for (String n : List.of("1d", "", "3d")) {
      m.add(pool("avg_pool" + n, "divides by the full window", false, PoolBugs::overFullWindow));
      m.add(pool("max_pool" + n, "padding counts as 0", false, w -> greatest(w, true)));
      m.add(pool("avg_pool" + n, "SAME: the odd padding in front", true, PoolBugs::mean));
      m.add(adjoint("max_pool" + n + "_grad", "a tie goes to the last", Way.LAST));
      m.add(adjoint("max_pool" + n + "_grad", "ties share", Way.SHARED));
      m.add(adjoint("max_pool" + n + "_grad", "ties get all of it each", Way.ALL));
      m.add(adjoint("max_pool" + n + "_grad", "windows that overlap overwrite", Way.OVERWRITTEN));
      m.add(avgAdjoint("avg_pool" + n + "_grad", "divides by the full window", false));
      m.add(avgAdjoint("avg_pool" + n + "_grad", "windows that overlap overwrite", true));
    }
    m.add(pool("max_pool", "SAME: the odd padding in front", true, w -> greatest(w, false)));
    m.add(pool("max_pool", "NaN is passed over", false, PoolBugs::greatestNumber));
    for (String op : List.of("max_pool", "avg_pool", "max_pool_with_argmax", "max_pool_grad")) {
      m.add(reversed(op, "ksize"));
    }
    m.add(Mutant.ignored("max_pool", "data_format", "NHWC"));
    m.add(Mutant.ignored("avg_pool_grad", "data_format", "NHWC"));
    m.add(Mutant.ignored("max_pool_with_argmax", "include_batch_in_index", false));
    m.add(Mutant.ignored("max_pool_grad_with_argmax", "include_batch_in_index", true));
    m.add(pool("max_pool", "strides of swapped axes", swapped("strides"), w -> greatest(w, false)));
    m.add(pool("avg_pool", "strides of swapped axes", swapped("strides"), PoolBugs::mean));
    m.add(columnsFirst());
    m.addAll(Mutant.derivatives("max_pool", Bug.OFF_BY_ONE, Bug.TAIL_SKIPPED));
    m.addAll(Mutant.derivatives("max_pool_with_argmax", Bug.NEGATED, Bug.ONE_ENTRY));
    m.addAll(Mutant.derivatives("avg_pool", Bug.SCALED, Bug.MEAN_FOR_SUM, Bug.TRANSPOSED));
    m.addAll(Mutant.derivatives("global_max_pool", Bug.ZEROS, Bug.TAIL_CLAMPED));
    m.addAll(Mutant.derivatives("global_average_pool", Bug.SHIFTED, Bug.MEAN_FOR_SUM));
    m.addAll(Mutant.derivatives("extract_patches", Bug.TAIL_SKIPPED, Bug.OFF_BY_ONE));
    m.addAll(Mutant.derivatives("space_to_depth", Bug.TRANSPOSED));
    m.add(channelsOutside("space_to_depth", true));
    m.add(channelsOutside("depth_to_space", false));
    m.add(pieces("the pieces of an image side by side", (p, n, b) -> p / n + p % n * b[0] * b[1]));
    m.add(
        pieces(
            "the pieces numbered down the columns",
            (p, n, b) -> p % n + (p / n % b[1] * b[0] + p / n / b[1]) * n));
    m.add(Mutant.ignored("extract_patches", "rates", 1L));
    m.add(Mutant.ignored("extract_patches_grad", "rates", 1L));
    return m;
  }

  /** The entries of height and width the wrong way round, where that has the same type. */
  private static Mutant reversed(String op, String attribute) {
    return Mutant.kernel(
        op,
        attribute + " of swapped axes",
        (call, right) ->
            Bug.withAttribute(
                call,
                right,
                attribute,
                swapped(attribute).apply(call.attrs()).asMap().get(attribute)));
  }

  private static UnaryOperator<Attributes> swapped(String attribute) {
    return attrs -> {
      if (!attrs.isList(attribute)) {
        return attrs;
      }
      List<Long> entries = new ArrayList<>(attrs.longs(attribute));
      boolean first = attrs.text("data_format").equals("NCHW");
      int at = entries.size() < 4 ? 0 : first ? 2 : 1;
      if (entries.size() > 1) {
        Collections.swap(entries, at, at + 1);
      }
      return attrs.and(attribute, entries);
    };
  }

  // ---- pools ----

  /** The offsets of a window's cells in the input, −1 in the padding; row-major, per element. */
  private static List<int[]> windows(Attributes attrs, Shape in, Shape out, boolean front) {
    int n = in.rank() - 2;
    int at = attrs.text("data_format").endsWith("C") ? 1 : 2;
    int[] size = perAxis(attrs, "ksize", n, at);
    int[] stride = perAxis(attrs, "strides", n, at);
    int[] before = new int[n];
    for (int d = 0; d < n; d++) {
      int all = (out.dim(at + d) - 1) * stride[d] + size[d] - in.dim(at + d);
      before[d] =
          switch (attrs.text("padding")) {
            case "SAME" -> (Math.max(all, 0) + (front ? 1 : 0)) / 2;
            case "FULL", "CAUSAL" -> size[d] - 1;
            case "EXPLICIT" -> {
              int[] p = attrs.ints("explicit_paddings");
              yield p[(p.length == 2 * n ? 0 : 2 * at) + 2 * d];
            }
            default -> 0;
          };
    }
    List<int[]> windows = new ArrayList<>();
    for (int o = 0; o < out.elements(); o++) {
      int[] index = index(out, o);
      int[] cells = new int[Arrays.stream(size).reduce(1, (a, b) -> a * b)];
      for (int k = 0; k < cells.length; k++) {
        int[] cell = index.clone();
        int rest = k;
        for (int d = n - 1; d >= 0; d--) {
          cell[at + d] = index[at + d] * stride[d] + rest % size[d] - before[d];
          rest /= size[d];
        }
        cells[k] = offset(in, cell);
      }
      windows.add(cells);
    }
    return windows;
  }

  private static int[] perAxis(Attributes attrs, String name, int n, int at) {
    int[] v = attrs.isList(name) ? attrs.ints(name) : new int[] {attrs.int32(name)};
    int[] out = new int[n];
    for (int d = 0; d < n; d++) {
      out[d] = v.length == 1 ? v[0] : v.length == n ? v[d] : v[at + d];
    }
    return out;
  }

  private static int[] index(Shape shape, int offset) {
    int[] index = new int[shape.rank()];
    int rest = offset;
    for (int d = index.length - 1; d >= 0; d--) {
      index[d] = rest % shape.dim(d);
      rest /= shape.dim(d);
    }
    return index;
  }

  private static int offset(Shape shape, int[] index) {
    int offset = 0;
    for (int d = 0; d < index.length; d++) {
      if (index[d] < 0 || index[d] >= shape.dim(d)) {
        return -1;
      }
      offset = offset * shape.dim(d) + index[d];
    }
    return offset;
  }

  private static Tensor like(Tensor t, double[] values) {
    return Tensor.of(t.shape(), HostStorage.ofDoubles(t.dtype(), values));
  }

  /** Another number for a window, made of its elements in row-major order; none in padding. */
  private static Mutant pool(
      String op, String name, boolean front, ToDoubleFunction<List<Optional<Double>>> number) {
    return pool(op, name, front, attrs -> attrs, number);
  }

  private static Mutant pool(
      String op,
      String name,
      UnaryOperator<Attributes> attrs,
      ToDoubleFunction<List<Optional<Double>>> number) {
    return pool(op, name, false, attrs, number);
  }

  private static Mutant pool(
      String op,
      String name,
      boolean front,
      UnaryOperator<Attributes> attrs,
      ToDoubleFunction<List<Optional<Double>>> number) {
    return Mutant.kernel(
        op,
        name,
        (call, right) -> {
          Shape in = call.in(0).shape();
          double[] x = call.in(0).toDoubles();
          double[] y = right.get(0).toDoubles();
          List<int[]> windows = windows(attrs.apply(call.attrs()), in, right.get(0).shape(), front);
          for (int o = 0; o < y.length; o++) {
            List<Optional<Double>> cells =
                Arrays.stream(windows.get(o))
                    .mapToObj(i -> i < 0 ? Optional.<Double>empty() : Optional.of(x[i]))
                    .toList();
            y[o] = number.applyAsDouble(cells);
          }
          return List.of(like(right.get(0), y));
        });
  }

  private static double overFullWindow(List<Optional<Double>> window) {
    return window.stream().mapToDouble(c -> c.orElse(0.0)).sum() / window.size();
  }

  private static double mean(List<Optional<Double>> window) {
    return window.stream().flatMap(Optional::stream).mapToDouble(c -> c).average().orElse(0);
  }

  private static double greatest(List<Optional<Double>> window, boolean padding) {
    return window.stream()
        .filter(c -> padding || c.isPresent())
        .mapToDouble(c -> c.orElse(0.0))
        .max()
        .orElse(0);
  }

  private static double greatestNumber(List<Optional<Double>> window) {
    return window.stream()
        .flatMap(Optional::stream)
        .mapToDouble(c -> c)
        .filter(c -> !Double.isNaN(c))
        .max()
        .orElse(Double.NaN);
  }

  /** How a cotangent may reach the wrong elements of its window. */
  private enum Way {
    LAST,
    SHARED,
    ALL,
    OVERWRITTEN
  }

  private static Mutant adjoint(String op, String name, Way way) {
    return Mutant.kernel(
        op,
        name,
        (call, right) -> {
          double[] x = call.in(0).toDoubles();
          double[] dy = call.in(2).toDoubles();
          double[] dx = new double[x.length];
          List<int[]> windows =
              windows(call.attrs(), call.in(0).shape(), call.in(2).shape(), false);
          for (int o = 0; o < dy.length; o++) {
            int[] cells = Arrays.stream(windows.get(o)).filter(i -> i >= 0).toArray();
            double max = Arrays.stream(cells).mapToDouble(i -> x[i]).max().orElse(0);
            int[] ties = Arrays.stream(cells).filter(i -> x[i] == max).toArray();
            if (ties.length == 0) {
              return right; // NaN
            }
            switch (way) {
              case LAST -> dx[ties[ties.length - 1]] += dy[o];
              case OVERWRITTEN -> dx[ties[0]] = dy[o];
              default -> {
                for (int i : ties) {
                  dx[i] += dy[o] / (way == Way.SHARED ? ties.length : 1);
                }
              }
            }
          }
          return List.of(like(right.get(0), dx));
        });
  }

  private static Mutant avgAdjoint(String op, String name, boolean overwritten) {
    return Mutant.kernel(
        op,
        name,
        (call, right) -> {
          Tensor grad = call.in(1);
          double[] dy = grad.toDoubles();
          double[] dx = new double[right.get(0).size()];
          List<int[]> windows = windows(call.attrs(), right.get(0).shape(), grad.shape(), false);
          for (int o = 0; o < dy.length; o++) {
            int[] all = windows.get(o);
            int[] cells = Arrays.stream(all).filter(i -> i >= 0).toArray();
            for (int i : cells) {
              dx[i] = overwritten ? dy[o] / cells.length : dx[i] + dy[o] / all.length;
            }
          }
          return List.of(like(right.get(0), dx));
        });
  }

  /** argmax is (x·H + y)·C + c. */
  private static Mutant columnsFirst() {
    return Mutant.kernel(
        "max_pool_with_argmax",
        "places counted down the columns",
        (call, right) -> {
          boolean last = call.attrs().text("data_format").equals("NHWC");
          Shape s = call.in(0).shape();
          int c = s.dim(last ? 3 : 1);
          int w = s.dim(last ? 2 : 3);
          int h = s.dim(last ? 1 : 2);
          long[] at = right.get(1).toLongs();
          for (int i = 0; i < at.length; i++) {
            long pixel = at[i] / c % (h * w);
            at[i] += ((pixel % w * h + pixel / w) - pixel) * c;
          }
          return List.of(
              right.get(0), Tensor.ofLongs(right.get(1).dtype(), right.get(1).shape(), at));
        });
  }

  // ---- blocks ----

  /** The channels outside, the pixels of a block inside: as PyTorch's pixel_shuffle has them. */
  private static Mutant channelsOutside(String op, boolean deepResult) {
    return Mutant.kernel(
        op,
        "channels outside the pixels of a block",
        (call, right) -> {
          Tensor y = right.get(0);
          int b = call.attrs().int32("block_size");
          int at = call.attrs().text("data_format").equals("NHWC") ? 3 : 1;
          double[] v = y.toDoubles();
          double[] x = call.in(0).toDoubles();
          Shape deep = deepResult ? y.shape() : call.in(0).shape();
          int channels = deep.dim(at) / (b * b);
          if (deepResult) {
            double[] w = new double[v.length];
            for (int i = 0; i < v.length; i++) {
              int[] index = index(deep, i);
              index[at] = index[at] % channels * b * b + index[at] / channels;
              w[offset(deep, index)] = v[i];
            }
            return List.of(like(y, w));
          }
          double[] moved = new double[x.length];
          for (int i = 0; i < x.length; i++) {
            int[] index = index(deep, i);
            index[at] = index[at] % channels * b * b + index[at] / channels;
            moved[i] = x[offset(deep, index)];
          }
          return Call.of(call.op(), List.of(like(call.in(0), moved)), call.attrs()).runReference();
        });
  }

  /** Where an image of the result belongs instead. */
  @FunctionalInterface
  private interface Order {
    int of(int image, int images, int[] blocks);
  }

  /** The pieces that space_to_batch_nd cuts images into in another order, of two axes. */
  private static Mutant pieces(String name, Order order) {
    return Mutant.kernel(
        "space_to_batch_nd",
        name,
        (call, right) -> {
          Tensor y = right.get(0);
          int[] blocks = call.attrs().ints("block_shape");
          if (y.size() == 0 || blocks.length != 2) {
            return right;
          }
          int each = y.size() / y.shape().dim(0);
          double[] v = y.toDoubles();
          double[] w = new double[v.length];
          for (int i = 0; i < v.length; i++) {
            int image = order.of(i / each, call.in(0).shape().dim(0), blocks);
            w[image * each + i % each] = v[i];
          }
          return List.of(like(y, w));
        });
  }
}
