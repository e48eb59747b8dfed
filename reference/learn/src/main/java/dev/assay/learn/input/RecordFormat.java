package dev.assay.learn.input;

import java.nio.file.Path;
import java.util.Iterator;

/** How a file is taken apart into records, byte strings. */
@FunctionalInterface
public interface RecordFormat {
  /**
   * The records of {@code file} in their order. Where the iterator is {@link AutoCloseable} it is
   * closed when its last record was read, when it fails, and when no more records are wanted.
   */
  Iterator<byte[]> open(Path file);

  /** Lines of text, without their ends, {@code \n} or {@code \r\n}. */
  static RecordFormat lines() {
    return lines(0);
  }

  /**
   * Lines of text, without their ends, {@code \n} or {@code \r\n}.
   *
   * @param headers how many lines at the beginning are left out
   */
  static RecordFormat lines(int headers) {
    Check.atLeast("lines", "headers", headers, 0);
    return file -> new TextLines(file, headers);
  }

  /**
   * Records of one length.
   *
   * @param header how many bytes come before the first
   * @param length of a record, in bytes
   * @param footer how many bytes come after the last
   */
  static RecordFormat fixedLength(int header, int length, int footer) {
    Check.atLeast("fixed_length_records", "header", header, 0);
    Check.atLeast("fixed_length_records", "length", length, 1);
    Check.atLeast("fixed_length_records", "footer", footer, 0);
    return file -> new FixedLengthRecords(file, header, length, footer);
  }

  /** Each file as one record. */
  static RecordFormat wholeFile() {
    return WholeFile::new;
  }
}
