package dev.assay.spec;

import dev.assay.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import org.apache.commons.math3.RealFieldElement;

/** Specifications of softmax and the losses. */
final class LossSpecs {
  static final List<Spec> SPECS =
      List.of(
          Spec.of("softmax", LossSpecs::softmax),
          Spec.of("log_softmax", LossSpecs::logSoftmax),
          Spec.of("sigmoid_cross_entropy_with_logits", LossSpecs::sigmoidCrossEntropy),
          Spec.of("weighted_cross_entropy_with_logits", LossSpecs::weightedCrossEntropy),
          Spec.of("softmax_cross_entropy_with_logits", LossSpecs::softmaxCrossEntropy),
          Spec.of("sparse_softmax_cross_entropy_with_logits", LossSpecs::sparseCrossEntropy),
          Spec.of("mean_squared_error", LossSpecs::meanSquaredError),
          Spec.of("mean_absolute_error", LossSpecs::meanAbsoluteError),
          Spec.of("huber_loss", LossSpecs::huber),
          Spec.of("hinge_loss", LossSpecs::hinge),
          Spec.of("kl_divergence", LossSpecs::klDivergence));

  private LossSpecs() {}

  private static int axis(SpecCall<?> c, Shape shape) {
    int axis = c.attrs().int32("axis");
    return axis < 0 ? axis + shape.rank() : axis;
  }

  /** The elements of the line along {@code axis} through {@code index}. */
  private static <T> List<T> line(SpecTensor<T> t, int axis, int[] index) {
    List<T> line = new ArrayList<>();
    for (int j = 0; j < t.shape().dim(axis); j++) {
      int[] at = index.clone();
      at[axis] = j;
      line.add(t.at(at));
    }
    return line;
  }

  private static <T extends RealFieldElement<T>> T sumOfExponentials(
      Arithmetic<T> k, List<T> line) {
    T sum = k.of(0);
    for (T x : line) {
      sum = sum.add(x.exp());
    }
    return sum;
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> softmax(SpecCall<T> c) {
    SpecTensor<T> x = c.in(0);
    int axis = axis(c, x.shape());
    return SpecTensor.at(
        x.shape(), ix -> x.at(ix).exp().divide(sumOfExponentials(c.k(), line(x, axis, ix))));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> logSoftmax(SpecCall<T> c) {
    return logSoftmax(c.k(), c.in(0), axis(c, c.shape(0)));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> logSoftmax(
      Arithmetic<T> k, SpecTensor<T> x, int axis) {
    return SpecTensor.at(x.shape(), ix -> logProbability(k, line(x, axis, ix), ix[axis]));
  }

  /** {@code ln softmax(x)ⱼ = −ln(1 + Σ e^(xᵢ−xⱼ))} over all i but j. */
  private static <T extends RealFieldElement<T>> T logProbability(
      Arithmetic<T> k, List<T> x, int j) {
    T others = k.of(0);
    for (int i = 0; i < x.size(); i++) {
      if (i != j) {
        others = others.add(x.get(i).subtract(x.get(j)).exp());
      }
    }
    return ActivationSpecs.log1p(k, others).negate();
  }

  /** {@code −z·ln σ(x) − (1−z)·ln σ(−x)}. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> sigmoidCrossEntropy(SpecCall<T> c) {
    return c.in(0).zip(c.in(1), (z, x) -> crossEntropy(c.k(), z, x, 1));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> weightedCrossEntropy(SpecCall<T> c) {
    double weight = c.attrs().number("pos_weight");
    return c.in(0).zip(c.in(1), (z, x) -> crossEntropy(c.k(), z, x, weight));
  }

  private static <T extends RealFieldElement<T>> T crossEntropy(
      Arithmetic<T> k, T z, T x, double weight) {
    T positive = z.multiply(weight).multiply(ActivationSpecs.softplus(k, x.negate()));
    T negative = k.of(1).subtract(z).multiply(ActivationSpecs.softplus(k, x));
    return positive.add(negative);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> softmaxCrossEntropy(SpecCall<T> c) {
    int axis = axis(c, c.shape(1));
    SpecTensor<T> log = logSoftmax(c.k(), c.in(1), axis);
    return SpecTensor.at(
        c.shape(1).without(axis),
        ix -> {
          T loss = c.k().of(0);
          for (int j = 0; j < c.shape(1).dim(axis); j++) {
            int[] at = new int[ix.length + 1];
            for (int d = 0; d < at.length; d++) {
              at[d] = d == axis ? j : ix[d < axis ? d : d - 1];
            }
            loss = loss.subtract(c.in(0).at(at).multiply(log.at(at)));
          }
          return loss;
        });
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> sparseCrossEntropy(SpecCall<T> c) {
    int classes = c.shape(1).dim(-1);
    long[] labels = c.longs(0);
    return SpecTensor.of(
        c.shape(0),
        i -> {
          List<T> row = c.in(1).values().subList(i * classes, (i + 1) * classes);
          return logProbability(c.k(), row, (int) labels[i]).negate();
        });
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> mean(
      SpecCall<T> c, BinaryOperator<T> f) {
    T sum = c.k().of(0);
    for (int i = 0; i < c.in(0).size(); i++) {
      sum = sum.add(f.apply(c.in(0).get(i), c.in(1).get(i)));
    }
    T mean = c.in(0).size() == 0 ? c.k().of(Double.NaN) : sum.divide(c.in(0).size());
    return SpecTensor.of(Shape.scalar(), i -> mean);
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> meanSquaredError(SpecCall<T> c) {
    return mean(c, (z, x) -> x.subtract(z).multiply(x.subtract(z)));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> meanAbsoluteError(SpecCall<T> c) {
    return mean(c, (z, x) -> ActivationSpecs.abs(c.k(), x.subtract(z)));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> huber(SpecCall<T> c) {
    double delta = c.attrs().number("delta");
    return mean(
        c,
        (z, x) -> {
          T e = ActivationSpecs.abs(c.k(), x.subtract(z));
          return c.k().less(c.k().of(delta), e)
              ? e.subtract(c.k().of(delta).divide(2)).multiply(delta)
              : e.multiply(e).divide(2);
        });
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> hinge(SpecCall<T> c) {
    T one = c.k().of(1);
    return mean(
        c,
        (z, x) -> ActivationSpecs.relu(c.k(), one.subtract(z.multiply(2).subtract(1).multiply(x))));
  }

  /** {@code Σ z·ln(z/p)}; a term of a label of 0 is 0. */
  private static <T extends RealFieldElement<T>> SpecTensor<T> klDivergence(SpecCall<T> c) {
    int n = c.shape(0).dim(-1);
    return SpecTensor.of(
        c.shape(0).without(c.shape(0).rank() - 1),
        i -> {
          T sum = c.k().of(0);
          for (int j = i * n; j < (i + 1) * n; j++) {
            T z = c.in(0).get(j);
            if (!c.k().branch(z.getReal() == 0)) {
              sum = sum.add(z.multiply(z.divide(c.in(1).get(j)).log()));
            }
          }
          return sum;
        });
  }
}
