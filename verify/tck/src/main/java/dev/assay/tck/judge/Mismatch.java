package dev.assay.tck.judge;

import java.util.List;

/**
 * The first element that is wrong.
 *
 * @param what which tensor: {@code result 0}, {@code gradient 1}
 * @param index where in it
 * @param got the value under test
 * @param want the expected value
 * @param bound the largest |got − want| that is right
 * @param origin where the bound comes from
 */
public record Mismatch(
    String what, List<Integer> index, double got, double want, double bound, String origin) {
  /** {@code |got − want|}. */
  public double error() {
    return Math.abs(got - want);
  }

  @Override
  public String toString() {
    return what
        + index
        + " is "
        + got
        + ", expected "
        + want
        + ", |error| "
        + error()
        + " > bound "
        + bound
        + " = "
        + origin;
  }
}
