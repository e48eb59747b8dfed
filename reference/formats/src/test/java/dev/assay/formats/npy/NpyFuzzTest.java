package dev.assay.formats.npy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.assay.engine.FormatException;
import dev.assay.engine.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Any bytes are arrays or a format error. */
class NpyFuzzTest {
  private static Optional<Tensor> read(byte[] bytes) {
    try {
      return Optional.of(Npy.read("memory", new ByteArrayInputStream(bytes)));
    } catch (FormatException e) {
      return Optional.empty();
    }
  }

  private static void assertWritten(Tensor array) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(Npy.header(array));
      Npy.writeElements(array, out);
      assertTrue(read(out.toByteArray()).orElseThrow().sameAs(array));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @FuzzTest
  void npy(byte[] bytes) {
    read(bytes).ifPresent(NpyFuzzTest::assertWritten);
  }

  /** The literal of a header; the first byte says how many zeros follow it. */
  @FuzzTest
  void literal(byte[] bytes) {
    if (bytes.length > 0 && bytes.length < 10_000) {
      byte[] file = new byte[10 + bytes.length - 1 + (bytes[0] & 0xFF)];
      byte[] prefix = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
      System.arraycopy(prefix, 0, file, 0, prefix.length);
      file[8] = (byte) (bytes.length - 1);
      file[9] = (byte) (bytes.length - 1 >> 8);
      System.arraycopy(bytes, 1, file, 10, bytes.length - 1);
      read(file).ifPresent(NpyFuzzTest::assertWritten);
    }
  }

  @FuzzTest
  void npz(byte[] bytes) throws IOException {
    Path file = Files.createTempFile("fuzz", ".npz");
    try {
      Files.write(file, bytes);
      Npz.read(file).values().forEach(NpyFuzzTest::assertWritten);
    } catch (FormatException e) {
      return;
    } finally {
      Files.delete(file);
    }
  }
}
