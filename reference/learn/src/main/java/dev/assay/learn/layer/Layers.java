package dev.assay.learn.layer;

import dev.assay.engine.AttributeException;
import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.control.Control;
import dev.assay.engine.ops.linalg.LinAlg;
import dev.assay.engine.ops.nn.Nn;
import dev.assay.engine.ops.nn.Normalization;
import dev.assay.engine.ops.nn.Regularization;
import dev.assay.engine.ops.window.Conv;
import dev.assay.engine.ops.window.Pool;
import dev.assay.engine.ops.window.Window;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.learn.optimizer.MovingAverage;
import dev.assay.learn.variable.Initializers;
import dev.assay.learn.variable.VariableScope;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Layers over a scope, with TensorFlow's names for their variables ({@code kernel}, {@code bias},
 * {@code gamma}, {@code beta}, {@code moving_mean}, {@code moving_variance}) and its defaults.
 * Kernels begin as the scope says (Glorot uniform unless stated), biases with zero; all have the
 * input's type. A scope that reuses makes a layer share its variables.
 *
 * <p>The last dimension of an input is channels. Where a layer behaves differently in training,
 * {@code training} is a bool scalar, which may be fed.
 */
public final class Layers {
  private static final double MOMENTUM = 0.99;
  private static final double EPSILON = 1e-3;

  private Layers() {}

  /** {@code x·kernel + bias}. */
  public static Tensor dense(VariableScope scope, Tensor x, int units) {
    return dense(scope, x, units, UnaryOperator.identity());
  }

  /**
   * {@code activation(x·kernel + bias)}.
   *
   * @param x of shape [n, m], m known
   * @param activation such as {@code Nn::relu}
   * @return of shape [n, units]
   */
  public static Tensor dense(
      VariableScope scope, Tensor x, int units, UnaryOperator<Tensor> activation) {
    requireRank("dense", x, 2);
    ValueException.requireGiven(activation, "dense: activation");
    Shape shape = Shape.of(requireChannels("dense", x), requirePositive("dense", "units", units));
    Tensor kernel = kernel("dense", scope, x, shape);
    Tensor bias = bias(scope, x, units);
    return activated("dense", activation, Nn.biasAdd(LinAlg.matmul(x, kernel), bias));
  }

  /**
   * {@code activation(conv2d(x, kernel) + bias)}.
   *
   * @param x of shape [n, h, w, c], c known
   * @param filters channels of the output
   * @param size height and width of the kernel
   * @param window padding, strides and dilations, channels last
   */
  public static Tensor conv2d(
      VariableScope scope,
      Tensor x,
      int filters,
      int size,
      Window window,
      UnaryOperator<Tensor> activation) {
    requireRank("conv2d", x, 4);
    ValueException.requireGiven(window, "conv2d: window");
    ValueException.requireGiven(activation, "conv2d: activation");
    int k = requirePositive("conv2d", "size", size);
    int out = requirePositive("conv2d", "filters", filters);
    Tensor kernel = kernel("conv2d", scope, x, Shape.of(k, k, requireChannels("conv2d", x), out));
    Tensor bias = bias(scope, x, filters);
    return activated("conv2d", activation, Nn.biasAdd(Conv.conv2d(x, kernel, window), bias));
  }

  private static Tensor kernel(String layer, VariableScope scope, Tensor x, Shape shape) {
    return ValueException.requireGiven(scope, layer + ": scope")
        .getVariable("kernel", shape, x.dtype())
        .read();
  }

  private static Tensor bias(VariableScope scope, Tensor x, int units) {
    return scope.getVariable("bias", Shape.of(units), x.dtype(), Initializers.zeros(), true).read();
  }

  private static Tensor activated(String layer, UnaryOperator<Tensor> activation, Tensor z) {
    return ValueException.requireGiven(activation.apply(z), layer + ": what the activation gives");
  }

  /** The largest of each {@code size}×{@code size} window, the windows side by side. */
  public static Tensor maxPool2d(Tensor x, int size) {
    requireRank("max_pool2d", x, 4);
    return Pool.maxPool(x, size, Window.valid().strides(size));
  }

