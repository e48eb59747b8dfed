package dev.assay.proof.mutants;

import dev.assay.opencl.OpenClBackend;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The texts of the kernels. */
final class KernelTexts {
  private KernelTexts() {}

  /** The text of a file. */
  static String read(String file) {
    try (InputStream in = OpenClBackend.class.getResourceAsStream("/dev/assay/opencl/" + file)) {
      if (in == null) {
        throw new IllegalStateException("there is no file " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
