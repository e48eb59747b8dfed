package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.POSITIVE;
import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Cases of activations, biases, norms, clipping, and rows picked by number. */
public final class NnCases implements CaseFamily {
  private static final Attributes NONE = Attributes.none();

  @Override
  public List<OpCases> cases() {
    return Stream.of(
            activations(),
            norms(),
            picks(),
            LossCases.all(),
            NormalizationCases.all(),
            ResponseCases.all())
        .flatMap(List::stream)
        .toList();
  }

  private static List<OpCases> activations() {
    return List.of(
        OpCases.unary("sigmoid", REAL),
        OpCases.unary("relu", REAL),
        activation("relu6", d -> NONE),
        activation("leaky_relu", d -> given(d, "alpha", 0.01, 0.0, 2.0, -0.5)),
        OpCases.unary("elu", REAL),
        OpCases.unary("selu", REAL),
        OpCases.of("crelu", NnCases::crelu)
            .reject("C2", NONE, tensor())
            .reject("C2", Attributes.of("axis", 2), tensor(2, 3))
            .reject("C2", Attributes.of("axis", -3), tensor(2, 3)),
        activation("gelu", d -> d.flip() ? Attributes.of("approximate", d.flip()) : NONE),
        activation("swish", d -> given(d, "beta", 0.5, 1.702, 0.0, -1.0)),
        OpCases.unary("softplus", REAL),
        OpCases.unary("softsign", REAL),
        activation("threshold", d -> given(d, "threshold", 0.5, -1.0)));
  }

  /** A function of one tensor, beyond 6 as well, with attributes. */
  private static OpCases activation(String op, Function<Draw, Attributes> attrs) {
    return OpCases.of(
        op,
        d ->
            new Case(op, List.of(d.floats(d.shape(0, 3), d.pick(REAL, POSITIVE))), attrs.apply(d)));
  }

  /** The attribute left out, or one of the values. */
  private static Attributes given(Draw d, String name, double... values) {
    int choice = d.choose(values.length + 1);
    return choice == 0 ? NONE : Attributes.of(name, values[choice - 1]);
  }

  private static Case crelu(Draw d) {
    Shape shape = d.shape(1, 3);
    Attributes attrs = d.flip() ? Attributes.of("axis", d.axis(shape.rank())) : NONE;
    return new Case("crelu", List.of(d.floats(shape, REAL)), attrs);
  }

  private static List<OpCases> norms() {
    return List.of(
        OpCases.of("bias_add", NnCases::biasAdd)
            .reject("C4", NONE, tensor(3), tensor(3))
            .reject("C5", NONE, tensor(2, 3), tensor(1, 3))
            .reject("C5", NONE, tensor(2, 3), tensor())
            .reject("C6", NONE, tensor(2, 3), tensor(2))
            .reject("C6", NONE, tensor(2, 3), tensor(1))
            .reject("C6", Attributes.of("data_format", "NCHW"), tensor(1, 2, 3), tensor(3)),
        OpCases.unary("l2_loss", REAL),
        OpCases.of("global_norm", d -> new Case("global_norm", list(d), NONE)),
        OpCases.of("l2_normalize", NnCases::l2Normalize)
            .reject("C2", Attributes.of("axis", 1), tensor(3))
            .reject("C2", Attributes.of("axis", 0), tensor())
            .reject("C3", Attributes.of("axis", List.of(0, -2)), tensor(2, 3)),
        OpCases.of("clip_by_norm", NnCases::clipByNorm)
            .reject("C2", clipNorm(1).and("axes", -2), tensor(3))
            .reject("C3", clipNorm(1).and("axes", List.of(1, 1)), tensor(2, 3))
            .reject("C4", clipNorm(0), tensor(3))
            .reject("C4", clipNorm(-1), tensor(3))
            .reject("C4", clipNorm(Double.NaN), tensor(3))
            .reject("C4", clipNorm(Double.POSITIVE_INFINITY), tensor(3)),
        OpCases.of("clip_by_global_norm", NnCases::clipByGlobalNorm)
            .reject("C2", clipNorm(0), tensor(3), tensor(2))
            .reject("C2", clipNorm(Double.NaN), tensor(3))
            .reject("C2", clipNorm(Double.POSITIVE_INFINITY), tensor(3)));
  }

  private static Attributes clipNorm(double value) {
    return Attributes.of("clip_norm", value);
  }

