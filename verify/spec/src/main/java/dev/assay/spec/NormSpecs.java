package dev.assay.spec;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/** Specifications of biases, norms, clipping and rows picked by number. */
final class NormSpecs {
  static final List<Spec> SPECS =
      List.of(
          Spec.of("bias_add", NormSpecs::biasAdd).affineIn(0, 1),
          Spec.of("l2_loss", NormSpecs::l2Loss),
          Spec.of("global_norm", NormSpecs::globalNorm),
          Spec.of("l2_normalize", NormSpecs::l2Normalize),
          Spec.of("clip_by_norm", NormSpecs::clipByNorm),
          Spec.many("clip_by_global_norm", NormSpecs::clipByGlobalNorm),
          Spec.of("embedding_lookup", NormSpecs::embeddingLookup).affineIn(0),
          Spec.of("one_hot_like", NormSpecs::oneHotLike),
          Spec.of("in_top_k", NormSpecs::inTopK));

  private NormSpecs() {}

  private static <T extends RealFieldElement<T>> SpecTensor<T> biasAdd(SpecCall<T> c) {
    Shape shape = c.shape(0);
    int axis = c.attrs().text("data_format").equals("NHWC") ? shape.rank() - 1 : 1;
    return SpecTensor.at(shape, ix -> c.in(0).at(ix).add(c.in(1).get(ix[axis])));
  }

  private static <T extends RealFieldElement<T>> T sumOfSquares(Arithmetic<T> k, List<T> values) {
    T sum = k.of(0);
    for (T x : values) {
      sum = sum.add(x.multiply(x));
    }
    return sum;
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> scalar(T value) {
    return SpecTensor.of(Shape.scalar(), i -> value);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> l2Loss(SpecCall<T> c) {
    return scalar(sumOfSquares(c.k(), c.in(0).values()).divide(2));
  }

  private static <T extends RealFieldElement<T>> T normOfAll(SpecCall<T> c) {
    List<T> all = new ArrayList<>();
    c.lifted().forEach(t -> all.addAll(t.values()));
    return sumOfSquares(c.k(), all).sqrt();
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> globalNorm(SpecCall<T> c) {
    return scalar(normOfAll(c));
  }

  /** For every element the sum of squares of those that differ from it only along the axes. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> sumsOfSquares(
      SpecCall<T> c, String axesName) {
    Attributes attrs = c.attrs();
    Shape shape = c.shape(0);
    boolean[] summed = new boolean[shape.rank()];
    Arrays.fill(summed, !attrs.has(axesName));
    if (attrs.has(axesName)) {
      for (long a : attrs.longs(axesName)) {
        summed[(int) (a < 0 ? a + shape.rank() : a)] = true;
      }
    }
    return SpecTensor.at(
        shape,
        ix -> {
          List<T> cell = new ArrayList<>();
          for (int i = 0; i < c.in(0).size(); i++) {
            int[] other = SpecTensor.index(shape, i);
            boolean same = true;
            for (int d = 0; d < other.length; d++) {
              same &= summed[d] || other[d] == ix[d];
            }
            if (same) {
              cell.add(c.in(0).get(i));
            }
          }
          return sumOfSquares(c.k(), cell);
        });
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> l2Normalize(SpecCall<T> c) {
    T epsilon = c.k().of(c.attrs().number("epsilon"));
    return c.in(0)
        .zip(sumsOfSquares(c, "axis"), (x, sum) -> x.divide(c.k().max(sum, epsilon).sqrt()));
  }

  private static <T extends RealFieldElement<T>> T clip(Arithmetic<T> k, T x, T norm, T limit) {
    return x.multiply(limit).divide(k.max(norm, limit));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> clipByNorm(SpecCall<T> c) {
    T limit = c.k().of(c.attrs().number("clip_norm"));
    return c.in(0).zip(sumsOfSquares(c, "axes"), (x, sum) -> clip(c.k(), x, sum.sqrt(), limit));
  }

  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> clipByGlobalNorm(
      SpecCall<T> c) {
    T norm = normOfAll(c);
    T limit = c.k().of(c.attrs().number("clip_norm"));
    List<SpecTensor<T>> out = new ArrayList<>();
    c.lifted().forEach(t -> out.add(t.map(x -> clip(c.k(), x, norm, limit))));
    out.add(scalar(norm));
    return out;
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> embeddingLookup(SpecCall<T> c) {
    Shape row = c.shape(0).slice(1, c.shape(0).rank());
    long[] ids = c.longs(1);
    int width = Arrays.stream(row.dims()).reduce(1, (a, b) -> a * b);
    return SpecTensor.of(
        c.shape(1).concat(row), i -> c.in(0).get((int) ids[i / width] * width + i % width));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> oneHotLike(SpecCall<T> c) {
    long[] indices = c.longs(0);
    int classes = c.shape(1).dim(-1);
    return SpecTensor.of(c.shape(1), i -> c.k().of(indices[i / classes] == i % classes ? 1 : 0));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> inTopK(SpecCall<T> c) {
    long[] targets = c.longs(0);
    long top = c.attrs().integer("k");
    int classes = c.shape(1).dim(1);
    return SpecTensor.of(
        c.shape(0),
        b -> {
          boolean defined = targets[b] >= 0 && targets[b] < classes;
          int above = 0;
          for (int j = 0; j < classes && defined; j++) {
            T x = c.in(1).at(b, j);
            defined = Double.isFinite(x.getReal());
            above += c.k().less(c.in(1).at(b, (int) targets[b]), x) ? 1 : 0;
          }
          return c.k().of(defined && above < top ? 1 : 0);
        });
  }
}
