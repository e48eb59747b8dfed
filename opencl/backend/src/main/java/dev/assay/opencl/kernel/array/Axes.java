package dev.assay.opencl.kernel.array;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What kernels whose number of axes varies are built with. */
final class Axes {
  private Axes() {}

  /** {@code F(2) F(3) … F(rank − 1)}: the value of the macro that goes through the outer axes. */
  static String outer(int rank) {
    return IntStream.range(2, rank).mapToObj(d -> "F(" + d + ")").collect(Collectors.joining(" "));
  }
}
