package dev.assay.engine.ops.image;

import dev.assay.engine.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG file, checked: signature, order, lengths, checksums, header. Sections are
 * those of the specification (ISO/IEC 15948, PNG 2nd edition).
 */
final class PngFile {
  static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  static final int GREY = 0;
  static final int RGB = 2;
  static final int PALETTE = 3;
  static final int GREY_ALPHA = 4;
  static final int RGB_ALPHA = 6;

  /** A piece of the compressed image: a part of the file. */
  record Piece(int start, int length) {}

  private final String op;
  final byte[] bytes;
  private int at = SIGNATURE.length;

  int width;
  int height;
  int depth;
  int type;
  boolean interlaced;

  /** Red, green, blue of every entry; empty without a palette. */
  byte[] palette = {};

  /** The transparent colour, or the alpha of palette entries; empty for none. */
  byte[] transparency = {};

  final List<Piece> data = new ArrayList<>();

  private PngFile(String op, byte[] bytes) {
    this.op = op;
    this.bytes = bytes;
  }

  static boolean hasSignature(byte[] bytes) {
    return Arrays.mismatch(bytes, SIGNATURE) == SIGNATURE.length || Arrays.equals(bytes, SIGNATURE);
  }

  /** Reads all chunks, or says in an error of {@code op} what is wrong with them. */
  static PngFile read(String op, byte[] bytes) {
    PngFile file = new PngFile(op, bytes);
    file.require(hasSignature(bytes), "the signature is missing");
    String before = "";
    while (!before.equals("IEND")) {
      before = file.chunk(before);
    }
    file.require(!file.data.isEmpty(), "there is no image data");
    file.require(
        file.type != PALETTE || file.palette.length > 0, "there is no palette for its indices");
    return file;
  }

  FormatException bad(String what) {
    return new FormatException(op + ": not a valid PNG file: " + what);
  }

  private void require(boolean holds, String what) {
    if (!holds) {
      throw bad(what);
    }
  }

  private int integer(int from) {
    return (bytes[from] & 0xFF) << 24
        | (bytes[from + 1] & 0xFF) << 16
        | (bytes[from + 2] & 0xFF) << 8
        | bytes[from + 3] & 0xFF;
  }

  /** Reads one chunk and gives its type. */
  private String chunk(String before) {
    require(bytes.length - at >= 12, "it ends within a chunk");
    int length = integer(at);
    require(length >= 0 && length <= bytes.length - at - 12, "a chunk is longer than the file");
    CRC32 crc = new CRC32();
    crc.update(bytes, at + 4, length + 4);
    require((int) crc.getValue() == integer(at + 8 + length), "a checksum is wrong");
    String name = new String(bytes, at + 4, 4, StandardCharsets.ISO_8859_1);
    int start = at + 8;
    at = start + length + 4;
    require(before.isEmpty() == name.equals("IHDR"), "the header is not the first chunk");
    switch (name) {
      case "IHDR" -> header(start, length);
      case "PLTE" -> palette(start, length);
      case "tRNS" -> transparency(start, length);
      case "IDAT" -> {
        require(data.isEmpty() || before.equals("IDAT"), "its image data are not in one row");
        data.add(new Piece(start, length));
      }
      case "IEND" -> require(length == 0, "its end has contents");
      default -> require((name.charAt(0) & 0x20) != 0, "unknown critical chunk " + name);
    }
    return name;
  }

  /** 11.2.2. */
  private void header(int start, int length) {
    require(length == 13, "the header has " + length + " bytes");
    width = integer(start);
    height = integer(start + 4);
    depth = bytes[start + 8];
    type = bytes[start + 9];
    require(width > 0 && height > 0, "its size is " + width + "×" + height);
    require(
        (long) width * height < Picture.MOST_PIXELS,
        "its size, " + width + "×" + height + ", exceeds " + Picture.MOST_PIXELS + " pixels");
    List<Integer> depths =
        switch (type) {
          case GREY -> List.of(1, 2, 4, 8, 16);
          case PALETTE -> List.of(1, 2, 4, 8);
          case RGB, GREY_ALPHA, RGB_ALPHA -> List.of(8, 16);
          default -> List.of();
        };
    require(depths.contains(depth), "colour type " + type + " of depth " + depth);
    require(bytes[start + 10] == 0 && bytes[start + 11] == 0, "unknown compression or filter");
    int interlace = bytes[start + 12];
    require(interlace == 0 || interlace == 1, "unknown interlace method " + interlace);
    interlaced = interlace == 1;
  }

  /** 11.2.3. */
  private void palette(int start, int length) {
    boolean fits = type == PALETTE ? length / 3 <= 1 << depth : type == RGB || type == RGB_ALPHA;
    require(
        palette.length == 0 && data.isEmpty() && length > 0 && length % 3 == 0 && length <= 768,
        "a palette of " + length + " bytes");
    require(fits, "a palette of " + length / 3 + " colours for type " + type + ", depth " + depth);
    palette = Arrays.copyOfRange(bytes, start, start + length);
  }

  /** 11.3.2.1. */
  private void transparency(int start, int length) {
    boolean fits =
        switch (type) {
          case GREY -> length == 2;
          case RGB -> length == 6;
          case PALETTE -> length > 0 && length <= palette.length / 3;
          default -> false;
        };
    require(
        fits && transparency.length == 0 && data.isEmpty(), "transparency of " + length + " bytes");
    transparency = Arrays.copyOfRange(bytes, start, start + length);
  }

  /** Samples per pixel in the file. */
  int samples() {
    return switch (type) {
      case RGB -> 3;
      case GREY_ALPHA -> 2;
      case RGB_ALPHA -> 4;
      default -> 1;
    };
  }

  /** Bytes of a row of {@code pixels}, without the byte that names its filter. */
  long rowBytes(int pixels) {
    return ((long) pixels * samples() * depth + 7) / 8;
  }

  /** Compressed bytes. */
  long compressed() {
    return data.stream().mapToLong(Piece::length).sum();
  }
}
