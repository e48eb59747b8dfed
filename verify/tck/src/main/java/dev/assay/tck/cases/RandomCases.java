package dev.assay.tck.cases;

import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cases of random numbers, orders and places. */
public final class RandomCases implements CaseFamily {
  private static final DType[] FLOATS = {
    DType.FLOAT32, DType.FLOAT64, DType.FLOAT16, DType.BFLOAT16
  };
  private static final Tensor SEED = Tensor.of(new int[] {1, 2});
  private static final Attributes NONE = Attributes.none();
  private static final Attributes SHAPE = Attributes.of("shape", List.of(3));
  private static final Attributes NEGATIVE = Attributes.of("shape", List.of(2, -1));

  @Override
  public List<OpCases> cases() {
    List<OpCases> all = new ArrayList<>();
    all.addAll(uniforms());
    all.addAll(normals());
    all.addAll(samples());
    all.addAll(choices());
    return all;
  }

  private static List<OpCases> uniforms() {
    return List.of(
        OpCases.of(
                "stateless_random_uniform",
                d -> stateless("stateless_random_uniform", d, uniform(d)))
            .reject("C2", SHAPE, Tensor.of(new int[] {1, 2, 3}))
            .reject("C2", SHAPE, Tensor.of(1))
            .reject("C3", NEGATIVE, SEED)
            .reject("C4", SHAPE.and("dtype", "int32"), SEED)
            .reject("C5", SHAPE.and("minval", 1.0), SEED)
            .reject("C5", SHAPE.and("maxval", Double.NaN), SEED)
            .reject("C5", SHAPE.and("minval", -3e38).and("maxval", 3e38), SEED)
            .reject("C5", SHAPE.and("maxval", Double.POSITIVE_INFINITY), SEED),
        OpCases.of("random_uniform", d -> seeded("random_uniform", d, uniform(d)))
            .reject("C1", NEGATIVE)
            .reject("C2", SHAPE.and("dtype", "string"))
            .reject("C3", SHAPE.and("minval", 2.0)),
        OpCases.of(
                "stateless_random_uniform_int",
                d -> stateless("stateless_random_uniform_int", d, integers(d, true)))
            .reject("C2", SHAPE, Tensor.of(new int[][] {{1, 2}}))
            .reject("C3", NEGATIVE, SEED)
            .reject("C4", SHAPE.and("dtype", "float32"), SEED)
            .reject("C5", SHAPE.and("minval", 1), SEED)
            .reject("C6", SHAPE.and("maxval", 0), SEED)
            .reject("C6", SHAPE.and("minval", 4).and("maxval", 4), SEED)
            .reject("C7", SHAPE.and("maxval", 1L << 31), SEED)
            .reject("C7", SHAPE.and("minval", -1L << 32).and("maxval", 0), SEED),
        OpCases.of("random_uniform_int", d -> seeded("random_uniform_int", d, integers(d, false)))
            .reject("C1", NEGATIVE.and("maxval", 2))
            .reject("C2", SHAPE.and("dtype", "bool").and("maxval", 2))
            .reject("C3", SHAPE.and("maxval", -1))
            .reject("C4", SHAPE.and("maxval", 1L << 40)));
  }

  private static List<OpCases> normals() {
    List<OpCases> all = new ArrayList<>();
    for (String op : List.of("stateless_random_normal", "stateless_truncated_normal")) {
      all.add(
          OpCases.of(op, d -> stateless(op, d, normal(d)))
              .reject("C2", SHAPE, Tensor.of(new int[0]))
              .reject("C3", NEGATIVE, SEED)
              .reject("C4", SHAPE.and("dtype", "int64"), SEED)
              .reject("C5", SHAPE.and("stddev", -1.0), SEED)
              .reject("C5", SHAPE.and("stddev", Double.NaN), SEED)
              .reject("C5", SHAPE.and("mean", Double.POSITIVE_INFINITY), SEED));
    }
    for (String op : List.of("random_normal", "truncated_normal")) {
      all.add(
          OpCases.of(op, d -> seeded(op, d, normal(d)))
              .reject("C1", NEGATIVE)
              .reject("C2", SHAPE.and("dtype", "complex64"))
              .reject("C3", SHAPE.and("stddev", -0.5)));
    }
    return all;
  }

