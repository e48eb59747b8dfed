package dev.assay.opencl.device;

import dev.assay.engine.AttributeException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * How a device is driven.
 *
 * @param memory the most bytes to use; 0 for nine tenths of what the device has
 * @param timeout nanoseconds that a wait may last; 0 for ever
 * @param cache where built programs are kept; empty for nowhere
 * @param pooling whether buffers are rounded up in size and used again
 * @param relaxed whether the compiler may relax mathematics, which the precision class then says
 * @param variant which versions of the kernels run
 * @param sources given the name and the text of a {@code .cl} file, the text to build
 */
public record Settings(
    long memory,
    long timeout,
    Optional<Path> cache,
    boolean pooling,
    boolean relaxed,
    Variant variant,
    BinaryOperator<String> sources) {
  /** Versions of a kernel. */
  public enum Variant {
    /** Whichever suits the device and the size. */
    AUTO,
    /** The Java loop transliterated, where there is such a version. */
    PLAIN,
    /** Tiles in local memory, for graphics processors, where there is such a version. */
    TILED,
    /** Packed panels and wide registers, for processors, where there is such a version. */
    PACKED
  }

  /**
   * What the system properties {@code assay.opencl.memory} (bytes), {@code .timeout} (seconds),
   * {@code .cache} (a folder, or {@code none}), {@code .relaxed} and {@code .variant} say.
   */
  public static Settings ofProperties() {
    String cache = property("cache", "");
    Path home = Path.of(System.getProperty("user.home"), ".cache", "assay", "opencl");
    return new Settings(
        number("memory"),
        number("timeout") * 1_000_000_000L,
        cache.equals("none")
            ? Optional.empty()
            : Optional.of(cache.isEmpty() ? home : Path.of(cache)),
        true,
        Boolean.parseBoolean(property("relaxed", "false")),
        variant(property("variant", "auto")),
        (file, text) -> text);
  }

  private static String property(String name, String fallback) {
    return System.getProperty("assay.opencl." + name, fallback);
  }

  private static long number(String name) {
    String text = property(name, "0");
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new AttributeException(
          "property assay.opencl." + name + ": a whole number is needed, got \"" + text + "\"");
    }
  }

  private static Variant variant(String text) {
    try {
      return Variant.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new AttributeException(
          "property assay.opencl.variant: auto, plain, tiled or packed, got \"" + text + "\"");
    }
  }

  /** These settings with other versions of the kernels. */
  public Settings with(Variant other) {
    return new Settings(memory, timeout, cache, pooling, relaxed, other, sources);
  }

  /** These settings with other texts of the kernels, nothing of which is kept. */
  public Settings with(BinaryOperator<String> other) {
    return new Settings(memory, timeout, Optional.empty(), pooling, relaxed, variant, other);
  }

  /** These settings with buffers of exactly the size that is asked for, each used once. */
  public Settings withoutPooling() {
    return new Settings(memory, timeout, cache, false, relaxed, variant, sources);
  }

  /** These settings with another limit of memory, in bytes. */
  public Settings withMemory(long bytes) {
    return new Settings(bytes, timeout, cache, pooling, relaxed, variant, sources);
  }

  /** These settings with another limit of waits, in nanoseconds. */
  public Settings withTimeout(long nanoseconds) {
    return new Settings(memory, nanoseconds, cache, pooling, relaxed, variant, sources);
  }

  /** These settings with another folder for built programs. */
  public Settings withCache(Optional<Path> folder) {
    return new Settings(memory, timeout, folder, pooling, relaxed, variant, sources);
  }
}
