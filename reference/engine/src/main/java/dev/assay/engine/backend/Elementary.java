package dev.assay.engine.backend;

/**
 * The functions that hardware and libraries do not always round correctly. Sums, differences and
 * products, which everybody rounds correctly, are not among them.
 */
public enum Elementary {
  DIVIDE,
  SQRT,
  CBRT,
  EXP,
  EXPM1,
  LOG,
  LOG1P,
  POW,
  SIN,
  COS,
  TAN,
  ASIN,
  ACOS,
  ATAN,
  ATAN2,
  SINH,
  COSH,
  TANH,
  ASINH,
  ACOSH,
  ATANH,
  ERF,
  ERFC
}
