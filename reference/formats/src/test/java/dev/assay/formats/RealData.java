package dev.assay.formats;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Files that others published and that are not ours to publish again. Where they are says the
 * system property or environment variable {@code ASSAY_DATA}: a folder that holds {@code
 * BostonHousing.csv}, {@code mnist/} and {@code tensorflow-written/}.
 */
public final class RealData {
  /** Why a test that needs them does not run. */
  public static final String MISSING = "ASSAY_DATA names no folder with published files";

  private RealData() {}

  private static Optional<Path> folder() {
    return Optional.ofNullable(System.getProperty("ASSAY_DATA", System.getenv("ASSAY_DATA")))
        .map(Path::of)
        .filter(Files::isDirectory);
  }

  /** Whether they are there; a condition for JUnit. */
  public static boolean isThere() {
    return folder().isPresent();
  }

  /** One of them. */
  public static Path file(String name) {
    return folder().orElseThrow(() -> new IllegalStateException(MISSING)).resolve(name);
  }
}
