package dev.assay.spec;

import dev.assay.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.RealFieldElement;
import org.apache.commons.math3.fraction.BigFraction;

/**
 * Specifications of crop_and_resize and its two adjoints: TensorFlow's kernels, the positions
 * decided upon with fractions.
 */
final class CropAndResizeSpecs {
  private CropAndResizeSpecs() {}

  static List<Spec> all() {
    return List.of(
        Spec.of("crop_and_resize", CropAndResizeSpecs::crop),
        Spec.of("crop_and_resize_grad_image", CropAndResizeSpecs::gradImage),
        Spec.of("crop_and_resize_grad_boxes", CropAndResizeSpecs::gradBoxes));
  }

  /** A sample and its weight. */
  private record Weighted<T>(int at, T weight) {}

  /** One axis of one element: what it is made of; empty of samples and outside, or a position. */
  private record Place<T>(boolean inside, List<Weighted<T>> samples) {}

  /**
   * Where sample {@code i} of {@code n} lies between {@code from} and {@code to} of an axis of
   * {@code size}, and the weights, differentiated {@code order} times by the position.
   */
  private static <T extends RealFieldElement<T>> Place<T> place(
      SpecCall<T> c, T from, T to, int size, int i, int n, int order) {
    Arithmetic<T> k = c.k();
    // the decisions are exact: arguments are binary fractions
    BigFraction a = new BigFraction(from.getReal());
    BigFraction b = new BigFraction(to.getReal());
    BigFraction t = n > 1 ? new BigFraction(i, n - 1) : BigFraction.ONE_HALF;
    BigFraction p = a.add(b.subtract(a).multiply(t)).multiply(size - 1);
    boolean inside =
        k.branch(p.compareTo(BigFraction.ZERO) >= 0 && p.compareTo(new BigFraction(size - 1)) <= 0);
    List<Weighted<T>> samples = new ArrayList<>();
    if (!inside) {
      return new Place<>(false, samples);
    }
    int low = (int) k.branch((long) p.intValue());
    BigFraction part = p.subtract(low);
    if (c.attrs().text("method").equals("nearest")) {
      boolean up = k.branch(part.compareTo(BigFraction.ONE_HALF) >= 0);
      if (order == 0) {
        samples.add(new Weighted<>(up ? low + 1 : low, k.of(1)));
      }
      return new Place<>(true, samples);
    }
    if (k.branch(part.equals(BigFraction.ZERO))) {
      if (order == 0) {
        samples.add(new Weighted<>(low, k.of(1)));
      }
      return new Place<>(true, samples);
    }
    T scaled =
        n > 1
            ? from.multiply(k.of(n - 1 - i)).add(to.multiply(k.of(i))).divide(k.of(n - 1))
            : from.add(to).divide(k.of(2));
    T lambda = scaled.multiply(k.of(size - 1)).subtract(k.of(low));
    if (order == 0) {
      samples.add(new Weighted<>(low, k.of(1).subtract(lambda)));
      samples.add(new Weighted<>(low + 1, lambda));
    } else if (order == 1) {
      samples.add(new Weighted<>(low, k.of(-1)));
      samples.add(new Weighted<>(low + 1, k.of(1)));
    }
    return new Place<>(true, samples);
  }

  /** The places of an axis (0 for rows) of every box: of box n, sample i at {@code [n][i]}. */
  private static <T extends RealFieldElement<T>> List<List<Place<T>>> places(
      SpecCall<T> c, int boxes, Shape image, int samples, int axis, int more) {
    int order = c.attrs().ints("order")[axis] + more;
    List<List<Place<T>>> all = new ArrayList<>();
    for (int n = 0; n < c.shape(boxes).dim(0); n++) {
      T from = c.in(boxes).at(n, axis);
      T to = c.in(boxes).at(n, axis + 2);
      List<Place<T>> one = new ArrayList<>();
      for (int i = 0; i < samples; i++) {
        one.add(place(c, from, to, image.dim(axis + 1), i, samples, order));
      }
      all.add(one);
    }
    return all;
  }