  private static List<OpCases> samples() {
    Attributes int32 = SHAPE.and("dtype", "int32");
    return List.of(
        OpCases.of("stateless_random_gamma", RandomCases::statelessGamma)
            .reject("C2", SHAPE, Tensor.of(1), tensor(3))
            .reject("C4", NEGATIVE, SEED, tensor())
            .reject("C5", SHAPE, SEED, Tensor.of(new float[] {1, 0, 1}))
            .reject("C5", SHAPE, SEED, Tensor.of(Float.NaN))
            .reject("C5", SHAPE, SEED, Tensor.of(Float.POSITIVE_INFINITY))
            .reject("C6", SHAPE, SEED, tensor(2))
            .reject("C6", SHAPE, SEED, tensor(1, 3)),
        OpCases.of(
                "random_gamma",
                d ->
                    seeded(
                        "random_gamma",
                        d,
                        shape(d.shape(0, 1)),
                        parameters(d, d.shape(0, 2), 0.3, 1, 4, 0.01, 1.5, 100)))
            .reject("C2", NEGATIVE, tensor())
            .reject("C3", SHAPE, Tensor.of(-1f)),
        OpCases.of("random_gamma_grad", RandomCases::gammaGradient)
            .reject("C4", NONE, tensor(2), tensor(3)),
        OpCases.of("stateless_random_poisson", RandomCases::statelessPoisson)
            .reject("C2", SHAPE, Tensor.of(1), tensor(3))
            .reject("C4", NEGATIVE, SEED, tensor())
            .reject("C5", SHAPE.and("dtype", "bool"), SEED, tensor())
            .reject("C6", SHAPE, SEED, Tensor.of(-1f))
            .reject("C6", SHAPE, SEED, Tensor.of(Float.NaN))
            .reject("C6", int32, SEED, Tensor.of(2e9f))
            .reject("C7", SHAPE, SEED, tensor(2))
            .reject("C7", SHAPE, SEED, tensor(1, 3)),
        OpCases.of(
                "random_poisson",
                d ->
                    seeded(
                        "random_poisson",
                        d,
                        shape(d.shape(0, 1)).and("dtype", countType(d)),
                        parameters(d, d.shape(0, 2), 0.5, 0, 3, 9.99, 10, 40, 500)))
            .reject("C2", NEGATIVE, tensor())
            .reject("C3", SHAPE.and("dtype", "int8"), tensor())
            .reject("C4", SHAPE.and("dtype", "float16"), Tensor.of(40000f)));
  }

  private static List<OpCases> choices() {
    Attributes two = Attributes.of("num_samples", 2);
    Tensor impossible = Tensor.of(new float[][] {{0, 1}, {Float.NaN, Float.NEGATIVE_INFINITY}});
    Attributes size = Attributes.of("size", List.of(2, 1));
    return List.of(
        OpCases.of("stateless_categorical", RandomCases::statelessCategorical)
            .reject("C3", two, tensor(1, 2), Tensor.of(new int[] {1}))
            .reject("C4", two.and("dtype", "float32"), tensor(1, 2), SEED)
            .reject("C5", two, tensor(2), SEED)
            .reject("C6", two, tensor(2, 0), SEED)
            .reject("C7", Attributes.of("num_samples", -1), tensor(1, 2), SEED)
            .reject("C8", two, impossible, SEED),
        OpCases.of(
                "categorical", d -> seeded("categorical", d, categoricalAttributes(d), logits(d)))
            .reject("C2", two.and("dtype", "string"), tensor(1, 2))
            .reject("C3", two, tensor(2, 1, 1))
            .reject("C4", two, tensor(0, 0))
            .reject("C5", Attributes.of("num_samples", -2), tensor(1, 2))
            .reject("C6", two, impossible),
        OpCases.of(
                "stateless_shuffle",
                d ->
                    new Case(
                        "stateless_shuffle",
                        List.of(d.floats(d.shape(1, 3), Domain.REAL), seed(d)),
                        NONE))
            .reject("C2", NONE, tensor(3), Tensor.of(new int[] {1, 2, 3}))
            .reject("C3", NONE, tensor(), SEED),
        OpCases.of(
                "random_shuffle",
                d -> seeded("random_shuffle", d, NONE, d.floats(d.shape(1, 3), Domain.REAL)))
            .reject("C1", NONE, tensor()),
        OpCases.of("stateless_random_crop", RandomCases::statelessCrop)
            .reject("C2", size, tensor(3, 3), Tensor.of(7))
            .reject("C3", size, tensor(3), SEED)
            .reject("C3", Attributes.of("size", List.of(-1)), tensor(3), SEED)
            .reject("C4", size, tensor(3, 0), SEED)
            .reject("C4", Attributes.of("size", List.of(4)), tensor(3), SEED),
        OpCases.of("random_crop", d -> randomCrop(d))
            .reject("C1", size, tensor())
            .reject("C2", size, tensor(1, 1)));
  }

