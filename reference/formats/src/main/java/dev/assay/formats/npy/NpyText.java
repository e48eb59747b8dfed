package dev.assay.formats.npy;

import dev.assay.engine.ValueException;
import dev.assay.formats.io.ByteSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Strings of one length, filled up with zeros, which are no part of them. */
final class NpyText {
  private NpyText() {}

  /** The string in an element of a file; characters of four bytes become UTF-8. */
  static byte[] strip(ByteSource in, byte[] element, NpyType type) {
    int step = type.kind() == 'U' ? 4 : 1;
    int end = element.length;
    while (end > 0 && isZero(element, end - step, step)) {
      end -= step;
    }
    if (step == 1) {
      return Arrays.copyOf(element, end);
    }
    StringBuilder text = new StringBuilder();
    ByteBuffer characters = ByteBuffer.wrap(element, 0, end).order(type.order());
    while (characters.hasRemaining()) {
      int c = characters.getInt();
      if (!Character.isValidCodePoint(c) || (c >= 0xD800 && c <= 0xDFFF)) {
        throw in.bad("character " + Integer.toUnsignedString(c) + " does not exist");
      }
      text.appendCodePoint(c);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isZero(byte[] bytes, int from, int count) {
    for (int i = 0; i < count; i++) {
      if (bytes[from + i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** The length that holds every string, at least 1 as NumPy has it. */
  static int width(byte[][] strings) {
    int width = 1;
    for (int i = 0; i < strings.length; i++) {
      byte[] s = strings[i];
      if (s.length > 0 && s[s.length - 1] == 0) {
        throw new ValueException(
            "npy: string " + i + " ends in a zero byte, which the format cannot tell from none");
      }
      width = Math.max(width, s.length);
    }
    return width;
  }

  static void write(byte[][] strings, OutputStream out) throws IOException {
    int width = width(strings);
    for (byte[] s : strings) {
      out.write(Arrays.copyOf(s, width));
    }
  }
}