  private static <T extends RealFieldElement<T>> T sampled(
      SpecCall<T> c, int image, int batch, Place<T> rows, Place<T> columns, int channel) {
    T sum = c.k().of(0);
    for (Weighted<T> row : rows.samples()) {
      for (Weighted<T> column : columns.samples()) {
        T v = c.in(image).at(batch, row.at(), column.at(), channel);
        sum = sum.add(v.multiply(row.weight().multiply(column.weight())));
      }
    }
    return sum;
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> crop(SpecCall<T> c) {
    int[] size = c.attrs().ints("crop_size");
    Shape out = Shape.of(c.shape(1).dim(0), size[0], size[1], c.shape(0).dim(3));
    int[] order = c.attrs().ints("order");
    boolean value = order[0] == 0 && order[1] == 0;
    List<List<Place<T>>> allRows = places(c, 1, c.shape(0), size[0], 0, 0);
    List<List<Place<T>>> allColumns = places(c, 1, c.shape(0), size[1], 1, 0);
    return SpecTensor.at(
        out,
        ix -> {
          Place<T> rows = allRows.get(ix[0]).get(ix[1]);
          Place<T> columns = allColumns.get(ix[0]).get(ix[2]);
          if (value && !(rows.inside() && columns.inside())) {
            return c.k().of(c.attrs().number("extrapolation_value"));
          }
          return sampled(c, 0, (int) c.longs(2)[ix[0]], rows, columns, ix[3]);
        });
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> gradImage(SpecCall<T> c) {
    Shape image = c.shape(3);
    List<List<Place<T>>> rows = places(c, 1, image, c.shape(0).dim(1), 0, 0);
    List<List<Place<T>>> columns = places(c, 1, image, c.shape(0).dim(2), 1, 0);
    SpecTensor<T> sum = SpecTensor.of(image, i -> c.k().of(0));
    for (int i = 0; i < c.in(0).size(); i++) {
      int[] ix = SpecTensor.index(c.shape(0), i);
      int batch = (int) c.longs(2)[ix[0]];
      for (Weighted<T> row : rows.get(ix[0]).get(ix[1]).samples()) {
        for (Weighted<T> column : columns.get(ix[0]).get(ix[2]).samples()) {
          int at = (batch * image.dim(1) + row.at()) * image.dim(2) + column.at();
          int to = at * image.dim(3) + ix[3];
          T w = row.weight().multiply(column.weight());
          sum.values().set(to, sum.get(to).add(c.in(0).get(i).multiply(w)));
        }
      }
    }
    return sum;
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> gradBoxes(SpecCall<T> c) {
    Shape image = c.shape(1);
    Shape crop = c.shape(0);
    List<List<List<Place<T>>>> rows = new ArrayList<>();
    List<List<List<Place<T>>>> columns = new ArrayList<>();
    for (int more = 0; more < 2; more++) {
      rows.add(places(c, 2, image, crop.dim(1), 0, more));
      columns.add(places(c, 2, image, crop.dim(2), 1, more));
    }
    SpecTensor<T> sum = SpecTensor.of(c.shape(2), i -> c.k().of(0));
    for (int i = 0; i < c.in(0).size(); i++) {
      int[] ix = SpecTensor.index(crop, i);
      int batch = (int) c.longs(3)[ix[0]];
      for (int axis = 0; axis < 2; axis++) {
        Place<T> row = rows.get(1 - axis).get(ix[0]).get(ix[1]);
        Place<T> column = columns.get(axis).get(ix[0]).get(ix[2]);
        int n = crop.dim(axis + 1);
        T slope =
            sampled(c, 1, batch, row, column, ix[3])
                .multiply(c.in(0).get(i))
                .multiply(c.k().of(image.dim(axis + 1) - 1));
        T t = n > 1 ? c.k().of(ix[axis + 1]).divide(c.k().of(n - 1)) : c.k().of(0.5);
        int first = 4 * ix[0] + axis;
        T begin = slope.multiply(c.k().of(1).subtract(t));
        sum.values().set(first, sum.get(first).add(begin));
        sum.values().set(first + 2, sum.get(first + 2).add(slope.multiply(t)));
      }
    }
    return sum;
  }
}