  private static Tensor seed(Draw d) {
    Shape two = Shape.of(2);
    return switch (d.choose(3)) {
      case 0 -> d.integers(DType.INT32, two, -1000, 1000);
      case 1 -> d.integers(DType.INT64, two, Integer.MIN_VALUE, Integer.MAX_VALUE - 1);
      default ->
          Tensor.ofLongs(
              DType.INT64,
              two,
              d.pick(Long.MAX_VALUE, Long.MIN_VALUE, 0L, -1L),
              d.pick(0x123456789abcdefL, -2L));
    };
  }

  private static Case stateless(String op, Draw d, Attributes attrs) {
    return new Case(op, List.of(seed(d)), attrs);
  }

  private static Case seeded(String op, Draw d, Attributes own, Tensor... inputs) {
    Attributes attrs = own;
    if (d.flip()) {
      attrs = attrs.and("seed", d.pick(87654321L, -1L, 1L << 40)).and("seed2", d.pick(7L, -5L));
    }
    // just below a carry of the counter's lower half now and then
    attrs = d.flip() ? attrs.and("skip", d.pick(256L, -1L, 0xFFFFFFFFL)) : attrs;
    return new Case(op, List.of(inputs), attrs);
  }

  private static Attributes shape(Shape shape) {
    return Attributes.of("shape", Arrays.stream(shape.dims()).boxed().toList());
  }

  private static Attributes uniform(Draw d) {
    Attributes attrs = shape(d.shape(0, 3));
    attrs = d.flip() ? attrs.and("dtype", d.pick(FLOATS)) : attrs;
    return d.flip()
        ? attrs.and("minval", d.pick(-1.0, 0.1, -1000.0)).and("maxval", d.pick(2.0, 0.7))
        : attrs;
  }

  private static Attributes integers(Draw d, boolean optional) {
    Attributes attrs = shape(d.shape(0, 3));
    boolean wide = d.flip();
    attrs = wide ? attrs.and("dtype", "int64") : attrs;
    return switch (d.choose(optional ? 5 : 4)) {
      case 0 -> attrs.and("maxval", 10);
      case 1 -> attrs.and("minval", -3).and("maxval", d.pick(4L, -2L, (long) Integer.MAX_VALUE));
      case 2 ->
          attrs
              .and("minval", wide ? Long.MIN_VALUE : Integer.MIN_VALUE)
              .and("maxval", wide ? Long.MAX_VALUE : Integer.MAX_VALUE);
      case 3 -> attrs.and("minval", 1 << 30).and("maxval", (1 << 30) + 1);
      default -> attrs;
    };
  }

