package dev.assay.golden;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The frozen set of cases, {@code golden/vectors}. The set itself is no part of the class path. */
public final class FrozenVectors {
  private static final String HASH = "/dev/assay/golden/vectors/manifest.sha256";
  private static final int DIGITS = 64;

  private FrozenVectors() {}

  /** The SHA-256 of the set's manifest, in hexadecimal: what tells it from other sets. */
  public static String sha256() {
    try (InputStream in = FrozenVectors.class.getResourceAsStream(HASH)) {
      if (in == null) {
        throw new GoldenException(HASH + ": not on the class path");
      }
      return new String(in.readNBytes(DIGITS), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new GoldenException(HASH + ": " + e.getMessage(), e);
    }
  }
}
