package dev.assay.engine.ops.image;

import java.util.Iterator;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decodes PNG files of every colour type, depth and interlacing to 8 bits per channel. Pure Java,
 * so that it answers alike everywhere.
 *
 * <p>As TensorFlow's decoder: of 16 bits the upper 8 are kept; 1, 2 and 4 bits are stretched to 0 …
 * 255; colours of a palette are looked up; alpha is dropped where it is not asked for, added as 255
 * or taken from the transparency chunk where it is.
 */
final class PngDecoder {
  /** 8.1: first column and row of a pass of interlacing, and its steps. */
  private static final int[][] ADAM7 = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  private static final int[][] ONE_PASS = {{0, 0, 1, 1}};

  /** No byte of deflate stands for more than this many of its contents. */
  private static final long MOST_INFLATION = 1032;

  private final PngFile file;
  private final int channels;
  private final Inflater inflater = new Inflater();
  private final Iterator<PngFile.Piece> pieces;
  private byte[] values = {};

  private PngDecoder(PngFile file, int channels) {
    this.file = file;
    this.channels = channels == 0 ? natural(file) : channels;
    pieces = file.data.iterator();
  }

  /** The picture with as many channels, 0 for as many as it has. */
  static Picture decode(String op, byte[] bytes, int channels) {
    PngDecoder d = new PngDecoder(PngFile.read(op, bytes), channels);
    try {
      return d.decode();
    } finally {
      d.inflater.end();
    }
  }

  private static int natural(PngFile file) {
    return file.type == PngFile.PALETTE ? file.transparency.length > 0 ? 4 : 3 : file.samples();
  }

  private Picture decode() {
    int[][] passes = file.interlaced ? ADAM7 : ONE_PASS;
    long inflated = 0;
    for (int[] pass : passes) {
      int columns = count(file.width, pass[0], pass[2]);
      int rows = columns == 0 ? 0 : count(file.height, pass[1], pass[3]);
      inflated += rows * (1 + file.rowBytes(columns));
    }
    if (inflated > MOST_INFLATION * file.compressed()) {
      throw file.bad(file.width + "×" + file.height + " pixels do not fit in its compressed data");
    }
    long elements = (long) file.width * file.height * channels;
    if (elements > Integer.MAX_VALUE - 8) {
      throw file.bad(elements + " values are too many");
    }
    values = new byte[(int) elements];
    for (int[] pass : passes) {
      pass(pass);
    }
    finish();
    return new Picture(file.height, file.width, channels, values);
  }

  private static int count(int size, int first, int step) {
    return Math.max(0, (size - first + step - 1) / step);
  }

  private void pass(int[] pass) {
    int columns = count(file.width, pass[0], pass[2]);
    int length = (int) file.rowBytes(columns);
    byte[] above = new byte[length];
    byte[] row = new byte[length];
    byte[] filter = new byte[1];
    for (int y = pass[1]; y < file.height && columns > 0; y += pass[3]) {
      inflate(filter);
      inflate(row);
      unfilter(filter[0], row, above);
      for (int i = 0; i < columns; i++) {
        pixel(row, i, (y * file.width + pass[0] + i * pass[2]) * channels);
      }
      byte[] spare = above;
      above = row;
      row = spare;
    }
  }

  private void inflate(byte[] into) {
    try {
      int n = 0;
      while (n < into.length) {
        int k = inflater.inflate(into, n, into.length - n);
        n += k;
        if (k == 0 && !more()) {
          throw file.bad("the image data end too early");
        }
      }
    } catch (DataFormatException e) {
      throw file.bad("the image data are corrupt: " + e.getMessage());
    }
  }

  /** Gives the inflater the next piece, if it waits for one. */
  private boolean more() {
    if (!inflater.needsInput() || !pieces.hasNext()) {
      return false;
    }
    PngFile.Piece p = pieces.next();
    inflater.setInput(file.bytes, p.start(), p.length());
    return true;
  }

  /** Reads to the end, where the checksum of the data is. */
  private void finish() {
    try {
      byte[] none = new byte[1];
      while (!inflater.finished()) {
        if (inflater.inflate(none) > 0) {
          throw file.bad("there are more image data than pixels");
        }
        if (!inflater.finished() && !more()) {
          throw file.bad("the image data end too early");
        }
      }
    } catch (DataFormatException e) {
      throw file.bad("the image data are corrupt: " + e.getMessage());
    }
  }