  private static Attributes normal(Draw d) {
    Attributes attrs = shape(Shape.of(d.pick(5, 4, 0, 1, 9)));
    attrs = d.flip() ? shape(d.shape(0, 2)) : attrs;
    attrs = d.flip() ? attrs.and("dtype", d.pick(FLOATS)) : attrs;
    return d.flip()
        ? attrs.and("mean", d.pick(1.5, -100.0)).and("stddev", d.pick(2.0, 0.0, 0.1))
        : attrs;
  }

  /** Parameters of a distribution, of the case's type, which must be floating. */
  private static Tensor parameters(Draw d, Shape shape, double... choices) {
    double[] v = new double[shape.elements()];
    int first = d.choose(choices.length);
    for (int i = 0; i < v.length; i++) {
      v[i] = choices[(first + i) % choices.length];
    }
    return Tensor.of(shape, HostStorage.ofDoubles(floating(d), v));
  }

  private static DType floating(Draw d) {
    return d.dtype().isFloating() ? d.dtype() : DType.FLOAT64;
  }

  private static Case statelessGamma(Draw d) {
    Shape own = d.shape(0, 2);
    Tensor alpha = parameters(d, own, 0.3, 1, 4, 0.01, 1.5, 100);
    Shape full = d.flip() ? own : Shape.of(d.between(0, 3)).concat(own);
    return new Case("stateless_random_gamma", List.of(seed(d), alpha), shape(full));
  }

  private static Case gammaGradient(Draw d) {
    Shape full = Shape.of(d.pick(2, 1, 0), d.pick(1, 2));
    Shape part = d.broadcastable(full);
    boolean swap = d.flip();
    Tensor alpha = d.floats(swap ? part : full, Domain.POSITIVE);
    Tensor sample = d.floats(swap ? full : part, Domain.POSITIVE);
    return new Case("random_gamma_grad", List.of(alpha, sample), NONE);
  }

  private static String countType(Draw d) {
    return d.pick("int32", "int64", "float32", "float64", "float16", "bfloat16");
  }

  private static Case statelessPoisson(Draw d) {
    Shape full = d.shape(0, 3);
    Tensor lam = parameters(d, d.broadcastable(full), 0.5, 0, 3, 9.99, 10, 40, 500);
    Attributes attrs = shape(full).and("dtype", countType(d));
    return new Case("stateless_random_poisson", List.of(seed(d), lam), attrs);
  }

  private static Tensor logits(Draw d) {
    Shape shape = Shape.of(d.size(), d.positiveSize());
    double[] v = d.floats(shape, Domain.REAL).toDoubles();
    // one that is impossible now and then, never the first
    int none = d.flip() ? shape.dim(1) - 1 : 0;
    for (int i = 0; i < v.length; i++) {
      boolean bad = !(Math.abs(v[i]) < 6e4) && i % shape.dim(1) == 0; // float16 has it too
      boolean out = none > 0 && i % shape.dim(1) == none;
      v[i] = bad ? 0 : out ? Double.NEGATIVE_INFINITY : v[i];
    }
    return Tensor.of(shape, HostStorage.ofDoubles(floating(d), v));
  }

  private static Attributes categoricalAttributes(Draw d) {
    Attributes attrs = Attributes.of("num_samples", d.pick(3, 1, 0, 4, 5));
    return d.flip() ? attrs.and("dtype", d.pick("int32", "int64")) : attrs;
  }

  private static Case statelessCategorical(Draw d) {
    return new Case("stateless_categorical", List.of(logits(d), seed(d)), categoricalAttributes(d));
  }

  private static Attributes box(Draw d, Shape value) {
    List<Integer> size = new ArrayList<>();
    for (int dim : value.dims()) {
      size.add(Math.max(0, dim - d.choose(4)));
    }
    return Attributes.of("size", size);
  }

  private static Case statelessCrop(Draw d) {
    Tensor value = d.floats(d.shape(0, 3), Domain.REAL);
    return new Case("stateless_random_crop", List.of(value, seed(d)), box(d, value.shape()));
  }

  private static Case randomCrop(Draw d) {
    Tensor value = d.floats(d.shape(0, 3), Domain.REAL);
    return seeded("random_crop", d, box(d, value.shape()), value);
  }
}
