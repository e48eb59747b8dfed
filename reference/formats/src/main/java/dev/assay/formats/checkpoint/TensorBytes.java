package dev.assay.formats.checkpoint;

import dev.assay.engine.FormatException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.formats.io.ByteSource;
import dev.assay.formats.io.Elements;
import dev.assay.formats.io.LittleEndian;
import dev.assay.formats.io.MaskedCrc;
import dev.assay.formats.io.Memory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The elements of a tensor as the data files hold them: little-endian one after the other; a bool
 * is a byte; strings are
 *
 * <pre>
 * length (varint) … · checksum of the lengths (4 bytes) · the bytes of all strings
 * </pre>
 *
 * The checksums of strings do not see the varints but the lengths as numbers of four bytes (eight
 * from 2³² on, which no Java array reaches).
 *
 * @param bytes what is in the file
 * @param crc the masked CRC-32C that its entry states
 */
record TensorBytes(byte[] bytes, int crc) {
  /** Memory of a string besides its bytes: the header of an array, a reference, its length. */
  private static final long STRING_OVERHEAD = 32;

  /** The elements as bytes. */
  static TensorBytes of(HostStorage storage) {
    if (storage.dtype() == DType.STRING) {
      return ofStrings(storage.bytes());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      Elements.write(storage, ByteOrder.LITTLE_ENDIAN, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] bytes = out.toByteArray();
    return new TensorBytes(bytes, MaskedCrc.of(bytes));
  }

  private static TensorBytes ofStrings(byte[][] strings) {
    Bytes out = new Bytes();
    CRC32C crc = new CRC32C();
    for (byte[] string : strings) {
      out.varint(string.length);
      crc.update(little(string.length));
    }
    byte[] sum = little(MaskedCrc.of(crc));
    crc.update(sum);
    out.add(sum);
    for (byte[] string : strings) {
      crc.update(string);
      out.add(string);
    }
    return new TensorBytes(out.toArray(), MaskedCrc.of(crc));
  }

  private static byte[] little(int value) {
    byte[] bytes = new byte[Integer.BYTES];
    LittleEndian.putInt(bytes, 0, value);
    return bytes;
  }

  /** Whether {@code size} bytes can hold {@code count} elements. */
  static boolean fits(DType dtype, long count, long size) {
    return dtype == DType.STRING
        ? size == 0 && count == 0 || size >= count + Integer.BYTES
        : size == count * dtype.bytes();
  }

  /**
   * The elements, whose number {@link #fits} the bytes; an error if a checksum is wrong.
   *
   * @param what what errors call the tensor
   */
  HostStorage toStorage(String what, DType dtype, int count) {
    if (dtype == DType.STRING) {
      Memory.refusal(bytes.length + STRING_OVERHEAD * count, what)
          .ifPresent(
              refusal -> {
                throw new FormatException(refusal);
              });
      return HostStorage.ofBytes(toStrings(what, count));
    }
    requireCrc(what, MaskedCrc.of(bytes));
    for (int i = 0; dtype == DType.BOOL && i < count; i++) {
      if ((bytes[i] & ~1) != 0) {
        throw new FormatException(what + ": element " + i + " is no bool but " + bytes[i]);
      }
    }
    try (ByteSource in = ByteSource.of(what, bytes)) {
      return Elements.read(in, dtype, count, ByteOrder.LITTLE_ENDIAN, what);
    }
  }

  private byte[][] toStrings(String what, int count) {
    byte[][] strings = new byte[count][];
    if (bytes.length == 0) {
      return strings; // no strings, and no checksum of their lengths
    }
    Cursor in = new Cursor(what, bytes);
    CRC32C crc = new CRC32C();
    long[] lengths = new long[count];
    for (int i = 0; i < count; i++) {
      lengths[i] = in.varint();
      if (lengths[i] > bytes.length) {
        throw in.error("string " + i + " of " + lengths[i] + " bytes");
      }
      crc.update(little((int) lengths[i]));
    }
    int computed = MaskedCrc.of(crc);
    if (in.fixed32() != computed) {
      throw in.error("the checksum of the lengths is wrong");
    }
    crc.update(little(computed));
    for (int i = 0; i < count; i++) {
      int from = in.skip(lengths[i]);
      strings[i] = Arrays.copyOfRange(bytes, from, in.at());
      crc.update(strings[i]);
    }
    if (!in.atEnd()) {
      throw in.error("bytes after the last string");
    }
    requireCrc(what, MaskedCrc.of(crc));
    return strings;
  }

  private void requireCrc(String what, int computed) {
    if (computed != crc) {
      throw new FormatException(what + ": the checksum of the data is wrong");
    }
  }
}