  /** 9.2: adds to every byte what its filter predicts from the left and from above. */
  private void unfilter(int filter, byte[] row, byte[] above) {
    int bpp = Math.max(1, file.samples() * file.depth / 8);
    for (int i = 0; i < row.length; i++) {
      int a = i < bpp ? 0 : row[i - bpp] & 0xFF;
      int b = above[i] & 0xFF;
      int c = i < bpp ? 0 : above[i - bpp] & 0xFF;
      if (filter < 0 || filter > 4) {
        throw file.bad("unknown filter " + filter);
      }
      row[i] += (byte) predicted(filter, a, b, c);
    }
  }

  /** What filter 0 … 4 expects: nothing, left, above, their mean, Paeth's choice. */
  static int predicted(int filter, int a, int b, int c) {
    return switch (filter) {
      case 0 -> 0;
      case 1 -> a;
      case 2 -> b;
      case 3 -> (a + b) / 2;
      default -> {
        int pa = Math.abs(b - c);
        int pb = Math.abs(a - c);
        int pc = Math.abs(a + b - 2 * c);
        yield pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
      }
    };
  }

  /** Sample {@code i} of a row, as it is in the file. */
  private int sample(byte[] row, int i) {
    if (file.depth == 16) {
      return (row[2 * i] & 0xFF) << 8 | row[2 * i + 1] & 0xFF;
    }
    int perByte = 8 / file.depth;
    int shift = 8 - file.depth * (1 + i % perByte);
    return (row[i / perByte] & 0xFF) >> shift & (1 << file.depth) - 1;
  }

  private int eightBits(int sample) {
    return file.depth == 16 ? sample >> 8 : sample * 255 / ((1 << file.depth) - 1);
  }

  private void pixel(byte[] row, int i, int to) {
    int n = file.samples();
    int alpha = 255;
    int r;
    int g;
    int b;
    if (file.type == PngFile.PALETTE) {
      int index = sample(row, i);
      if (3 * index >= file.palette.length) {
        throw file.bad("index " + index + " is beyond the palette");
      }
      r = file.palette[3 * index] & 0xFF;
      g = file.palette[3 * index + 1] & 0xFF;
      b = file.palette[3 * index + 2] & 0xFF;
      alpha = index < file.transparency.length ? file.transparency[index] & 0xFF : 255;
    } else {
      int colours = n >= 3 ? 3 : 1;
      r = eightBits(sample(row, n * i));
      g = colours == 1 ? r : eightBits(sample(row, n * i + 1));
      b = colours == 1 ? r : eightBits(sample(row, n * i + 2));
      alpha =
          n > colours
              ? eightBits(sample(row, n * i + colours))
              : isTransparent(row, n * i, colours) ? 0 : 255;
    }
    if (channels <= 2) {
      boolean deep = file.depth == 16 && n >= 3;
      values[to] =
          (byte)
              (deep
                  ? luma(sample(row, n * i), sample(row, n * i + 1), sample(row, n * i + 2), 16384)
                      >> 8
                  : luma(r, g, b, 0));
    } else {
      values[to] = (byte) r;
      values[to + 1] = (byte) g;
      values[to + 2] = (byte) b;
    }
    if (channels % 2 == 0) {
      values[to + channels - 1] = (byte) alpha;
    }
  }

  /** libpng's luma: 15-bit weights; 8 bits are truncated, 16 bits rounded. Grey stays as it is. */
  private static int luma(int r, int g, int b, int half) {
    return r == g && g == b ? r : (int) (9797L * r + 19234L * g + 3737L * b + half >> 15);
  }

  /** Whether the pixel has the one colour that is transparent. */
  private boolean isTransparent(byte[] row, int first, int colours) {
    byte[] key = file.transparency;
    boolean same = key.length == 2 * colours;
    for (int k = 0; k < colours && same; k++) {
      same = sample(row, first + k) == ((key[2 * k] & 0xFF) << 8 | key[2 * k + 1] & 0xFF);
    }
    return same;
  }
}
