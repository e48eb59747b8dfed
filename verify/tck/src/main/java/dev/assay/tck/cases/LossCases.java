package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.POSITIVE;
import static dev.assay.tck.cases.Domain.PROBABILITY;
import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.function.Function;

/** Cases of softmax and the losses. */
final class LossCases {
  private static final Attributes NONE = Attributes.none();

  private LossCases() {}

  static List<OpCases> all() {
    return List.of(
        softmax("softmax"),
        softmax("log_softmax"),
        pairs("sigmoid_cross_entropy_with_logits", PROBABILITY, REAL, d -> NONE, NONE),
        pairs(
            "weighted_cross_entropy_with_logits",
            PROBABILITY,
            REAL,
            d -> Attributes.of("pos_weight", d.pick(2.0, 1.0, 0.25, 0.0)),
            Attributes.of("pos_weight", 2)),
        OpCases.of("softmax_cross_entropy_with_logits", LossCases::softmaxCrossEntropy)
            .reject("C4", NONE, tensor(), tensor())
            .reject("C4", Attributes.of("axis", 2), tensor(2, 3), tensor(2, 3))
            .reject("C5", NONE, tensor(2, 3), tensor(3, 2))
            .reject("C5", NONE, tensor(3), tensor(2, 3)),
        OpCases.of("sparse_softmax_cross_entropy_with_logits", LossCases::sparseCrossEntropy)
            .reject("C3", NONE, Tensor.of(0), tensor())
            .reject("C3", NONE, Tensor.of(new int[] {0, 1}), tensor(3))
            .reject("C4", NONE, Tensor.of(new int[] {0, 1}), tensor(3, 4))
            .reject("C5", NONE, Tensor.of(new int[] {0, 4}), tensor(2, 4))
            .reject("C5", NONE, Tensor.of(new long[] {-1, 0}), tensor(2, 4))
            .reject("C5", NONE, Tensor.of(0), tensor(0)),
        pairs("mean_squared_error", POSITIVE, REAL, d -> NONE, NONE),
        pairs("mean_absolute_error", POSITIVE, REAL, d -> NONE, NONE),
        pairs("huber_loss", POSITIVE, REAL, LossCases::delta, NONE)
            .reject("C5", Attributes.of("delta", 0), tensor(2), tensor(2))
            .reject("C5", Attributes.of("delta", -1), tensor(2), tensor(2))
            .reject("C5", Attributes.of("delta", Double.NaN), tensor(2), tensor(2))
            .reject("C5", Attributes.of("delta", Double.POSITIVE_INFINITY), tensor(2), tensor(2)),
        pairs("hinge_loss", PROBABILITY, REAL, d -> NONE, NONE),
        OpCases.of("kl_divergence", LossCases::klDivergence)
            .reject("C4", NONE, tensor(), tensor())
            .reject("C5", NONE, tensor(2, 3), tensor(3))
            .reject("C5", NONE, tensor(3), tensor(2)));
  }

  private static OpCases softmax(String op) {
    return OpCases.of(
            op,
            d -> {
              Shape shape = d.shape(1, 3);
              return new Case(op, List.of(d.floats(shape, REAL)), axis(d, shape));
            })
        .reject("C2", NONE, tensor())
        .reject("C2", Attributes.of("axis", 1), tensor(3))
        .reject("C2", Attributes.of("axis", -2), tensor(3));
  }

  private static Attributes axis(Draw d, Shape shape) {
    return d.flip() ? Attributes.of("axis", d.axis(shape.rank())) : NONE;
  }

  /** A function of two tensors of one shape, which constraint C4 asks for. */
  private static OpCases pairs(
      String op, Domain first, Domain second, Function<Draw, Attributes> attrs, Attributes valid) {
    return OpCases.of(
            op,
            d -> {
              Shape shape = d.shape(0, 3);
              return new Case(
                  op, List.of(d.floats(shape, first), d.floats(shape, second)), attrs.apply(d));
            })
        .reject("C4", valid, tensor(2, 3), tensor(3))
        .reject("C4", valid, tensor(2), tensor(1));
  }

  private static Attributes delta(Draw d) {
    return d.flip() ? Attributes.of("delta", d.pick(0.5, 2.5)) : NONE;
  }

  private static Case softmaxCrossEntropy(Draw d) {
    Shape shape = d.shape(1, 3);
    return new Case(
        "softmax_cross_entropy_with_logits",
        List.of(d.floats(shape, PROBABILITY), d.floats(shape, REAL)),
        axis(d, shape));
  }

  private static Case sparseCrossEntropy(Draw d) {
    Shape batch = d.shape(0, 2);
    int classes = d.positiveSize();
    DType type = d.pick(DType.INT32, DType.INT64);
    Tensor logits = d.floats(batch.concat(Shape.of(classes)), REAL);
    return new Case(
        "sparse_softmax_cross_entropy_with_logits",
        List.of(d.integers(type, batch, 0, classes - 1), logits),
        NONE);
  }

  private static Case klDivergence(Draw d) {
    Shape shape = d.shape(1, 3);
    return new Case(
        "kl_divergence", List.of(d.floats(shape, PROBABILITY), d.floats(shape, PROBABILITY)), NONE);
  }
}
