package dev.assay.formats.checkpoint;

import dev.assay.engine.FormatException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.formats.io.LittleEndian;
import dev.assay.formats.io.MaskedCrc;
import dev.assay.protos.DataType;
import java.util.Arrays;
import java.util.Optional;
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

  /** The number that files use for a type. */
  static DataType number(DType dtype) {
    return switch (dtype) {
      case FLOAT16 -> DataType.DT_HALF;
      case BFLOAT16 -> DataType.DT_BFLOAT16;
      case FLOAT32 -> DataType.DT_FLOAT;
      case FLOAT64 -> DataType.DT_DOUBLE;
      case INT8 -> DataType.DT_INT8;
      case INT16 -> DataType.DT_INT16;
      case INT32 -> DataType.DT_INT32;
      case INT64 -> DataType.DT_INT64;
      case UINT8 -> DataType.DT_UINT8;
      case BOOL -> DataType.DT_BOOL;
      case STRING -> DataType.DT_STRING;
      case COMPLEX64 -> DataType.DT_COMPLEX64;
      case COMPLEX128 -> DataType.DT_COMPLEX128;
    };
  }

  /** The type that files mean by a number, if tensors have it. */
  static Optional<DType> type(DataType number) {
    for (DType dtype : DType.values()) {
      if (number(dtype) == number) {
        return Optional.of(dtype);
      }
    }
    return Optional.empty();
  }

  /** The bytes of one number: a part of a complex one. */
  private static int width(DType dtype) {
    return dtype.realType().bytes();
  }

  /** The elements as bytes. */
  static TensorBytes of(HostStorage storage) {
    if (storage.dtype() == DType.STRING) {
      return ofStrings(storage.bytes());
    }
    long[] bits = bits(storage);
    int width = width(storage.dtype());
    byte[] bytes = new byte[Math.multiplyExact(bits.length, width)];
    for (int i = 0; i < bits.length; i++) {
      switch (width) {
        case 1 -> bytes[i] = (byte) bits[i];
        case 2 -> {
          bytes[2 * i] = (byte) bits[i];
          bytes[2 * i + 1] = (byte) (bits[i] >> 8);
        }
        case 4 -> LittleEndian.putInt(bytes, 4 * i, (int) bits[i]);
        default -> LittleEndian.putLong(bytes, 8 * i, bits[i]);
      }
    }
    return new TensorBytes(bytes, MaskedCrc.of(bytes));
  }

  /** The bits of every number, the inverse of {@link HostStorage#ofBits}. */
  private static long[] bits(HostStorage storage) {
    Object array = storage.array();
    long[] bits;
    if (array instanceof float[] a) {
      bits = new long[a.length];
      for (int i = 0; i < a.length; i++) {
        bits[i] = Float.floatToRawIntBits(a[i]);
      }
    } else if (array instanceof double[] a) {
      bits = new long[a.length];
      for (int i = 0; i < a.length; i++) {
        bits[i] = Double.doubleToRawLongBits(a[i]);
      }
    } else if (array instanceof short[] a) {
      bits = new long[a.length];
      for (int i = 0; i < a.length; i++) {
        bits[i] = a[i];
      }
    } else {
      bits = storage.longs();
    }
    return bits;
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
      return HostStorage.ofBytes(toStrings(what, count));
    }
    requireCrc(what, MaskedCrc.of(bytes));
    int width = width(dtype);
    long[] bits = new long[bytes.length / width];
    for (int i = 0; i < bits.length; i++) {
      bits[i] =
          switch (width) {
            case 1 -> bytes[i];
            case 2 -> (bytes[2 * i] & 0xFF) | bytes[2 * i + 1] << 8;
            case 4 -> LittleEndian.getInt(bytes, 4 * i);
            default -> LittleEndian.getLong(bytes, 8 * i);
          };
      if (dtype == DType.BOOL && (bits[i] & ~1L) != 0) {
        throw new FormatException(what + ": element " + i + " is no bool but " + bits[i]);
      }
    }
    return HostStorage.ofBits(dtype, bits);
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
