package dev.assay.bench;

import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.linalg.LinAlg;
import dev.assay.engine.ops.window.Conv;
import dev.assay.engine.ops.window.Window;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A piece of work on float32 that contenders are timed at. */
public sealed interface Work {
  /** {@code c = a·b}, all of shape [n, n]. */
  record MatMul(int n) implements Work {
    @Override
    public List<Shape> arguments() {
      return List.of(Shape.of(n, n), Shape.of(n, n));
    }

    @Override
    public Tensor call(Tensor a, Tensor b) {
      return LinAlg.matmul(a, b);
    }

    @Override
    public double operations() {
      return 2.0 * n * n * n;
    }
  }

  /** What a convolution computes. */
  enum Direction {
    /** The output. */
    FORWARD,
    /** The cotangent of the input. */
    BACKPROP_INPUT,
    /** The cotangent of the filter. */
    BACKPROP_FILTER
  }

  /** A convolution of 3×3 taps, stride 1, as large a result as its input, channels last. */
  record Conv2d(Direction direction, int batch, int size, int in, int out) implements Work {
    /** Of the input. */
    public Shape input() {
      return Shape.of(batch, size, size, in);
    }

    /** Of the filter. */
    public Shape filter() {
      return Shape.of(3, 3, in, out);
    }

    /** Of the output. */
    public Shape output() {
      return Shape.of(batch, size, size, out);
    }

    @Override
    public List<Shape> arguments() {
      return switch (direction) {
        case FORWARD -> List.of(input(), filter());
        case BACKPROP_INPUT -> List.of(filter(), output());
        case BACKPROP_FILTER -> List.of(input(), output());
      };
    }

    @Override
    public Tensor call(Tensor x, Tensor y) {
      return switch (direction) {
        case FORWARD -> Conv.conv2d(x, y, Window.same());
        case BACKPROP_INPUT ->
            Conv.conv2dBackpropInput(Tensor.of(input().dims()), x, y, Window.same());
        case BACKPROP_FILTER ->
            Conv.conv2dBackpropFilter(x, Tensor.of(filter().dims()), y, Window.same());
      };
    }

    /** Those on the border count as if they had all taps. */
    @Override
    public double operations() {
      return 2.0 * filter().elements() * batch * size * size;
    }
  }

  /** {@code z = x + y}, all of shape [n]. */
  record Add(int n) implements Work {
    @Override
    public List<Shape> arguments() {
      return List.of(Shape.of(n), Shape.of(n));
    }

    @Override
    public Tensor call(Tensor x, Tensor y) {
      return Maths.add(x, y);
    }

    @Override
    public double operations() {
      return n;
    }
  }

  /** The shapes of its arguments. */
  List<Shape> arguments();

  /** The call of the engine that does it. */
  Tensor call(Tensor x, Tensor y);

  /** How many additions and multiplications it takes. */
  double operations();

  /** Arguments in [−1, 1), the same for everybody. */
  default List<float[]> values() {
    SplittableRandom random = new SplittableRandom(42);
    List<float[]> values = new ArrayList<>();
    for (Shape shape : arguments()) {
      float[] v = new float[shape.elements()];
      for (int i = 0; i < v.length; i++) {
        v[i] = (random.nextInt(1 << 25) - (1 << 24)) * 0x1p-24f;
      }
      values.add(v);
    }
    return values;
  }
}
