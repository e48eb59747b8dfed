package dev.assay.formats.csv;

import dev.assay.engine.FormatException;
import dev.assay.engine.ops.string.Numerals;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.io.ByteSource;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.csv.CSVRecord;

/** The values of one column, as far as they were read. */
final class CsvValues {
  /** Memory of a string besides its bytes: the header of an array and a reference. */
  private static final int STRING_OVERHEAD = 24;

  private final ByteSource in;
  private final Csv csv;
  private final CsvColumn column;
  private final int position;
  private final String label;
  private long[] bits = new long[1];
  private byte[][] strings = new byte[1][];
  private long stringBytes;
  private int count;

  CsvValues(ByteSource in, Csv csv, CsvColumn column, int position, String label) {
    this.in = in;
    this.csv = csv;
    this.column = column;
    this.position = position;
    this.label = label;
  }

  /** Forgets what was added. */
  void clear() {
    count = 0;
    stringBytes = 0;
  }

  /** Adds the column's field of {@code record}, which ends in {@code line}. */
  void add(CSVRecord record, long line) {
    String field = record.get(position);
    boolean missing = csv.isMissing(field);
    if (missing && column.fallback().isEmpty()) {
      throw bad(line, "the field is missing and the column has no default");
    }
    if (column.dtype() == DType.STRING) {
      byte[] text =
          missing
              ? column.fallback().orElseThrow().host().bytes()[0]
              : field.getBytes(StandardCharsets.UTF_8);
      strings = count < strings.length ? strings : Arrays.copyOf(strings, grown());
      strings[count++] = text;
      stringBytes += text.length + STRING_OVERHEAD;
      in.requireRoom(stringBytes, label);
      return;
    }
    bits = count < bits.length ? bits : Arrays.copyOf(bits, grown());
    bits[count++] = missing ? fallback() : number(field, line);
  }

  /** The greater length of an array that is full. */
  private int grown() {
    in.requireRoom(3L * count * Long.BYTES, label);
    return (int) Math.min(2L * count, Shape.MAX_ELEMENTS);
  }

  private long fallback() {
    HostStorage value = column.fallback().orElseThrow().host();
    return column.dtype().isFloating()
        ? Double.doubleToRawLongBits(value.doubles()[0])
        : value.longs()[0];
  }

  private long number(String field, long line) {
    Number value =
        Numerals.parse(field.getBytes(StandardCharsets.UTF_8), column.dtype())
            .orElseThrow(
                () -> bad(line, "not a value of " + column.dtype() + ": \"" + brief(field) + "\""));
    return column.dtype().isFloating()
        ? Double.doubleToRawLongBits(value.doubleValue())
        : value.longValue();
  }

  private static String brief(String field) {
    return field.length() <= 40 ? field : field.substring(0, 40) + "…";
  }

  private FormatException bad(long line, String what) {
    return new FormatException(in.name() + ", line " + line + ", " + label + ": " + what);
  }

  /** What was added. */
  Tensor tensor(Shape shape) {
    DType dtype = column.dtype();
    if (dtype == DType.STRING) {
      return Tensor.of(shape, HostStorage.ofBytes(Arrays.copyOf(strings, count)));
    }
    long[] values = Arrays.copyOf(bits, count);
    return Tensor.of(
        shape,
        dtype.isFloating()
            ? HostStorage.ofDoubles(
                dtype, Arrays.stream(values).mapToDouble(Double::longBitsToDouble).toArray())
            : HostStorage.ofLongs(dtype, values));
  }
}
