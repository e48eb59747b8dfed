package dev.assay.engine.tensor;

import dev.assay.engine.DTypeException;
import java.util.Arrays;
import java.util.Locale;

/** Element types, by TensorFlow's names. */
public enum DType {
  /** IEEE 754 binary16. */
  FLOAT16(Kind.FLOAT, 2),
  /** The upper half of binary32: 8 bits of precision, binary32's range. */
  BFLOAT16(Kind.FLOAT, 2),
  /** IEEE 754 binary32. */
  FLOAT32(Kind.FLOAT, 4),
  /** IEEE 754 binary64. */
  FLOAT64(Kind.FLOAT, 8),
  /** Two's complement, 8 bits. */
  INT8(Kind.INTEGER, 1),
  /** Two's complement, 16 bits. */
  INT16(Kind.INTEGER, 2),
  /** Two's complement, 32 bits. */
  INT32(Kind.INTEGER, 4),
  /** Two's complement, 64 bits. */
  INT64(Kind.INTEGER, 8),
  /** Unsigned, 8 bits. */
  UINT8(Kind.INTEGER, 1),
  /** False or true. */
  BOOL(Kind.BOOL, 1),
  /** A sequence of bytes of any length. */
  STRING(Kind.STRING, 0),
  /** Two binary32: real and imaginary part. */
  COMPLEX64(Kind.COMPLEX, 8),
  /** Two binary64: real and imaginary part. */
  COMPLEX128(Kind.COMPLEX, 16);

  private enum Kind {
    FLOAT,
    INTEGER,
    BOOL,
    STRING,
    COMPLEX
  }

  private final Kind kind;
  private final int bytes;

  DType(Kind kind, int bytes) {
    this.kind = kind;
    this.bytes = bytes;
  }

  /** The type called {@code name}, such as {@code "float32"}. */
  public static DType named(String name) {
    for (DType t : values()) {
      if (t.label().equals(name)) {
        return t;
      }
    }
    throw new DTypeException(
        "unknown dtype \""
            + name
            + "\", known: "
            + String.join(", ", Arrays.stream(values()).map(DType::label).toList()));
  }

  /** TensorFlow's name: {@code "float32"}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Bytes of one element; 0 for strings. */
  public int bytes() {
    return bytes;
  }

  /** Whether the elements are binary floating-point numbers. */
  public boolean isFloating() {
    return kind == Kind.FLOAT;
  }

  /** Whether the elements are integers. */
  public boolean isInteger() {
    return kind == Kind.INTEGER;
  }

  /** Whether the elements are pairs of floating-point numbers. */
  public boolean isComplex() {
    return kind == Kind.COMPLEX;
  }

  /** Floating or complex: what derivatives are defined on. */
  public boolean isContinuous() {
    return isFloating() || isComplex();
  }

  /** The type of the real and the imaginary part of a complex type; others themselves. */
  public DType realType() {
    return this == COMPLEX64 ? FLOAT32 : this == COMPLEX128 ? FLOAT64 : this;
  }

  /** The complex type whose parts are of this type, which is float32 or float64. */
  public DType complexType() {
    return switch (this) {
      case FLOAT32, COMPLEX64 -> COMPLEX64;
      case FLOAT64, COMPLEX128 -> COMPLEX128;
      default -> throw new DTypeException("complex: of float32 or float64, got " + label());
    };
  }

  /** Integer, floating or complex: what arithmetic is defined on. */
  public boolean isNumeric() {
    return isFloating() || isInteger() || isComplex();
  }

  /**
   * Rounds {@code value} once, to nearest with ties to even, to a number of this floating type.
   * Overflow gives an infinity, underflow is gradual.
   */
  public double round(double value) {
    return switch (this) {
      case FLOAT64, COMPLEX128 -> value;
      case FLOAT32, COMPLEX64 -> (float) value;
      case FLOAT16 -> HalfFloats.FLOAT16.round(value);
      case BFLOAT16 -> HalfFloats.BFLOAT16.round(value);
      default -> throw new DTypeException("round: not a floating type, got " + label());
    };
  }

  /** Wraps {@code value} as two's complement to this integer type. */
  public long wrap(long value) {
    return switch (this) {
      case INT8 -> (byte) value;
      case INT16 -> (short) value;
      case INT32 -> (int) value;
      case INT64 -> value;
      case UINT8 -> value & 0xFF;
      default -> throw new DTypeException("wrap: not an integer type, got " + label());
    };
  }

  @Override
  public String toString() {
    return label();
  }
}
