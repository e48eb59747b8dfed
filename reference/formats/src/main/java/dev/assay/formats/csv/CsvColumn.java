package dev.assay.formats.csv;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.op.SymbolicOperand;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import java.util.Optional;

/**
 * A column that is wanted, and as what.
 *
 * @param name its name in the header; empty if {@code index} tells
 * @param index its position, from 0; −1 if the name tells
 * @param dtype float32, float64, an integer type or string
 * @param fallback a scalar of that type: the value of a field that is missing; empty if it must be
 *     there
 */
public record CsvColumn(Optional<String> name, int index, DType dtype, Optional<Tensor> fallback) {
  /** Checks type and fallback. */
  public CsvColumn {
    ValueException.requireGiven(name, "csv: the name of a column");
    ValueException.requireGiven(dtype, "csv: the type of a column");
    ValueException.requireGiven(fallback, "csv: the fallback of a column");
    if (name.isPresent() ? index != -1 : index < 0) {
      throw new ValueException("csv: a column has a name or a position from 0, got " + index);
    }
    boolean real = dtype == DType.FLOAT32 || dtype == DType.FLOAT64;
    if (!real && !dtype.isInteger() && dtype != DType.STRING) {
      throw new DTypeException(
          "csv: a column is float32, float64, of an integer type or string, got " + dtype);
    }
    fallback.ifPresent(f -> requireScalar(f, dtype));
  }

  private static void requireScalar(Tensor fallback, DType dtype) {
    if (fallback instanceof SymbolicOperand) {
      throw new ValueException("csv: a fallback has a value, got " + fallback);
    }
    if (fallback.dtype() != dtype) {
      throw new DTypeException("csv: a column of " + dtype + " with fallback " + fallback.dtype());
    }
    if (fallback.rank() != 0) {
      throw new ShapeException("csv: a fallback is a scalar, got shape " + fallback.shape());
    }
  }

  /** The column called {@code name}, whose fields must all be there. */
  public static CsvColumn of(String name, DType dtype) {
    ValueException.requireGiven(name, "csv: the name of a column");
    return new CsvColumn(Optional.of(name), -1, dtype, Optional.empty());
  }

  /** The column called {@code name}, of the type of the fallback. */
  public static CsvColumn of(String name, Tensor fallback) {
    ValueException.requireGiven(name, "csv: the name of a column");
    ValueException.requireGiven(fallback, "csv: the fallback of a column");
    return new CsvColumn(Optional.of(name), -1, fallback.dtype(), Optional.of(fallback));
  }

  /** The column at {@code index}, from 0, whose fields must all be there. */
  public static CsvColumn of(int index, DType dtype) {
    return new CsvColumn(Optional.empty(), index, dtype, Optional.empty());
  }

  /** The column at {@code index}, from 0, of the type of the fallback. */
  public static CsvColumn of(int index, Tensor fallback) {
    ValueException.requireGiven(fallback, "csv: the fallback of a column");
    return new CsvColumn(Optional.empty(), index, fallback.dtype(), Optional.of(fallback));
  }

  /** How messages call it. */
  String label() {
    return name.map(n -> "column \"" + n + "\"").orElse("column " + index);
  }
}
