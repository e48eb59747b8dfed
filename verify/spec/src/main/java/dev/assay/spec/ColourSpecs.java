package dev.assay.spec;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/** Specifications of colours and of adjustments of values, as TensorFlow's documentation says. */
final class ColourSpecs {
  private ColourSpecs() {}

  static List<Spec> all() {
    return List.of(
        Spec.of("rgb_to_grayscale", ColourSpecs::grey),
        Spec.of("grayscale_to_rgb", ColourSpecs::repeated).affineIn(0),
        Spec.of("rgb_to_hsv", ColourSpecs::toHsv),
        Spec.of("hsv_to_rgb", ColourSpecs::toRgb),
        Spec.of("adjust_saturation", ColourSpecs::saturation),
        Spec.of("adjust_hue", ColourSpecs::hue),
        Spec.of("adjust_brightness", ColourSpecs::brightness),
        Spec.of("adjust_contrast", ColourSpecs::contrast),
        Spec.of("adjust_gamma", ColourSpecs::gamma),
        Spec.of("per_image_standardization", ColourSpecs::standardized),
        Spec.of("convert_image_dtype", ColourSpecs::converted),
        Spec.many("image_gradients", ColourSpecs::gradients),
        Spec.of("total_variation", ColourSpecs::variation));
  }

  private static double most(DType t) {
    return switch (t) {
      case UINT8 -> 255;
      case INT16 -> 32767;
      case INT32 -> 2147483647;
      default -> 1;
    };
  }

  private static double least(DType t) {
    return t == DType.UINT8 ? 0 : -most(t) - 1;
  }

  private static DType dtype(SpecCall<?> c) {
    return c.tensors().get(0).dtype();
  }

  /** The first argument, integers as fractions of the greatest number of their type. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> fractions(SpecCall<T> c) {
    DType t = dtype(c);
    return t.isInteger() ? c.in(0).map(x -> x.divide(c.k().of(most(t)))) : c.in(0);
  }

  /** Fractions back as numbers of the first argument's type, clamped. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> stored(
      SpecCall<T> c, SpecTensor<T> y) {
    DType t = dtype(c);
    return t.isInteger() ? y.map(v -> clamped(c, t, v.multiply(c.k().of(most(t) + 0.5)))) : y;
  }

  private static <T extends RealFieldElement<T>> T clamped(SpecCall<T> c, DType t, T v) {
    return c.k().max(c.k().min(v, c.k().of(most(t))), c.k().of(least(t)));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> grey(SpecCall<T> c) {
    SpecTensor<T> x = fractions(c);
    int n = x.size() / 3;
    SpecTensor<T> y =
        SpecTensor.of(
            withChannels(c.shape(0), 1),
            i ->
                i >= n
                    ? c.k().of(0)
                    : x.get(3 * i)
                        .multiply(c.k().of(0.2989))
                        .add(x.get(3 * i + 1).multiply(c.k().of(0.587)))
                        .add(x.get(3 * i + 2).multiply(c.k().of(0.114))));
    return stored(c, y);
  }

  private static Shape withChannels(Shape s, int n) {
    return s.with(s.rank() - 1, n);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> repeated(SpecCall<T> c) {
    return SpecTensor.of(withChannels(c.shape(0), 3), i -> c.in(0).get(i / 3));
  }

  /** A function of a pixel. */
  private interface Pixel<T> {
    List<T> apply(T a, T b, T c);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> each(SpecTensor<T> x, Pixel<T> f) {
    List<T> out = new ArrayList<>();
    for (int i = 0; i < x.size(); i += 3) {
      out.addAll(f.apply(x.get(i), x.get(i + 1), x.get(i + 2)));
    }
    return new SpecTensor<>(x.shape(), out);
  }

