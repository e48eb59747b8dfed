package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.NONZERO;
import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** Cases of local response normalisation, dropout and penalties on weights. */
final class ResponseCases {
  private static final Attributes NONE = Attributes.none();
  private static final Attributes RATE = Attributes.of("rate", 0.5);

  private ResponseCases() {}

  static List<OpCases> all() {
    return List.of(
        OpCases.of(
                "local_response_normalization",
                d ->
                    new Case(
                        "local_response_normalization",
                        List.of(d.floats(image(d), REAL)),
                        response(d)))
            .reject("C2", NONE, tensor(2, 3, 4))
            .reject("C2", NONE, tensor(1, 2, 2, 3, 4))
            .reject("C3", Attributes.of("depth_radius", -1), tensor(1, 1, 1, 3))
            .reject("C4", Attributes.of("bias", Double.NaN), tensor(1, 1, 1, 3))
            .reject("C4", Attributes.of("alpha", Double.POSITIVE_INFINITY), tensor(1, 1, 1, 3))
            .reject("C4", Attributes.of("beta", Double.NaN), tensor(1, 1, 1, 3)),
        OpCases.of("local_response_normalization_grad", ResponseCases::grad)
            .reject("C6", NONE, tensor(3), tensor(3), tensor(3))
            .reject(
                "C7",
                Attributes.of("depth_radius", -2),
                tensor(1, 1, 1, 3),
                tensor(1, 1, 1, 3),
                tensor(1, 1, 1, 3))
            .reject(
                "C8",
                Attributes.of("beta", Double.NEGATIVE_INFINITY),
                tensor(1, 1, 1, 3),
                tensor(1, 1, 1, 3),
                tensor(1, 1, 1, 3))
            .reject("C9", NONE, tensor(1, 1, 1, 3), tensor(1, 1, 1, 1), tensor(1, 1, 1, 3))
            .reject("C9", NONE, tensor(1, 1, 1, 3), tensor(1, 1, 1, 3), tensor(1, 1, 2, 3)),
        OpCases.of(
                "local_sum",
                d -> new Case("local_sum", List.of(d.floats(d.shape(1, 3), REAL)), radius(d)))
            .reject("C2", NONE, tensor())
            .reject("C3", Attributes.of("depth_radius", -1), tensor(3)),
        OpCases.of("dropout", ResponseCases::dropout)
            .reject("C2", NONE, tensor(3))
            .reject("C2", RATE.and("keep_prob", 0.5), tensor(3))
            .reject("C3", Attributes.of("rate", 1), tensor(3))
            .reject("C3", Attributes.of("rate", -0.1), tensor(3))
            .reject("C3", Attributes.of("rate", Double.NaN), tensor(3))
            .reject("C3", Attributes.of("keep_prob", 0), tensor(3))
            .reject("C3", Attributes.of("keep_prob", 1.5), tensor(3))
            .reject("C4", RATE.and("noise_shape", List.of(2)), tensor(3))
            .reject("C4", RATE.and("noise_shape", List.of(1, 3)), tensor(3))
            .reject("C4", RATE.and("noise_shape", List.of(-2)), tensor(3))
            .reject("C4", RATE.and("noise_shape", List.of(1L << 40)), tensor(3)),
        penalty("l1_regularizer", Attributes.of("scale", -0.5))
            .reject("C2", Attributes.of("scale", Double.NaN), tensor(3))
            .reject("C2", Attributes.of("scale", Double.POSITIVE_INFINITY), tensor(3)),
        penalty("l2_regularizer", Attributes.of("scale", -0.5))
            .reject("C2", Attributes.of("scale", Double.NaN), tensor(3)),
        OpCases.of("l1_l2_regularizer", ResponseCases::both)
            .reject("C2", Attributes.of("scale_l1", -1), tensor(3))
            .reject("C3", Attributes.of("scale_l2", -1), tensor(3))
            .reject("C3", Attributes.of("scale_l2", Double.NaN), tensor(3)));
  }

  private static Attributes radius(Draw d) {
    return d.flip() ? Attributes.of("depth_radius", d.pick(1L, 0L, 2L, Long.MAX_VALUE)) : NONE;
  }

  private static Attributes response(Draw d) {
    Attributes attrs = radius(d);
    attrs = d.flip() ? attrs.and("bias", d.pick(2.0, 0.5)) : attrs;
    attrs = d.flip() ? attrs.and("alpha", d.pick(0.25, 1e-4)) : attrs;
    return d.flip() ? attrs.and("beta", d.pick(0.75, 1.0, 2.0, 0.0)) : attrs;
  }

  /** More channels than the window, or fewer. */
  private static Shape image(Draw d) {
    int channels = d.extent(3, 1, 2, 5, 8, 13, 0);
    return Shape.of(d.pick(1, 2, 0), d.pick(1, 2), d.pick(1, 2), channels);
  }

  private static Case grad(Draw d) {
    Shape shape = image(d);
    return new Case(
        "local_response_normalization_grad",
        List.of(d.floats(shape, REAL), d.floats(shape, REAL), d.floats(shape, REAL)),
        response(d));
  }

  private static Case dropout(Draw d) {
    Shape shape = d.shape(0, 3);
    Tensor x = d.floats(shape, d.pick(REAL, NONZERO));
    Attributes attrs =
        d.choose(3) == 2
            ? Attributes.of("keep_prob", d.pick(0.5, 0.75, 0.1, 1.0))
            : Attributes.of("rate", d.pick(0.5, 0.3, 0.0, 0.9));
    if (d.flip()) {
      int[] noise = d.broadcastable(shape).dims();
      for (int i = 0; i < noise.length; i++) {
        noise[i] = noise[i] == shape.dim(i - noise.length) && d.flip() ? -1 : noise[i];
      }
      attrs = attrs.and("noise_shape", noise);
    }
    attrs = d.flip() ? attrs.and("seed", d.choose(1 << 20)).and("seed2", d.pick(1L, -1L)) : attrs;
    return new Case("dropout", List.of(x), d.flip() ? attrs.and("skip", d.choose(1000)) : attrs);
  }

  private static OpCases penalty(String op, Attributes invalid) {
    return OpCases.of(
            op,
            d ->
                new Case(
                    op,
                    List.of(d.floats(d.shape(0, 3), d.pick(REAL, NONZERO))),
                    Attributes.of("scale", d.pick(0.5, 1.0, 0.01, 0.0))))
        .reject("C2", invalid, tensor(3));
  }

  private static Case both(Draw d) {
    Attributes attrs = d.flip() ? Attributes.of("scale_l1", d.pick(0.5, 0.0)) : NONE;
    return new Case(
        "l1_l2_regularizer",
        List.of(d.floats(d.shape(0, 3), d.pick(REAL, NONZERO))),
        d.flip() ? attrs.and("scale_l2", d.pick(0.25, 0.0)) : attrs);
  }
}
