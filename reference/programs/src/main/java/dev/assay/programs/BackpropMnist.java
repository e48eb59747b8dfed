package dev.assay.programs;

import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.learn.classic.Backpropagation;
import dev.assay.learn.classic.Backpropagation.Layer;
import dev.assay.learn.variable.Initializers;
import dev.assay.learn.variable.VariableScope;
import dev.assay.programs.Classifier.Feed;
import dev.assay.programs.data.Digits;
import java.util.List;

/**
 * One hidden layer of 30, logistic functions {@code σ} behind both, the loss half the squared
 * distance from the one-hot labels; and the gradients by hand. With {@code a = σ(x·W₁ + b₁)} and
 * {@code y = σ(a·W₂ + b₂)}:
 *
 * <pre>
 *   δ₂ = (y − t) ∘ y ∘ (1 − y)       ∂W₂ = aᵀ·δ₂    ∂b₂ = Σ rows of δ₂
 *   δ₁ = (δ₂·W₂ᵀ) ∘ a ∘ (1 − a)      ∂W₁ = xᵀ·δ₁    ∂b₁ = Σ rows of δ₁
 * </pre>
 *
 * {@link Backpropagation} has them as operations, no tape and no graph's gradients.
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
    return Defaults.ownRule(5, 10, 0.5);
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

    List<Layer> layers = List.of(new Layer(w1.read(), b1.read()), new Layer(w2.read(), b2.read()));
    Tensor y = Backpropagation.predict(layers, x);
    Tensor losses = Maths.multiply(Reduce.sum(Maths.squaredDifference(y, t), false, 1), 0.5);
    List<Layer> next = Backpropagation.step(layers, x, t, task.settings().learningRate());

    try (Training training =
        task.train(
            g,
            Reduce.mean(losses),
            steps ->
                g.group(
                    "train",
                    w1.assign(next.get(0).weights()),
                    b1.assign(next.get(0).bias()),
                    w2.assign(next.get(1).weights()),
                    b2.assign(next.get(1).bias()),
                    steps.assignAdd(Tensor.of(1L))))) {
      return new Classifier(x, label, y, losses)
          .fit(task, training, Feed.of(digits, task.settings()));
    }
  }
}