  /** Wikipedia, HSL and HSV: the sector of the hexagon, by cases, as TensorFlow's kernel has it. */
  private static <T extends RealFieldElement<T>> List<T> hsv(Arithmetic<T> k, T r, T g, T b) {
    T v = k.max(k.max(r, g), b);
    T range = v.subtract(k.min(k.min(r, g), b));
    T s = k.less(k.of(0), v) ? range.divide(v) : k.of(0);
    if (!k.less(k.of(0), range)) {
      return List.of(k.of(0), s, v);
    }
    T h;
    boolean red = !k.less(r, g) && !k.less(r, b);
    boolean green = !red && !k.less(g, b);
    if (red) {
      h = g.subtract(b).divide(range);
    } else if (green) {
      h = b.subtract(r).divide(range).add(k.of(2));
    } else {
      h = r.subtract(g).divide(range).add(k.of(4));
    }
    h = k.less(h, k.of(0)) ? h.add(k.of(6)) : h;
    return List.of(h.divide(k.of(6)), s, v);
  }

  /** How much of each primary colour a pure hue has. */
  private static <T extends RealFieldElement<T>> List<T> pure(Arithmetic<T> k, T h) {
    T six = h.multiply(k.of(6));
    T red = distance(k, six, 3).subtract(k.of(1));
    T green = k.of(2).subtract(distance(k, six, 2));
    T blue = k.of(2).subtract(distance(k, six, 4));
    return List.of(unit(k, red), unit(k, green), unit(k, blue));
  }

  private static <T extends RealFieldElement<T>> T distance(Arithmetic<T> k, T x, int centre) {
    T d = x.subtract(k.of(centre));
    return k.less(d, k.of(0)) ? d.negate() : d;
  }

  private static <T extends RealFieldElement<T>> T unit(Arithmetic<T> k, T x) {
    return k.max(k.of(0), k.min(k.of(1), x));
  }

