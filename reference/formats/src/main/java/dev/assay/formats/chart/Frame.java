package dev.assay.formats.chart;

import dev.assay.engine.ValueException;

/**
 * What every chart has.
 *
 * @param title above it; empty for none
 * @param x below the horizontal axis; empty for nothing
 * @param y beside the vertical axis; empty for nothing
 * @param width in pixels
 * @param height in pixels
 */
record Frame(String title, String x, String y, int width, int height) {
  private static final int LEAST = 100;
  private static final int MOST = 10_000;

  Frame {
    ValueException.requireGiven(title, "chart: the title");
    ValueException.requireGiven(x, "chart: the label of the horizontal axis");
    ValueException.requireGiven(y, "chart: the label of the vertical axis");
    if (Math.min(width, height) < LEAST || Math.max(width, height) > MOST) {
      throw new ValueException(
          "chart: width and height are "
              + LEAST
              + " to "
              + MOST
              + " pixels, got "
              + width
              + " and "
              + height);
    }
  }

  /** A name that the legend can show. */
  static String requireName(String name, String what) {
    if (ValueException.requireGiven(name, what).isEmpty()) {
      throw new ValueException(what + " is empty");
    }
    return name;
  }

  static Frame of(String title) {
    return new Frame(title, "", "", 800, 500);
  }

  Frame labels(String x, String y) {
    return new Frame(title, x, y, width, height);
  }

  Frame size(int width, int height) {
    return new Frame(title, x, y, width, height);
  }
}
