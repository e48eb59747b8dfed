package dev.assay.engine.ops.image;

import java.io.ByteArrayOutputStream;

/**
 * Writes baseline JPEG files (ITU-T T.81) of one or three channels: the tables of annex K, scaled
 * as libjpeg scales them; colours as JFIF with the differences halved in both directions; the
 * cosine transform in binary64. The same bytes everywhere.
 */
final class JpegEncoder {
  /** A.6: the place in a block of every coefficient in the order of the file. */
  static final int[] ZIGZAG = {
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
    13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59,
    52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63
  };

  /** K.1: luma, in the order of a block. */
  private static final int[] LUMA_STEPS = {
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113,
    92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99
  };

  /** K.2: the upper left quarter of the table of colour differences; 99 elsewhere. */
  private static final int[][] COLOUR_STEPS = {
    {17, 18, 24, 47}, {18, 21, 26, 66}, {24, 26, 56, 99}, {47, 66, 99, 99}
  };

  private static final double[][] COSINES = cosines();

  private final Picture picture;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int bits;
  private int used;

  private JpegEncoder(Picture picture) {
    this.picture = picture;
  }

  /** The file of a picture of 1 or 3 channels; quality 0 … 100. */
  static byte[] encode(Picture picture, int quality) {
    return new JpegEncoder(picture).file(quality);
  }

  private static double[][] cosines() {
    double[][] c = new double[8][8];
    for (int u = 0; u < 8; u++) {
      for (int x = 0; x < 8; x++) {
        double norm = u == 0 ? Math.sqrt(0.125) : 0.5;
        c[u][x] = norm * StrictMath.cos((2 * x + 1) * u * Math.PI / 16);
      }
    }
    return c;
  }

  /** libjpeg's scaling: quality 50 is the table as printed, 100 all ones. */
  private static int[] steps(boolean luma, int quality) {
    int q = Math.max(1, quality);
    int percent = q < 50 ? 5000 / q : 200 - 2 * q;
    int[] steps = new int[64];
    for (int i = 0; i < 64; i++) {
      int printed = luma ? LUMA_STEPS[i] : i / 8 < 4 && i % 8 < 4 ? COLOUR_STEPS[i / 8][i % 8] : 99;
      steps[i] = Math.max(1, Math.min(255, (printed * percent + 50) / 100));
    }
    return steps;
  }

  private byte[] file(int quality) {
    boolean colour = picture.channels() == 3;
    int[] luma = steps(true, quality);
    int[] chroma = steps(false, quality);
    two(0xFFD8);
    segment(0xE0, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0);
    table(0, luma);
    if (colour) {
      table(1, chroma);
    }
    frame(colour);
    for (JpegCode code : JpegCode.of(colour)) {
      segment(0xC4, code.definition());
    }
    if (colour) {
      segment(0xDA, 3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0);
      colourScan(luma, chroma);
    } else {
      segment(0xDA, 1, 1, 0x00, 0, 63, 0);
      greyScan(luma);
    }
    put(0x7F, 7); // F.1.2.3: the last byte is filled with ones
    used = 0;
    two(0xFFD9);
    return out.toByteArray();
  }

  private void two(int value) {
    out.write(value >> 8);
    out.write(value);
  }

  private void segment(int marker, int... contents) {
    two(0xFF00 | marker);
    two(contents.length + 2);
    for (int b : contents) {
      out.write(b);
    }
  }

  private void table(int id, int[] steps) {
    int[] contents = new int[65];
    contents[0] = id;
    for (int i = 0; i < 64; i++) {
      contents[i + 1] = steps[ZIGZAG[i]];
    }
    segment(0xDB, contents);
  }

  private void frame(boolean colour) {
    int h = picture.height();
    int w = picture.width();
    if (colour) {
      segment(0xC0, 8, h >> 8, h, w >> 8, w, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1);
    } else {
      segment(0xC0, 8, h >> 8, h, w >> 8, w, 1, 1, 0x11, 0);
    }
  }

  private void greyScan(int[] steps) {
    int before = 0;
    for (int y = 0; y < picture.height(); y += 8) {
      for (int x = 0; x < picture.width(); x += 8) {
        before = block(x, y, 1, -1, steps, JpegCode.LUMA_DC, JpegCode.LUMA_AC, before);
      }
    }
  }

