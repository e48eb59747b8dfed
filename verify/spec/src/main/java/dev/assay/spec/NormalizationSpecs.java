package dev.assay.spec;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.commons.math3.RealFieldElement;

/** Specifications of moments and of what is normalised by them. */
final class NormalizationSpecs {
  static final List<Spec> SPECS =
      List.of(
          Spec.many("moments", NormalizationSpecs::moments),
          Spec.many("weighted_moments", NormalizationSpecs::weightedMoments),
          Spec.of("batch_normalization", NormalizationSpecs::batchNormalization),
          Spec.many("fused_batch_norm", NormalizationSpecs::fusedBatchNorm),
          Spec.many("fused_batch_norm_grad", NormalizationSpecs::fusedBatchNormGrad),
          Spec.of("layer_normalization", NormalizationSpecs::layerNormalization),
          Spec.of("instance_normalization", NormalizationSpecs::instanceNormalization),
          Spec.of("group_normalization", NormalizationSpecs::groupNormalization),
          Spec.of("group_mean", NormalizationSpecs::groupMean));

  private NormalizationSpecs() {}

  /** Some elements and their weights. */
  private record Cell<T extends RealFieldElement<T>>(Arithmetic<T> k, List<T> x, List<T> w) {
    Cell(Arithmetic<T> k) {
      this(k, new ArrayList<>(), new ArrayList<>());
    }

    void add(T element, T weight) {
      x.add(element);
      w.add(weight);
    }

    T weight() {
      T sum = k.of(0);
      for (T each : w) {
        sum = sum.add(each);
      }
      return sum;
    }

    T mean() {
      T sum = k.of(0);
      for (int i = 0; i < x.size(); i++) {
        sum = sum.add(w.get(i).multiply(x.get(i)));
      }
      return sum.divide(weight());
    }

    T variance() {
      T mean = mean();
      T sum = k.of(0);
      for (int i = 0; i < x.size(); i++) {
        T d = x.get(i).subtract(mean);
        sum = sum.add(w.get(i).multiply(d).multiply(d));
      }
      return sum.divide(weight());
    }
  }

  /** The mean and the variance of a cell. */
  private record Moments<T>(T mean, T variance) {}

  /** Cells of elements that have the same label. */
  private static <T extends RealFieldElement<T>> Map<List<Integer>, Cell<T>> cells(
      SpecCall<T> c, int input, Function<int[], List<Integer>> label) {
    SpecTensor<T> x = c.in(input);
    Map<List<Integer>, Cell<T>> cells = new HashMap<>();
    for (int i = 0; i < x.size(); i++) {
      cells
          .computeIfAbsent(label.apply(SpecTensor.index(x.shape(), i)), l -> new Cell<>(c.k()))
          .add(x.get(i), c.k().of(1));
    }
    return cells;
  }

  private static <T extends RealFieldElement<T>> Map<List<Integer>, Moments<T>> moments(
      Map<List<Integer>, Cell<T>> cells) {
    Map<List<Integer>, Moments<T>> moments = new HashMap<>();
    cells.forEach((label, cell) -> moments.put(label, new Moments<>(cell.mean(), cell.variance())));
    return moments;
  }

  /** The coordinates along the axes that {@code kept} accepts. */
  private static List<Integer> part(int[] index, IntPredicate kept) {
    return IntStream.range(0, index.length).filter(kept).map(a -> index[a]).boxed().toList();
  }

