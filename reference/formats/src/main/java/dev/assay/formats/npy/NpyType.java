package dev.assay.formats.npy;

import dev.assay.engine.DTypeException;
import dev.assay.engine.tensor.DType;
import dev.assay.formats.io.ByteSource;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * The element type of an npy file, {@code <f4}: order of bytes, kind, bytes per element (of {@code
 * U} characters of four bytes).
 *
 * @param order the order of bytes
 * @param kind NumPy's letter
 * @param bytes of one element
 */
record NpyType(ByteOrder order, char kind, int bytes) {
  /** NumPy's types that are ours, bit by bit. */
  private record Row(String code, DType dtype) {}

  private static final List<Row> SAME =
      List.of(
          new Row("b1", DType.BOOL),
          new Row("i1", DType.INT8),
          new Row("u1", DType.UINT8),
          new Row("i2", DType.INT16),
          new Row("i4", DType.INT32),
          new Row("i8", DType.INT64),
          new Row("f2", DType.FLOAT16),
          new Row("f4", DType.FLOAT32),
          new Row("f8", DType.FLOAT64),
          new Row("c8", DType.COMPLEX64),
          new Row("c16", DType.COMPLEX128));

  /** Reads {@code descr}. */
  static NpyType read(ByteSource in, String descr) {
    String digits = descr.length() > 2 ? descr.substring(2) : "";
    boolean known =
        digits.matches("[0-9]{1,9}")
            && "<>|".indexOf(descr.charAt(0)) >= 0
            && "biufcSU".indexOf(descr.charAt(1)) >= 0;
    if (!known) {
      throw in.bad(
          "elements of type '"
              + descr
              + "'; known are b1, i, u, f, c, S and U with < or > or | before");
    }
    char kind = descr.charAt(1);
    long bytes = Long.parseLong(digits) * (kind == 'U' ? 4 : 1);
    NpyType type =
        new NpyType(
            descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
            kind,
            (int) Math.min(bytes, Integer.MAX_VALUE));
    if (descr.charAt(0) == '|' && type.bytes > 1 && kind != 'S') {
      throw in.bad("elements of type '" + descr + "' without an order of bytes");
    }
    if (!type.isText() && !type.isUnsignedWide() && type.same().isEmpty()) {
      throw in.bad("elements of type '" + descr + "', which no tensor has");
    }
    return type;
  }

  private Optional<DType> same() {
    String code = kind + String.valueOf(bytes);
    return SAME.stream().filter(row -> row.code.equals(code)).map(Row::dtype).findFirst();
  }

  /** Strings of a fixed number of bytes or characters. */
  boolean isText() {
    return kind == 'S' || kind == 'U';
  }

  /** Unsigned integers that only the next wider signed type holds. */
  boolean isUnsignedWide() {
    return kind == 'u' && (bytes == 2 || bytes == 4 || bytes == 8);
  }

  /** The type with the same bits: of wide unsigned integers the signed type of their width. */
  DType stored() {
    return (isUnsignedWide() ? new NpyType(order, 'i', bytes) : this).same().orElseThrow();
  }

  /** How NumPy on a little-endian machine writes {@code dtype}, which is not string. */
  static String descr(DType dtype) {
    for (Row row : SAME) {
      if (row.dtype == dtype) {
        return (dtype.bytes() == 1 ? "|" : "<") + row.code;
      }
    }
    throw new DTypeException("npy: NumPy has no " + dtype + "; cast to float32");
  }
}
