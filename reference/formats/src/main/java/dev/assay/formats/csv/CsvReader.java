package dev.assay.formats.csv;

import dev.assay.engine.FormatException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.io.ByteSource;
import dev.assay.formats.io.Disk;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads a file of comma-separated values one record after the other. For one thread. */
public final class CsvReader implements AutoCloseable {
  /** Characters of a record; more are refused, lest a quotation mark swallow the memory. */
  private static final int LONGEST_RECORD = 1 << 24;

  private final ByteSource in;
  private final Csv csv;
  private final Guard guard;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private final List<String> header = new ArrayList<>();
  private final List<CsvValues> values = new ArrayList<>();
  private List<String> names = new ArrayList<>();
  private int fields = -1;
  private long line;
  private Optional<CSVRecord> ahead = Optional.empty();

  CsvReader(ByteSource in, Csv csv) {
    this.in = in;
    this.csv = csv;
    this.guard = new Guard(in);
    CSVFormat format =
        CSVFormat.RFC4180.builder().setDelimiter(csv.delimiter()).setIgnoreEmptyLines(true).get();
    try {
      this.parser = CSVParser.builder().setReader(guard).setFormat(format).get();
    } catch (IOException e) {
      throw Disk.failed(in.name(), e);
    }
    this.records = parser.iterator();
    ahead = record();
    ahead.ifPresent(first -> fields = first.size());
    if (csv.hasHeader()) {
      CSVRecord names = ahead.orElseThrow(() -> bad("a header is needed, the file is empty"));
      names.forEach(header::add);
      ahead = Optional.empty();
    }
    choose();
  }

  /** Finds what is wanted. */
  private void choose() {
    List<CsvColumn> columns = csv.columns();
    if (columns.isEmpty()) {
      columns =
          IntStream.range(0, Math.max(0, fields))
              .mapToObj(i -> CsvColumn.of(i, DType.FLOAT32))
              .toList();
    }
    for (CsvColumn column : columns) {
      int position = column.name().map(this::position).orElse(column.index());
      if (fields >= 0 && position >= fields) {
        throw bad("there are " + fields + " columns, " + column.label() + " is wanted");
      }
      String name = csv.hasHeader() ? header.get(position) : String.valueOf(position);
      String label = csv.hasHeader() ? "column \"" + name + "\"" : column.label();
      names.add(name);
      values.add(new CsvValues(in, csv, column, position, label));
    }
    names = List.copyOf(names);
  }

  private int position(String name) {
    int at = header.indexOf(name);
    if (at < 0) {
      throw bad("no column is called \"" + name + "\", there are " + header);
    }
    if (header.lastIndexOf(name) != at) {
      throw bad("two columns are called \"" + name + "\"; select by position");
    }
    return at;
  }

  /** The names of the columns that were selected; their positions if the file has no header. */
  public List<String> names() {
    return names;
  }

  /** The columns of the next record, each a scalar; empty at the end of the file. */
  public Optional<List<Tensor>> next() {
    return advance()
        .map(
            record -> {
              List<Tensor> scalars = new ArrayList<>();
              for (CsvValues column : values) {
                column.clear();
                column.add(record, line);
                scalars.add(column.tensor(Shape.scalar()));
              }
              return List.copyOf(scalars);
            });
  }

  /** The columns of all records that are left. */
  CsvTable rest() {
    values.forEach(CsvValues::clear);
    int rows = 0;
    for (Optional<CSVRecord> r = advance(); r.isPresent(); r = advance()) {
      for (CsvValues column : values) {
        column.add(r.get(), line);
      }
      rows++;
    }
    Shape shape = Shape.of(rows);
    List<Tensor> tensors = values.stream().map(column -> column.tensor(shape)).toList();
    return new CsvTable(in.name(), names, tensors, rows);
  }

  private Optional<CSVRecord> advance() {
    Optional<CSVRecord> record = ahead.isPresent() ? ahead : record();
    ahead = Optional.empty();
    record.ifPresent(
        r -> {
          if (r.size() != fields) {
            throw bad("it has " + r.size() + " fields, the first record has " + fields);
          }
        });
    return record;
  }

  private Optional<CSVRecord> record() {
    try {
      guard.left = LONGEST_RECORD;
      if (!records.hasNext()) {
        return Optional.empty();
      }
      CSVRecord record = records.next();
      line = parser.getCurrentLineNumber();
      return Optional.of(record);
    } catch (UncheckedIOException | IllegalStateException e) {
      line = Math.max(1, parser.getCurrentLineNumber());
      throw new FormatException(in.name() + ", line " + line + ": " + reason(e), e);
    }
  }

  private static String reason(RuntimeException e) {
    return e.getCause() instanceof CharacterCodingException
        ? "bytes that are not UTF-8"
        : e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
  }

  private FormatException bad(String what) {
    return new FormatException(in.name() + ", line " + Math.max(1, line) + ": " + what);
  }

  @Override
  public void close() {
    in.close();
  }

  /** The characters of the file, which ends with an error if a record is too long. */
  private static final class Guard extends FilterReader {
    private int left;

    Guard(ByteSource in) {
      super(decoded(in));
    }

    /** UTF-8, a mark of byte order skipped; other bytes are an error. */
    private static Reader decoded(ByteSource in) {
      in.skip(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
      return new InputStreamReader(in.asStream(), StandardCharsets.UTF_8.newDecoder());
    }

    @Override
    public int read() throws IOException {
      return count(super.read(), 1);
    }

    @Override
    public int read(char[] to, int from, int count) throws IOException {
      int got = super.read(to, from, count);
      return count(got, Math.max(0, got));
    }

    private int count(int result, int characters) throws IOException {
      left -= characters;
      if (left < 0) {
        throw new IOException("a record of more than " + LONGEST_RECORD + " characters");
      }
      return result;
    }
  }
}
