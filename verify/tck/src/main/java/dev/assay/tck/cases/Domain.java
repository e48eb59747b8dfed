package dev.assay.tck.cases;

/** The numbers that an argument is drawn from: where a function is defined and well scaled. */
public enum Domain {
  /** Any number of moderate size. */
  REAL,
  /** Away from zero, either sign: 0.25 … 4. */
  NONZERO,
  /** 0.0625 … 8. */
  POSITIVE,
  /** −0.95 … 0.95. */
  UNIT,
  /** 0.05 … 0.95. */
  PROBABILITY,
  /** 1.05 … 6. */
  ABOVE_ONE,
  /** −1 … 1 without the ends, for exponents and angles. */
  SMALL
}
