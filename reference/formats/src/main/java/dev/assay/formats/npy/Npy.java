package dev.assay.formats.npy;

import dev.assay.engine.ValueException;
import dev.assay.engine.op.SymbolicOperand;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.io.AtomicFile;
import dev.assay.formats.io.ByteSource;
import dev.assay.formats.io.Disk;
import dev.assay.formats.io.Elements;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Arrays as {@code numpy.save} writes them: a header that {@link NpyHeader} reads, then the
 * elements.
 *
 * <p>Read are versions 1.0, 2.0 and 3.0, both orders of bytes, both orders of dimensions, and these
 * elements:
 *
 * <table>
 * <caption>Element types</caption>
 * <tr><td>{@code b1}</td><td>bool</td></tr>
 * <tr><td>{@code i1 i2 i4 i8, u1}</td><td>int8, int16, int32, int64, uint8</td></tr>
 * <tr><td>{@code u2, u4}</td><td>int32, int64: the next type that holds them</td></tr>
 * <tr><td>{@code u8}</td><td>int64; a number that it does not hold is an error</td></tr>
 * <tr><td>{@code f2 f4 f8, c8 c16}</td><td>float16, float32, float64, complex64, complex128</td></tr>
 * <tr><td>{@code Sn}</td><td>string: the bytes without the zeros at their end</td></tr>
 * <tr><td>{@code Un}</td><td>string: the characters as UTF-8, without the zeros at their end</td></tr>
 * </table>
 *
 * <p>Python objects, dates and structures are refused; nothing that a header says is evaluated.
 *
 * <p>Written are the bytes that NumPy 1.23 and later write on a little-endian machine for the same
 * array; strings as {@code Sn} of the longest.
 */
public final class Npy {
  /** Memory of a string besides its bytes: the header of an array and a reference. */
  private static final long STRING_OVERHEAD = 24;

  private Npy() {}

  /** The array in {@code file}, which holds nothing else. */
  public static Tensor read(Path file) {
    try (ByteSource in = ByteSource.open(file)) {
      return only(in);
    }
  }

  /**
   * The array in a stream, which holds nothing else and is closed.
   *
   * @param name what messages call it
   */
  public static Tensor read(String name, InputStream stream) {
    try (ByteSource in = ByteSource.of(name, stream)) {
      return only(in);
    }
  }

  /**
   * The array in {@code bytes}, which hold nothing else.
   *
   * @param name what messages call them
   */
  public static Tensor read(String name, byte[] bytes) {
    try (ByteSource in = ByteSource.of(name, bytes)) {
      return only(in);
    }
  }

  /** All arrays that were saved to one file, one after the other. */
  public static List<Tensor> readAll(Path file) {
    try (ByteSource in = ByteSource.open(file)) {
      List<Tensor> arrays = new ArrayList<>();
      while (!in.atEnd()) {
        arrays.add(next(in));
      }
      return arrays;
    }
  }

  private static Tensor only(ByteSource in) {
    Tensor array = next(in);
    in.requireEnd("the array " + array.shape());
    return array;
  }

  /** The next array. */
  static Tensor next(ByteSource in) {
    NpyHeader header = NpyHeader.read(in);
    NpyType type = NpyType.read(in, header.descr());
    if (header.fortranOrder()) {
      in.requireLeft(bytes(header, type), "the array " + header.shape());
      long moved = 2 * bytes(header, type) + 4L * header.shape().elements();
      in.requireRoom(moved, "the array " + header.shape());
    }
    HostStorage elements = elements(in, header, type);
    if (header.fortranOrder()) {
      elements = elements.select(rowMajor(header.shape()), elements);
    }
    return Tensor.of(header.shape(), elements);
  }

  private static long bytes(NpyHeader header, NpyType type) {
    return (long) header.shape().elements() * type.bytes();
  }

  private static HostStorage elements(ByteSource in, NpyHeader header, NpyType type) {
    int count = header.shape().elements();
    String what = "the array " + header.shape() + " of " + header.descr();
    if (type.isText()) {
      in.requireLeft(bytes(header, type), what);
      in.requireRoom(count * (type.bytes() + STRING_OVERHEAD), what);
      byte[][] strings = new byte[count][];
      for (int i = 0; i < count; i++) {
        strings[i] = NpyText.strip(in, in.next(type.bytes(), what), type);
      }
      return HostStorage.ofBytes(strings);
    }
    if (type.isUnsignedWide()) {
      in.requireLeft(bytes(header, type), what);
      in.requireRoom(count * (type.bytes() + 16L), what);
    }
    HostStorage stored = Elements.read(in, type.stored(), count, type.order(), what);
    return type.isUnsignedWide() ? widened(in, stored) : stored;
  }

  private static HostStorage widened(ByteSource in, HostStorage stored) {
    long mask = -1L >>> (64 - 8 * stored.dtype().bytes());
    long[] values = stored.longs().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] &= mask;
      if (values[i] < 0) {
        throw in.bad(
            "element " + i + " is " + Long.toUnsignedString(values[i]) + ", more than int64 holds");
      }
    }
    return HostStorage.ofLongs(stored.dtype() == DType.INT16 ? DType.INT32 : DType.INT64, values);
  }

  /** Where the elements of a row-major array stand if the first dimension varies fastest. */
  private static int[] rowMajor(Shape shape) {
    int[] source = new int[shape.elements()];
    int[] dims = shape.dims();
    int[] index = new int[dims.length];
    for (int i = 0; i < source.length; i++) {
      int from = 0;
      for (int axis = dims.length - 1; axis >= 0; axis--) {
        from = from * dims[axis] + index[axis];
      }
      source[i] = from;
      for (int axis = dims.length - 1; axis >= 0 && ++index[axis] == dims[axis]; axis--) {
        index[axis] = 0;
      }
    }
    return source;
  }

  /** Writes {@code array} as a whole. */
  public static void write(Path file, Tensor array) {
    byte[] header = header(array);
    try (AtomicFile whole = AtomicFile.create(file)) {
      whole.stream().write(header);
      writeElements(array, whole.stream());
      whole.commit();
    } catch (IOException e) {
      throw Disk.failed(file, e);
    }
  }

  /** The bytes of the file that {@link #write(Path, Tensor)} writes. */
  public static byte[] bytes(Tensor array) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      out.write(header(array));
      writeElements(array, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory takes what it is given
    }
    return out.toByteArray();
  }

  /** The header of {@code array}; an error if it cannot be written. */
  static byte[] header(Tensor array) {
    ValueException.requireGiven(array, "npy: the array");
    if (array instanceof SymbolicOperand) {
      throw new ValueException("npy: an array with a value is needed, got " + array);
    }
    String descr =
        array.dtype() == DType.STRING
            ? "|S" + NpyText.width(array.host().bytes())
            : NpyType.descr(array.dtype());
    return new NpyHeader(descr, false, array.shape()).bytes();
  }

  /** What follows the header. */
  static void writeElements(Tensor array, OutputStream out) throws IOException {
    if (array.dtype() == DType.STRING) {
      NpyText.write(array.host().bytes(), out);
    } else {
      Elements.write(array.host(), ByteOrder.LITTLE_ENDIAN, out);
    }
  }
}
