package dev.assay.tck.laws;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.cases.Domain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What random numbers, orders and places have in common, whatever the seed. */
final class RandomLaws {
  /** What is drawn, and its attributes besides shape. */
  private record Sampler(String op, Attributes attrs) {}

  private static final List<Sampler> SAMPLERS =
      List.of(
          new Sampler("stateless_random_uniform", Attributes.none()),
          new Sampler("stateless_random_uniform_int", Attributes.of("maxval", 1000)),
          new Sampler("stateless_random_normal", Attributes.none()),
          new Sampler("stateless_truncated_normal", Attributes.none()),
          new Sampler("random_uniform", Attributes.none()),
          new Sampler("random_uniform_int", Attributes.of("maxval", 1000)),
          new Sampler("random_normal", Attributes.none()),
          new Sampler("truncated_normal", Attributes.none()));

  private RandomLaws() {}

  static List<Law> all() {
    List<Law> laws = new ArrayList<>();
    for (Sampler s : SAMPLERS) {
      laws.add(prefix(s));
      laws.add(again(s));
    }
    for (String op : List.of("stateless_random_uniform", "random_uniform")) {
      laws.add(
          within(
              op, "minval <= x < maxval", Attributes.of("minval", -2.0).and("maxval", 6.0), -2, 6));
    }
    for (String op : List.of("stateless_random_uniform_int", "random_uniform_int")) {
      laws.add(
          within(op, "minval <= x < maxval", Attributes.of("minval", -3).and("maxval", 4), -3, 4));
    }
    for (String op : List.of("stateless_truncated_normal", "truncated_normal")) {
      laws.add(
          within(
              op,
              "mean − 2·stddev < x < mean + 2·stddev",
              Attributes.of("mean", 1.0).and("stddev", 4.0),
              -7,
              9));
    }
    for (String op : List.of("stateless_shuffle", "random_shuffle")) {
      laws.add(permutation(op));
    }
    for (String op : List.of("stateless_random_crop", "random_crop")) {
      laws.add(slice(op));
    }
    laws.add(goesOn());
    for (String stateless : List.of("stateless_", "")) {
      String uniform = stateless + "random_uniform";
      laws.add(lattice(uniform));
      laws.add(radius(stateless + "random_normal", uniform));
      laws.add(untouched(stateless + "truncated_normal", stateless + "random_normal"));
    }
    return laws;
  }

  private static Term[] seed(LawCase c, String op, Term... before) {
    if (!op.startsWith("stateless")) {
      return before;
    }
    Term[] inputs = Arrays.copyOf(before, before.length + 1);
    inputs[before.length] = c.of(c.draw().integers(DType.INT64, Shape.of(2), -99999, 99999));
    return inputs;
  }

  private static Attributes seeds(LawCase c, String op, Attributes attrs) {
    return op.startsWith("stateless")
        ? attrs
        : attrs.and("seed", c.draw().between(0, 1000)).and("seed2", c.draw().between(0, 1000));
  }

  private static Attributes shaped(Attributes attrs, int n) {
    return attrs.and("shape", List.of(n));
  }

  private static Attributes typed(LawCase c, String op, Attributes attrs) {
    return attrs.and(
        "dtype",
        op.endsWith("int")
            ? c.draw().pick(DType.INT32, DType.INT64)
            : c.draw().pick(DType.FLOAT32, DType.FLOAT64, DType.FLOAT16, DType.BFLOAT16));
  }

  private static Law prefix(Sampler s) {
    return Law.of(
        "longer-" + s.op(),
        "the first n of n + k numbers are the n numbers",
        s.op() + " slice",
        c -> {
          int n = c.draw().choose(12);
          int k = c.draw().choose(9);
          Attributes attrs = typed(c, s.op(), seeds(c, s.op(), s.attrs()));
          Term[] seed = seed(c, s.op());
          Term all = c.op(s.op(), shaped(attrs, n + k), seed);
          Attributes box = Attributes.of("begin", List.of(0)).and("size", List.of(n));
          c.alike(c.op("slice", box, all), c.op(s.op(), shaped(attrs, n), seed));
        });
  }

  private static Law again(Sampler s) {
    return Law.of(
        "again-" + s.op(),
        "the same seed gives the same numbers, in any shape",
        s.op() + " reshape",
        c -> {
          int n = c.draw().between(1, 5);
          int k = c.draw().between(1, 5);
          Attributes attrs = typed(c, s.op(), seeds(c, s.op(), s.attrs()));
          Term[] seed = seed(c, s.op());
          Term flat = c.op(s.op(), shaped(attrs, n * k), seed);
          c.alike(
              c.op("reshape", Attributes.of("shape", List.of(n, k)), flat),
              c.op(s.op(), attrs.and("shape", List.of(n, k)), seed));
        });
  }