  /** Which axes an attribute names; all where it is absent. */
  private static IntPredicate named(Attributes attrs, String name, int rank) {
    return a ->
        !attrs.has(name)
            || attrs.longs(name).contains((long) a)
            || attrs.longs(name).contains((long) a - rank);
  }

  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> moments(SpecCall<T> c) {
    return moments(c, ix -> c.k().of(1));
  }

  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> weightedMoments(
      SpecCall<T> c) {
    return moments(c, c.in(1)::stretched);
  }

  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> moments(
      SpecCall<T> c, Function<int[], T> weight) {
    Shape shape = c.shape(0);
    IntPredicate reduced = named(c.attrs(), "axes", shape.rank());
    Map<List<Integer>, Cell<T>> cells = new HashMap<>();
    for (int i = 0; i < c.in(0).size(); i++) {
      int[] ix = SpecTensor.index(shape, i);
      cells
          .computeIfAbsent(part(ix, reduced.negate()), l -> new Cell<>(c.k()))
          .add(c.in(0).get(i), weight.apply(ix));
    }
    boolean keep = c.attrs().flag("keepdims");
    int[] dims =
        IntStream.range(0, shape.rank())
            .filter(a -> keep || !reduced.test(a))
            .map(a -> reduced.test(a) ? 1 : shape.dim(a))
            .toArray();
    Function<int[], Cell<T>> cell =
        ix ->
            cells.getOrDefault(
                keep ? part(ix, reduced.negate()) : Arrays.stream(ix).boxed().toList(),
                new Cell<>(c.k()));
    return List.of(
        SpecTensor.at(Shape.of(dims), ix -> cell.apply(ix).mean()),
        SpecTensor.at(Shape.of(dims), ix -> cell.apply(ix).variance()));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> batchNormalization(SpecCall<T> c) {
    T epsilon = c.k().of(c.attrs().number("variance_epsilon"));
    return SpecTensor.at(
        c.shape(0),
        ix -> {
          T root = c.in(2).stretched(ix).add(epsilon).sqrt();
          T y = c.in(0).at(ix).subtract(c.in(1).stretched(ix)).divide(root);
          y = c.count() > 4 ? y.multiply(c.in(4).stretched(ix)) : y;
          return c.count() > 3 ? y.add(c.in(3).stretched(ix)) : y;
        });
  }

  /** Where the channels stand. */
  private static int channelAxis(SpecCall<?> c, int input) {
    return c.attrs().text("data_format").charAt(1) == 'C' ? 1 : c.shape(input).rank() - 1;
  }

  private static <T extends RealFieldElement<T>> T standardised(SpecCall<T> c, T x, Moments<T> of) {
    T epsilon = c.k().of(c.attrs().number("epsilon"));
    return x.subtract(of.mean()).divide(of.variance().add(epsilon).sqrt());
  }

  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> fusedBatchNorm(SpecCall<T> c) {
    int axis = channelAxis(c, 0);
    int channels = c.shape(1).dim(0);
    boolean training = c.attrs().flag("is_training");
    Map<List<Integer>, Cell<T>> cells = cells(c, 0, ix -> List.of(ix[axis]));
    Map<List<Integer>, Moments<T>> used = moments(cells);
    for (int k = 0; k < channels && !training; k++) {
      used.put(List.of(k), new Moments<>(c.in(3).get(k), c.in(4).get(k)));
    }
    SpecTensor<T> y =
        SpecTensor.at(
            c.shape(0),
            ix ->
                standardised(c, c.in(0).at(ix), used.get(List.of(ix[axis])))
                    .multiply(c.in(1).get(ix[axis]))
                    .add(c.in(2).get(ix[axis])));
    if (!training) {
      return List.of(y, c.in(3), c.in(4));
    }
    double f = c.attrs().number("exponential_avg_factor");
    List<T> mean = new ArrayList<>();
    List<T> variance = new ArrayList<>();
    for (int k = 0; k < channels; k++) {
      Cell<T> cell = cells.getOrDefault(List.of(k), new Cell<>(c.k()));
      int n = cell.x().size();
      T unbiased = cell.variance().multiply(n).divide(c.k().of(Math.max(n - 1, 1)));
      mean.add(f == 1 ? cell.mean() : blend(c.in(3).get(k), cell.mean(), f));
      variance.add(f == 1 ? unbiased : blend(c.in(4).get(k), unbiased, f));
    }
    return List.of(
        y, SpecTensor.of(c.shape(1), mean::get), SpecTensor.of(c.shape(1), variance::get));
  }

  private static <T extends RealFieldElement<T>> T blend(T old, T now, double f) {
    return old.multiply(1 - f).add(now.multiply(f));
  }

  /**
   * By the Jacobian, entry by entry: {@code ∂x̂ⱼ/∂xᵢ = (δᵢⱼ − 1/n − x̂ᵢ·x̂ⱼ/n)/√(σ² + ε)}, in
   * inference without the last two terms.
   */
  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> fusedBatchNormGrad(
      SpecCall<T> c) {
    int axis = channelAxis(c, 1);
    boolean training = c.attrs().flag("is_training");
    SpecTensor<T> dy = c.in(0);
    SpecTensor<T> scale = c.in(2);
    Map<List<Integer>, Moments<T>> used = moments(cells(c, 1, ix -> List.of(ix[axis])));
    for (int k = 0; k < scale.size() && !training; k++) {
      used.put(List.of(k), new Moments<>(c.in(3).get(k), c.in(4).get(k)));
    }
    SpecTensor<T> hat =
        SpecTensor.at(
            c.shape(1), ix -> standardised(c, c.in(1).at(ix), used.get(List.of(ix[axis]))));
    List<List<Integer>> members = new ArrayList<>();
    scale.values().forEach(s -> members.add(new ArrayList<>()));
    for (int i = 0; i < hat.size(); i++) {
      members.get(SpecTensor.index(hat.shape(), i)[axis]).add(i);
    }
    SpecTensor<T> dx =
        SpecTensor.of(
            c.shape(1),
            i -> {
              int k = SpecTensor.index(hat.shape(), i)[axis];
              T sum = c.k().of(0);
              for (int j : training ? members.get(k) : List.of(i)) {
                T entry = c.k().of(i == j ? 1 : 0);
                if (training) {
                  T cross = c.k().of(1).add(hat.get(i).multiply(hat.get(j)));
                  entry = entry.subtract(cross.divide(c.k().of(members.get(k).size())));
                }
                sum = sum.add(dy.get(j).multiply(entry));
              }
              T epsilon = c.k().of(c.attrs().number("epsilon"));
              T root = used.get(List.of(k)).variance().add(epsilon).sqrt();
              return sum.multiply(scale.get(k)).divide(root);
            });
    return List.of(
        dx,
        SpecTensor.of(
            c.shape(2), k -> dot(c.k(), members.get(k), i -> dy.get(i).multiply(hat.get(i)))),
        SpecTensor.of(c.shape(2), k -> dot(c.k(), members.get(k), dy::get)));
  }

  private static <T extends RealFieldElement<T>> T dot(
      Arithmetic<T> k, List<Integer> members, Function<Integer, T> term) {
    T sum = k.of(0);
    for (int i : members) {
      sum = sum.add(term.apply(i));
    }
    return sum;
  }

  /** Standardised within cells of one label, then scaled and moved by parameters of another. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> normalized(
      SpecCall<T> c,
      Function<int[], List<Integer>> label,
      Function<int[], List<Integer>> parameter) {
    Map<List<Integer>, Moments<T>> moments = moments(cells(c, 0, label));
    return SpecTensor.at(
        c.shape(0),
        ix -> {
          int[] at = parameter.apply(ix).stream().mapToInt(Integer::intValue).toArray();
          T y = standardised(c, c.in(0).at(ix), moments.get(label.apply(ix)));
          y = c.count() > 1 ? y.multiply(c.in(1).at(at)) : y;
          return c.count() > 2 ? y.add(c.in(2).at(at)) : y;
        });
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> layerNormalization(SpecCall<T> c) {
    IntPredicate features = named(c.attrs(), "axis", c.shape(0).rank());
    return normalized(c, ix -> part(ix, features.negate()), ix -> part(ix, features));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> instanceNormalization(
      SpecCall<T> c) {
    int axis = channelAxis(c, 0);
    return normalized(c, ix -> List.of(ix[0], ix[axis]), ix -> List.of(ix[axis]));
  }

  /** Example and group: the channels are cut into groups of equal size. */
  private static Function<int[], List<Integer>> group(SpecCall<?> c) {
    int axis = channelAxis(c, 0);
    int size = (int) (c.shape(0).dim(axis) / c.attrs().integer("groups"));
    return ix -> List.of(ix[0], ix[axis] / size);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> groupNormalization(SpecCall<T> c) {
    int axis = channelAxis(c, 0);
    return normalized(c, group(c), ix -> List.of(ix[axis]));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> groupMean(SpecCall<T> c) {
    Map<List<Integer>, Cell<T>> cells = cells(c, 0, group(c));
    return SpecTensor.at(c.shape(0), ix -> cells.get(group(c).apply(ix)).mean());
  }
}
