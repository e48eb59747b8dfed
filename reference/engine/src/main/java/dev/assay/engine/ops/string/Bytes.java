package dev.assay.engine.ops.string;

import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Byte strings as the operations of this room see them. */
final class Bytes {
  private Bytes() {}

  /** One tensor of strings. */
  static List<Tensor> result(Shape shape, byte[][] values) {
    return List.of(Tensor.of(shape, HostStorage.ofBytes(values)));
  }

  /** {@code f} of every string of the first input. */
  static List<Tensor> map(Call c, UnaryOperator<byte[]> f) {
    byte[][] x = c.in(0).host().bytes();
    byte[][] y = new byte[x.length][];
    for (int i = 0; i < x.length; i++) {
      y[i] = f.apply(x[i]);
    }
    return result(c.in(0).shape(), y);
  }

  /** The characters of UTF-8; every invalid sequence becomes U+FFFD. */
  static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The characters of one byte each. */
  static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Whether the bytes are UTF-8. */
  static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** The bytes of UTF-8. */
  static byte[] encode(String s) {
    return s.getBytes(StandardCharsets.UTF_8);
  }

  /** Whether {@code b} is white space in ASCII. */
  static boolean isSpace(byte b) {
    return b == ' ' || (9 <= b && b <= 13);
  }

  /** Without white space at both ends. */
  static byte[] strip(byte[] s) {
    int from = 0;
    int to = s.length;
    while (from < to && isSpace(s[from])) {
      from++;
    }
    while (from < to && isSpace(s[to - 1])) {
      to--;
    }
    return Arrays.copyOfRange(s, from, to);
  }
}
