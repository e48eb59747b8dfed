package dev.assay.tck.cases;

import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.SplittableRandom;

/**
 * Matrices with known spectra, in general position: singular values or eigenvalues between 0.6 and
 * 4, at least 0.6 apart where that matters, between random rotations. So every factorization is
 * unique, differentiable and well conditioned, also once the elements are rounded to eight bits.
 *
 * <p>Special values: one element NaN or infinite, all elements huge, or zeros of both signs off the
 * diagonal. A factorization of any of them exists or is NaN.
 */
public final class Spectra {
  private static final double[] SPECIALS = {
    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0x1p100
  };

  /** The kinds of matrices. */
  public enum Kind {
    /** Singular values between 1 and 2, anyhow. */
    REGULAR,
    /** Singular values well separated. */
    GENERAL,
    /** Symmetric, eigenvalues of both signs, magnitudes as well separated as the values. */
    SYMMETRIC,
    /** Symmetric, eigenvalues positive. */
    DEFINITE,
    /** Not symmetric: eigenvalues real or in complex pairs, well separated. */
    BLOCKS,
    /** A lower triangle of elements away from 0 on the diagonal, above it anything. */
    TRIANGULAR
  }

  private Spectra() {}

  /** A batch: none, one or two axes, sometimes empty. */
  static Shape batch(Draw d) {
    return d.pick(Shape.scalar(), Shape.of(2), Shape.of(1), Shape.of(0), Shape.of(1, 2));
  }

  /** Rows and columns, up to 4. */
  public static int size(Draw d) {
    return d.pick(2, 3, 1, 4, 0, 3, 2);
  }

  /** Matrices of the shape's last two axes. */
  public static Tensor matrices(Draw d, Shape shape, Kind kind) {
    SplittableRandom random = new SplittableRandom(d.choose(1 << 20));
    int m = shape.dim(-2);
    int n = shape.dim(-1);
    int batch = shape.slice(0, shape.rank() - 2).elements();
    double[] all = new double[batch * m * n];
    for (int s = 0; s < batch; s++) {
      double[] a = matrix(random, m, n, kind);
      if (d.values() == Draw.Values.WILD) {
        special(random, a, n, kind);
      }
      System.arraycopy(a, 0, all, s * m * n, m * n);
    }
    return Tensor.of(shape, HostStorage.ofDoubles(d.dtype(), all));
  }

  private static void special(SplittableRandom random, double[] a, int n, Kind kind) {
    if (a.length == 0) {
      return;
    }
    double special = SPECIALS[random.nextInt(SPECIALS.length)];
    int place = random.nextInt(a.length);
    boolean all = special == 0x1p100;
    boolean zeros = random.nextInt(4) == 0;
    for (int i = 0; i < a.length; i++) {
      if (zeros) {
        boolean clear =
            kind != Kind.GENERAL
                && kind != Kind.REGULAR
                && kind != Kind.BLOCKS
                && i % n != i / n
                && random.nextBoolean();
        a[i] = clear ? (random.nextBoolean() ? 0.0 : -0.0) : a[i];
      } else if (all) {
        a[i] *= special;
      } else if (i == place) {
        a[i] = special;
      }
    }
    if (zeros && (kind == Kind.SYMMETRIC || kind == Kind.DEFINITE)) {
      for (int i = 0; i < n; i++) {
        a[i * n + i] = Math.abs(a[i * n + i]) + 4 * n; // dominant: still definite
      }
    }
  }

  private static double[] matrix(SplittableRandom random, int m, int n, Kind kind) {
    int k = Math.min(m, n);
    double[] values = new double[k];
    for (int i = 0; i < k; i++) {
      double u = random.nextDouble();
      boolean separated = kind != Kind.REGULAR && kind != Kind.DEFINITE && kind != Kind.TRIANGULAR;
      double gap = kind == Kind.BLOCKS ? 2 : 1;
      values[i] = separated ? 0.6 + gap * i + 0.4 * u : 1 + u;
    }
    for (int i = k - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      double v = values[i];
      values[i] = values[j];
      values[j] = v;
    }
    double[] a = new double[m * n];
    for (int i = 0; i < k; i++) {
      boolean negative = kind == Kind.SYMMETRIC && random.nextBoolean();
      a[i * n + i] = negative ? -values[i] : values[i];
    }
    switch (kind) {
      case REGULAR, GENERAL -> {
        rotateRows(random, a, m, n);
        rotateColumns(random, a, m, n);
      }
      case BLOCKS -> {
        blocks(random, a, n);
        long seed = random.nextLong(); // the same rotations on both sides
        rotateRows(new SplittableRandom(seed), a, n, n);
        rotateColumns(new SplittableRandom(seed), a, n, n);
      }
      case SYMMETRIC, DEFINITE -> {
        long seed = random.nextLong(); // the same rotations on both sides
        rotateRows(new SplittableRandom(seed), a, m, n);
        rotateColumns(new SplittableRandom(seed), a, m, n);
        for (int i = 0; i < m; i++) {
          for (int j = i + 1; j < n; j++) {
            a[i * n + j] = a[j * n + i];
          }
        }
      }
      case TRIANGULAR -> {
        for (int i = 0; i < a.length; i++) {
          boolean negative = random.nextBoolean();
          double off = random.nextDouble() - 0.5;
          a[i] = i % n == i / n ? (negative ? -a[i] : a[i]) : off;
        }
      }
    }
    return a;
  }

  /** Some neighbours on the diagonal become a pair a ± b·i; above the diagonal anything small. */
  private static void blocks(SplittableRandom random, double[] a, int n) {
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        a[i * n + j] = 0.2 * random.nextDouble() - 0.1;
      }
    }
    for (int i = 0; i + 1 < n; i++) {
      if (random.nextBoolean()) {
        a[(i + 1) * n + i + 1] = a[i * n + i];
        a[i * n + i + 1] = 0.7 + 0.3 * random.nextDouble();
        a[(i + 1) * n + i] = -1.2 - 0.4 * random.nextDouble();
        i++;
      }
    }
  }

  private static void rotateRows(SplittableRandom random, double[] a, int m, int n) {
    for (int p = 0; p < m; p++) {
      for (int q = p + 1; q < m; q++) {
        double angle = 0.3 + 0.5 * random.nextDouble();
        double c = StrictMath.cos(angle);
        double s = random.nextBoolean() ? StrictMath.sin(angle) : -StrictMath.sin(angle);
        for (int j = 0; j < n; j++) {
          double x = a[p * n + j];
          double y = a[q * n + j];
          a[p * n + j] = c * x - s * y;
          a[q * n + j] = s * x + c * y;
        }
      }
    }
  }

  private static void rotateColumns(SplittableRandom random, double[] a, int m, int n) {
    for (int p = 0; p < n; p++) {
      for (int q = p + 1; q < n; q++) {
        double angle = 0.3 + 0.5 * random.nextDouble();
        double c = StrictMath.cos(angle);
        double s = random.nextBoolean() ? StrictMath.sin(angle) : -StrictMath.sin(angle);
        for (int i = 0; i < m; i++) {
          double x = a[i * n + p];
          double y = a[i * n + q];
          a[i * n + p] = c * x - s * y;
          a[i * n + q] = s * x + c * y;
        }
      }
    }
  }
}
