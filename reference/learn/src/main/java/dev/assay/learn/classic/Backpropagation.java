package dev.assay.learn.classic;

import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.linalg.LinAlg;
import dev.assay.engine.ops.nn.Nn;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A network of sigmoid layers whose gradients are written out, no tape and no graph's gradients:
 * Rumelhart, Hinton and Williams 1986. Works on tensors and on symbols.
 *
 * <p>Layer l has {@code hˡ = oˡ⁻¹·Wˡ + bˡ}, {@code oˡ = σ(hˡ)}, {@code o⁰ = x}. Of the loss {@code
 * J = ½Σ(y − o)²} over all outputs of all rows
 *
 * <ul>
 *   <li>{@code δ = (o − y)·σ′(h)} at the last layer,
 *   <li>{@code δˡ = (δˡ⁺¹·Wˡ⁺¹ᵀ)·σ′(hˡ)} before it, {@code σ′ = σ·(1 − σ)},
 *   <li>{@code ∂J/∂Wˡ = oˡ⁻¹ᵀ·δˡ} and {@code ∂J/∂bˡ = Σ δˡ} over the rows.
 * </ul>
 */
public final class Backpropagation {
  /**
   * A layer, or the gradient of one.
   *
   * @param weights of shape [inputs, units]
   * @param bias of shape [units]
   */
  public record Layer(Tensor weights, Tensor bias) {
    /** Checks that both are given. */
    public Layer {
      ValueException.requireGiven(weights, "backpropagation: weights");
      ValueException.requireGiven(bias, "backpropagation: bias");
    }
  }

  private Backpropagation() {}

  /** {@code σ′(h) = σ(h)·(1 − σ(h))}. */
  public static Tensor sigmoidPrime(Tensor h) {
    Tensor s = Nn.sigmoid(h);
    return Maths.multiply(s, Maths.subtract(1, s));
  }

  /** What the last layer gives for the rows of x. */
  public static Tensor predict(List<Layer> layers, Tensor x) {
    List<Tensor> sums = sums(layers, x);
    return Nn.sigmoid(sums.get(sums.size() - 1));
  }

  /** {@code ½Σ(y − o)²}. */
  public static Tensor loss(List<Layer> layers, Tensor x, Tensor y) {
    Tensor o = matching(predict(layers, x), y);
    return Maths.multiply(Reduce.sum(Maths.squaredDifference(o, y)), 0.5);
  }

  /** {@code o}, whose shape y must have: nothing is broadcast. */
  private static Tensor matching(Tensor o, Tensor y) {
    ValueException.requireGiven(y, "backpropagation: y");
    if (!o.shape().compatible(y.shape())) {
      throw new ShapeException(
          "backpropagation: y has the shape of the output, " + o.shape() + ", got " + y.shape());
    }
    return o;
  }

  /** The weighted sums of each layer. */
  private static List<Tensor> sums(List<Layer> layers, Tensor x) {
    if (ValueException.requireGiven(layers, "backpropagation: layers").isEmpty()) {
      throw new ValueException("backpropagation: one layer or more, got none");
    }
    List<Tensor> sums = new ArrayList<>();
    Tensor o = ValueException.requireGiven(x, "backpropagation: x");
    for (Layer layer : layers) {
      ValueException.requireGiven(layer, "backpropagation: a layer");
      Tensor h = Nn.biasAdd(LinAlg.matmul(o, layer.weights()), layer.bias());
      sums.add(h);
      o = Nn.sigmoid(h);
    }
    return sums;
  }

  /**
   * The gradients of the loss by all weights and biases.
   *
   * @param x of shape [n, inputs]
   * @param y of shape [n, outputs]
   */
  public static List<Layer> gradients(List<Layer> layers, Tensor x, Tensor y) {
    List<Tensor> sums = sums(layers, x);
    int last = layers.size() - 1;
    List<Layer> gradients = new ArrayList<>();
    Tensor error = Maths.subtract(matching(Nn.sigmoid(sums.get(last)), y), y);
    for (int l = last; l >= 0; l--) {
      Tensor delta = Maths.multiply(error, sigmoidPrime(sums.get(l)));
      Tensor before = l == 0 ? x : Nn.sigmoid(sums.get(l - 1));
      gradients.add(
          new Layer(LinAlg.matmul(before, delta, true, false), Reduce.sum(delta, false, 0)));
      if (l > 0) {
        error = LinAlg.matmul(delta, layers.get(l).weights(), false, true);
      }
    }
    Collections.reverse(gradients);
    return List.copyOf(gradients);
  }

  /** {@code W − rate·∂J/∂W} and {@code b − rate·∂J/∂b} for every layer. */
  public static List<Layer> step(List<Layer> layers, Tensor x, Tensor y, double rate) {
    List<Layer> gradients = gradients(layers, x, y);
    List<Layer> moved = new ArrayList<>();
    for (int l = 0; l < gradients.size(); l++) {
      moved.add(
          new Layer(
              descended(layers.get(l).weights(), gradients.get(l).weights(), rate),
              descended(layers.get(l).bias(), gradients.get(l).bias(), rate)));
    }
    return List.copyOf(moved);
  }

  private static Tensor descended(Tensor value, Tensor gradient, double rate) {
    return Maths.subtract(value, Maths.multiply(gradient, rate));
  }
}
