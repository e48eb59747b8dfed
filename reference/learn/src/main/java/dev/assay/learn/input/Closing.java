package dev.assay.learn.input;

import dev.assay.engine.FormatException;

/** Closes what may throw anything when it is closed. */
final class Closing {
  private Closing() {}

  /** Closes it; a checked error becomes a {@link FormatException} that names {@code what}. */
  @SuppressWarnings("try") // whatever close throws is dealt with here
  static void close(String what, AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new FormatException(what + ": cannot be closed: " + e.getMessage(), e);
    }
  }
}
