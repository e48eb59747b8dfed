package dev.assay.programs.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * The path of a pen as line segments.
 *
 * @param segments four numbers each, {@code x0, y0, x1, y1}
 */
record Pen(List<double[]> segments) {
  /** Lines per curve: at 28 pixels a bend of a quarter circle is off by less than 0.01 pixels. */
  private static final int PIECES = 12;

  private static final double INFINITE = Double.POSITIVE_INFINITY;

  /**
   * Follows a path as {@link Glyphs} writes them.
   *
   * @param hand where it leads every coordinate, in the order of the path
   */
  static Pen along(String path, DoubleUnaryOperator hand) {
    List<double[]> segments = new ArrayList<>();
    double x = 0;
    double y = 0;
    String[] words = path.replaceAll("([MLC])", "$1 ").trim().split("\\s+");
    for (int i = 0; i < words.length; ) {
      char verb = words[i++].charAt(0);
      double[] p = new double[verb == 'C' ? 6 : 2];
      for (int j = 0; j < p.length; j++) {
        p[j] = hand.applyAsDouble(Integer.parseInt(words[i++]));
      }
      double toX = p[p.length - 2];
      double toY = p[p.length - 1];
      if (verb == 'L') {
        segments.add(new double[] {x, y, toX, toY});
      } else if (verb == 'C') {
        curve(segments, x, y, p);
      }
      x = toX;
      y = toY;
    }
    return new Pen(segments);
  }

  /** {@code B(t) = (1−t)³·p₀ + 3(1−t)²t·p₁ + 3(1−t)t²·p₂ + t³·p₃}. */
  private static void curve(List<double[]> segments, double x0, double y0, double[] p) {
    double x = x0;
    double y = y0;
    for (int i = 1; i <= PIECES; i++) {
      double t = (double) i / PIECES;
      double u = 1 - t;
      double a = u * u * u;
      double b = 3 * u * u * t;
      double c = 3 * u * t * t;
      double d = t * t * t;
      double toX = a * x0 + b * p[0] + c * p[2] + d * p[4];
      double toY = a * y0 + b * p[1] + c * p[3] + d * p[5];
      segments.add(new double[] {x, y, toX, toY});
      x = toX;
      y = toY;
    }
  }

  /** This path under {@code x' = m[0]·x + m[1]·y + m[2]}, {@code y' = m[3]·x + m[4]·y + m[5]}. */
  Pen moved(double[] m) {
    List<double[]> moved = new ArrayList<>();
    for (double[] s : segments) {
      moved.add(
          new double[] {
            m[0] * s[0] + m[1] * s[1] + m[2],
            m[3] * s[0] + m[4] * s[1] + m[5],
            m[0] * s[2] + m[1] * s[3] + m[2],
            m[3] * s[2] + m[4] * s[3] + m[5]
          });
    }
    return new Pen(moved);
  }

  /**
   * How far the centres of {@code side × side} pixels are from the nearest segment, row by row;
   * infinite where that is further than {@code reach}.
   */
  double[] distances(int side, double reach) {
    double[] squares = new double[side * side];
    Arrays.fill(squares, INFINITE);
    for (double[] s : segments) {
      int left = (int) Math.max(0, Math.ceil(Math.min(s[0], s[2]) - reach));
      int right = (int) Math.min(side - 1, Math.floor(Math.max(s[0], s[2]) + reach));
      int top = (int) Math.max(0, Math.ceil(Math.min(s[1], s[3]) - reach));
      int bottom = (int) Math.min(side - 1, Math.floor(Math.max(s[1], s[3]) + reach));
      for (int y = top; y <= bottom; y++) {
        for (int x = left; x <= right; x++) {
          int at = y * side + x;
          squares[at] = Math.min(squares[at], square(s, x, y));
        }
      }
    }
    return Arrays.stream(squares).map(d -> d <= reach * reach ? Math.sqrt(d) : INFINITE).toArray();
  }

  /** The squared distance of a point from a segment. */
  private static double square(double[] s, double x, double y) {
    double dx = s[2] - s[0];
    double dy = s[3] - s[1];
    double length2 = dx * dx + dy * dy;
    double along = length2 == 0 ? 0 : ((x - s[0]) * dx + (y - s[1]) * dy) / length2;
    double t = Math.min(1, Math.max(0, along));
    double ex = x - s[0] - t * dx;
    double ey = y - s[1] - t * dy;
    return ex * ex + ey * ey;
  }
}
