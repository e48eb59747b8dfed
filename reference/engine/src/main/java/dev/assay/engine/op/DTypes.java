package dev.assay.engine.op;

import dev.assay.engine.tensor.DType;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

/** The sets of element types that signatures name. */
public final class DTypes {
  /** Binary floating point. */
  public static final Set<DType> FLOATS = where(DType::isFloating);

  /** Integers. */
  public static final Set<DType> INTEGERS = where(DType::isInteger);

  /** Types of indices: int32, int64. */
  public static final Set<DType> INDICES = where(t -> t == DType.INT32 || t == DType.INT64);

  /** Integers and floats: what real arithmetic and comparison are defined on. */
  public static final Set<DType> REALS = where(t -> t.isFloating() || t.isInteger());

  /** Truth values. */
  public static final Set<DType> BOOLS = where(t -> t == DType.BOOL);

  /** Integers, floats and bool. */
  public static final Set<DType> REALS_AND_BOOL =
      where(t -> t.isFloating() || t.isInteger() || t == DType.BOOL);

  /** Complex numbers. */
  public static final Set<DType> COMPLEX = where(DType::isComplex);

  /** What the parts of complex numbers are. */
  public static final Set<DType> COMPLEX_PARTS =
      where(t -> t == DType.FLOAT32 || t == DType.FLOAT64);

  /** Floats and complex numbers: what analytic functions are defined on. */
  public static final Set<DType> CONTINUOUS = where(DType::isContinuous);

  /** Integers, floats and complex numbers: what is summed. */
  public static final Set<DType> NUMERIC = where(DType::isNumeric);

  /** Every type that has a zero and a one: all but strings. */
  public static final Set<DType> NUMERIC_AND_BOOL = where(t -> t != DType.STRING);

  /** Strings. */
  public static final Set<DType> STRINGS = where(t -> t == DType.STRING);

  /** Every type: operations that only move elements. */
  public static final Set<DType> ANY = where(t -> true);

  private DTypes() {}

  private static Set<DType> where(Predicate<DType> test) {
    EnumSet<DType> set = EnumSet.noneOf(DType.class);
    Arrays.stream(DType.values()).filter(test).forEach(set::add);
    return Collections.unmodifiableSet(set);
  }
}
