package dev.assay.formats.io;

import java.util.Optional;

/** How much memory a file may ask for, so that a large one is an error and not the end. */
public final class Memory {
  private Memory() {}

  /** The most bytes that one thing may take: half of the heap. */
  public static long most() {
    return Runtime.getRuntime().maxMemory() / 2;
  }

  /**
   * What is wrong with {@code bytes} in memory, for {@code what}; empty if they are not too many.
   */
  public static Optional<String> refusal(long bytes, String what) {
    long most = most();
    return bytes <= most
        ? Optional.empty()
        : Optional.of(
            what
                + " would take "
                + bytes
                + " bytes of memory, half of the heap is "
                + most
                + " (the option -Xmx of java makes it larger)");
  }
}
