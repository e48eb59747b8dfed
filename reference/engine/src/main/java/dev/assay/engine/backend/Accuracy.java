package dev.assay.engine.backend;

import dev.assay.engine.tensor.DType;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The largest errors of a backend's elementary functions in units in the last place of the true
 * result; 0.5 is correct rounding. The judge's bounds follow from it.
 *
 * @param narrow on float32, and on the types of 16 bits
 * @param wide on float64
 */
public record Accuracy(Map<Elementary, Double> narrow, Map<Elementary, Double> wide) {
  /**
   * What {@link StrictMath} states: 1, quotients correctly rounded. It has no error functions: 0
   * for these grants nothing beyond the rounding errors of the formula that specifies them.
   */
  public static final Accuracy STRICT = strict();

  /** Both tables give every function a number that is finite and not negative. */
  public Accuracy {
    narrow = complete(narrow);
    wide = complete(wide);
  }

  private static Map<Elementary, Double> complete(Map<Elementary, Double> table) {
    for (Elementary f : Elementary.values()) {
      Double ulps = table.get(f);
      if (ulps == null || !(ulps >= 0 && ulps < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "accuracy: every function needs a number ≥ 0, got " + f + " = " + ulps);
      }
    }
    return Collections.unmodifiableMap(new EnumMap<>(table));
  }

  private static Accuracy strict() {
    Map<Elementary, Double> table = new EnumMap<>(Elementary.class);
    for (Elementary f : Elementary.values()) {
      table.put(
          f,
          switch (f) {
            case DIVIDE -> 0.5;
            case ERF, ERFC -> 0.0;
            default -> 1.0;
          });
    }
    return new Accuracy(table, table);
  }

  /**
   * What OpenCL demands of every device of the full profile: OpenCL C 1.2, §7.4, table "ULP values
   * for single and double precision built-in math functions".
   *
   * @param correctlyRoundedDivideSqrt whether programs are built so that float32 quotients and
   *     square roots are correctly rounded; those of float64 always are
   */
  public static Accuracy openCl(boolean correctlyRoundedDivideSqrt) {
    return new Accuracy(
        openClTable(correctlyRoundedDivideSqrt ? 0.5 : 2.5, correctlyRoundedDivideSqrt ? 0.5 : 3),
        openClTable(0.5, 0.5));
  }

  private static Map<Elementary, Double> openClTable(double divide, double sqrt) {
    Map<Elementary, Double> table = new EnumMap<>(Elementary.class);
    for (Elementary f : Elementary.values()) {
      table.put(
          f,
          switch (f) {
            case DIVIDE -> divide;
            case SQRT -> sqrt;
            case CBRT, LOG1P -> 2.0;
            case EXP, EXPM1, LOG -> 3.0;
            case SIN, COS, SINH, COSH, ASIN, ACOS, ASINH, ACOSH -> 4.0;
            case TAN, TANH, ATAN, ATANH -> 5.0;
            case ATAN2 -> 6.0;
            case POW, ERF, ERFC -> 16.0;
          });
    }
    return table;
  }

  /** The largest error of {@code f} on such a type, in units in the last place. */
  public double ulps(Elementary f, DType type) {
    return (type.realType() == DType.FLOAT64 ? wide : narrow).get(f);
  }
}
