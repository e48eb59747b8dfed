package dev.assay.engine.ops.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.AssayException;
import dev.assay.engine.AttributeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.grad.Gradients;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What the judge does not see of convolutions: large images, shapes in graphs, error texts. */
class ConvTest {
  private static Tensor random(int seed, int... dims) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] v = new double[Shape.of(dims).elements()];
    for (int i = 0; i < v.length; i++) {
      v[i] = random.nextDouble() - 0.5;
    }
    return Tensor.of(Shape.of(dims), HostStorage.ofDoubles(DType.FLOAT32, v));
  }

  /** One element of a 3×3 convolution with stride 1, SAME. */
  private static double plain(double[] x, double[] w, int size, int c, int q, int[] at) {
    double sum = 0;
    for (int kh = 0; kh < 3; kh++) {
      for (int kw = 0; kw < 3; kw++) {
        int ih = at[0] + kh - 1;
        int iw = at[1] + kw - 1;
        if (ih >= 0 && ih < size && iw >= 0 && iw < size) {
          for (int ic = 0; ic < c; ic++) {
            sum += x[(ih * size + iw) * c + ic] * w[((kh * 3 + kw) * c + ic) * q + at[2]];
          }
        }
      }
    }
    return sum;
  }

  /** The first two layers of VGG-16. */
  @Test
  void aLargeImageGivesTheSumsOfThePlainLoop() {
    int size = 224;
    Tensor x = random(1, 1, size, size, 3);
    Tensor f = random(2, 3, 3, 3, 64);
    Tensor g = random(3, 3, 3, 64, 64);
    Tensor y = Conv.conv2d(x, f, Window.same());
    Tensor z = Conv.conv2d(y, g, Window.same());
    assertEquals(Shape.of(1, size, size, 64), z.shape());
    double[] xs = x.toDoubles();
    double[] ys = y.toDoubles();
    double[] zs = z.toDoubles();
    double[] fs = f.toDoubles();
    double[] gs = g.toDoubles();
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 3000; i++) {
      int[] edges = {0, 1, size - 2, size - 1, random.nextInt(size), random.nextInt(size)};
      int[] at = {edges[random.nextInt(6)], edges[random.nextInt(6)], random.nextInt(64)};
      int offset = (at[0] * size + at[1]) * 64 + at[2];
      assertEquals((float) plain(xs, fs, size, 3, 64, at), ys[offset]);
      assertEquals((float) plain(ys, gs, size, 64, 64, at), zs[offset]);
    }
  }

  @Test
  void surplusPaddingIsBehind() {
    Tensor x = Tensor.of(DType.FLOAT64, Shape.of(1, 4, 1), 1, 2, 3, 4);
    Tensor w = Tensor.of(DType.FLOAT64, Shape.of(2, 1, 1), 1, 10);
    assertEquals(
        List.of(21.0, 32.0, 43.0, 4.0), values(Conv.conv1d(x, w, Window.same())), "one behind");
    assertEquals(List.of(10.0, 21.0, 32.0, 43.0), values(Conv.conv1d(x, w, Window.causal())));
    assertEquals(List.of(10.0, 21.0, 32.0, 43.0, 4.0), values(Conv.conv1d(x, w, Window.full())));
    assertEquals(List.of(21.0, 43.0), values(Conv.conv1d(x, w, Window.valid().strides(2))));
    assertEquals(
        List.of(0.0, 10.0, 21.0, 32.0, 43.0), values(Conv.conv1d(x, w, Window.explicit(2, 0))));
  }

  private static List<Double> values(Tensor t) {
    return Arrays.stream(t.toDoubles()).boxed().toList();
  }

  @Test
  void paddingAddsNothing() {
    Tensor x = Tensor.of(DType.FLOAT64, Shape.of(1, 2, 1), 1, 2);
    Tensor w = Tensor.of(DType.FLOAT64, Shape.of(2, 1, 1), 1, Double.POSITIVE_INFINITY);
    assertEquals(List.of(Double.POSITIVE_INFINITY, 2.0), values(Conv.conv1d(x, w, Window.same())));
  }

  @Test
  void shapesAreInferredAsFarAsTheyAreKnown() {
    Graph g = new Graph();
    Tensor x = g.placeholder(DType.FLOAT32, Shape.of(-1, 224, -1, 3));
    Tensor w = g.placeholder(DType.FLOAT32, Shape.of(3, 3, 3, 8));
    Tensor any = g.placeholder(DType.FLOAT32, Shape.of(-1, -1, -1, -1));
    assertEquals(Shape.of(-1, 112, -1, 8), Conv.conv2d(x, w, Window.same().strides(2)).shape());
    assertEquals(Shape.of(-1, 222, -1, 8), Conv.conv2d(x, w, Window.valid()).shape());
    assertEquals(Shape.of(-1, 112, -1, -1), Conv.conv2d(x, any, Window.same().strides(2)).shape());
    assertEquals(Shape.of(-1, -1, -1, -1), Conv.conv2d(x, any, Window.valid()).shape());
    assertEquals(
        Shape.of(-1, 4, 224, 8),
        Conv.depthwiseConv2d(
                g.placeholder(DType.FLOAT32, Shape.of(-1, 4, 224, -1)),
                g.placeholder(DType.FLOAT32, Shape.of(3, 3, 4, 2)),
                Window.same())
            .shape());
    Tensor sizes = Tensor.of(new int[] {5, 8, 8, 3});
    assertEquals(
        Shape.of(5, 8, 8, 3), Conv.conv2dBackpropInput(sizes, w, any, Window.same()).shape());
    Tensor later = g.placeholder(DType.INT32, Shape.of(-1));
    assertEquals(
        Shape.of(7, -1, -1, -1),
        Conv.conv2dBackpropInput(
                later, w, g.placeholder(DType.FLOAT32, Shape.of(7, -1, -1, 8)), Window.same())
            .shape());
  }

  @Test
  void gradientsDoNotNeedKnownSizes() {
    Graph g = new Graph();
    Tensor x = g.placeholder(DType.FLOAT64, Shape.of(-1, -1, -1, -1));
    Tensor w = g.placeholder(DType.FLOAT64, Shape.of(-1, -1, -1, -1));
    Tensor loss = Reduce.sum(Maths.square(Conv.conv2d(x, w, Window.same().strides(2))));
    Tensor dx = Gradients.gradient(loss, x);
    Tensor dwx = Gradients.gradient(Reduce.sum(Maths.square(dx)), w);
    Tensor image = Tensor.of(DType.FLOAT64, Shape.of(1, 1, 1, 1), 3);
    Tensor filter = Tensor.of(DType.FLOAT64, Shape.of(1, 1, 1, 1), 5);
    try (Session s = new Session(g)) {
      // loss = (w·x)², dx = 2w²x, d(dx²)/dw = 2·dx·4wx
      List<Tensor> got = s.run(List.of(dx, dwx), Map.of(x, image, w, filter));
      assertEquals(150, got.get(0).toDoubles()[0]);
      assertEquals(2 * 150 * 4 * 15, got.get(1).toDoubles()[0]);
    }
  }

  private static void refused(
      Class<? extends AssayException> type, String constraint, Runnable call, String text) {
    AssayException e = assertThrows(type, call::run);
    assertEquals(Optional.of(constraint), e.constraint(), e.getMessage());
    assertTrue(e.getMessage().contains(text), e.getMessage());
  }

  @Test
  void errorsNameTheConstraint() {
    Tensor x = random(1, 1, 3, 3, 2);
    Tensor w = random(2, 4, 4, 2, 2);
    Tensor small = random(2, 2, 2, 2, 2);
    refused(
        ShapeException.class,
        "C13",
        () -> Conv.conv2d(x, w, Window.valid()),
        "conv2d (C13): the dilated window fits into the padded input, got [1,3,3,2] and [4,4,2,2]");
    refused(
        ShapeException.class,
        "C13",
        () -> Conv.conv2d(x, small, Window.valid().dilations(3)),
        "the dilated window");
    refused(
        AttributeException.class,
        "C5",
        () -> Conv.conv2d(x, small, Window.same().strides(1, -2)),
        "every entry of strides is in [1, 2^31), got");
    refused(
        AttributeException.class,
        "C9",
        () -> Conv.conv2d(x, small, Window.same().dilations(0)),
        "every entry of dilations");
    refused(
        AttributeException.class,
        "C7",
        () -> Conv.conv2d(x, small, Window.explicit(0, 0, 0, -1)),
        "every entry of explicit_paddings");
    refused(
        ShapeException.class,
        "C12",
        () -> Conv.conv2d(x, random(3, 2, 2, 3, 2), Window.same()),
        "channels of input = groups·(channels of filter)");
    refused(
        ValueException.class,
        "C17",
        () -> Conv.conv2dBackpropInput(Tensor.of(new int[] {1, 3, 3, 2}), small, x, Window.valid()),
        "out_backprop has the shape that conv2d gives");
    assertThrows(ValueException.class, () -> Window.same().strides((int[]) null));
  }

  @Test
  void hugeSizesAreRefusedNotOverflowed() {
    Tensor x = random(1, 1, 2, 1);
    Tensor w = random(2, 2, 1, 1);
    int huge = Integer.MAX_VALUE;
    assertThrows(ShapeException.class, () -> Conv.conv1d(x, w, Window.explicit(huge, huge)));
    assertThrows(ShapeException.class, () -> Conv.conv1d(x, w, Window.full().dilations(huge)));
    assertEquals(
        Shape.of(1, 2, 1), Conv.conv1d(x, w, Window.full().dilations(huge).strides(huge)).shape());
  }

  @Test
  void aWindowSaysWhatItIs() {
    assertEquals(
        "window channels first {padding=SAME, strides=[2]}",
        Window.same().strides(2).channelsFirst().toString());
    assertEquals(
        "window {explicit_paddings=[1, 0], padding=EXPLICIT}", Window.explicit(1, 0).toString());
  }
}
