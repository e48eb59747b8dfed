package dev.assay.spec;

import dev.assay.engine.tensor.Shape;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.commons.math3.RealFieldElement;

/** Specifications of local response normalisation, dropout and penalties on weights. */
final class ResponseSpecs {
  static final List<Spec> SPECS =
      List.of(
          Spec.of("local_response_normalization", ResponseSpecs::forward),
          Spec.of("local_response_normalization_grad", ResponseSpecs::backward),
          Spec.of("local_sum", ResponseSpecs::localSum).affineIn(0),
          Spec.many("dropout", ResponseSpecs::dropout),
          Spec.of("l1_regularizer", ResponseSpecs::l1),
          Spec.of("l2_regularizer", ResponseSpecs::l2),
          Spec.of("l1_l2_regularizer", ResponseSpecs::both));

  private ResponseSpecs() {}

  /** {@code Σ term(j)} over the elements of the same line at most depth_radius from element i. */
  private static <T extends RealFieldElement<T>> T window(
      SpecCall<T> c, int i, IntFunction<T> term) {
    int channels = c.shape(0).dim(-1);
    T sum = c.k().of(0);
    for (int j = i - i % channels; j < i - i % channels + channels; j++) {
      if (Math.abs((long) i - j) <= c.attrs().integer("depth_radius")) {
        sum = sum.add(term.apply(j));
      }
    }
    return sum;
  }

  /** {@code bias + alpha·Σ x²}. */
  private static <T extends RealFieldElement<T>> T base(SpecCall<T> c, SpecTensor<T> x, int i) {
    T squares = window(c, i, j -> x.get(j).multiply(x.get(j)));
    return squares.multiply(c.attrs().number("alpha")).add(c.k().of(c.attrs().number("bias")));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> forward(SpecCall<T> c) {
    return SpecTensor.of(
        c.shape(0), i -> c.in(0).get(i).divide(base(c, c.in(0), i).pow(c.attrs().number("beta"))));
  }

  /** {@code Σⱼ dyⱼ·∂yⱼ/∂xᵢ}, with the given result in the place of {@code xⱼ/nⱼ^β}. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> backward(SpecCall<T> c) {
    double alpha = c.attrs().number("alpha");
    double beta = c.attrs().number("beta");
    SpecTensor<T> n = SpecTensor.of(c.shape(0), i -> base(c, c.in(1), i));
    return SpecTensor.of(
        c.shape(0),
        i -> {
          T own = c.in(0).get(i).divide(n.get(i).pow(beta));
          T others = window(c, i, j -> c.in(0).get(j).multiply(c.in(2).get(j)).divide(n.get(j)));
          return own.subtract(others.multiply(c.in(1).get(i)).multiply(2 * alpha * beta));
        });
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> localSum(SpecCall<T> c) {
    return SpecTensor.of(c.shape(0), i -> window(c, i, c.in(0)::get));
  }

  private static <T extends RealFieldElement<T>> T sizes(SpecCall<T> c) {
    T zero = c.k().of(0);
    T sum = zero;
    for (T t : c.in(0).values()) {
      sum = sum.add(c.k().less(t, zero) ? t.negate() : t);
    }
    return sum;
  }

  private static <T extends RealFieldElement<T>> T squares(SpecCall<T> c) {
    T sum = c.k().of(0);
    for (T t : c.in(0).values()) {
      sum = sum.add(t.multiply(t));
    }
    return sum;
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> scalar(T value) {
    return SpecTensor.of(Shape.scalar(), i -> value);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> l1(SpecCall<T> c) {
    return scalar(sizes(c).multiply(c.attrs().number("scale")));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> l2(SpecCall<T> c) {
    return scalar(squares(c).divide(2).multiply(c.attrs().number("scale")));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> both(SpecCall<T> c) {
    T l1 = sizes(c).multiply(c.attrs().number("scale_l1"));
    T l2 = squares(c).divide(2).multiply(c.attrs().number("scale_l2"));
    return scalar(l1.add(l2));
  }

  /** Number {@code i} of the stream decides of element {@code i} of the noise's shape. */
  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> dropout(SpecCall<T> c) {
    boolean byRate = c.attrs().has("rate");
    double given = c.attrs().number(byRate ? "rate" : "keep_prob");
    float rate = (float) (byRate ? given : 1 - given);
    Shape noise = noise(c);
    RandomWords words = RandomWords.seeded(c.attrs());
    SpecTensor<Boolean> drawn = SpecTensor.of(noise, i -> words.uniform(i) >= rate);
    SpecTensor<Boolean> kept = SpecTensor.at(c.shape(0), drawn::stretched);
    T keep = byRate ? c.k().of(1).subtract(c.k().of(given)) : c.k().of(given);
    return List.of(
        SpecTensor.of(c.shape(0), i -> kept.get(i) ? c.in(0).get(i).divide(keep) : c.k().of(0)),
        SpecTensor.of(c.shape(0), i -> c.k().of(kept.get(i) ? 1 : 0)));
  }

  private static Shape noise(SpecCall<?> c) {
    if (!c.attrs().has("noise_shape")) {
      return c.shape(0);
    }
    int[] dims = c.attrs().ints("noise_shape");
    for (int d = 0; d < dims.length; d++) {
      dims[d] = dims[d] < 0 ? c.shape(0).dim(d - dims.length) : dims[d];
    }
    return Shape.of(dims);
  }
}
