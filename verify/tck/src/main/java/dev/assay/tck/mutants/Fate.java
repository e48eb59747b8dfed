package dev.assay.tck.mutants;

/**
 * What became of a mutant.
 *
 * @param mutant which
 * @param status what
 * @param by the method that found it, or how it is known to be no bug; else empty
 * @param detail what that method said, one line
 */
public record Fate(SourceMutant mutant, Status status, String by, String detail) {
  /** What can become of a mutant. */
  public enum Status {
    /** Found. */
    KILLED,
    /** Not found. */
    SURVIVED,
    /** Proved to be no bug. */
    EQUIVALENT,
    /** No program: the compiler refuses it, so that there is nothing to find. */
    STILLBORN
  }

  @Override
  public String toString() {
    return status + " " + mutant + (by.isEmpty() ? "" : " [" + by + "] " + detail);
  }
}
