package dev.assay.spec;

import dev.assay.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/** Specifications of complex numbers and Fourier transforms, these as the sums that they are. */
public final class SignalSpecs implements SpecFamily {
  /** Which transform, over how many of the last axes. */
  private interface Body {
    <T extends RealFieldElement<T>> SpecTensor<T> of(SpecCall<T> c, int axes);
  }

  private record Over(int axes, Body body) implements Spec.Single {
    @Override
    public <T extends RealFieldElement<T>> SpecTensor<T> apply(SpecCall<T> c) {
      return body.of(c, axes);
    }
  }

  @Override
  public List<Spec> specs() {
    List<Spec> specs =
        new ArrayList<>(
            List.of(
                Spec.of("complex", SignalSpecs::complex).affineIn(0, 1),
                Spec.of("real", SignalSpecs::real).affineIn(0),
                Spec.of("imag", SignalSpecs::imag).affineIn(0),
                Spec.of("conj", SignalSpecs::conj).affineIn(0),
                Spec.of("angle", SignalSpecs::angle),
                Spec.of("fftshift", SignalSpecs::fftshift).affineIn(0).byParts(),
                Spec.of("ifftshift", SignalSpecs::ifftshift).affineIn(0).byParts(),
                Spec.of("fft_convolve", SignalSpecs::convolve).onComplex(SignalSpecs::convolve),
                Spec.of("fft_correlate", SignalSpecs::correlate)
                    .onComplex(SignalSpecs::correlate)));
    for (int axes = 1; axes <= 3; axes++) {
      String d = axes == 1 ? "" : axes + "d";
      specs.add(Spec.of("fft" + d, new Over(axes, SignalSpecs::fft)));
      specs.add(Spec.of("ifft" + d, new Over(axes, SignalSpecs::ifft)));
      specs.add(Spec.of("rfft" + d, new Over(axes, SignalSpecs::rfft)));
      specs.add(Spec.of("rfft" + d + "_grad", new Over(axes, SignalSpecs::rfftGrad)));
      specs.add(Spec.of("irfft" + d, new Over(axes, SignalSpecs::irfft)));
      specs.add(Spec.of("irfft" + d + "_grad", new Over(axes, SignalSpecs::irfftGrad)));
    }
    return specs;
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> complex(SpecCall<T> c) {
    return Complex.tensor(c.complex(0).zip(c.complex(1), (x, y) -> new Complex<>(x.re(), y.re())));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> real(SpecCall<T> c) {
    return c.complex(0).to(Complex::re);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> imag(SpecCall<T> c) {
    return c.complex(0).to(Complex::im);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> conj(SpecCall<T> c) {
    return Complex.tensor(c.complex(0).map(Complex::conj));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> angle(SpecCall<T> c) {
    return c.complex(0).to(z -> ComplexSpecs.angle(c.k(), z));
  }

  /**
   * {@code Σⱼ xⱼ·e^(sign·2πi·Σ_d j_d·k_d/n_d)} over the last axes. Fast algorithms are stable in
   * the norm only (Higham, theorem 24.2): what is added is 0 with the magnitude of all elements, so
   * that the bound of every element is one of the norm.
   */
  private static <T extends RealFieldElement<T>> SpecTensor<Complex<T>> sums(
      Arithmetic<T> k, SpecTensor<Complex<T>> x, int axes, int sign) {
    Shape shape = x.shape();
    int lead = shape.rank() - axes;
    Shape last = shape.slice(lead, shape.rank());
    int n = product(last);
    List<Complex<T>> roots = new ArrayList<>();
    for (int r = 0; r < n; r++) {
      roots.add(root(k, r, n, sign));
    }
    SpecTensor<T> spread = spread(k, x, n);
    return SpecTensor.of(
        shape,
        i -> {
          int[] at = SpecTensor.index(last, i % n);
          T zero = spread.get(i / n).subtract(spread.get(i / n));
          Complex<T> sum = new Complex<>(zero, zero);
          for (int j = 0; j < n; j++) {
            int[] from = SpecTensor.index(last, j);
            long turns = 0; // in parts of n
            for (int d = 0; d < axes; d++) {
              turns += (long) from[d] * at[d] * (n / last.dim(d));
            }
            sum = sum.add(x.get(i - i % n + j).multiply(roots.get((int) (turns % n))));
          }
          return sum;
        });
  }

  /** The sum of all parts of every n elements. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> spread(
      Arithmetic<T> k, SpecTensor<Complex<T>> x, int n) {
    return SpecTensor.of(
        Shape.of(n == 0 ? 0 : x.size() / n),
        block -> {
          T sum = k.of(0);
          for (int j = block * n; j < (block + 1) * n; j++) {
            sum = sum.add(x.get(j).re()).add(x.get(j).im());
          }
          return sum;
        });
  }

  /** {@code e^(sign·2πi·r/n)}; quarter turns exactly. */
  private static <T extends RealFieldElement<T>> Complex<T> root(
      Arithmetic<T> k, int r, int n, int sign) {
    if (4 * r % n == 0) {
      int quarter = Math.floorMod(sign * (4 * r / n), 4);
      int[] cos = {1, 0, -1, 0};
      return new Complex<>(k.of(cos[quarter]), k.of(cos[(quarter + 3) % 4]));
    }
    T angle = k.pi().multiply(2 * sign * (2 * r > n ? r - n : r)).divide(k.of(n));
    return new Complex<>(angle.cos(), angle.sin());
  }

  private static int product(Shape shape) {
    return Arrays.stream(shape.dims()).reduce(1, (a, b) -> a * b);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<Complex<T>> divided(
      Arithmetic<T> k, SpecTensor<Complex<T>> z, int axes) {
    int n = product(z.shape().slice(z.shape().rank() - axes, z.shape().rank()));
    return z.map(v -> new Complex<>(v.re().divide(k.of(n)), v.im().divide(k.of(n))));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> fft(SpecCall<T> c, int axes) {
    return Complex.tensor(sums(c.k(), c.complex(0), axes, -1));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> ifft(SpecCall<T> c, int axes) {
    return Complex.tensor(divided(c.k(), sums(c.k(), c.complex(0), axes, 1), axes));
  }

  /** The element at {@code index}, 0 outside. */
  private static <T extends RealFieldElement<T>> Complex<T> orZero(
      Arithmetic<T> k, SpecTensor<Complex<T>> x, int[] index) {
    for (int d = 0; d < index.length; d++) {
      if (index[d] >= x.shape().dim(d)) {
        return new Complex<>(k.of(0), k.of(0));
      }
    }
    return x.at(index);
  }

  /** Cut off or padded with zeros. */
  private static <T extends RealFieldElement<T>> SpecTensor<Complex<T>> fitted(
      Arithmetic<T> k, SpecTensor<Complex<T>> x, Shape shape) {
    return SpecTensor.at(shape, ix -> orZero(k, x, ix));
  }

  /** The real shape that belongs to the i-th argument, which is real or holds bins. */
  private static Shape realShape(SpecCall<?> c, int i, int axes, boolean bins) {
    int[] dims = c.shape(i).dims();
    if (bins) {
      dims[dims.length - 1] = Math.max(0, 2 * (dims[dims.length - 1] - 1));
    }
    if (c.attrs().has("fft_length")) {
      int[] lengths = c.attrs().ints("fft_length");
      System.arraycopy(lengths, 0, dims, dims.length - axes, axes);
    }
    return Shape.of(dims);
  }

  private static Shape bins(Shape real) {
    int n = real.dim(-1);
    return real.with(real.rank() - 1, n == 0 ? 0 : n / 2 + 1);
  }

  /** The first half of the transform of the real argument. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> rfft(SpecCall<T> c, int axes) {
    Shape real = realShape(c, 0, axes, false);
    SpecTensor<Complex<T>> y = sums(c.k(), fitted(c.k(), c.complex(0), real), axes, -1);
    return Complex.tensor(SpecTensor.at(bins(real), y::at));
  }

  /** {@code dxⱼ = Re Σ_k dy_k·conj e^(−2πi·jk/n)} over the bins. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> rfftGrad(SpecCall<T> c, int axes) {
    Shape real = realShape(c, 1, axes, false);
    SpecTensor<Complex<T>> x = sums(c.k(), fitted(c.k(), c.complex(0), real), axes, 1);
    return fitted(c.k(), x, c.shape(1)).to(Complex::re);
  }

  /**
   * The other half is that of a real tensor, {@code y_{−k} = conj y_k}; real part of the inverse.
   */
  private static <T extends RealFieldElement<T>> SpecTensor<T> irfft(SpecCall<T> c, int axes) {
    Shape real = realShape(c, 0, axes, true);
    SpecTensor<Complex<T>> y = c.complex(0);
    int last = real.rank() - 1;
    SpecTensor<Complex<T>> whole =
        SpecTensor.at(
            real,
            ix ->
                2 * ix[last] <= real.dim(last)
                    ? orZero(c.k(), y, ix)
                    : orZero(c.k(), y, partner(real, ix, axes)).conj());
    return divided(c.k(), sums(c.k(), whole, axes, 1), axes).to(Complex::re);
  }

  /** The index {@code −k} of the transformed axes. */
  private static int[] partner(Shape real, int[] index, int axes) {
    int[] p = index.clone();
    for (int d = p.length - axes; d < p.length; d++) {
      p[d] = Math.floorMod(-p[d], real.dim(d));
    }
    return p;
  }

  /** What a bin adds to the result by itself, and by its partner in the other half. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> irfftGrad(SpecCall<T> c, int axes) {
    Shape real = realShape(c, 1, axes, true);
    SpecTensor<Complex<T>> g = divided(c.k(), sums(c.k(), c.complex(0), axes, -1), axes);
    int last = real.rank() - 1;
    SpecTensor<Complex<T>> bins =
        SpecTensor.at(
            bins(real),
            ix -> {
              boolean single = ix[last] == 0 || 2 * ix[last] == real.dim(last);
              Complex<T> own = g.at(ix);
              return single ? own : own.add(g.at(partner(real, ix, axes)).conj());
            });
    return Complex.tensor(fitted(c.k(), bins, c.shape(1)));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> fftshift(SpecCall<T> c) {
    return rotated(c, -1);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> ifftshift(SpecCall<T> c) {
    return rotated(c, 1);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> rotated(SpecCall<T> c, int sign) {
    Shape shape = c.shape(0);
    return SpecTensor.at(
        shape,
        ix -> {
          int[] from = ix.clone();
          for (int d = 0; d < from.length; d++) {
            boolean moves =
                !c.attrs().has("axes")
                    || c.attrs().longs("axes").contains((long) d)
                    || c.attrs().longs("axes").contains((long) d - from.length);
            int half = moves ? shape.dim(d) / 2 : 0;
            from[d] = Math.floorMod(from[d] + sign * half, shape.dim(d));
          }
          return c.in(0).at(from);
        });
  }

  /**
   * The theorem: the transform of a convolution is the product of the transforms. Not the sum
   * itself: its bounds hold for no algorithm that computes with transforms.
   */
  private static <T extends RealFieldElement<T>> SpecTensor<T> convolve(SpecCall<T> c) {
    int m = c.shape(0).dim(-1);
    int n = c.shape(1).dim(-1);
    Shape full = c.shape(0).with(c.shape(0).rank() - 1, m == 0 || n == 0 ? 0 : m + n - 1);
    return product(c, full, full, 1);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> correlate(SpecCall<T> c) {
    return product(c, c.shape(0), c.shape(2), -1);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> product(
      SpecCall<T> c, Shape padded, Shape result, int sign) {
    Arithmetic<T> k = c.k();
    SpecTensor<Complex<T>> x = sums(k, fitted(k, c.complex(0), padded), 1, -1);
    SpecTensor<Complex<T>> y = sums(k, fitted(k, c.complex(1), padded), 1, -1);
    SpecTensor<Complex<T>> z = x.zip(y, (a, b) -> a.multiply(sign > 0 ? b : b.conj()));
    SpecTensor<Complex<T>> back = fitted(k, divided(k, sums(k, z, 1, 1), 1), result);
    return c.tensors().get(0).dtype().isComplex() ? Complex.tensor(back) : back.to(Complex::re);
  }
}
