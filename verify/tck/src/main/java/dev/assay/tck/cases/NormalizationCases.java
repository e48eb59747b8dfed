package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.NONZERO;
import static dev.assay.tck.cases.Domain.POSITIVE;
import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Cases of moments and of what is normalised by them. */
final class NormalizationCases {
  private static final Attributes NONE = Attributes.none();
  private static final Attributes NCHW = Attributes.of("data_format", "NCHW");
  private static final Attributes INFERENCE = Attributes.of("is_training", false);
  private static final double[] NO_EPSILON = {-0.5, Double.NaN, Double.POSITIVE_INFINITY};

  private NormalizationCases() {}

  static List<OpCases> all() {
    return List.of(
        OpCases.of("moments", NormalizationCases::moments)
            .reject("C2", Attributes.of("axes", 1), tensor(3))
            .reject("C2", Attributes.of("axes", -3), tensor(2, 3))
            .reject("C3", Attributes.of("axes", List.of(0, -2)), tensor(2, 3)),
        OpCases.of("weighted_moments", NormalizationCases::weightedMoments)
            .reject("C4", Attributes.of("axes", 1), tensor(3), tensor(3))
            .reject("C5", Attributes.of("axes", List.of(1, 1)), tensor(2, 3), tensor(3))
            .reject("C6", NONE, tensor(2, 3), tensor(2))
            .reject("C6", NONE, tensor(3), tensor(2, 3))
            .reject("C6", NONE, tensor(1), tensor(3)),
        batchNormalization(),
        fused(),
        fusedGrad(),
        layer(),
        instance(),
        group(),
        OpCases.of("group_mean", NormalizationCases::groupMean)
            .reject("C2", groups(1), tensor(3))
            .reject("C3", groups(0), tensor(2, 3))
            .reject("C3", groups(-1), tensor(2, 3))
            .reject("C3", groups(1L << 32), tensor(2, 3))
            .reject("C4", groups(2), tensor(2, 3))
            .reject("C4", groups(2).and("data_format", "NCHW"), tensor(2, 3, 4)));
  }

  private static Attributes groups(long n) {
    return Attributes.of("groups", n);
  }

  /** Rejects of an epsilon, as constraint {@code id}, added to other attributes. */
  private static OpCases rejectEpsilon(
      OpCases cases, String id, String name, Attributes attrs, Tensor... inputs) {
    OpCases all = cases;
    for (double epsilon : NO_EPSILON) {
      all = all.reject(id, attrs.and(name, epsilon), inputs);
    }
    return all;
  }

  private static Case moments(Draw d) {
    Shape shape = d.shape(0, 3);
    return new Case("moments", List.of(d.floats(shape, REAL)), axes(d, shape));
  }

  private static Attributes axes(Draw d, Shape shape) {
    Attributes attrs = d.flip() ? Attributes.of("axes", d.axes(shape.rank())) : NONE;
    return d.flip() ? attrs.and("keepdims", true) : attrs;
  }

  private static Case weightedMoments(Draw d) {
    // weights of nothing are without effect on a result of NaN: no place for a derivative
    Shape shape = isSmooth(d) ? d.nonEmptyShape(0, 3) : d.shape(0, 3);
    Tensor x = d.floats(shape, REAL);
    Shape broadcast = d.broadcastable(shape);
    Attributes attrs = axes(d, shape);
    // where a mean is of one element the variance has no slope: w·x/w must not round there
    Tensor weights =
        isSmooth(d) && d.dtype().isFloating() && isOfSingles(x, attrs)
            ? Tensor.of(d.dtype(), broadcast, ones(broadcast))
            : d.floats(broadcast, POSITIVE);
    return new Case("weighted_moments", List.of(x, weights), attrs);
  }

