package dev.assay.programs.data;

import dev.assay.engine.ops.random.Philox;

/**
 * Digits as if written by hand, 28×28 pixels of 0 … 255: one of the ways of {@link Glyphs}, each
 * point of it a little off, then scaled, sheared, turned and moved, drawn with a pen of some width,
 * softness and darkness, on paper with some grain.
 *
 * <p>Digit {@code i} is a function of the seed and {@code i}, the same on every machine: the
 * numbers are Philox's, the mathematics {@link StrictMath}'s. Digit {@code i} is an {@code i mod
 * 10}, so that all are equally frequent.
 */
final class DrawnDigits {
  /** Pixels along each side. */
  static final int SIDE = 28;

  private static final double CENTRE = 50;

  /** The uniform numbers of one digit, one after the other. */
  private static final class Draws {
    private final Philox stream;
    private int[] block = {};
    private int drawn;

    Draws(long seed, long index) {
      this.stream = Philox.stateless(seed, index);
    }

    /** Uniform in [0, 1). */
    double next() {
      int word = drawn % 4;
      if (word == 0) {
        block = stream.block(drawn / 4);
      }
      drawn++;
      return Philox.uniform32(block[word]);
    }

    double between(double low, double high) {
      return low + (high - low) * next();
    }

    /** In (−spread, spread), most often near 0: the sum of two uniform numbers. */
    double about(double spread) {
      return spread * (next() + next() - 1);
    }
  }

  private DrawnDigits() {}

  /** The digit that number {@code i} is. */
  static int label(int i) {
    return i % 10;
  }

  /** The pixels of digit {@code i}, row by row. */
  static double[] pixels(long seed, int i) {
    Draws draws = new Draws(seed, i);
    int digit = label(i);
    int way = (int) (draws.next() * Glyphs.count(digit));
    double unsteadiness = draws.between(2, 7);
    Pen pen =
        Pen.along(Glyphs.path(digit, way), at -> at + draws.about(unsteadiness))
            .moved(placement(draws));
    double half = draws.between(0.6, 1.5);
    double softness = draws.between(0.6, 1.2);
    double darkness = draws.between(0.75, 1.1);
    double grain = draws.between(0, 0.12);
    double[] pixels = pen.distances(SIDE, half + softness);
    for (int p = 0; p < pixels.length; p++) {
      double edge = (half - pixels[p]) / softness + 0.5; // 1 inside, 0 outside
      double ink = darkness * Math.min(1, Math.max(0, edge)) + draws.about(grain);
      pixels[p] = Math.floor(255 * Math.min(1, Math.max(0, ink)) + 0.5);
    }
    return pixels;
  }

  /** Scale, then shear, turn and move: units of the glyph to pixels. */
  private static double[] placement(Draws draws) {
    double sx = draws.between(0.17, 0.25);
    double sy = draws.between(0.19, 0.25);
    double shear = draws.about(0.4);
    double angle = draws.about(0.35);
    double dx = draws.about(2.5);
    double dy = draws.about(2.5);
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    double a = cos * sx;
    double b = (cos * -shear - sin) * sy; // slanted as most hands do: the top to the right
    double c = sin * sx;
    double d = (sin * -shear + cos) * sy;
    double middle = (SIDE - 1) / 2.0;
    return new double[] {
      a, b, middle + dx - (a + b) * CENTRE, c, d, middle + dy - (c + d) * CENTRE
    };
  }
}