  private static Case biasAdd(Draw d) {
    Shape shape = d.shape(2, 4);
    boolean second = d.flip();
    Tensor bias = d.floats(Shape.of(shape.dim(second ? 1 : -1)), REAL);
    return new Case(
        "bias_add",
        List.of(d.floats(shape, REAL), bias),
        second ? Attributes.of("data_format", "NCHW") : NONE);
  }

  /** One to three tensors, the first never empty: the norm of nothing has no slope. */
  private static List<Tensor> list(Draw d) {
    List<Tensor> tensors = new ArrayList<>();
    tensors.add(d.floats(d.nonEmptyShape(0, 3), REAL));
    int more = d.choose(3);
    for (int i = 0; i < more; i++) {
      tensors.add(d.floats(d.shape(0, 2), REAL));
    }
    return tensors;
  }

  private static Case l2Normalize(Draw d) {
    Shape shape = d.shape(0, 3);
    Tensor x = d.floats(shape, d.pick(REAL, POSITIVE));
    Attributes attrs = d.flip() ? Attributes.of("axis", d.axes(shape.rank())) : NONE;
    // of a large epsilon most sums fall short
    return new Case(
        "l2_normalize", List.of(x), d.choose(3) == 2 ? attrs.and("epsilon", 20.0) : attrs);
  }

  private static Case clipByNorm(Draw d) {
    Shape shape = d.shape(0, 3);
    Attributes attrs = clipNorm(d.pick(1.0, 0.125, 3.0, 100.0));
    return new Case(
        "clip_by_norm",
        List.of(d.floats(shape, REAL)),
        d.flip() ? attrs.and("axes", d.axes(shape.rank())) : attrs);
  }

  private static Case clipByGlobalNorm(Draw d) {
    return new Case("clip_by_global_norm", list(d), clipNorm(d.pick(1.0, 0.125, 3.0, 100.0)));
  }

  private static List<OpCases> picks() {
    return List.of(
        OpCases.of("embedding_lookup", NnCases::embeddingLookup)
            .reject("C2", NONE, tensor(), Tensor.of(0))
            .reject("C3", NONE, tensor(3, 2), Tensor.of(new int[] {0, 3}))
            .reject("C3", NONE, tensor(3, 2), Tensor.of(new long[] {-1}))
            .reject("C3", NONE, tensor(0, 2), Tensor.of(0)),
        OpCases.of("one_hot_like", NnCases::oneHotLike)
            .reject("C3", NONE, Tensor.of(0), tensor())
            .reject("C4", NONE, Tensor.of(new int[] {0, 1}), tensor(3, 2)),
        OpCases.of("in_top_k", NnCases::inTopK)
            .reject("C3", Attributes.of("k", 1), Tensor.of(new int[] {0}), tensor(2))
            .reject("C4", Attributes.of("k", 1), Tensor.of(0), tensor(1, 2))
            .reject("C5", Attributes.of("k", 1), Tensor.of(new int[] {0}), tensor(2, 2)));
  }

  private static DType index(Draw d) {
    return d.pick(DType.INT32, DType.INT64);
  }

  private static Case embeddingLookup(Draw d) {
    Shape ids = d.shape(0, 2);
    int rows = d.positiveSize();
    Shape params = Shape.of(rows).concat(d.shape(0, 2));
    return new Case(
        "embedding_lookup",
        List.of(d.floats(params, REAL), d.integers(index(d), ids, 0, rows - 1)),
        NONE);
  }

  private static Case oneHotLike(Draw d) {
    Shape like = d.shape(1, 3);
    Shape rows = like.slice(0, like.rank() - 1);
    Tensor indices = d.integers(index(d), rows, -1, like.dim(-1));
    return new Case("one_hot_like", List.of(indices, d.floats(like, REAL)), NONE);
  }

  private static Case inTopK(Draw d) {
    int batch = d.size();
    int classes = d.positiveSize();
    // whole numbers, so that there are ties
    Shape shape = Shape.of(batch, classes);
    Tensor predictions =
        d.flip()
            ? Tensor.of(d.dtype(), shape, d.integers(DType.INT64, shape, 0, 3).toDoubles())
            : d.floats(shape, REAL);
    return new Case(
        "in_top_k",
        List.of(d.integers(index(d), Shape.of(batch), -1, classes), predictions),
        Attributes.of("k", d.pick(1, 2, 3, 0, 100)));
  }
}