  /** Four blocks of luma and one of each difference, of 16×16 pixels. */
  private void colourScan(int[] luma, int[] chroma) {
    int[] before = new int[3];
    for (int y = 0; y < picture.height(); y += 16) {
      for (int x = 0; x < picture.width(); x += 16) {
        for (int k = 0; k < 4; k++) {
          before[0] =
              block(
                  x + k % 2 * 8,
                  y + k / 2 * 8,
                  1,
                  0,
                  luma,
                  JpegCode.LUMA_DC,
                  JpegCode.LUMA_AC,
                  before[0]);
        }
        for (int c = 1; c < 3; c++) {
          before[c] = block(x, y, 2, c, chroma, JpegCode.COLOUR_DC, JpegCode.COLOUR_AC, before[c]);
        }
      }
    }
  }

  /** Component {@code c} of a pixel, the outermost pixels repeated; −1 for the only channel. */
  private double component(int x, int y, int c) {
    int column = Math.min(x, picture.width() - 1);
    int row = Math.min(y, picture.height() - 1);
    int at = (row * picture.width() + column) * picture.channels();
    byte[] v = picture.values();
    if (c < 0) {
      return v[at] & 0xFF;
    }
    int r = v[at] & 0xFF;
    int g = v[at + 1] & 0xFF;
    int b = v[at + 2] & 0xFF;
    return switch (c) {
      case 0 -> 0.299 * r + 0.587 * g + 0.114 * b;
      case 1 -> (-0.299 * r - 0.587 * g + 0.886 * b) / 1.772 + 128;
      default -> (0.701 * r - 0.587 * g - 0.114 * b) / 1.402 + 128;
    };
  }

  /** Writes one block of means of n×n pixels; gives its first coefficient, the next one's base. */
  private int block(
      int x0, int y0, int n, int c, int[] steps, JpegCode dc, JpegCode ac, int before) {
    double[] f = new double[64];
    for (int i = 0; i < 64; i++) {
      double sum = 0;
      for (int k = 0; k < n * n; k++) {
        sum += component(x0 + i % 8 * n + k % n, y0 + i / 8 * n + k / n, c);
      }
      f[i] = sum / (n * n) - 128;
    }
    int[] q = quantised(f, steps);
    int difference = q[0] - before;
    int size = size(difference);
    code(dc, size);
    amplitude(difference, size);
    int zeros = 0;
    for (int i = 1; i < 64; i++) {
      int v = q[ZIGZAG[i]];
      if (v == 0) {
        zeros++;
        continue;
      }
      for (; zeros > 15; zeros -= 16) {
        code(ac, 0xF0);
      }
      code(ac, zeros << 4 | size(v));
      amplitude(v, size(v));
      zeros = 0;
    }
    if (zeros > 0) {
      code(ac, 0);
    }
    return q[0];
  }

  /** A.3.3 and A.3.4: the cosine transform, rows then columns, divided by the steps. */
  private static int[] quantised(double[] f, int[] steps) {
    double[] rows = new double[64];
    for (int i = 0; i < 64; i++) {
      for (int x = 0; x < 8; x++) {
        rows[i] += COSINES[i % 8][x] * f[i / 8 * 8 + x];
      }
    }
    int[] q = new int[64];
    for (int i = 0; i < 64; i++) {
      double sum = 0;
      for (int y = 0; y < 8; y++) {
        sum += COSINES[i / 8][y] * rows[y * 8 + i % 8];
      }
      q[i] = (int) Math.rint(sum / steps[i]);
    }
    return q;
  }

  /** How many bits the magnitude has. */
  private static int size(int v) {
    return 32 - Integer.numberOfLeadingZeros(Math.abs(v));
  }

  private void amplitude(int v, int size) {
    put(v < 0 ? v + (1 << size) - 1 : v, size);
  }

  private void code(JpegCode code, int symbol) {
    put(code.bits(symbol), code.length(symbol));
  }

  /** The n lowest bits of {@code value}, the highest first; behind 0xFF goes a zero. */
  private void put(int value, int n) {
    bits = bits << n | value & (1 << n) - 1;
    used += n;
    while (used >= 8) {
      used -= 8;
      int b = bits >> used & 0xFF;
      out.write(b);
      if (b == 0xFF) {
        out.write(0);
      }
    }
  }
}
