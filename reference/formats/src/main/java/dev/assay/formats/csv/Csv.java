package dev.assay.formats.csv;

import dev.assay.engine.FormatException;
import dev.assay.engine.ValueException;
import dev.assay.engine.op.SymbolicOperand;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.io.ByteSource;
import dev.assay.formats.io.Pulled;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * How a file of comma-separated values (RFC 4180, UTF-8) is read. Immutable.
 *
 * <pre>{@code
 * CsvTable houses = Csv.withHeader().read(file);
 * Tensor rooms = houses.matrix("rm", "ptratio", "lstat");
 * }</pre>
 *
 * <p>A field may stand between quotation marks, a doubled one inside standing for itself; it may
 * then hold separators and line breaks. Lines end in LF, CR LF or CR; empty lines are skipped. All
 * records have as many fields as the first. A file may be compressed by gzip.
 *
 * <p>Without a selection every column is wanted, as float32, and no field may be missing. A field
 * is missing if it is empty or one of {@link #missing}.
 */
public final class Csv {
  private final boolean header;
  private final char delimiter;
  private final Set<String> missing;
  private final List<CsvColumn> columns;

  private Csv(boolean header, char delimiter, Set<String> missing, List<CsvColumn> columns) {
    this.header = header;
    this.delimiter = delimiter;
    this.missing = missing;
    this.columns = columns;
  }

  /** A file whose first record names the columns. */
  public static Csv withHeader() {
    return new Csv(true, ',', Set.of(), List.of());
  }

  /** A file of values from the first record on; columns are known by their positions. */
  public static Csv withoutHeader() {
    return new Csv(false, ',', Set.of(), List.of());
  }

  /** With another separator of fields: a tab, a semicolon. */
  public Csv delimiter(char separator) {
    if (separator == '"' || separator == '\n' || separator == '\r' || separator == '\uFEFF') {
      throw new ValueException("csv: no separator is character " + (int) separator);
    }
    return new Csv(header, separator, missing, columns);
  }

  /** Fields of these texts are missing as empty ones are: {@code NA}, {@code ?}. */
  public Csv missing(String... texts) {
    ValueException.requireGiven(texts, "csv: the texts of missing fields");
    for (String text : texts) {
      ValueException.requireGiven(text, "csv: the text of a missing field");
    }
    return new Csv(header, delimiter, Set.copyOf(Arrays.asList(texts)), columns);
  }

  /** Only these columns, in this order. */
  public Csv select(CsvColumn... wanted) {
    ValueException.requireGiven(wanted, "csv: the columns");
    for (CsvColumn column : wanted) {
      ValueException.requireGiven(column, "csv: a column");
      if (column.name().isPresent() && !header) {
        throw new ValueException("csv: " + column.label() + " of a file without header");
      }
    }
    return new Csv(header, delimiter, missing, List.of(wanted));
  }

  /** Only these columns, in this order, as float32. */
  public Csv select(String... names) {
    ValueException.requireGiven(names, "csv: the names of columns");
    return select(
        Arrays.stream(names)
            .map(name -> CsvColumn.of(name, DType.FLOAT32))
            .toArray(CsvColumn[]::new));
  }

  /** Only these columns, in this order, as float32. */
  public Csv select(int... indices) {
    ValueException.requireGiven(indices, "csv: the positions of columns");
    return select(
        Arrays.stream(indices)
            .mapToObj(index -> CsvColumn.of(index, DType.FLOAT32))
            .toArray(CsvColumn[]::new));
  }

  /**
   * The first columns, as TensorFlow's {@code record_defaults} describe them: a scalar is the
   * fallback of its column, an empty tensor says that no field may be missing.
   */
  public Csv recordDefaults(Tensor... defaults) {
    ValueException.requireGiven(defaults, "csv: the record defaults");
    List<CsvColumn> all = new ArrayList<>();
    for (Tensor t : defaults) {
      ValueException.requireGiven(t, "csv: a record default");
      boolean required = !(t instanceof SymbolicOperand) && t.size() == 0;
      all.add(required ? CsvColumn.of(all.size(), t.dtype()) : CsvColumn.of(all.size(), t));
    }
    return select(all.toArray(CsvColumn[]::new));
  }

  /** The whole file. */
  public CsvTable read(Path file) {
    try (CsvReader reader = open(file)) {
      return reader.rest();
    }
  }

  /**
   * All of a stream, which is closed.
   *
   * @param name what messages call it
   */
  public CsvTable read(String name, InputStream stream) {
    try (CsvReader reader = open(name, stream)) {
      return reader.rest();
    }
  }

  /** The file one record after the other. */
  public CsvReader open(Path file) {
    return reader(ByteSource.openPlainOrGzip(file));
  }

  /**
   * A stream one record after the other; it closes with the reader.
   *
   * @param name what messages call it
   */
  public CsvReader open(String name, InputStream stream) {
    return reader(ByteSource.of(name, stream).inflatedIfGzip());
  }

  /**
   * The columns of each record, scalars: of every pass a reader of its own, which closes at the
   * end.
   *
   * <pre>{@code
   * Dataset rows = Dataset.of(csv.elements(file)).shuffle(1000, 7).batch(32);
   * }</pre>
   */
  public Iterable<List<Tensor>> elements(Path file) {
    ValueException.requireGiven(file, "csv: the path");
    return () -> {
      CsvReader reader = open(file);
      return new Pulled<>(reader::next, reader::close);
    };
  }

  private CsvReader reader(ByteSource in) {
    try {
      return new CsvReader(in, this);
    } catch (FormatException e) {
      in.close();
      throw e;
    }
  }

  boolean hasHeader() {
    return header;
  }

  char delimiter() {
    return delimiter;
  }

  boolean isMissing(String field) {
    return field.isEmpty() || missing.contains(field);
  }

  List<CsvColumn> columns() {
    return columns;
  }
}
