package dev.assay.formats.chart;

import dev.assay.engine.AssayException;
import dev.assay.engine.BackendException;
import java.util.function.Supplier;

/** Where drawing may fail for want of a module, a native library or a font. */
final class Desktop {
  private Desktop() {}

  /** What {@code drawing} gives, or an error that says what the runtime needs. */
  static byte[] png(Supplier<byte[]> drawing) {
    try {
      return drawing.get();
    } catch (AssayException e) {
      throw e;
    } catch (RuntimeException | LinkageError | InternalError e) {
      throw new BackendException(
          "chart: this Java runtime cannot draw: "
              + e
              + "; it needs the module java.desktop and a font, which the packages fontconfig and"
              + " fonts-dejavu-core of Debian bring",
          e);
    }
  }
}
