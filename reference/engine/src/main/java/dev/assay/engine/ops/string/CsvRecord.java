package dev.assay.engine.ops.string;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The fields of one record of comma-separated values, RFC 4180. */
final class CsvRecord {
  private final byte[] record;
  private final byte delimiter;
  private final boolean quotes;
  private int at;

  private CsvRecord(byte[] record, byte delimiter, boolean quotes) {
    this.record = record;
    this.delimiter = delimiter;
    this.quotes = quotes;
  }

  /** The fields, quotation marks resolved; empty if the record is not well formed. */
  static Optional<List<byte[]>> parse(byte[] record, byte delimiter, boolean quotes) {
    return new CsvRecord(record, delimiter, quotes).fields();
  }

  private Optional<List<byte[]>> fields() {
    List<byte[]> fields = new ArrayList<>();
    while (true) {
      Optional<byte[]> field =
          at < record.length && quotes && record[at] == '"' ? quoted() : bare();
      if (field.isEmpty()) {
        return Optional.empty();
      }
      fields.add(field.get());
      if (at == record.length) {
        return Optional.of(fields);
      }
      at++; // the delimiter
    }
  }

  /** Up to the delimiter; may have no quotation mark or line break. */
  private Optional<byte[]> bare() {
    ByteArrayOutputStream field = new ByteArrayOutputStream();
    for (; at < record.length && record[at] != delimiter; at++) {
      byte b = record[at];
      if ((quotes && b == '"') || b == '\n' || b == '\r') {
        return Optional.empty();
      }
      field.write(b);
    }
    return Optional.of(field.toByteArray());
  }

  /** Between quotation marks, a doubled one standing for itself; then the delimiter or the end. */
  private Optional<byte[]> quoted() {
    ByteArrayOutputStream field = new ByteArrayOutputStream();
    for (at++; at < record.length; at++) {
      if (record[at] != '"') {
        field.write(record[at]);
      } else if (at + 1 < record.length && record[at + 1] == '"') {
        field.write('"');
        at++;
      } else {
        at++;
        boolean ends = at == record.length || record[at] == delimiter;
        return ends ? Optional.of(field.toByteArray()) : Optional.empty();
      }
    }
    return Optional.empty(); // never closed
  }
}
