package dev.assay.engine.ops.signal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.grad.GradientTape;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Conventions of complex numbers and transforms, special lengths, messages. */
class SignalTest {
  private static Tensor complex(double... parts) {
    return Tensor.of(DType.COMPLEX128, Shape.of(parts.length / 2), parts);
  }

  private static void same(Tensor got, double... want) {
    assertArrayEquals(want, got.toDoubles(), got.toString());
  }

  private static double[] gradient(Tensor x, UnaryOperator<Tensor> f) {
    try (GradientTape tape = GradientTape.open()) {
      tape.watch(x);
      return tape.gradient(f.apply(x), x).toDoubles();
    }
  }

  @Test
  void divisionAndRoots() {
    same(Maths.divide(complex(1, 2), complex(0, 0)), 1 / 0.0, 1 / 0.0);
    same(Maths.divide(complex(1e300, 1e300), complex(1e300, 1e300)), 1, 0);
    same(Maths.sqrt(complex(-4, 0.0, -4, -0.0, 0, 2)), 0, 2, 0, -2, 1, 1);
    same(Maths.log(complex(-1, 0.0, -1, -0.0)), 0, Math.PI, 0, -Math.PI);
    same(Maths.exp(complex(0, 0, Double.POSITIVE_INFINITY, 0)), 1, 0, 1 / 0.0, 0);
    same(Maths.tanh(complex(400, 1, -400, 1)), 1, 0, -1, 0);
    assertEquals(5e200, Maths.abs(complex(3e200, 4e200)).toDoubles()[0], 1e185);
  }

  @Test
  void equalityLooksAtBothParts() {
    Tensor z = complex(1, 2, 1, 3, Double.NaN, 0);
    Tensor w = complex(1, 2, 1, 2, Double.NaN, 0);
    assertArrayEquals(new long[] {1, 0, 0}, Maths.equal(z, w).toLongs());
    assertArrayEquals(new long[] {0, 1, 1}, Maths.notEqual(z, w).toLongs());
  }

  @Test
  void realNumbersAreTheirOwnConjugates() {
    Tensor x = Tensor.of(new double[] {1, -2});
    assertSame(x, Signal.conj(x));
    assertSame(x, Signal.real(x));
  }

  /** d|z|²/dz is 2z: the gradient points where the function grows. */
  @Test
  void gradientsAreThoseOfTensorFlow() {
    Tensor z = complex(3, -4);
    assertArrayEquals(
        new double[] {6, -8}, gradient(z, t -> Reduce.sum(Maths.square(Maths.abs(t)))));
    assertArrayEquals(new double[] {0.6, -0.8}, gradient(z, t -> Reduce.sum(Maths.abs(t))));
    // z² is holomorphic: conj(2z)
    assertArrayEquals(
        new double[] {6, 8}, gradient(z, t -> Reduce.sum(Signal.real(Maths.square(t)))));
    assertArrayEquals(new double[] {0, 0}, gradient(complex(0, 0), t -> Reduce.sum(Maths.abs(t))));
  }

  @Test
  void castsPassTheRealPartBack() {
    Tensor x = Tensor.of(new double[] {2});
    assertArrayEquals(
        new double[] {4},
        gradient(
            x, t -> Reduce.sum(Signal.real(Maths.square(ArrayOps.cast(t, DType.COMPLEX128))))));
    assertArrayEquals(
        new double[] {1, 0},
        gradient(complex(5, 6), t -> Reduce.sum(ArrayOps.cast(t, DType.FLOAT64))));
  }

  @Test
  void aGradientOfAComplexResultNeedsACotangent() {
    Tensor z = complex(1, 2);
    assertThrows(DTypeException.class, () -> gradient(z, Maths::square));
  }

  @Test
  void lengthsZeroAndOne() {
    assertEquals(Shape.of(2, 0), Signal.fft(Tensor.zeros(DType.COMPLEX64, Shape.of(2, 0))).shape());
    same(Signal.fft(complex(1, 2)), 1, 2);
    same(Signal.ifft(complex(1, 2)), 1, 2);
    same(Signal.rfft(Tensor.of(new double[] {7})), 7, 0);
    assertEquals(Shape.of(0), Signal.rfft(Tensor.of(new double[0])).shape());
    assertEquals(Shape.of(0), Signal.irfft(complex(1, 2)).shape());
    same(Signal.irfft(complex(1, 2), 1), 1);
    same(Signal.rfft(Tensor.of(new double[0]), 2), 0, 0, 0, 0);
    assertEquals(
        Shape.of(0),
        Signal.fftConvolve(Tensor.of(new double[0]), Tensor.of(new double[3])).shape());
  }

  @Test
  void multiplesOfAQuarterTurnAreExact() {
    same(Signal.fft(complex(1, 0, 2, 0, 3, 0, 4, 0)), 10, 0, -2, 2, -2, 0, -2, -2);
    same(Signal.rfft(Tensor.of(new double[] {1, 2, 3, 4, 5}), 4), 10, 0, -2, 2, -2, 0);
  }

  @Test
  void binsWithoutPartnerAreRealOfEveryLength() {
    for (int n : new int[] {6, 7, 18, 34}) {
      double[] x = new double[n];
      for (int i = 0; i < n; i++) {
        x[i] = 1.0 / (i + 3);
      }
      double[] y = Signal.rfft(Tensor.of(x)).toDoubles();
      assertEquals(0, y[1]);
      assertTrue(n % 2 == 1 || y[y.length - 1] == 0);
    }
  }

  /** What no real tensor has in its transform is not looked at: no gradient flows there. */
  @Test
  void imaginaryPartsOfTheEndsDoNotCount() {
    Tensor y = complex(1, 9, 3, 4, 5, -9);
    same(Signal.irfft(y), 3, -3, 0, 1);
    double[] g = gradient(y, t -> Reduce.sum(Maths.square(Signal.irfft(t))));
    assertEquals(0, g[1]);
    assertEquals(0, g[5]);
  }

  @Test
  void shapesMayBeUnknown() {
    Graph graph = new Graph();
    Tensor x = graph.placeholder(DType.FLOAT64, Shape.of(-1, -1));
    Tensor bins = Signal.rfft(x);
    assertEquals(Shape.of(-1, -1), bins.shape());
    assertEquals(Shape.of(-1, 4), Signal.rfft(x, 6).shape());
    assertEquals(Shape.of(-1, -1), Signal.irfft(bins).shape());
    Tensor back = Signal.irfft(bins, 5);
    try (Session session = new Session(graph)) {
      Tensor five = Tensor.of(new double[][] {{1, 2, 3, 4, 5}});
      assertArrayEquals(
          five.toDoubles(), session.run(back, Map.of(x, five)).toDoubles(), 1e-15 * 16);
    }
  }

  @Test
  void messagesNameTheConstraint() {
    Tensor x = Tensor.of(new double[] {1, 2});
    assertEquals(
        "fft (C1): input.dtype in [complex64, complex128], got float64",
        assertThrows(DTypeException.class, () -> Signal.fft(x)).getMessage());
    assertEquals(
        "fft2d (C2): input.rank >= 2, got [1]",
        assertThrows(ShapeException.class, () -> Signal.fft2d(complex(1, 2))).getMessage());
    assertThrows(DTypeException.class, () -> Maths.floor(complex(1, 2)));
    assertThrows(DTypeException.class, () -> Reduce.max(complex(1, 2)));
    assertThrows(DTypeException.class, () -> Maths.add(complex(1, 2), x));
    Tensor half = Tensor.of(DType.FLOAT16, Shape.of(1), 1);
    assertThrows(DTypeException.class, () -> Signal.complex(half, half));
  }
}
