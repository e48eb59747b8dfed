package dev.assay.formats.csv;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** The columns of a file, each a tensor {@code [rows]}. */
public final class CsvTable {
  private final String file;
  private final List<String> names;
  private final List<Tensor> columns;
  private final int rows;

  CsvTable(String file, List<String> names, List<Tensor> columns, int rows) {
    this.file = file;
    this.names = List.copyOf(names);
    this.columns = List.copyOf(columns);
    this.rows = rows;
  }

  /** How many records there were. */
  public int rows() {
    return rows;
  }

  /** The names of the columns that were selected; their positions if the file has no header. */
  public List<String> names() {
    return names;
  }

  /** All columns that were selected, {@code [rows]} each. */
  public List<Tensor> columns() {
    return columns;
  }

  /** The column called {@code name}, {@code [rows]}. */
  public Tensor column(String name) {
    int at = names.indexOf(ValueException.requireGiven(name, "csv: the name of a column"));
    if (at < 0) {
      throw new ValueException(file + ": no column \"" + name + "\", there are " + names);
    }
    return columns.get(at);
  }

  /** The {@code i}-th of the columns that were selected, {@code [rows]}. */
  public Tensor column(int i) {
    if (i < 0 || i >= columns.size()) {
      throw new ValueException(
          file + ": there are " + columns.size() + " columns, asked for number " + i);
    }
    return columns.get(i);
  }

  /** All columns side by side, {@code [rows, columns]}; they have one type. */
  public Tensor matrix() {
    return sideBySide(columns);
  }

  /** These columns side by side, {@code [rows, columns]}; they have one type. */
  public Tensor matrix(String... wanted) {
    ValueException.requireGiven(wanted, "csv: the names of columns");
    List<Tensor> chosen = new ArrayList<>();
    for (String name : wanted) {
      chosen.add(column(name));
    }
    return sideBySide(chosen);
  }

  private Tensor sideBySide(List<Tensor> chosen) {
    if (chosen.isEmpty()) {
      throw new ValueException(file + ": a matrix of no columns");
    }
    DType dtype = chosen.get(0).dtype();
    for (Tensor column : chosen) {
      if (column.dtype() != dtype) {
        throw new DTypeException(
            file + ": a matrix of one type, got " + dtype + " and " + column.dtype());
      }
    }
    return ArrayOps.stack(chosen, 1);
  }
}
