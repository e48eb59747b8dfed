package dev.assay.spec;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/** Random numbers: bits, counts and classes exactly; {@link RandomFormulas} the rest. */
public final class RandomSpecs implements SpecFamily {
  @Override
  public List<Spec> specs() {
    List<Spec> all =
        new ArrayList<>(
            List.of(
                Spec.exact("stateless_random_uniform", (x, a) -> uniform(stateless(x.get(0)), a)),
                Spec.exact("random_uniform", (x, a) -> uniform(RandomWords.seeded(a), a)),
                Spec.exact(
                    "stateless_random_uniform_int", (x, a) -> integers(stateless(x.get(0)), a)),
                Spec.exact("random_uniform_int", (x, a) -> integers(RandomWords.seeded(a), a)),
                Spec.exact("stateless_random_poisson", RandomSpecs::statelessPoisson),
                Spec.exact("random_poisson", RandomSpecs::poisson),
                Spec.exact(
                    "stateless_categorical", (x, a) -> classes(stateless(x.get(1)), x.get(0), a)),
                Spec.exact("categorical", (x, a) -> classes(RandomWords.seeded(a), x.get(0), a))));
    all.addAll(RandomFormulas.ALL);
    return all;
  }

  private static RandomWords stateless(Tensor seed) {
    return RandomWords.stateless(seed.toLongs());
  }

  private static int size(Shape shape) {
    int n = 1;
    for (int d : shape.dims()) {
      n *= d;
    }
    return n;
  }

  private static List<Tensor> floats(DType dtype, Shape shape, IntToDoubleFunction f) {
    return List.of(
        Tensor.of(dtype, shape, IntStream.range(0, size(shape)).mapToDouble(f).toArray()));
  }

  private static List<Tensor> longs(DType dtype, Shape shape, IntToLongFunction f) {
    return List.of(
        Tensor.ofLongs(dtype, shape, IntStream.range(0, size(shape)).mapToLong(f).toArray()));
  }

  private static List<Tensor> uniform(RandomWords words, Attributes a) {
    DType t = a.dtype("dtype");
    double low = t.round(a.number("minval"));
    double width = t.round(t.round(a.number("maxval")) - low);
    return floats(
        t,
        Shape.of(a.ints("shape")),
        i ->
            switch (t) {
              case FLOAT32 -> words.uniform(i) * (float) width + (float) low;
              case FLOAT64 -> words.wideUniform(i) * width + low;
              case FLOAT16 -> t.round(words.at(i) % 1024 / 1024.0 * width) + low;
              default -> t.round(words.at(i) % 128 / 128.0 * width) + low;
            });
  }

  private static List<Tensor> integers(RandomWords words, Attributes a) {
    DType t = a.dtype("dtype");
    long low = a.has("minval") ? a.integer("minval") : 0;
    return longs(
        t,
        Shape.of(a.ints("shape")),
        i -> {
          long word =
              t == DType.INT32 ? words.at(i) : words.at(2L * i + 1) << 32 | words.at(2L * i);
          if (!a.has("maxval")) {
            return t == DType.INT32 ? (int) word : word;
          }
          return low + Long.remainderUnsigned(word, a.integer("maxval") - low);
        });
  }

  private static List<Tensor> classes(RandomWords words, Tensor logits, Attributes a) {
    int batch = logits.shape().dim(0);
    int classes = logits.shape().dim(1);
    int samples = (int) a.integer("num_samples");
    double[] logit = logits.toDoubles();
    return longs(
        a.dtype("dtype"),
        Shape.of(batch, samples),
        i -> {
          double[] row =
              IntStream.range(0, classes)
                  .mapToDouble(k -> logit[i / samples * classes + k])
                  .toArray();
          double top = Double.NEGATIVE_INFINITY;
          for (double v : row) {
            top = Double.isFinite(v) && v > top ? v : top;
          }
          double[] sums = new double[classes + 1];
          for (int k = 0; k < classes; k++) {
            double weight = Double.isFinite(row[k]) ? StrictMath.exp(row[k] - top) : 0;
            sums[k + 1] = sums[k] + weight;
          }
          double sought = words.wideUniform(i) * sums[classes];
          return IntStream.range(0, classes)
              .filter(k -> sums[k + 1] > sought)
              .findFirst()
              .orElse(-1);
        });
  }

  private static List<Tensor> statelessPoisson(List<Tensor> x, Attributes a) {
    RandomWords words = stateless(x.get(0));
    Tensor lam = x.get(1);
    double[] rates = lam.toDoubles();
    Shape shape = Shape.of(a.ints("shape"));
    SpecTensor<Double> rate = SpecTensor.of(lam.shape(), i -> rates[i]);
    return counts(
        a.dtype("dtype"),
        shape,
        i -> count(rate.stretched(SpecTensor.index(shape, i)), words.from(256L * i)));
  }

  private static List<Tensor> poisson(List<Tensor> x, Attributes a) {
    RandomWords words = RandomWords.seeded(a);
    double[] rates = x.get(0).toDoubles();
    Shape samples = Shape.of(a.ints("shape"));
    return counts(
        a.dtype("dtype"),
        samples.concat(x.get(0).shape()),
        i -> {
          int rate = i % rates.length;
          long number = (long) rate * size(samples) + i / rates.length;
          return count(rates[rate], words.from(256 * number));
        });
  }

  private static List<Tensor> counts(DType dtype, Shape shape, IntToDoubleFunction f) {
    return dtype.isFloating()
        ? floats(dtype, shape, f)
        : longs(dtype, shape, i -> (long) f.applyAsDouble(i));
  }

  /** Uniforms of a stream, the second of each block before the first. */
  private static double dealt(RandomWords words, int i) {
    return words.wideUniform(i % 2 == 0 ? i + 1 : i - 1);
  }

  private static double count(double rate, RandomWords words) {
    int draw = 0;
    if (rate < 10) {
      double product = 1;
      for (int k = 0; ; k++) {
        product *= dealt(words, k);
        if (product <= StrictMath.exp(-rate)) {
          return k;
        }
      }
    }
    double b = 0.931 + 2.53 * StrictMath.sqrt(rate);
    double a = -0.059 + 0.02483 * b;
    while (true) {
      double u = dealt(words, draw++) - 0.5;
      double v = dealt(words, draw++);
      double us = 0.5 - StrictMath.abs(u);
      double k = StrictMath.floor((2 * a / us + b) * u + rate + 0.43);
      boolean surely = us >= 0.07 && v <= 0.9277 - 3.6224 / (b - 2);
      boolean never = k < 0 || (us < 0.013 && v > us);
      if (surely || (!never && accepted(rate, k, v, us, a, b))) {
        return k;
      }
    }
  }

  private static boolean accepted(double rate, double k, double v, double us, double a, double b) {
    double logFactorial = 0;
    for (int i = 2; i <= k; i++) {
      logFactorial += StrictMath.log(i);
    }
    double hat = (1.1239 + 1.1328 / (b - 3.4)) * v / (a / (us * us) + b);
    return StrictMath.log(hat) <= k * StrictMath.log(rate) - rate - logFactorial;
  }
}