  private static double[] ones(Shape shape) {
    double[] ones = new double[shape.elements()];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static boolean isOfSingles(Tensor x, Attributes attrs) {
    return Call.of(OpRegistry.get("moments"), List.of(x), attrs).output().shape().elements()
        == x.size();
  }

  private static boolean isSmooth(Draw d) {
    return d.values().isSmooth();
  }

  private static OpCases batchNormalization() {
    Attributes valid = Attributes.of("variance_epsilon", 0.5);
    OpCases cases =
        OpCases.of("batch_normalization", NormalizationCases::batchNormalization)
            .reject("C10", valid, tensor(2, 3), tensor(2), tensor(3))
            .reject("C10", valid, tensor(2, 3), tensor(3), tensor(2))
            .reject("C10", valid, tensor(3), tensor(3), tensor(2, 3))
            .reject("C10", valid, tensor(3), tensor(3), tensor(3), tensor(2))
            .reject("C10", valid, tensor(3), tensor(3), tensor(3), tensor(3), tensor(3, 3));
    return rejectEpsilon(cases, "C11", "variance_epsilon", NONE, tensor(3), tensor(), tensor());
  }

  private static Case batchNormalization(Draw d) {
    Shape shape = d.shape(0, 3);
    List<Tensor> inputs = new ArrayList<>();
    inputs.add(d.floats(shape, REAL));
    inputs.add(d.floats(d.broadcastable(shape), REAL));
    inputs.add(d.floats(d.broadcastable(shape), POSITIVE));
    int more = d.choose(3);
    for (int i = 0; i < more; i++) {
      inputs.add(d.floats(d.broadcastable(shape), REAL));
    }
    return new Case(
        "batch_normalization",
        inputs,
        Attributes.of("variance_epsilon", d.pick(0.001, 0.0, 1e-8, 2.5)));
  }

  /** A dimension that keeps images small. */
  private static int few(Draw d) {
    return d.extent(2, 1, 3);
  }

  private static int batch(Draw d) {
    return d.extent(2, 1, 3, 0, 5);
  }

  private static Attributes epsilon(Draw d, Attributes attrs) {
    return d.flip() ? attrs.and("epsilon", d.pick(0.25, 0.01, 1.0)) : attrs;
  }

  private static Shape image(String format, Draw d) {
    d.few();
    return Shape.of(format.chars().map(axis -> axis == 'N' ? batch(d) : few(d)).toArray());
  }

  private static Tensor parameter(Draw d, Shape image, String format, Domain domain) {
    return d.floats(Shape.of(image.dim(format.indexOf('C'))), domain);
  }

  private static String format(Draw d) {
    return d.pick("NHWC", "NCHW", "NDHWC", "NCDHW");
  }

  private static OpCases fused() {
    Tensor image = tensor(2, 1, 3, 4);
    Tensor four = tensor(4);
    OpCases cases =
        OpCases.of("fused_batch_norm", NormalizationCases::fused)
            .reject("C10", NONE, tensor(2, 3, 4), four, four)
            .reject("C10", Attributes.of("data_format", "NDHWC"), image, four, four)
            .reject("C10", NONE, tensor(2, 1, 1, 3, 4), four, four)
            .reject("C11", NONE, image, tensor(3), four)
            .reject("C11", NONE, image, four, tensor(1))
            .reject("C11", NONE, image, tensor(1, 4), four)
            .reject("C11", NCHW, image, four, four)
            .reject("C11", INFERENCE, image, four, four, four, tensor(2))
            .reject("C13", Attributes.of("exponential_avg_factor", 1.5), image, four, four)
            .reject("C13", Attributes.of("exponential_avg_factor", -0.1), image, four, four)
            .reject("C13", Attributes.of("exponential_avg_factor", Double.NaN), image, four, four)
            .reject("C14", Attributes.of("exponential_avg_factor", 0.5), image, four, four)
            .reject("C14", INFERENCE, image, four, four)
            .reject("C14", INFERENCE, image, four, four, four)
            .reject("C14", NONE, image, four, four, four);
    return rejectEpsilon(cases, "C12", "epsilon", NONE, image, four, four);
  }

  private static Case fused(Draw d) {
    String format = format(d);
    Shape drawn = image(format, d);
    // the statistics of an empty batch are NaN: no place for a derivative
    Shape shape = isSmooth(d) && drawn.dim(0) == 0 ? drawn.with(0, 1) : drawn;
    Attributes attrs = epsilon(d, Attributes.of("data_format", format));
    List<Tensor> inputs = new ArrayList<>();
    inputs.add(d.floats(shape, REAL));
    inputs.add(parameter(d, shape, format, REAL));
    inputs.add(parameter(d, shape, format, REAL));
    int mode = d.choose(4);
    if (mode > 0) {
      inputs.add(parameter(d, shape, format, REAL));
      inputs.add(parameter(d, shape, format, POSITIVE));
    }
    return new Case(
        "fused_batch_norm",
        inputs,
        switch (mode) {
          case 1 -> attrs.and("is_training", false);
          case 2 -> attrs.and("exponential_avg_factor", d.pick(0.5, 0.01, 0.0));
          default -> attrs; // the mean and variance that are given have no effect
        });
  }

  private static OpCases fusedGrad() {
    Tensor image = tensor(2, 1, 3, 4);
    Tensor four = tensor(4);
    OpCases cases =
        OpCases.of("fused_batch_norm_grad", NormalizationCases::fusedGrad)
            .reject("C10", NONE, tensor(2, 1, 4, 4), image, four)
            .reject("C10", NONE, tensor(2, 3, 4), image, four)
            .reject("C11", NONE, tensor(2, 3, 4), tensor(2, 3, 4), four)
            .reject("C12", NONE, image, image, tensor(3))
            .reject("C12", NCHW, image, image, four)
            .reject("C12", INFERENCE, image, image, four, four, tensor(4, 1))
            .reject("C14", INFERENCE, image, image, four)
            .reject("C14", INFERENCE, image, image, four, four)
            .reject("C14", NONE, image, image, four, four, four)
            .reject("C14", NONE, image, image, four, four);
    return rejectEpsilon(cases, "C13", "epsilon", NONE, image, image, four);
  }

  private static Case fusedGrad(Draw d) {
    String format = format(d);
    Shape shape = image(format, d);
    Attributes attrs = epsilon(d, Attributes.of("data_format", format));
    List<Tensor> inputs = new ArrayList<>();
    inputs.add(d.floats(shape, REAL));
    inputs.add(d.floats(shape, REAL));
    inputs.add(parameter(d, shape, format, NONZERO));
    boolean inference = d.flip();
    if (inference) {
      inputs.add(parameter(d, shape, format, REAL));
      inputs.add(parameter(d, shape, format, POSITIVE));
    } else if (shape.elements() == 2 * shape.dim(format.indexOf('C'))) {
      // of two elements the projection leaves ε/(σ² + ε): the rest would cancel
      attrs = attrs.and("epsilon", 1.0);
    }
    return new Case(
        "fused_batch_norm_grad", inputs, inference ? attrs.and("is_training", false) : attrs);
  }

  private static OpCases layer() {
    OpCases cases =
        OpCases.of("layer_normalization", NormalizationCases::layer)
            .reject("C6", NONE, tensor())
            .reject("C6", Attributes.of("axis", 2), tensor(2, 3))
            .reject("C6", Attributes.of("axis", List.of()), tensor(2, 3))
            .reject("C7", Attributes.of("axis", List.of(1, -1)), tensor(2, 3))
            .reject("C8", NONE, tensor(2, 3), tensor(2))
            .reject("C8", NONE, tensor(2, 3), tensor(1))
            .reject("C8", NONE, tensor(2, 3), tensor(3), tensor(2, 3))
            .reject("C8", Attributes.of("axis", List.of(1, 0)), tensor(2, 3), tensor(3, 2));
    return rejectEpsilon(cases, "C9", "epsilon", NONE, tensor(3));
  }

  private static Case layer(Draw d) {
    Shape shape = d.shape(1, 3);
    List<Long> axes = d.flip() ? d.axes(shape.rank()) : List.of();
    List<Long> used = axes.isEmpty() ? List.of(-1L) : axes;
    int[] features =
        used.stream()
            .mapToInt(a -> (int) (a < 0 ? a + shape.rank() : a))
            .sorted()
            .map(shape::dim)
            .toArray();
    Attributes attrs = axes.isEmpty() ? NONE : Attributes.of("axis", axes);
    return new Case(
        "layer_normalization",
        withParameters(d, d.floats(shape, REAL), Shape.of(features)),
        epsilon(d, attrs));
  }

  /** The tensor, and gamma and beta or one of them or none. */
  private static List<Tensor> withParameters(Draw d, Tensor x, Shape parameters) {
    List<Tensor> inputs = new ArrayList<>();
    inputs.add(x);
    int count = d.pick(2, 1, 0);
    IntStream.range(0, count).forEach(i -> inputs.add(d.floats(parameters, REAL)));
    return inputs;
  }

  private static OpCases instance() {
    OpCases cases =
        OpCases.of("instance_normalization", NormalizationCases::instance)
            .reject("C2", NONE, tensor(2, 3))
            .reject("C7", NONE, tensor(2, 3, 4), tensor(3))
            .reject("C7", NONE, tensor(2, 3, 4), tensor(4), tensor(1))
            .reject("C7", NCHW, tensor(2, 3, 4), tensor(4));
    return rejectEpsilon(cases, "C8", "epsilon", NONE, tensor(2, 3, 4));
  }

  private static Case instance(Draw d) {
    boolean first = d.flip();
    Shape shape = d.shape(3, 4);
    Attributes attrs = first ? NCHW : NONE;
    return new Case(
        "instance_normalization",
        withParameters(d, d.floats(shape, REAL), Shape.of(shape.dim(first ? 1 : -1))),
        epsilon(d, attrs));
  }

  private static OpCases group() {
    OpCases cases =
        OpCases.of("group_normalization", NormalizationCases::group)
            .reject("C2", groups(1), tensor(3))
            .reject("C7", groups(1), tensor(2, 3, 4), tensor(3))
            .reject("C9", groups(0), tensor(2, 4))
            .reject("C9", groups(-2), tensor(2, 4))
            .reject("C10", groups(3), tensor(2, 4))
            .reject("C10", groups(8), tensor(2, 4))
            .reject("C10", groups(2).and("data_format", "NCHW"), tensor(2, 3, 4));
    return rejectEpsilon(cases, "C8", "epsilon", groups(1), tensor(2, 4));
  }

  /** A shape whose channels fall into {@code groups}. */
  private static Shape grouped(Draw d, int groups, boolean first) {
    int[] dims = new int[d.between(2, 4)];
    Arrays.setAll(dims, a -> a == 0 ? batch(d) : few(d));
    dims[first ? 1 : dims.length - 1] = groups * d.extent(2, 1, 3, 0);
    return Shape.of(dims);
  }

  private static Case group(Draw d) {
    boolean first = d.flip();
    int groups = d.pick(2, 1, 3);
    Shape shape = grouped(d, groups, first);
    Attributes attrs = (first ? NCHW : NONE).and("groups", groups);
    return new Case(
        "group_normalization",
        withParameters(d, d.floats(shape, REAL), Shape.of(shape.dim(first ? 1 : -1))),
        epsilon(d, attrs));
  }

  private static Case groupMean(Draw d) {
    boolean first = d.flip();
    int groups = d.pick(2, 1, 3);
    Attributes attrs = (first ? NCHW : NONE).and("groups", groups);
    return new Case("group_mean", List.of(d.floats(grouped(d, groups, first), REAL)), attrs);
  }
}
