package dev.assay.engine.ops.image;

import dev.assay.engine.FormatException;
import java.io.ByteArrayOutputStream;

/**
 * The markers of a JPEG file (ITU-T T.81, annex B): its size, its components, how their colours are
 * coded. What a decoder of components needs is kept in {@link #stripped}: no profiles, no comments.
 */
final class JpegFile {
  /** How the components of a pixel make a colour. */
  enum Colours {
    /** One component. */
    GREY,
    /** Red, green, blue. */
    RGB,
    /** Luma and two differences. */
    YCC,
    /** Cyan, magenta, yellow, black. */
    CMYK,
    /** The complements of cyan, magenta, yellow as luma and differences; black. */
    YCCK
  }

  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int APP0 = 0xE0;
  private static final int APP14 = 0xEE;
  private static final int APP15 = 0xEF;
  private static final int COM = 0xFE;

  /** A block of 8×8 samples takes at least one bit of the file. */
  private static final long MOST_SAMPLES_PER_BYTE = 512;

  private final String op;
  private final byte[] bytes;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private int at;
  private boolean jfif;
  private int adobe = -1;
  private int[] ids = {};

  int width;
  int height;

  private JpegFile(String op, byte[] bytes) {
    this.op = op;
    this.bytes = bytes;
  }

  static boolean hasSignature(byte[] bytes) {
    return bytes.length >= 3
        && (bytes[0] & 0xFF) == 0xFF
        && (bytes[1] & 0xFF) == SOI
        && (bytes[2] & 0xFF) == 0xFF;
  }

  /** Reads all markers, or says in an error of {@code op} what is wrong with them. */
  static JpegFile read(String op, byte[] bytes) {
    JpegFile file = new JpegFile(op, bytes);
    file.require(hasSignature(bytes), "it does not begin as one");
    file.kept.write(bytes, 0, 2);
    file.at = 2;
    boolean scans = false;
    for (int marker = file.marker(); marker != EOI; marker = file.marker()) {
      file.segment(marker);
      scans |= marker == SOS;
    }
    file.require(scans && file.ids.length > 0, "there is no image in it");
    file.kept.write(0xFF);
    file.kept.write(EOI);
    return file;
  }

  FormatException bad(String what) {
    return new FormatException(op + ": not a valid JPEG file: " + what);
  }

  private void require(boolean holds, String what) {
    if (!holds) {
      throw bad(what);
    }
  }

  private int next() {
    require(at < bytes.length, "it ends before its end marker");
    return bytes[at++] & 0xFF;
  }

  private int marker() {
    require(next() == 0xFF, "a marker is missing at byte " + (at - 1));
    int code = next();
    while (code == 0xFF) {
      code = next();
    }
    return code;
  }

  /** Reads the segment of a marker, and behind that of a scan its data. */
  private void segment(int marker) {
    require(
        marker >= 0xC0 && marker != SOI && (marker < 0xD0 || marker > 0xD7),
        "unexpected marker " + Integer.toHexString(marker));
    int start = at;
    int length = next() << 8 | next();
    require(length >= 2 && length <= bytes.length - start, "a segment is longer than the file");
    at = start + length;
    boolean app = marker >= APP0 && marker <= APP15;
    if (marker == APP0) {
      jfif |= startsWith(start + 2, length - 2, "JFIF\0");
    } else if (marker == APP14 && length >= 14 && startsWith(start + 2, length - 2, "Adobe")) {
      adobe = bytes[start + 13] & 0xFF;
    } else if (isFrame(marker)) {
      frame(marker, start, length);
    }
    if (marker == SOS) {
      require(ids.length > 0, "a scan comes before the header");
      skipScan();
    }
    if (!app && marker != COM) {
      kept.write(0xFF);
      kept.write(marker);
      kept.write(bytes, start, at - start);
    }
  }

  private boolean startsWith(int from, int length, String text) {
    boolean same = length >= text.length();
    for (int i = 0; i < text.length() && same; i++) {
      same = bytes[from + i] == text.charAt(i);
    }
    return same;
  }

  /** SOF0 … SOF15, without DHT, JPG and DAC, which lie between them. */
  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  /** B.2.2. */
  private void frame(int marker, int start, int length) {
    require(ids.length == 0, "it has two headers");
    require(marker <= 0xC2, "its process, SOF" + (marker - 0xC0) + ", is not supported");
    require(length >= 8, "its header is too short");
    int depth = bytes[start + 2];
    height = (bytes[start + 3] & 0xFF) << 8 | bytes[start + 4] & 0xFF;
    width = (bytes[start + 5] & 0xFF) << 8 | bytes[start + 6] & 0xFF;
    int n = bytes[start + 7] & 0xFF;
    require(depth == 8, depth + " bits per sample are not supported");
    require(width > 0 && height > 0, "its size is " + width + "×" + height);
    require(n == 1 || n == 3 || n == 4, n + " components are not supported");
    require(length == 8 + 3 * n, "its header has the wrong length");
    require(
        (long) width * height < Picture.MOST_PIXELS
            && (long) width * height <= MOST_SAMPLES_PER_BYTE * bytes.length,
        width + "×" + height + " pixels do not fit in " + bytes.length + " bytes");
    ids = new int[n];
    for (int k = 0; k < n; k++) {
      ids[k] = bytes[start + 8 + 3 * k] & 0xFF;
    }
  }

  /** To the next marker that is neither a stuffed zero nor a restart. */
  private void skipScan() {
    while (true) {
      int b = next();
      if (b == 0xFF) {
        int code = next();
        while (code == 0xFF) {
          code = next();
        }
        if (code != 0 && (code < 0xD0 || code > 0xD7)) {
          at -= 2;
          return;
        }
      }
    }
  }

  int components() {
    return ids.length;
  }

  /** As libjpeg guesses: by JFIF, by Adobe's marker, by the names of the components. */
  Colours colours() {
    return switch (ids.length) {
      case 1 -> Colours.GREY;
      case 3 -> {
        boolean named = ids[0] == 'R' && ids[1] == 'G' && ids[2] == 'B';
        yield !jfif && (adobe == 0 || adobe < 0 && named) ? Colours.RGB : Colours.YCC;
      }
      default -> adobe > 0 ? Colours.YCCK : Colours.CMYK;
    };
  }

  /** Whether Adobe's marker is there: then inks are stored inverted. */
  boolean isAdobe() {
    return adobe >= 0;
  }

  /** The file without application data and comments. */
  byte[] stripped() {
    return kept.toByteArray();
  }
}
