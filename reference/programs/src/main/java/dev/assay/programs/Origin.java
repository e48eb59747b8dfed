package dev.assay.programs;

/** Where the data of a program come from. */
public enum Origin {
  /** The program has them or makes them itself. */
  EMBEDDED,
  /** They are read from files. */
  FILES
}