  /** A row for each element of the batch; all dimensions but the first are known. */
  public static Tensor flatten(Tensor x) {
    requireRank("flatten", x, 2);
    Shape inner = x.shape().slice(1, x.rank());
    if (!inner.isKnown()) {
      throw new ShapeException("flatten: all dimensions but the first are known, got " + x.shape());
    }
    int n = x.shape().dim(0);
    // of no elements a free dimension cannot be told
    return n == Shape.UNKNOWN && inner.elements() > 0
        ? ArrayOps.reshape(x, -1, inner.elements())
        : ArrayOps.reshape(x, Math.max(n, 0), inner.elements());
  }

  /**
   * In training each element is dropped with probability {@code rate} and the others divided by 1 −
   * rate; else {@code x}.
   *
   * @param seed of the stream of masks
   */
  public static Tensor dropout(Tensor x, double rate, long seed, Tensor training) {
    ValueException.requireGiven(x, "dropout: x");
    return Control.cond(
        training, () -> Regularization.dropout(x, rate, seed).output(), () -> ArrayOps.identity(x));
  }

  /**
   * {@code (x − mean)/√(variance + 1e-3)·gamma + beta}, per channel. In training mean and variance
   * are those of the batch, and the layer's moving averages of them take a step, decay 0.99; else
   * they are the moving averages. The batch's variance is divided by its size, also in the average.
   * Ioffe and Szegedy 2015.
   *
   * <p>The averages need no operation of their own: they take their step when the output is
   * computed, once per run.
   */
  public static Tensor batchNorm(VariableScope scope, Tensor x, Tensor training) {
    requireRank("batch_norm", x, 2);
    Symbol learns = deferred(scope, training);
    Shape channels = Shape.of(requireChannels("batch_norm", x));
    Tensor gamma =
        scope.getVariable("gamma", channels, x.dtype(), Initializers.ones(), true).read();
    Tensor beta = scope.getVariable("beta", channels, x.dtype(), Initializers.zeros(), true).read();
    Variable mean =
        scope.getVariable("moving_mean", channels, x.dtype(), Initializers.zeros(), false);
    Variable variance =
        scope.getVariable("moving_variance", channels, x.dtype(), Initializers.ones(), false);
    int[] axes = IntStream.range(0, x.rank() - 1).toArray();
    List<Tensor> used =
        Control.condAll(
            learns,
            () -> {
              Normalization.MeanVariance batch = Normalization.moments(x, axes);
              mean.assign(MovingAverage.next(mean.read(), batch.mean(), MOMENTUM));
              variance.assign(MovingAverage.next(variance.read(), batch.variance(), MOMENTUM));
              return List.of(batch.mean(), batch.variance());
            },
            () -> List.of(mean.read(), variance.read()));
    return Normalization.batchNormalization(x, used.get(0), used.get(1), beta, gamma, EPSILON);
  }

  /** A branch on a symbol is a node of the graph, whose assignments happen when it runs. */
  private static Symbol deferred(VariableScope scope, Tensor training) {
    ValueException.requireGiven(scope, "batch_norm: scope");
    ValueException.requireGiven(training, "batch_norm: training");
    if (training.dtype() != DType.BOOL || training.rank() != 0) {
      throw new DTypeException(
          "batch_norm: training is a bool scalar, got " + TensorType.of(training));
    }
    return training instanceof Symbol symbol ? symbol : scope.graph().constant(training);
  }

  private static void requireRank(String layer, Tensor x, int rank) {
    ValueException.requireGiven(x, layer + ": x");
    boolean exact = layer.equals("dense") || rank == 4;
    if (exact ? x.rank() != rank : x.rank() < rank) {
      throw new ShapeException(
          layer + ": " + rank + (exact ? "" : " or more") + " dimensions, got " + x.shape());
    }
  }

  private static int requireChannels(String layer, Tensor x) {
    if (x.shape().dim(-1) == Shape.UNKNOWN) {
      throw new ShapeException(layer + ": the last dimension is known, got " + x.shape());
    }
    return x.shape().dim(-1);
  }

  private static int requirePositive(String layer, String what, int value) {
    if (value < 1) {
      throw new AttributeException(layer + ": " + what + " >= 1, got " + value);
    }
    return value;
  }
}
