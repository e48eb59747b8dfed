package dev.assay.golden;

import java.util.List;

/** What must be true of one result. */
public sealed interface Expectation {
  /** The bound name it speaks of. */
  String of();

  /**
   * The elements to the digits that the document prints.
   *
   * @param dtype of the result
   * @param shape of the result
   * @param printed one text per element, row-major
   * @param right one text per element where the document is wrong; else empty
   */
  record Digits(
      String of, String dtype, List<Integer> shape, List<String> printed, List<String> right)
      implements Expectation {
    /** Whether the document is wrong. */
    public boolean isErratum() {
      return !right.isEmpty();
    }
  }

  /**
   * The whole array as the document prints it.
   *
   * @param text NumPy's notation
   */
  record Text(String of, String text) implements Expectation {}
}
