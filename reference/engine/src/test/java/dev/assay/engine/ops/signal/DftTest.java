package dev.assay.engine.ops.signal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.ShapeException;
import java.util.SplittableRandom;
import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;
import org.junit.jupiter.api.Test;

/** Roots of unity, and transforms against the sum and against Commons Math's. */
class DftTest {
  private static final double U = 0x1p-53;

  private static double[] random(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] v = new double[n];
    for (int i = 0; i < n; i++) {
      v[i] = 2 * random.nextDouble() - 1;
    }
    return v;
  }

  @Test
  void rootsAreExactAtQuartersAndSymmetric() {
    for (int n = 1; n <= 96; n++) {
      double[] cos = new double[n];
      double[] sin = new double[n];
      for (int k = 0; k < n; k++) {
        Roots.store(k, n, cos, sin, k);
        assertEquals(StrictMath.cos(2 * Math.PI * k / n), cos[k], 16 * U, n + " " + k);
        assertEquals(StrictMath.sin(2 * Math.PI * k / n), sin[k], 16 * U, n + " " + k);
        assertEquals(1, cos[k] * cos[k] + sin[k] * sin[k], 4 * U);
      }
      for (int k = 1; k < n; k++) {
        assertEquals(cos[k], cos[n - k], n + " " + k);
        assertEquals(0, sin[k] + sin[n - k], n + " " + k);
        if (n % 4 == 0) {
          assertEquals(cos[k], sin[(k + n / 4) % n], n + " " + k);
        }
      }
      assertEquals(1, cos[0]);
      assertEquals(0, sin[0]);
      if (n % 4 == 0) {
        assertArrayEquals(
            new double[] {0, -1, 0}, new double[] {cos[n / 4], cos[n / 2], sin[n / 2]});
      }
    }
  }

  @Test
  void anglesOfLargeIndicesAreReducedExactly() {
    double[] cos = new double[1];
    double[] sin = new double[1];
    long n = 1L << 31;
    Roots.store(n - 1, n, cos, sin, 0);
    assertEquals(1, cos[0]);
    assertEquals(-2 * Math.PI / n, sin[0], 1e-24);
  }

  /** The stated accuracy, lengths of all three algorithms. */
  @Test
  void theErrorInTheNormIsAsStated() {
    for (int n : new int[] {1, 2, 3, 5, 8, 12, 16, 17, 31, 32, 97, 100, 127, 128, 255, 256, 509}) {
      double[] x = random(n, n);
      double[] y = random(n, n + 1000);
      double[] re = x.clone();
      double[] im = y.clone();
      Dft.of(n).run(re, im);
      double error = 0;
      double norm = 0;
      for (int k = 0; k < n; k++) {
        double[] want = sum(x, y, k);
        norm += want[0] * want[0] + want[1] * want[1];
        error += StrictMath.pow(re[k] - want[0], 2) + StrictMath.pow(im[k] - want[1], 2);
      }
      double log = StrictMath.log(n) / StrictMath.log(2);
      double stated = Integer.bitCount(n) == 1 || n <= Dft.PLAIN ? 1 + log : 4 + 2 * log;
      double relative = Math.sqrt(error / norm);
      assertTrue(relative <= stated * U, n + ": " + relative / U + " u, stated " + stated);
    }
  }

  /** {@code Σⱼ zⱼ·e^(−2πi·jk/n)}, the sums compensated. */
  private static double[] sum(double[] x, double[] y, int k) {
    int n = x.length;
    double[] cos = new double[1];
    double[] sin = new double[1];
    double[] s = new double[4];
    for (int j = 0; j < n; j++) {
      Roots.store((long) j * k % n, n, cos, sin, 0);
      add(s, 0, x[j] * cos[0]);
      add(s, 0, y[j] * sin[0]);
      add(s, 2, y[j] * cos[0]);
      add(s, 2, -x[j] * sin[0]);
    }
    return new double[] {s[0] + s[1], s[2] + s[3]};
  }

  private static void add(double[] s, int at, double term) {
    double next = s[at] + term;
    s[at + 1] += Math.abs(s[at]) >= Math.abs(term) ? (s[at] - next) + term : (term - next) + s[at];
    s[at] = next;
  }

  @Test
  void agreesWithCommonsMath() {
    FastFourierTransformer other = new FastFourierTransformer(DftNormalization.STANDARD);
    for (int n = 1; n <= 1024; n *= 2) {
      double[] re = random(n, 7 * n);
      double[] im = random(n, 7 * n + 1);
      Complex[] z = new Complex[n];
      for (int i = 0; i < n; i++) {
        z[i] = new Complex(re[i], im[i]);
      }
      Complex[] want = other.transform(z, TransformType.FORWARD);
      Dft.of(n).run(re, im);
      for (int k = 0; k < n; k++) {
        assertEquals(want[k].getReal(), re[k], 1e-14 * n);
        assertEquals(want[k].getImaginary(), im[k], 1e-14 * n);
      }
    }
  }

  @Test
  void swappedPartsGiveTheInverseTimesN() {
    for (int n : new int[] {1, 6, 16, 45}) {
      double[] re = random(n, n);
      double[] im = random(n, n + 1);
      double[] a = re.clone();
      double[] b = im.clone();
      Dft.of(n).run(a, b);
      Dft.of(n).run(b, a);
      for (int k = 0; k < n; k++) {
        assertEquals(n * re[k], a[k], 1e-13 * n);
        assertEquals(n * im[k], b[k], 1e-13 * n);
      }
    }
  }

  @Test
  void lengthsBeyondArraysAreTypedErrors() {
    assertThrows(ShapeException.class, () -> Dft.of((1 << 29) + 1));
    assertEquals(1, Dft.powerOfTwo(0));
    assertEquals(1, Dft.powerOfTwo(1));
    assertEquals(64, Dft.powerOfTwo(33));
    assertEquals(64, Dft.powerOfTwo(64));
  }
}
