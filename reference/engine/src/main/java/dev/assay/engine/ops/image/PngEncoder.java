package dev.assay.engine.ops.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Writes PNG files of 8 bits per channel. The same bytes everywhere: see {@link Deflate}. */
final class PngEncoder {
  private static final int DEFAULT_LEVEL = 6;

  /** Colour types of 1 … 4 channels. */
  private static final int[] TYPES = {
    PngFile.GREY, PngFile.GREY_ALPHA, PngFile.RGB, PngFile.RGB_ALPHA
  };

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private PngEncoder() {}

  /**
   * The file of a picture.
   *
   * @param compression 0, none, to 9, most; −1 for 6
   */
  static byte[] encode(Picture p, int compression) {
    int level = compression < 0 ? DEFAULT_LEVEL : compression;
    PngEncoder e = new PngEncoder();
    e.out.writeBytes(PngFile.SIGNATURE);
    byte[] header = new byte[13];
    integer(header, 0, p.width());
    integer(header, 4, p.height());
    header[8] = 8;
    header[9] = (byte) TYPES[p.channels() - 1];
    e.chunk("IHDR", header);
    e.chunk("IDAT", Deflate.zlib(filtered(p, level > 0), level));
    e.chunk("IEND", new byte[0]);
    return e.out.toByteArray();
  }

  private static void integer(byte[] to, int at, int value) {
    for (int k = 0; k < 4; k++) {
      to[at + k] = (byte) (value >> 24 - 8 * k);
    }
  }

  private void chunk(String name, byte[] data) {
    byte[] four = new byte[4];
    integer(four, 0, data.length);
    out.writeBytes(four);
    byte[] type = name.getBytes(StandardCharsets.ISO_8859_1);
    CRC32 crc = new CRC32();
    crc.update(type);
    crc.update(data);
    integer(four, 0, (int) crc.getValue());
    out.writeBytes(type);
    out.writeBytes(data);
    out.writeBytes(four);
  }

  /** Every row behind the number of its filter: the one whose residues are smallest (12.8). */
  private static byte[] filtered(Picture p, boolean choose) {
    int length = p.width() * p.channels();
    byte[] all = new byte[p.height() * (1 + length)];
    byte[] trial = new byte[length];
    for (int y = 0; y < p.height(); y++) {
      int to = y * (1 + length);
      long least = Long.MAX_VALUE;
      for (int filter = 0; filter <= (choose ? 4 : 0); filter++) {
        long sum = residues(p, y, filter, trial);
        if (sum < least) {
          least = sum;
          all[to] = (byte) filter;
          System.arraycopy(trial, 0, all, to + 1, length);
        }
      }
    }
    return all;
  }

  /** What is left of row {@code y}, into {@code to}; gives the sum of the magnitudes. */
  private static long residues(Picture p, int y, int filter, byte[] to) {
    byte[] v = p.values();
    int length = to.length;
    int bpp = p.channels();
    long sum = 0;
    for (int i = 0; i < length; i++) {
      int at = y * length + i;
      int a = i < bpp ? 0 : v[at - bpp] & 0xFF;
      int b = y == 0 ? 0 : v[at - length] & 0xFF;
      int c = i < bpp || y == 0 ? 0 : v[at - length - bpp] & 0xFF;
      to[i] = (byte) (v[at] - PngDecoder.predicted(filter, a, b, c));
      sum += Math.abs(to[i]);
    }
    return sum;
  }
}
