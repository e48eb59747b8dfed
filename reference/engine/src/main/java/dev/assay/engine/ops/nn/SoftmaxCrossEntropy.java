package dev.assay.engine.ops.nn;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.op.DTypes.INDICES;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.neg;
import static dev.assay.engine.ops.elementwise.Maths.subtract;

import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Cross entropy of exclusive classes from logits, one number per example: {@code −Σ labels·ln
 * softmax(logits)}, with labels as probabilities or as the number of the one right class.
 */
final class SoftmaxCrossEntropy {
  static final Op DENSE =
      Lines.axis(
              Op.define("softmax_cross_entropy_with_logits")
                  .formula("output = −Σ labels·log_softmax(logits) along axis")
                  .note(
                      "d/dlogits = softmax·Σ labels − labels: TensorFlow's softmax − labels where"
                          + " the labels of an example sum to 1, and right where they do not.")
                  .note("d/dlabels = −log_softmax(logits).")
                  .note("0·(−Inf) is NaN: a logit of −Inf gives NaN even if its label is 0.")
                  .input("labels", FLOATS, "the shape of logits; probabilities along axis")
                  .input("logits", FLOATS, "rank >= 1")
                  .sameDType(0, 1))
          .require(
              Kind.SHAPE, "labels.shape = logits.shape", o -> o.shape(0).compatible(o.shape(1)))
          .type(o -> new TensorType(o.dtype(1), o.shape(1).without(axis(o))))
          .kernel(SoftmaxCrossEntropy::dense)
          .vjp("labels", SoftmaxCrossEntropy::denseVjpLabels)
          .vjp("logits", SoftmaxCrossEntropy::denseVjpLogits)
          .build();

  static final Op SPARSE =
      Op.define("sparse_softmax_cross_entropy_with_logits")
          .formula("output = −log_softmax(logits)[…, labels]")
          .input("labels", INDICES, "[…]; the numbers of the right classes")
          .input("logits", FLOATS, "[…, classes]")
          .require(
              Kind.SHAPE,
              "logits.rank = labels.rank + 1",
              o -> o.shape(1).rank() == o.shape(0).rank() + 1)
          .require(
              Kind.SHAPE,
              "labels.shape = logits.shape without its last dimension",
              o -> o.shape(0).compatible(o.shape(1).slice(0, o.shape(0).rank())))
          .require(
              Kind.VALUE,
              "0 <= labels < classes",
              o ->
                  Arrays.stream(o.in(0).host().longs())
                      .allMatch(k -> 0 <= k && k < o.shape(1).dim(-1)))
          .type(o -> new TensorType(o.dtype(1), o.shape(1).slice(0, o.shape(0).rank())))
          .kernel(SoftmaxCrossEntropy::sparse)
          .noGradient("labels", "integers")
          .vjp("logits", SoftmaxCrossEntropy::sparseVjp)
          .build();

  static final List<Op> ROWS = List.of(DENSE, SPARSE);

  private SoftmaxCrossEntropy() {}

  private static int axis(Operands o) {
    return Index.axis(o.attrs().int32("axis"), o.shape(1).rank());
  }

  private static List<Tensor> dense(Call c) {
    Shape shape = c.in(1).shape();
    Lines lines = Lines.along(shape, c.attrs().int32("axis"));
    double[] z = c.in(0).host().doubles();
    double[] log = Softmax.logProbabilities(c.in(1).host().doubles(), lines);
    double[] y = new double[lines.outer() * lines.inner()];
    lines.each(
        (start, line) -> {
          for (int j = 0; j < lines.n(); j++) {
            int at = start + j * lines.inner();
            y[line] -= z[at] * log[at];
          }
        });
    return c.result(y);
  }

  private static Tensor denseVjpLabels(Pullback p) {
    int axis = p.attrs().int32("axis");
    return neg(multiply(ArrayOps.expandDims(p.dy(), axis), Nn.logSoftmax(p.x(1), axis)));
  }

  private static Tensor denseVjpLogits(Pullback p) {
    int axis = p.attrs().int32("axis");
    Tensor z = p.x(0);
    Tensor expected = multiply(Nn.softmax(p.x(1), axis), Reduce.sum(z, true, axis));
    return multiply(ArrayOps.expandDims(p.dy(), axis), subtract(expected, z));
  }

  private static List<Tensor> sparse(Call c) {
    Lines lines = Lines.along(c.in(1).shape(), -1);
    long[] labels = c.in(0).host().longs();
    double[] log = Softmax.logProbabilities(c.in(1).host().doubles(), lines);
    double[] y = new double[labels.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = -log[i * lines.n() + (int) labels[i]];
    }
    return c.result(y);
  }

  private static Tensor sparseVjp(Pullback p) {
    Tensor z = OneHotLike.oneHotLike(p.x(0), p.x(1));
    return multiply(ArrayOps.expandDims(p.dy(), -1), subtract(Nn.softmax(p.x(1), -1), z));
  }
}
