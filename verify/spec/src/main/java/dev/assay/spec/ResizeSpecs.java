package dev.assay.spec;

import dev.assay.engine.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.commons.math3.RealFieldElement;
import org.apache.commons.math3.fraction.BigFraction;

/**
 * Specifications of resizing: per axis the weight of every sample, as a fraction, straight from the
 * definitions.
 */
final class ResizeSpecs {
  private static final BigFraction HALF = BigFraction.ONE_HALF;

  private ResizeSpecs() {}

  static List<Spec> all() {
    return List.of(
        Spec.of("resize_nearest_neighbor", ResizeSpecs::nearest).affineIn(0),
        Spec.of("resize_nearest_neighbor_grad", ResizeSpecs::nearestGrad).affineIn(0),
        Spec.of("resize_bilinear", ResizeSpecs::bilinear),
        Spec.of("resize_bilinear_grad", ResizeSpecs::bilinearGrad),
        Spec.of("resize_bicubic", ResizeSpecs::bicubic),
        Spec.of("resize_bicubic_grad", ResizeSpecs::bicubicGrad),
        Spec.of("resize_area", ResizeSpecs::area),
        Spec.of("resize_area_grad", ResizeSpecs::areaGrad));
  }

  /** The weights of the samples of an axis for one output position. */
  private interface Axis {
    Map<Integer, BigFraction> weights(int in, int out, int i, boolean corners, boolean half);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> nearest(SpecCall<T> c) {
    return resized(c, ResizeSpecs::nearestAxis);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> nearestGrad(SpecCall<T> c) {
    return added(c, ResizeSpecs::nearestAxis);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> bilinear(SpecCall<T> c) {
    return resized(c, ResizeSpecs::linearAxis);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> bilinearGrad(SpecCall<T> c) {
    return added(c, ResizeSpecs::linearAxis);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> bicubic(SpecCall<T> c) {
    return resized(c, ResizeSpecs::cubicAxis);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> bicubicGrad(SpecCall<T> c) {
    return added(c, ResizeSpecs::cubicAxis);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> area(SpecCall<T> c) {
    return resized(c, ResizeSpecs::areaAxis);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> areaGrad(SpecCall<T> c) {
    return added(c, ResizeSpecs::areaAxis);
  }

  /** The weights of every output position of an axis. */
  private static List<Map<Integer, BigFraction>> weights(
      SpecCall<?> c, Axis axis, int in, int out) {
    boolean half = c.attrs().has("half_pixel_centers") && c.attrs().flag("half_pixel_centers");
    boolean corners = c.attrs().flag("align_corners");
    return IntStream.range(0, out).mapToObj(i -> axis.weights(in, out, i, corners, half)).toList();
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> resized(SpecCall<T> c, Axis axis) {
    Shape s = c.shape(0);
    int[] size = c.attrs().ints("size");
    List<Map<Integer, BigFraction>> rows = weights(c, axis, s.dim(1), size[0]);
    List<Map<Integer, BigFraction>> columns = weights(c, axis, s.dim(2), size[1]);
    return SpecTensor.at(
        Shape.of(s.dim(0), size[0], size[1], s.dim(3)),
        ix -> {
          T sum = c.k().of(0);
          for (var row : rows.get(ix[1]).entrySet()) {
            for (var column : columns.get(ix[2]).entrySet()) {
              T v = c.in(0).at(ix[0], row.getKey(), column.getKey(), ix[3]);
              sum = sum.add(weighted(c, weighted(c, v, row.getValue()), column.getValue()));
            }
          }
          return sum;
        });
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> added(SpecCall<T> c, Axis axis) {
    Shape g = c.shape(0);
    Shape s = c.shape(1);
    List<Map<Integer, BigFraction>> rows = weights(c, axis, s.dim(1), g.dim(1));
    List<Map<Integer, BigFraction>> columns = weights(c, axis, s.dim(2), g.dim(2));
    SpecTensor<T> sum = SpecTensor.of(s, i -> c.k().of(0));
    for (int i = 0; i < c.in(0).size(); i++) {
      int[] ix = SpecTensor.index(g, i);
      for (var row : rows.get(ix[1]).entrySet()) {
        for (var column : columns.get(ix[2]).entrySet()) {
          int at = (ix[0] * s.dim(1) + row.getKey()) * s.dim(2) + column.getKey();
          int to = at * s.dim(3) + ix[3];
          T term = weighted(c, weighted(c, c.in(0).get(i), row.getValue()), column.getValue());
          sum.values().set(to, sum.get(to).add(term));
        }
      }
    }
    return sum;
  }

  private static <T extends RealFieldElement<T>> T weighted(SpecCall<T> c, T v, BigFraction w) {
    if (w.equals(BigFraction.ONE)) {
      return v;
    }
    T numerator = c.k().of(w.getNumerator().doubleValue());
    return v.multiply(numerator.divide(c.k().of(w.getDenominator().doubleValue())));
  }

  private static int floor(BigFraction x) {
    int i = x.intValue(); // towards zero
    return x.compareTo(new BigFraction(i)) < 0 ? i - 1 : i;
  }

  private static void add(Map<Integer, BigFraction> weights, int i, int in, BigFraction w) {
    if (!w.equals(BigFraction.ZERO)) {
      weights.merge(Math.min(Math.max(i, 0), in - 1), w, BigFraction::add);
    }
  }

  private static BigFraction scale(int in, int out, boolean corners) {
    return corners && out > 1 ? new BigFraction(in - 1, out - 1) : new BigFraction(in, out);
  }

  /** Where output position i lies among the samples. */
  private static BigFraction position(int in, int out, int i, boolean corners, boolean half) {
    BigFraction s = scale(in, out, corners);
    return half ? HALF.add(i).multiply(s).subtract(HALF) : s.multiply(i);
  }

  private static Map<Integer, BigFraction> nearestAxis(
      int in, int out, int i, boolean corners, boolean half) {
    BigFraction at = position(in, out, i, corners, half);
    boolean rounded = half || corners && out > 1;
    Map<Integer, BigFraction> w = new TreeMap<>();
    add(w, floor(rounded ? at.add(HALF) : at), in, BigFraction.ONE);
    return w;
  }

  private static Map<Integer, BigFraction> linearAxis(
      int in, int out, int i, boolean corners, boolean half) {
    BigFraction at = position(in, out, i, corners, half);
    int below = floor(at);
    BigFraction lambda = at.subtract(below);
    Map<Integer, BigFraction> w = new TreeMap<>();
    add(w, below, in, BigFraction.ONE.subtract(lambda));
    add(w, below + 1, in, lambda);
    return w;
  }

  private static Map<Integer, BigFraction> cubicAxis(
      int in, int out, int i, boolean corners, boolean half) {
    BigFraction at = position(in, out, i, corners, half);
    int below = floor(at);
    // TensorFlow's table has a row for every 1024th
    BigFraction steps = at.subtract(below).multiply(1024);
    BigFraction delta = new BigFraction((int) Math.rint(steps.doubleValue()), 1024);
    BigFraction a = half ? new BigFraction(-1, 2) : new BigFraction(-3, 4);
    Map<Integer, BigFraction> w = new TreeMap<>();
    BigFraction sum = BigFraction.ZERO;
    for (int j = -1; j <= 2; j++) {
      boolean outside = below + j < 0 || below + j >= in;
      if (!(half && outside)) {
        BigFraction k = keys(a, delta.subtract(j));
        add(w, below + j, in, k);
        sum = sum.add(k);
      }
    }
    BigFraction total = sum;
    w.replaceAll((j, k) -> k.divide(total));
    return w;
  }

  /** Keys' cubic convolution kernel. */
  private static BigFraction keys(BigFraction a, BigFraction t) {
    BigFraction x = t.abs();
    BigFraction x2 = x.multiply(x);
    BigFraction x3 = x2.multiply(x);
    if (x.compareTo(BigFraction.ONE) <= 0) {
      return a.add(2).multiply(x3).subtract(a.add(3).multiply(x2)).add(1);
    }
    return a.multiply(x3)
        .subtract(a.multiply(5).multiply(x2))
        .add(a.multiply(8).multiply(x))
        .subtract(a.multiply(4));
  }

  /** The part that sample j, [j, j + 1], has of [i·s, (i + 1)·s]. */
  private static Map<Integer, BigFraction> areaAxis(
      int in, int out, int i, boolean corners, boolean half) {
    BigFraction s = scale(in, out, corners);
    BigFraction from = s.multiply(i);
    BigFraction to = s.multiply(i + 1);
    Map<Integer, BigFraction> w = new TreeMap<>();
    if (s.equals(BigFraction.ZERO)) {
      add(w, 0, in, BigFraction.ONE);
      return w;
    }
    for (int j = floor(from); new BigFraction(j).compareTo(to) < 0; j++) {
      BigFraction low = from.compareTo(new BigFraction(j)) > 0 ? from : new BigFraction(j);
      BigFraction high = to.compareTo(new BigFraction(j + 1)) < 0 ? to : new BigFraction(j + 1);
      add(w, j, in, high.subtract(low).divide(s));
    }
    return w;
  }
}
