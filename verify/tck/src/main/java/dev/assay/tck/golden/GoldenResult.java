package dev.assay.tck.golden;

import dev.assay.golden.GoldenEntry;

/**
 * What became of one worked example.
 *
 * @param entry the example
 * @param status how it ended
 * @param message why, unless it passed
 */
public record GoldenResult(GoldenEntry entry, Status status, String message) {
  /** How an example ended. */
  public enum Status {
    /** Every expectation holds. */
    PASS,
    /** One does not, or a step threw. */
    FAIL,
    /** The backend declares that it has not all operations. */
    UNSUPPORTED
  }

  @Override
  public String toString() {
    return status + " " + entry.id() + (message.isEmpty() ? "" : ": " + message);
  }
}