  private static <T extends RealFieldElement<T>> List<T> rgb(Arithmetic<T> k, T h, T s, T v) {
    List<T> out = new ArrayList<>();
    for (T ramp : pure(k, h)) {
      out.add(k.of(1).subtract(s).add(s.multiply(ramp)).multiply(v));
    }
    return out;
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> toHsv(SpecCall<T> c) {
    return each(c.in(0), (r, g, b) -> hsv(c.k(), r, g, b));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> toRgb(SpecCall<T> c) {
    return each(c.in(0), (h, s, v) -> rgb(c.k(), h, s, v));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> saturation(SpecCall<T> c) {
    Arithmetic<T> k = c.k();
    T factor = k.of(c.attrs().number("saturation_factor"));
    return stored(
        c,
        each(
            fractions(c),
            (r, g, b) -> {
              List<T> x = hsv(k, r, g, b);
              return rgb(k, x.get(0), unit(k, x.get(1).multiply(factor)), x.get(2));
            }));
  }

  /** TensorFlow's fused kernel: the greatest and least channels stay, the third moves. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> hue(SpecCall<T> c) {
    Arithmetic<T> k = c.k();
    return stored(
        c,
        each(
            fractions(c),
            (r, g, b) -> {
              T h = hsv(k, r, g, b).get(0).add(k.of(c.attrs().number("delta")));
              T turned = h.subtract(k.of(k.branch((long) Math.floor(h.getReal()))));
              T low = k.min(k.min(r, g), b);
              T range = k.max(k.max(r, g), b).subtract(low);
              return pure(k, turned).stream().map(p -> low.add(range.multiply(p))).toList();
            }));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> brightness(SpecCall<T> c) {
    return stored(c, fractions(c).map(x -> x.add(c.k().of(c.attrs().number("delta")))));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> gamma(SpecCall<T> c) {
    double gamma = c.attrs().number("gamma");
    T gain = c.k().of(c.attrs().number("gain"));
    return stored(
        c,
        fractions(c)
            .map(
                x -> {
                  T p =
                      gamma == 0
                          ? c.k().of(1)
                          : x.getReal() == 0
                              ? x
                              : gamma == Math.rint(gamma)
                                  ? x.pow((int) gamma)
                                  : x.log().multiply(c.k().of(gamma)).exp();
                  return gain.multiply(p);
                }));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> contrast(SpecCall<T> c) {
    SpecTensor<T> x = fractions(c);
    Shape s = c.shape(0);
    int y = s.rank() - 3;
    T factor = c.k().of(c.attrs().number("contrast_factor"));
    return stored(
        c,
        SpecTensor.at(
            s,
            ix -> {
              T sum = c.k().of(0);
              int[] at = ix.clone();
              for (at[y] = 0; at[y] < s.dim(y); at[y]++) {
                for (at[y + 1] = 0; at[y + 1] < s.dim(y + 1); at[y + 1]++) {
                  sum = sum.add(x.at(at));
                }
              }
              T mean = sum.divide(c.k().of(s.dim(y) * s.dim(y + 1)));
              return x.at(ix).subtract(mean).multiply(factor).add(mean);
            }));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> standardized(SpecCall<T> c) {
    Shape s = c.shape(0);
    int n = s.dim(-3) * s.dim(-2) * s.dim(-1);
    T count = c.k().of(n);
    return SpecTensor.of(
        s,
        i -> {
          List<T> image = c.in(0).values().subList(i / n * n, i / n * n + n);
          T sum = c.k().of(0);
          for (T x : image) {
            sum = sum.add(x);
          }
          T mean = sum.divide(count);
          T squares = c.k().of(0);
          for (T x : image) {
            squares = squares.add(x.subtract(mean).multiply(x.subtract(mean)));
          }
          T variance = c.k().max(squares.divide(count), c.k().of(1).divide(count));
          return c.in(0).get(i).subtract(mean).divide(variance.sqrt());
        });
  }

  /** TensorFlow's three cases; between integers the scale is a power of two. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> converted(SpecCall<T> c) {
    Arithmetic<T> k = c.k();
    DType from = dtype(c);
    DType to = c.attrs().dtype("dtype");
    boolean saturate = c.attrs().flag("saturate");
    if (from == to || from.isFloating() && to.isFloating()) {
      return c.in(0);
    }
    if (to.isFloating()) {
      return fractions(c);
    }
    if (from.isFloating()) {
      return c.in(0)
          .map(
              x -> {
                T y = x.multiply(k.of(most(to) + 0.5));
                return saturate ? clamped(c, to, y) : y;
              });
    }
    double ratio = (most(from) + 1) / (most(to) + 1);
    return c.in(0)
        .map(
            x -> {
              T y = ratio > 1 ? k.of(Math.floor(x.getReal() / ratio)) : x;
              T z = saturate ? clamped(c, to, y) : y;
              return ratio > 1 ? z : z.multiply(k.of(1 / ratio));
            });
  }

  /** The neighbour in the direction of {@code axis} minus the element; 0 at the edge. */
  private static <T extends RealFieldElement<T>> T step(SpecCall<T> c, int[] ix, int axis) {
    if (ix[axis] + 1 == c.shape(0).dim(axis)) {
      return c.k().of(0);
    }
    int[] next = ix.clone();
    next[axis]++;
    return c.in(0).at(next).subtract(c.in(0).at(ix));
  }

  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> gradients(SpecCall<T> c) {
    return List.of(
        SpecTensor.at(c.shape(0), ix -> step(c, ix, 1)),
        SpecTensor.at(c.shape(0), ix -> step(c, ix, 2)));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> variation(SpecCall<T> c) {
    Shape s = c.shape(0);
    int y = s.rank() - 3;
    SpecTensor<T> sum = SpecTensor.of(s.slice(0, y), i -> c.k().of(0));
    for (int i = 0; i < c.in(0).size(); i++) {
      int[] ix = SpecTensor.index(s, i);
      int image = y == 0 ? 0 : ix[0];
      for (int axis = y; axis < y + 2; axis++) {
        T d = step(c, ix, axis);
        T magnitude = c.k().less(d, c.k().of(0)) ? d.negate() : d;
        sum.values().set(image, sum.get(image).add(magnitude));
      }
    }
    return sum;
  }
}
