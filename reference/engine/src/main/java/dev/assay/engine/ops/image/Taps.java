package dev.assay.engine.ops.image;

import java.util.Arrays;

/**
 * How one axis is resampled: output position {@code i} is {@code Σ weight[t]·input[index[t]]} over
 * {@code start[i] ≤ t < start[i + 1]}.
 *
 * <p>Positions are fractions of integers and are worked out exactly; a weight is rounded once.
 * Weights of 0 are left out, so that an infinity beside the image of a sample does no harm.
 */
final class Taps {
  /** In how many steps TensorFlow's table of cubic weights divides the distance of two samples. */
  private static final long CUBIC_STEPS = 1024;

  /** How positions are matched, and what is done with the samples around one. */
  enum Mode {
    /** The nearest sample. */
    NEAREST,
    /** Linear between two samples. */
    BILINEAR,
    /** Keys' cubic convolution of four samples. */
    BICUBIC,
    /** The mean over the interval that an output sample covers. */
    AREA
  }

  final int[] start;
  private int[] index;
  private double[] weight;
  private int used;

  private Taps(int out) {
    start = new int[out + 1];
    index = new int[2 * out + 2];
    weight = new double[2 * out + 2];
  }

  int index(int t) {
    return index[t];
  }

  double weight(int t) {
    return weight[t];
  }

  /** The taps of an axis of {@code in} samples resized to {@code out}, both at least 1. */
  static Taps of(Mode mode, int in, int out, boolean alignCorners, boolean halfPixel) {
    Taps taps = new Taps(out);
    boolean ends = alignCorners && out > 1;
    // position i of the output is at (i + ½)·in/out − ½, i·(in−1)/(out−1) or i·in/out
    long den = halfPixel ? 2L * out : ends ? out - 1 : out;
    long step = halfPixel ? 2L * in : ends ? in - 1 : in;
    long first = halfPixel && mode != Mode.NEAREST ? (long) in - out : halfPixel ? in : 0;
    for (int i = 0; i < out; i++) {
      long num = first + i * step;
      switch (mode) {
        case NEAREST -> taps.nearest(ends ? 2 * num + den : num, ends ? 2 * den : den, in);
        case BILINEAR -> taps.linear(num, den, in);
        case BICUBIC -> taps.cubic(num, den, in, halfPixel);
        case AREA -> taps.area(num, step, den, in);
      }
      taps.start[i + 1] = taps.used;
    }
    return taps;
  }

  /** Notes a tap; at the edge of the image the outermost sample stands for those beyond. */
  private void add(long at, double w, int in, int since) {
    if (w == 0) {
      return;
    }
    int clamped = (int) Math.max(0, Math.min(in - 1, at));
    if (used > since && index[used - 1] == clamped) {
      weight[used - 1] += w;
      return;
    }
    if (used == index.length) {
      index = Arrays.copyOf(index, 2 * used);
      weight = Arrays.copyOf(weight, 2 * used);
    }
    index[used] = clamped;
    weight[used++] = w;
  }

  private void nearest(long num, long den, int in) {
    add(Math.floorDiv(num, den), 1, in, used);
  }

  private void linear(long num, long den, int in) {
    long lower = Math.floorDiv(num, den);
    long rest = Math.floorMod(num, den);
    if (lower < 0 || lower >= in - 1) {
      add(lower, 1, in, used); // both neighbours are the outermost sample
      return;
    }
    int since = used;
    add(lower, (double) (den - rest) / den, in, since);
    add(lower + 1, (double) rest / den, in, since);
  }

  /** {@code a = −0.75}, edges repeated; half-pixel {@code a = −0.5}, edges left out, Σ = 1. */
  private void cubic(long num, long den, int in, boolean halfPixel) {
    long at = Math.floorDiv(num, den) - 1;
    double a = halfPixel ? -0.5 : -0.75;
    double d = (double) nearestStep(Math.floorMod(num, den), den) / CUBIC_STEPS;
    double[] w = {outer(a, d + 1), inner(a, d), inner(a, 1 - d), outer(a, 2 - d)};
    if (halfPixel) {
      double sum = 0;
      for (int j = 0; j < 4; j++) {
        w[j] = at + j < 0 || at + j >= in ? 0 : w[j];
        sum += w[j];
      }
      for (int j = 0; j < 4; j++) {
        w[j] /= sum;
      }
    }
    int since = used;
    for (int j = 0; j < 4; j++) {
      add(at + j, w[j], in, since);
    }
  }

  /** {@code rest/den} in steps of the table, to nearest, ties to even. */
  private static long nearestStep(long rest, long den) {
    long step = CUBIC_STEPS * rest / den;
    long twice = 2 * (CUBIC_STEPS * rest % den);
    return twice > den || twice == den && step % 2 == 1 ? step + 1 : step;
  }

  /** Keys' kernel for |x| ≤ 1. */
  private static double inner(double a, double x) {
    return ((a + 2) * x - (a + 3)) * x * x + 1;
  }

  /** Keys' kernel for 1 ≤ |x| ≤ 2. */
  private static double outer(double a, double x) {
    return ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
  }

  /** The interval {@code [num, num + step]/den}: every sample by the part of it that it covers. */
  private void area(long num, long step, long den, int in) {
    if (step == 0) {
      add(0, 1, in, used);
      return;
    }
    int since = used;
    for (long j = num / den; j * den < num + step; j++) {
      long covered = Math.min((j + 1) * den, num + step) - Math.max(j * den, num);
      add(j, (double) covered / step, in, since);
    }
  }
}
