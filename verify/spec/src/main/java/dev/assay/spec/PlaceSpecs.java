package dev.assay.spec;

import dev.assay.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/** Specifications of maxima with their places, of global pools and of patches. */
final class PlaceSpecs {
  private PlaceSpecs() {}

  static List<Spec> specs() {
    return List.of(
        Spec.many("max_pool_with_argmax", PlaceSpecs::withArgmax),
        Spec.of("max_pool_grad_with_argmax", PlaceSpecs::gradWithArgmax).affineIn(1),
        Spec.of("max_pool_grad_grad_with_argmax", PlaceSpecs::gradGradWithArgmax).affineIn(1),
        Spec.of("global_average_pool", PlaceSpecs::average),
        Spec.of("global_max_pool", PlaceSpecs::max),
        Spec.of("extract_patches", PlaceSpecs::patches).affineIn(0),
        Spec.of("extract_patches_grad", PlaceSpecs::patchesGrad).affineIn(0));
  }

  private static boolean channelsLast(SpecCall<?> c) {
    return c.attrs().text("data_format").endsWith("C");
  }

  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> withArgmax(SpecCall<T> c) {
    int[] dims = c.shape(0).dims();
    PoolSpecs.Windows w = PoolSpecs.Windows.of(c.attrs(), dims);
    List<T> values = new ArrayList<>();
    List<T> places = new ArrayList<>();
    SpecTensor<int[]> best =
        SpecTensor.at(Shape.of(w.output()), o -> PoolSpecs.greatest(c, c.in(0), w.cells(o)));
    int[] last = channelsLast(c) ? new int[] {1, 2, 3} : new int[] {2, 3, 1};
    for (int[] at : best.values()) {
      values.add(c.in(0).at(at));
      long place = c.attrs().flag("include_batch_in_index") ? at[0] : 0;
      for (int d : last) {
        place = place * dims[d] + at[d];
      }
      places.add(c.k().of(place));
    }
    return List.of(new SpecTensor<>(best.shape(), values), new SpecTensor<>(best.shape(), places));
  }

  /** The index, in the input, of the place that element {@code o} of argmax names. */
  private static int[] place(SpecCall<?> c, int o) {
    int[] dims = c.shape(0).dims();
    int[] last = channelsLast(c) ? new int[] {1, 2, 3} : new int[] {2, 3, 1};
    int[] at = new int[4];
    long place = c.longs(2)[o];
    for (int d = 2; d >= 0; d--) {
      at[last[d]] = (int) (place % dims[last[d]]);
      place /= dims[last[d]];
    }
    at[0] =
        c.attrs().flag("include_batch_in_index") ? (int) place : SpecTensor.index(c.shape(2), o)[0];
    return at;
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> gradWithArgmax(SpecCall<T> c) {
    SpecTensor<T> dx = SpecTensor.of(c.shape(0), i -> c.k().of(0));
    for (int o = 0; o < c.in(1).size(); o++) {
      PoolSpecs.add(dx, place(c, o), c.in(1).get(o));
    }
    return dx;
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> gradGradWithArgmax(SpecCall<T> c) {
    return SpecTensor.of(c.shape(2), o -> c.in(1).at(place(c, o)));
  }

  /** The numbers of every channel of every image, in row-major order. */
  private static <T extends RealFieldElement<T>> SpecTensor<List<T>> channels(SpecCall<T> c) {
    Shape s = c.shape(0);
    int channel = channelsLast(c) ? s.rank() - 1 : 1;
    SpecTensor<List<T>> lists =
        SpecTensor.of(Shape.of(s.dim(0), s.dim(channel)), i -> new ArrayList<>());
    for (int i = 0; i < c.in(0).size(); i++) {
      int[] at = SpecTensor.index(s, i);
      lists.at(at[0], at[channel]).add(c.in(0).get(i));
    }
    return lists;
  }

  private static <T extends RealFieldElement<T>> Shape globalShape(SpecCall<T> c) {
    Shape s = c.shape(0);
    int channel = channelsLast(c) ? s.rank() - 1 : 1;
    if (!c.attrs().flag("keepdims")) {
      return Shape.of(s.dim(0), s.dim(channel));
    }
    int[] dims = s.dims();
    for (int d = 1; d < dims.length; d++) {
      dims[d] = d == channel ? dims[d] : 1;
    }
    return Shape.of(dims);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> average(SpecCall<T> c) {
    SpecTensor<List<T>> lists = channels(c);
    return SpecTensor.of(
        globalShape(c),
        i -> {
          T sum = c.k().of(0);
          for (T x : lists.get(i)) {
            sum = sum.add(x);
          }
          return sum.divide(c.k().of(lists.get(i).size()));
        });
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> max(SpecCall<T> c) {
    SpecTensor<List<T>> lists = channels(c);
    return SpecTensor.of(globalShape(c), i -> ReduceSpecs.max(c, lists.get(i)));
  }

  /** The pixel under cell (i, j) of the patch at (y, x); empty in the padding. */
  private record Patches(
      int kw, int[] stride, int[] rate, int[] before, Shape images, Shape shape) {
    static Patches of(SpecCall<?> c, Shape images) {
      int[] size = perAxis(c, "sizes");
      int[] stride = perAxis(c, "strides");
      int[] rate = perAxis(c, "rates");
      int[] before = new int[2];
      int[] out = new int[2];
      for (int d = 0; d < 2; d++) {
        int reach = 1 + (size[d] - 1) * rate[d];
        int in = images.dim(d + 1);
        if (c.attrs().text("padding").equals("SAME")) {
          out[d] = (int) Math.ceil((double) in / stride[d]);
          before[d] = Math.max(0, (out[d] - 1) * stride[d] + reach - in) / 2;
        } else {
          for (int start = 0; start + reach <= in; start += stride[d]) {
            out[d]++;
          }
        }
      }
      Shape shape = Shape.of(images.dim(0), out[0], out[1], size[0] * size[1] * images.dim(3));
      return new Patches(size[1], stride, rate, before, images, shape);
    }

    private static int[] perAxis(SpecCall<?> c, String name) {
      if (!c.attrs().isList(name)) {
        int v = (int) c.attrs().integer(name);
        return new int[] {v, v};
      }
      int[] v = c.attrs().ints(name);
      return v.length == 1 ? new int[] {v[0], v[0]} : v.length == 2 ? v : new int[] {v[1], v[2]};
    }

    int[] pixel(int[] o) {
      int channels = images.dim(3);
      int cell = o[3] / channels;
      int y = o[1] * stride[0] + cell / kw * rate[0] - before[0];
      int x = o[2] * stride[1] + cell % kw * rate[1] - before[1];
      boolean inside = 0 <= y && y < images.dim(1) && 0 <= x && x < images.dim(2);
      return inside ? new int[] {o[0], y, x, o[3] % channels} : new int[0];
    }
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> patches(SpecCall<T> c) {
    Patches p = Patches.of(c, c.shape(0));
    return SpecTensor.at(
        p.shape,
        o -> {
          int[] pixel = p.pixel(o);
          return pixel.length == 0 ? c.k().of(0) : c.in(0).at(pixel);
        });
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> patchesGrad(SpecCall<T> c) {
    Patches p = Patches.of(c, c.shape(1));
    SpecTensor<T> sums = SpecTensor.of(c.shape(1), i -> c.k().of(0));
    for (int o = 0; o < c.in(0).size(); o++) {
      int[] pixel = p.pixel(SpecTensor.index(p.shape, o));
      if (pixel.length > 0) {
        PoolSpecs.add(sums, pixel, c.in(0).get(o));
      }
    }
    return sums;
  }
}
