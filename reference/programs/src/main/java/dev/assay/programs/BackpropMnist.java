package dev.assay.programs;

import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.linalg.LinAlg;
import dev.assay.engine.ops.nn.Nn;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.learn.variable.Initializers;
import dev.assay.learn.variable.VariableScope;
import dev.assay.programs.data.Digits;

/**
 * One hidden layer of 30, logistic functions {@code σ} behind both, the loss half the squared
 * distance from the one-hot labels; and the gradients by hand. With {@code h = x·W₁ + b₁, a = σ(h),
 * k = a·W₂ + b₂, y = σ(k)} and the error {@code y − t}:
 *
 * <pre>
 *   δ₂ = (y − t) ∘ y ∘ (1 − y)       ∂W₂ = aᵀ·δ₂    ∂b₂ = Σ rows of δ₂
 *   δ₁ = (δ₂·W₂ᵀ) ∘ a ∘ (1 − a)      ∂W₁ = xᵀ·δ₁    ∂b₁ = Σ rows of δ₁
 * </pre>
 */
final class BackpropMnist implements Program {
  @Override
  public String name() {
    return "backprop-mnist";
  }

  @Override
  public String summary() {
    return "back-propagation by hand, 784-30-10 (tutorial 23); data: a folder laid out like MNIST";
  }

  @Override
  public Defaults defaults(Origin origin) {
    return Defaults.batches(10, 10, 0.5, "").ownRule();
  }

  @Override
  public Result run(Task task) {
    Digits digits = Digits.of(task.settings().data(), task.settings().seed());

    Graph g = task.graph();
    VariableScope scope = VariableScope.of(g).initializer(Initializers.truncatedNormal(0, 0.1));
    Symbol x = g.placeholder("x", DType.FLOAT32, Shape.of(-1, 784));
    Symbol label = g.placeholder("label", DType.INT64, Shape.of(-1));
    Tensor t = Creation.oneHot(label, 10);
    Variable w1 = scope.getVariable("w1", Shape.of(784, 30));
    Variable b1 = scope.getVariable("b1", Shape.of(30));
    Variable w2 = scope.getVariable("w2", Shape.of(30, 10));
    Variable b2 = scope.getVariable("b2", Shape.of(10));

    Tensor a = Nn.sigmoid(Nn.biasAdd(LinAlg.matmul(x, w1.read()), b1.read()));
    Tensor y = Nn.sigmoid(Nn.biasAdd(LinAlg.matmul(a, w2.read()), b2.read()));
    Tensor error = Maths.subtract(y, t);
    Tensor losses = Maths.multiply(Reduce.sum(Maths.square(error), false, 1), 0.5);

    Tensor d2 = Maths.multiply(error, slope(y));
    Tensor d1 = Maths.multiply(LinAlg.matmul(d2, w2.read(), false, true), slope(a));
    Tensor dw2 = LinAlg.matmul(a, d2, true, false);
    Tensor dw1 = LinAlg.matmul(x, d1, true, false);
    Tensor db2 = Reduce.sum(d2, false, 0);
    Tensor db1 = Reduce.sum(d1, false, 0);
    double rate = task.settings().learningRate();

    try (Training training =
        task.train(
            g,
            Reduce.mean(losses),
            globalStep ->
                g.group(
                    "train",
                    w1.assignSub(Maths.multiply(dw1, rate)),
                    b1.assignSub(Maths.multiply(db1, rate)),
                    w2.assignSub(Maths.multiply(dw2, rate)),
                    b2.assignSub(Maths.multiply(db2, rate)),
                    globalStep.assignAdd(Tensor.of(1L))))) {
      return new Classifier(x, label, y, losses).fit(task, training, digits);
    }
  }

  /** {@code σ′ = σ·(1 − σ)}, of the value of σ. */
  private static Tensor slope(Tensor sigma) {
    return Maths.multiply(sigma, Maths.subtract(1, sigma));
  }
}
