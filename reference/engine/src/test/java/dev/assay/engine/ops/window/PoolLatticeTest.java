package dev.assay.engine.ops.window;

import static dev.assay.engine.tensor.DType.FLOAT64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assay.engine.AssayException;
import dev.assay.engine.AttributeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.backend.Vjps;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pools against their plain definition on the whole lattice of small images, windows, strides and
 * paddings: windows of one cell, as large as the image and larger, even and odd, further apart than
 * wide. Elements are few integers, so that ties abound.
 */
class PoolLatticeTest {
  private static final double TOLERANCE = 1e-14; // three divisions and a sum of twelve
  private final SplittableRandom random = new SplittableRandom(11);

  /** One axis: sizes of image, window, stride, and the padding in front. */
  private record Axis(int in, int size, int stride, int before, int out) {
    static Axis of(int in, int size, int stride, String padding) {
      if (padding.equals("SAME")) {
        int out = (in + stride - 1) / stride;
        int all = Math.max(0, (out - 1) * stride + size - in);
        return new Axis(in, size, stride, all / 2, out);
      }
      int before = padding.equals("VALID") ? 0 : size - 1;
      int padded = before + in + (padding.equals("FULL") ? size - 1 : 0);
      int out = 0;
      while (out * stride + size <= padded) {
        out++;
      }
      return new Axis(in, size, stride, before, out);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"VALID", "SAME", "FULL", "CAUSAL"})
  void lines(String padding) {
    for (int in = 1; in <= 7; in++) {
      for (int size = 1; size <= 8; size++) {
        for (int stride = 1; stride <= 5; stride++) {
          Axis w = Axis.of(in, size, stride, padding);
          Attributes attrs = attributes(padding).and("ksize", size).and("strides", stride);
          check("1d", attrs, Axis.of(1, 1, 1, "VALID"), w, Shape.of(2, in, 2));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"VALID", "SAME", "FULL", "CAUSAL"})
  void images(String padding) {
    for (int code = 0; code < 4 * 3 * 3 * 3 * 3 * 3; code++) {
      int height = 1 + code % 4;
      int width = 1 + code / 4 % 3;
      int[] size = {1 + code / 12 % 3, 1 + code / 36 % 3};
      int[] stride = {1 + code / 108 % 3, 1 + code / 324 % 3};
      Attributes attrs = attributes(padding).and("ksize", size).and("strides", stride);
      Axis h = Axis.of(height, size[0], stride[0], padding);
      Axis w = Axis.of(width, size[1], stride[1], padding);
      check("", attrs, h, w, Shape.of(1, height, width, 2));
    }
  }

  private static Attributes attributes(String padding) {
    return Attributes.of("padding", padding);
  }

  private void check(String n, Attributes attrs, Axis h, Axis w, Shape shape) {
    Tensor x =
        Tensor.of(FLOAT64, shape, random.ints(shape.elements(), 0, 4).asDoubleStream().toArray());
    if (h.out == 0 || w.out == 0) {
      assertThrows(ShapeException.class, () -> call("max_pool" + n, attrs, x));
      assertThrows(ShapeException.class, () -> call("avg_pool" + n, attrs, x));
      return;
    }
    int batch = shape.dim(0);
    int channels = shape.dim(-1);
    int outputs = batch * h.out * w.out * channels;
    double[] max = new double[outputs];
    double[] mean = new double[outputs];
    double[] dMax = new double[x.size()];
    double[] dMean = new double[x.size()];
    double[] v = x.toDoubles();
    double[] dy = random.ints(outputs, 1, 9).asDoubleStream().toArray();
    for (int o = 0; o < outputs; o++) {
      int c = o % channels;
      int ow = o / channels % w.out;
      int oh = o / channels / w.out % h.out;
      int b = o / channels / w.out / h.out;
      int best = -1;
      int count = 0;
      for (int i = 0; i < h.in * w.in; i++) {
        int at = (b * h.in * w.in + i) * channels + c;
        if (holds(h, oh, i / w.in) && holds(w, ow, i % w.in)) {
          best = best < 0 || v[at] > v[best] ? at : best;
          mean[o] += v[at];
          count++;
        }
      }
      max[o] = v[best];
      mean[o] /= count;
      dMax[best] += dy[o];
      for (int i = 0; i < h.in * w.in; i++) {
        if (holds(h, oh, i / w.in) && holds(w, ow, i % w.in)) {
          dMean[(b * h.in * w.in + i) * channels + c] += dy[o] / count;
        }
      }
    }
    compare(call("max_pool" + n, attrs, x), max, dy, dMax);
    compare(call("avg_pool" + n, attrs, x), mean, dy, dMean);
  }

  private static boolean holds(Axis a, int o, int i) {
    int cell = i + a.before - o * a.stride;
    return 0 <= cell && cell < a.size;
  }

  private static Call call(String op, Attributes attrs, Tensor... inputs) {
    return Call.of(OpRegistry.get(op), List.of(inputs), attrs);
  }

  private static void compare(Call call, double[] want, double[] dy, double[] dx) {
    List<Tensor> y = call.runReference();
    assertArrayEquals(want, y.get(0).toDoubles(), TOLERANCE, call::toString);
    Tensor cotangent = Tensor.of(FLOAT64, y.get(0).shape(), dy);
    Tensor got = Vjps.byRule(call, y, List.of(cotangent)).get(0).orElseThrow();
    assertArrayEquals(dx, got.toDoubles(), 12 * TOLERANCE, call::toString);
  }

  @Test
  void aWindowFarLargerThanTheInputCostsNoMoreThanTheInput() {
    Tensor x = Tensor.of(FLOAT64, Shape.of(1, 2, 2, 1), new double[] {1, 4, 2, 3});
    Window same = Window.same();
    double[] four = {4, 4, 4, 4};
    assertArrayEquals(four, Pool.maxPool(x, Integer.MAX_VALUE, same).toDoubles());
    double[] mean = {2.5, 2.5, 2.5, 2.5};
    assertArrayEquals(mean, Pool.avgPool(x, Integer.MAX_VALUE, same).toDoubles());
  }

  @Test
  void aWindowInThePaddingIsRefused() {
    Tensor x = Tensor.of(FLOAT64, Shape.of(1, 3, 1), new double[] {1, 2, 3});
    assertEquals(4, Pool.maxPool1d(x, 2, Window.explicit(1, 1)).size());
    // the first window would see padding only, or the last; with a stride of 2 it is left out
    for (Window w : List.of(Window.explicit(2, 0), Window.explicit(0, 2))) {
      AssayException e = assertThrows(ShapeException.class, () -> Pool.maxPool1d(x, 2, w));
      assertEquals("C10", e.constraint().orElseThrow());
    }
    assertEquals(2, Pool.avgPool1d(x, 2, Window.explicit(0, 2).strides(2)).size());
    Tensor none = Tensor.of(FLOAT64, Shape.of(1, 0, 1), new double[0]);
    assertThrows(ShapeException.class, () -> Pool.avgPool1d(none, 2, Window.full()));
    assertThrows(ShapeException.class, () -> Pool.avgPool1d(none, 2, Window.valid()));
    assertEquals(Shape.of(1, 0, 1), Pool.avgPool1d(none, 2, Window.same()).shape());
  }

  @Test
  void poolsHaveNoDilations() {
    Tensor x = Tensor.of(FLOAT64, Shape.of(1, 3, 1), new double[] {1, 2, 3});
    assertThrows(AttributeException.class, () -> Pool.maxPool1d(x, 2, Window.valid().dilations(2)));
  }
}