  private static Law within(String op, String formula, Attributes own, double low, double high) {
    return Law.of(
        "range-" + op,
        formula,
        op,
        c -> {
          Attributes attrs = shaped(typed(c, op, seeds(c, op, own)), 40);
          Term x = c.op(op, attrs, seed(c, op));
          boolean lowIsIn = !op.endsWith("normal");
          double[] v = x.value().toDoubles();
          long outside = 0;
          for (double d : v) {
            // a mean plus a multiple just within may round to the end itself
            boolean above = lowIsIn ? d >= low : d >= low && (d > low || isNarrow(x));
            outside += above && (d < high || (!lowIsIn && isNarrow(x) && d == high)) ? 0 : 1;
          }
          c.same(c.of(Tensor.of(outside)), c.of(Tensor.of(0L)));
        });
  }

  private static boolean isNarrow(Term x) {
    return x.value().dtype().bytes() == 2;
  }

  private static Law permutation(String op) {
    return Law.always(
        "permutation-" + op,
        "the permutation sorted is 0 … n − 1, and output = gather(value, permutation)",
        op + " gather sort",
        c -> {
          Term value = c.floats(c.draw().nonEmptyShape(1, 3), Domain.REAL);
          List<Term> out = c.all(op, seeds(c, op, Attributes.none()), seed(c, op, value));
          c.same(out.get(0), c.op("gather", value, out.get(1)));
          int n = value.shape().dim(0);
          long[] order = new long[n];
          Arrays.setAll(order, i -> i);
          c.same(c.op("sort", out.get(1)), c.of(Tensor.ofLongs(DType.INT32, Shape.of(n), order)));
        });
  }

  private static Law slice(String op) {
    return Law.always(
        "slice-" + op,
        "output = slice(value, offset, size)",
        op + " slice",
        c -> {
          Term value = c.floats(c.draw().nonEmptyShape(1, 3), Domain.REAL);
          List<Integer> size = new ArrayList<>();
          for (int d : value.shape().dims()) {
            size.add(c.draw().between(0, d));
          }
          Attributes sized = Attributes.of("size", size);
          List<Term> out = c.all(op, seeds(c, op, sized), seed(c, op, value));
          Attributes box = sized.and("begin", out.get(1).value().toLongs());
          c.same(out.get(0), c.op("slice", box, value));
        });
  }

  private static Law goesOn() {
    return Law.of(
        "stream-random_uniform",
        "the numbers after skip blocks are the stream's from number 4·skip on",
        "random_uniform slice",
        c -> {
          int skip = c.draw().choose(6);
          int n = c.draw().choose(9);
          Attributes attrs = seeds(c, "random_uniform", Attributes.none());
          Term all = c.op("random_uniform", shaped(attrs, 4 * skip + n));
          Attributes box = Attributes.of("begin", List.of(4 * skip)).and("size", List.of(n));
          Term late = c.op("random_uniform", shaped(attrs, n).and("skip", skip));
          c.same(c.op("slice", box, all), late);
        });
  }

  private static Law lattice(String op) {
    return Law.of(
        "lattice-" + op,
        "2²³x is an integer, in float32",
        op + " floor",
        c -> {
          Attributes attrs = shaped(seeds(c, op, Attributes.none()), 9);
          Term x = c.scaled(c.op(op, attrs, seed(c, op)), 23);
          c.same(x, c.op("floor", x));
        });
  }

  private static Law radius(String normal, String uniform) {
    return Law.of(
        "radius-" + normal,
        "z₀² + z₁² = −2 ln u₀ of one block, in float64: Box and Muller",
        normal + " " + uniform + " slice square add log multiply",
        c -> {
          Attributes attrs = seeds(c, normal, Attributes.of("dtype", DType.FLOAT64));
          Term[] seed = seed(c, normal);
          Term z = c.op("square", c.op(normal, shaped(attrs, 2), seed));
          Term u = c.op(uniform, shaped(attrs, 1), seed);
          Term minusTwo = c.of(Tensor.of(-2.0));
          c.equal(
              c.op("add", at(c, z, 0), at(c, z, 1)), c.op("multiply", minusTwo, c.op("log", u)));
        });
  }

  private static Term at(LawCase c, Term x, int i) {
    return c.op("slice", Attributes.of("begin", List.of(i)).and("size", List.of(1)), x);
  }

  private static Law untouched(String truncated, String normal) {
    return Law.of(
        "untouched-" + truncated,
        "the first numbers of " + normal + ", where both are within two deviations, in float64",
        truncated + " " + normal,
        c -> {
          Attributes attrs = shaped(seeds(c, normal, Attributes.of("dtype", DType.FLOAT64)), 2);
          Term[] seed = seed(c, normal);
          Term z = c.op(normal, attrs, seed);
          Term cut = c.op(truncated, attrs, seed);
          if (Arrays.stream(z.value().toDoubles()).allMatch(v -> Math.abs(v) < 2)) {
            c.alike(cut, z);
          }
        });
  }
}
