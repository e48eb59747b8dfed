package dev.assay.spec;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.RealFieldElement;

/** Random numbers that are computed of uniforms, and random orders and places. */
final class RandomFormulas {
  static final List<Spec> ALL =
      List.of(
          Spec.of("stateless_random_normal", RandomFormulas::statelessNormal),
          Spec.of("random_normal", RandomFormulas::normal),
          Spec.of("stateless_truncated_normal", RandomFormulas::statelessTruncated),
          Spec.of("truncated_normal", RandomFormulas::truncated),
          Spec.of("stateless_random_gamma", RandomFormulas::statelessGamma),
          Spec.of("random_gamma", RandomFormulas::gamma),
          Spec.of("random_gamma_grad", RandomFormulas::gammaGradient),
          Spec.many("stateless_shuffle", RandomFormulas::statelessShuffle).affineIn(0),
          Spec.many("random_shuffle", RandomFormulas::shuffle).affineIn(0),
          Spec.many("stateless_random_crop", RandomFormulas::statelessCrop).affineIn(0),
          Spec.many("random_crop", RandomFormulas::crop).affineIn(0));

  /** At x = 1 the rest of the fraction is below e^(−4√100). */
  private static final int FRACTIONS = 100;

  private RandomFormulas() {}

  private static <T extends RealFieldElement<T>> SpecTensor<T> statelessNormal(SpecCall<T> c) {
    return normal(c, RandomWords.stateless(c.longs(0)));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> normal(SpecCall<T> c) {
    return normal(c, RandomWords.seeded(c.attrs()));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> normal(
      SpecCall<T> c, RandomWords words) {
    boolean wide = c.attrs().dtype("dtype") == DType.FLOAT64;
    return SpecTensor.of(
        Shape.of(c.attrs().ints("shape")), i -> scaled(c, bell(c.k(), words, i, wide)));
  }

  private static <T extends RealFieldElement<T>> T scaled(SpecCall<T> c, T z) {
    return z.multiply(c.k().of(c.attrs().number("stddev"))).add(c.attrs().number("mean"));
  }

  /** Number {@code i} of the stream: even ones the sine, odd ones the cosine. */
  private static <T extends RealFieldElement<T>> T bell(
      Arithmetic<T> k, RandomWords words, long i, boolean wide) {
    long pair = i / 2 * 2;
    double u = wide ? words.wideUniform(pair) : words.uniform(pair);
    double v = wide ? words.wideUniform(pair + 1) : words.uniform(pair + 1);
    double least = wide ? 1e-7 : 1e-7f;
    double angle = wide ? 2 * Math.PI * v : (float) (2 * Math.PI * v);
    T r = k.of(u < least ? least : u).log().multiply(-2).sqrt();
    return r.multiply(i % 2 == 0 ? k.of(angle).sin() : k.of(angle).cos());
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> statelessTruncated(SpecCall<T> c) {
    return truncated(c, RandomWords.stateless(c.longs(0)));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> truncated(SpecCall<T> c) {
    return truncated(c, RandomWords.seeded(c.attrs()));
  }

  /** Result {@code i} is the number of its rank within two deviations, among those of its group. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> truncated(
      SpecCall<T> c, RandomWords words) {
    boolean wide = c.attrs().dtype("dtype") == DType.FLOAT64;
    int group = wide ? 2 : 4;
    return SpecTensor.of(
        Shape.of(c.attrs().ints("shape")),
        i -> {
          RandomWords own = words.from(64L * group * (i / group));
          int wanted = i % group;
          for (long draw = 0; ; draw++) {
            T z = bell(c.k(), own, draw, wide);
            if (c.k().less(z.abs(), c.k().of(2)) && wanted-- == 0) {
              return scaled(c, z);
            }
          }
        });
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> statelessGamma(SpecCall<T> c) {
    Shape shape = Shape.of(c.attrs().ints("shape"));
    return gamma(c, c.in(1), RandomWords.stateless(c.longs(0)), shape);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> gamma(SpecCall<T> c) {
    Shape shape = Shape.of(c.attrs().ints("shape")).concat(c.shape(0));
    return gamma(c, c.in(0), RandomWords.seeded(c.attrs()), shape);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> gamma(
      SpecCall<T> c, SpecTensor<T> alpha, RandomWords words, Shape shape) {
    int n = IntStream.of(shape.dims()).reduce(1, (x, y) -> x * y);
    return SpecTensor.of(
        shape,
        i -> {
          long number = (long) (i % alpha.size()) * (n / alpha.size()) + i / alpha.size();
          return gamma(c.k(), alpha.get(i % alpha.size()), words.from(256 * number));
        });
  }

  private static <T extends RealFieldElement<T>> T gamma(
      Arithmetic<T> k, T alpha, RandomWords words) {
    List<Double> uniforms = new ArrayList<>();
    List<T> bells = new ArrayList<>();
    int block = 0;
    if (k.branch(alpha.getReal() == 1)) {
      return k.of(-words.wideUniform(1)).log1p().negate();
    }
    boolean small = k.less(alpha, k.of(1));
    T d = alpha.add(small ? 1 : 0).subtract(k.of(1).divide(3));
    T c = d.sqrt().multiply(3).reciprocal();
    while (true) {
      if (bells.isEmpty()) {
        bells.add(bell(k, words, 2L * block, true));
        bells.add(bell(k, words, 2L * block + 1, true));
        block++;
      }
      T x = bells.remove(bells.size() - 1);
      T root = c.multiply(x).add(1);
      if (!k.less(k.of(0), root)) {
        continue;
      }
      T v = root.multiply(root).multiply(root);
      block = deal(uniforms, words, block);
      T u = k.of(uniforms.remove(uniforms.size() - 1));
      T square = x.multiply(x);
      if (k.less(u, square.multiply(square).multiply(-0.0331).add(1))
          || k.less(u.log(), square.divide(2).add(d.multiply(v.negate().add(1).add(v.log()))))) {
        if (!small) {
          return d.multiply(v);
        }
        deal(uniforms, words, block);
        T last = k.of(uniforms.remove(uniforms.size() - 1));
        return d.multiply(v).multiply(last.pow(alpha.reciprocal()));
      }
    }
  }

  /** Adds the two uniforms of the next block if none is left; the next block's number. */
  private static int deal(List<Double> uniforms, RandomWords words, int block) {
    if (!uniforms.isEmpty()) {
      return block;
    }
    uniforms.add(words.wideUniform(2L * block));
    uniforms.add(words.wideUniform(2L * block + 1));
    return block + 1;
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> gammaGradient(SpecCall<T> c) {
    return c.in(0).zip(c.in(1), (a, x) -> gammaGradient(c.k(), a, x));
  }

  /**
   * {@code −(x/α)·(S·(ln x − ψ(α + 1)) + dS/dα)} with {@code S = Σ xⁿ/((α + 1) … (α + n))}; above α
   * and 1, where that cancels, {@code x·(F·(ln x − ψ(α)) + dF/dα)} with the continued fraction
   * {@code F = 1/(x + 1 − α − (1 − α)/(x + 3 − α − 2(2 − α)/(x + 5 − α − …)))}.
   */
  private static <T extends RealFieldElement<T>> T gammaGradient(Arithmetic<T> k, T alpha, T x) {
    if (!(alpha.getReal() > 0) || !(x.getReal() >= 0)) {
      return k.of(Double.NaN);
    }
    if (k.less(k.of(1), x) && k.less(alpha, x)) {
      return gammaGradientByFraction(k, alpha, x);
    }
    T term = k.of(1);
    T harmonic = k.of(0);
    T sum = k.of(1);
    T slope = k.of(0);
    for (int n = 1; n < 60 || term.getReal() > 1e-60 * sum.getReal(); n++) {
      T next = alpha.add(n);
      term = term.multiply(x).divide(next);
      harmonic = harmonic.add(next.reciprocal());
      sum = sum.add(term);
      slope = slope.subtract(term.multiply(harmonic));
    }
    T score = x.log().subtract(SpecialSpecs.digamma(k, alpha.add(1)));
    return x.divide(alpha).negate().multiply(sum.multiply(score).add(slope));
  }

  private static <T extends RealFieldElement<T>> T gammaGradientByFraction(
      Arithmetic<T> k, T alpha, T x) {
    T below = x.subtract(alpha).add(2 * FRACTIONS + 1);
    T belowSlope = k.of(-1);
    for (int n = FRACTIONS; n > 0; n--) {
      T top = alpha.subtract(n).multiply(n);
      // d(top/below) = (n − (top/below)·dbelow)/below
      T part = top.divide(below);
      T partSlope = k.of(n).subtract(part.multiply(belowSlope)).divide(below);
      below = x.subtract(alpha).add(2 * n - 1).add(part);
      belowSlope = partSlope.subtract(1);
    }
    T score = x.log().subtract(SpecialSpecs.digamma(k, alpha));
    return x.divide(below).multiply(score.subtract(belowSlope.divide(below)));
  }

  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> statelessShuffle(
      SpecCall<T> c) {
    return shuffle(c, RandomWords.stateless(c.longs(1)));
  }

  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> shuffle(SpecCall<T> c) {
    return shuffle(c, RandomWords.seeded(c.attrs()));
  }

  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> shuffle(
      SpecCall<T> c, RandomWords words) {
    Shape shape = c.shape(0);
    int n = shape.dim(0);
    List<Integer> order = new ArrayList<>(IntStream.range(0, n).boxed().toList());
    if (c.in(0).size() > 1) {
      for (int i = 0; i + 1 < n; i++) {
        Collections.swap(order, i, i + (int) (words.at(i) % (n - i)));
      }
    }
    SpecTensor<T> output =
        SpecTensor.at(
            shape,
            ix -> {
              int[] from = ix.clone();
              from[0] = order.get(ix[0]);
              return c.in(0).at(from);
            });
    return List.of(output, SpecTensor.of(Shape.of(n), i -> c.k().of(order.get(i))));
  }

  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> statelessCrop(SpecCall<T> c) {
    return crop(c, RandomWords.stateless(c.longs(1)));
  }

  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> crop(SpecCall<T> c) {
    return crop(c, RandomWords.seeded(c.attrs()));
  }

  private static <T extends RealFieldElement<T>> List<SpecTensor<T>> crop(
      SpecCall<T> c, RandomWords words) {
    int[] size = c.attrs().ints("size");
    long[] offset = new long[size.length];
    for (int d = 0; d < size.length; d++) {
      offset[d] = words.at(d) % 2147483647L % (c.shape(0).dim(d) - size[d] + 1);
    }
    SpecTensor<T> output =
        SpecTensor.at(
            Shape.of(size),
            ix -> {
              int[] from = ix.clone();
              for (int d = 0; d < from.length; d++) {
                from[d] += (int) offset[d];
              }
              return c.in(0).at(from);
            });
    return List.of(output, SpecTensor.of(Shape.of(size.length), d -> c.k().of(offset[d])));
  }
}
