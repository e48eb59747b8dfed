package dev.assay.formats.idx;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.op.SymbolicOperand;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.io.AtomicFile;
import dev.assay.formats.io.ByteSource;
import dev.assay.formats.io.Disk;
import dev.assay.formats.io.Elements;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * IDX files: an array of numbers, all big-endian.
 *
 * <pre>
 *   2 bytes     0
 *   1 byte      element type: 08 uint8, 09 int8, 0B int16, 0C int32, 0D float32, 0E float64
 *   1 byte      rank, here at most 8
 *   4 bytes     per dimension, its size, unsigned
 *   …           the elements, row-major
 * </pre>
 *
 * A file may be compressed by gzip; its first bytes tell.
 */
public final class Idx {
  /** The greatest rank that is read and written. */
  public static final int MOST_DIMENSIONS = 8;

  private static final Map<Integer, DType> TYPES =
      Map.of(
          0x08, DType.UINT8,
          0x09, DType.INT8,
          0x0B, DType.INT16,
          0x0C, DType.INT32,
          0x0D, DType.FLOAT32,
          0x0E, DType.FLOAT64);

  private Idx() {}

  /** The array in {@code file}, which holds nothing else. */
  public static Tensor read(Path file) {
    try (ByteSource in = ByteSource.openPlainOrGzip(file)) {
      return read(in);
    }
  }

  /**
   * The array in a stream, which holds nothing else and is closed.
   *
   * @param name what messages call it
   */
  public static Tensor read(String name, InputStream stream) {
    try (ByteSource in = ByteSource.of(name, stream).inflatedIfGzip()) {
      return read(in);
    }
  }

  private static Tensor read(ByteSource in) {
    byte[] magic = in.next(4, "the magic number");
    DType dtype = TYPES.get((int) magic[2]);
    if (magic[0] != 0 || magic[1] != 0 || dtype == null) {
      throw in.bad(
          String.format(
              Locale.ROOT,
              "not an IDX file: its magic number is %08X",
              ByteBuffer.wrap(magic).getInt()));
    }
    int rank = magic[3] & 0xFF;
    if (rank > MOST_DIMENSIONS) {
      throw in.bad("it has " + rank + " dimensions, more than " + MOST_DIMENSIONS);
    }
    Shape shape = shape(in, rank);
    Tensor array =
        Tensor.of(
            shape,
            Elements.read(in, dtype, shape.elements(), ByteOrder.BIG_ENDIAN, "the array " + shape));
    in.requireEnd("the array " + shape);
    return array;
  }

  private static Shape shape(ByteSource in, int rank) {
    int[] dims = new int[rank];
    for (int i = 0; i < rank; i++) {
      dims[i] = ByteBuffer.wrap(in.next(4, "dimension " + i)).getInt();
      if (dims[i] < 0) {
        throw in.bad("dimension " + i + " is " + Integer.toUnsignedString(dims[i]));
      }
    }
    try {
      Shape shape = Shape.of(dims);
      shape.elements();
      return shape;
    } catch (ShapeException e) {
      throw in.bad(e.getMessage());
    }
  }

  /**
   * Writes {@code array} as a whole: compressed by gzip if the file's name ends in {@code .gz}.
   *
   * @param array of a type that the format has
   */
  public static void write(Path file, Tensor array) {
    ValueException.requireGiven(file, "idx: the path");
    byte[] header = header(array);
    try (AtomicFile whole = AtomicFile.create(file)) {
      if (file.toString().endsWith(".gz")) {
        GZIPOutputStream smaller = new GZIPOutputStream(whole.stream());
        write(header, array, smaller);
        smaller.finish();
      } else {
        write(header, array, whole.stream());
      }
      whole.commit();
    } catch (IOException e) {
      throw Disk.failed(file, e);
    }
  }

  private static void write(byte[] header, Tensor array, OutputStream out) throws IOException {
    out.write(header);
    Elements.write(array.host(), ByteOrder.BIG_ENDIAN, out);
  }

  private static byte[] header(Tensor array) {
    ValueException.requireGiven(array, "idx: the array");
    if (array instanceof SymbolicOperand) {
      throw new ValueException("idx: an array with a value is needed, got " + array);
    }
    if (array.rank() > MOST_DIMENSIONS) {
      throw new ShapeException(
          "idx: at most " + MOST_DIMENSIONS + " dimensions, got shape " + array.shape());
    }
    ByteBuffer header = ByteBuffer.allocate(4 + 4 * array.rank());
    header.put(2, code(array.dtype())).put(3, (byte) array.rank()).position(4);
    for (int dim : array.shape().dims()) {
      header.putInt(dim);
    }
    return header.array();
  }

  private static byte code(DType dtype) {
    for (Map.Entry<Integer, DType> type : TYPES.entrySet()) {
      if (type.getValue() == dtype) {
        return type.getKey().byteValue();
      }
    }
    throw new DTypeException(
        "idx: holds uint8, int8, int16, int32, float32 or float64, got " + dtype);
  }
}
