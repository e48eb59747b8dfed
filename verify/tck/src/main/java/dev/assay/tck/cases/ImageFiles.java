package dev.assay.tck.cases;

import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** Small valid PNG and JPEG files, made by hand, for decoders to read. */
final class ImageFiles {
  private ImageFiles() {}

  private static byte[] bytes(int... values) {
    byte[] b = new byte[values.length];
    for (int i = 0; i < b.length; i++) {
      b[i] = (byte) values[i];
    }
    return b;
  }

  private static byte[] random(SplittableRandom r, int n) {
    byte[] b = new byte[n];
    r.nextBytes(b);
    return b;
  }

  static Tensor contents(byte[] file) {
    return Tensor.of(Shape.scalar(), HostStorage.ofBytes(new byte[][] {file}));
  }

  /** A PNG file of any colour type and depth, every row filtered in some way. */
  static byte[] png(Draw d) {
    int type = d.pick(2, 0, 6, 4, 3);
    int depth =
        switch (type) {
          case 0 -> d.pick(8, 1, 2, 4, 16);
          case 3 -> d.pick(8, 1, 2, 4);
          default -> d.pick(8, 16);
        };
    int h = d.pick(2, 1, 3, 5);
    int w = d.pick(3, 1, 2, 9);
    boolean transparent = type <= 3 && d.flip();
    SplittableRandom r = new SplittableRandom(d.choose(1 << 20));
    int samples = new int[] {1, 0, 3, 1, 2, 0, 4}[type];
    int colours = Math.min(1 << depth, 7);
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    for (int y = 0; y < h; y++) {
      // indices must lie in the palette: they are neither filtered nor random bytes
      raw.write(type == 3 ? 0 : r.nextInt(5));
      int n = (w * samples * depth + 7) / 8;
      raw.writeBytes(type == 3 ? indices(r, n, depth, colours) : random(r, n));
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(bytes(0x89, 'P', 'N', 'G', 13, 10, 26, 10));
    chunk(file, "IHDR", bytes(0, 0, 0, w, 0, 0, 0, h, depth, type, 0, 0, 0));
    if (type == 3) {
      chunk(file, "PLTE", random(r, 3 * colours));
    }
    if (transparent) {
      int length = type == 3 ? 1 + r.nextInt(colours) : 2 * samples;
      byte[] key = random(r, length);
      if (type != 3) {
        for (int k = 0; k < length; k += 2) {
          key[k] = 0;
          key[k + 1] &= (byte) ((1 << Math.min(8, depth)) - 1);
        }
      }
      chunk(file, "tRNS", key);
    }
    chunk(file, "tEXt", "Comment\0none".getBytes(StandardCharsets.ISO_8859_1));
    byte[] data = deflated(raw.toByteArray());
    int cut = r.nextInt(data.length + 1);
    chunk(file, "IDAT", Arrays.copyOf(data, cut));
    chunk(file, "IDAT", Arrays.copyOfRange(data, cut, data.length));
    chunk(file, "IEND", new byte[0]);
    return file.toByteArray();
  }

  private static byte[] indices(SplittableRandom r, int n, int depth, int colours) {
    byte[] row = new byte[n];
    for (int i = 0; i < n * 8 / depth; i++) {
      row[i * depth / 8] |= (byte) (r.nextInt(colours) << 8 - depth - i * depth % 8);
    }
    return row;
  }

  private static byte[] deflated(byte[] raw) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflate = new DeflaterOutputStream(out)) {
      deflate.write(raw);
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return out.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream file, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    long sum = crc.getValue();
    file.writeBytes(bytes(0, 0, data.length >> 8, data.length));
    file.writeBytes(name);
    file.writeBytes(data);
    file.writeBytes(bytes((int) (sum >> 24), (int) (sum >> 16), (int) (sum >> 8), (int) sum));
  }

  /** A baseline JPEG file whose blocks are constant: every decoder gives the same values. */
  static byte[] jpeg(Draw d) {
    int n = d.pick(1, 3);
    int h = d.pick(2, 8, 9, 17, 1);
    int w = d.pick(3, 8, 1, 10, 16);
    SplittableRandom r = new SplittableRandom(d.choose(1 << 20));
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(bytes(0xFF, 0xD8));
    segment(file, 0xE0, bytes('J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0));
    byte[] table = new byte[65];
    Arrays.fill(table, 1, 65, (byte) 8);
    segment(file, 0xDB, table);
    byte[] frame = Arrays.copyOf(bytes(8, h >> 8, h, w >> 8, w, n), 6 + 3 * n);
    byte[] scan = new byte[4 + 2 * n];
    scan[0] = (byte) n;
    for (int c = 0; c < n; c++) {
      frame[6 + 3 * c] = (byte) (c + 1);
      frame[7 + 3 * c] = 0x11;
      scan[1 + 2 * c] = (byte) (c + 1);
    }
    scan[scan.length - 2] = 63;
    segment(file, 0xC0, frame);
    // twelve sizes of four bits each; one symbol, the end of the block, of one bit
    segment(
        file,
        0xC4,
        bytes(
            0, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
            11));
    segment(file, 0xC4, bytes(0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    segment(file, 0xDA, scan);
    StringBuilder bits = new StringBuilder();
    int[] before = new int[n];
    for (int block = 0; block < (h + 7) / 8 * ((w + 7) / 8); block++) {
      for (int c = 0; c < n; c++) {
        int value = r.nextInt(-128, 128);
        int difference = value - before[c];
        before[c] = value;
        int size = 32 - Integer.numberOfLeadingZeros(Math.abs(difference));
        binary(bits, size, 4);
        binary(bits, difference < 0 ? difference + (1 << size) - 1 : difference, size);
        bits.append('0');
      }
    }
    while (bits.length() % 8 != 0) {
      bits.append('1');
    }
    for (int i = 0; i < bits.length(); i += 8) {
      int b = Integer.parseInt(bits.substring(i, i + 8), 2);
      file.write(b);
      if (b == 0xFF) {
        file.write(0);
      }
    }
    file.writeBytes(bytes(0xFF, 0xD9));
    return file.toByteArray();
  }

  private static void binary(StringBuilder bits, int value, int n) {
    for (int i = n - 1; i >= 0; i--) {
      bits.append(value >> i & 1);
    }
  }

  private static void segment(ByteArrayOutputStream file, int marker, byte[] contents) {
    int length = contents.length + 2;
    file.writeBytes(bytes(0xFF, marker, length >> 8, length));
    file.writeBytes(contents);
  }
}
