package dev.assay.formats.idx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.assay.engine.FormatException;
import dev.assay.engine.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Any bytes are an array or a format error; an array has one form but for compression. */
class IdxFuzzTest {
  @FuzzTest
  void idx(byte[] bytes) throws IOException {
    Tensor array;
    try {
      array = Idx.read("memory", new ByteArrayInputStream(bytes));
    } catch (FormatException e) {
      return;
    }
    if (bytes[0] == 0) {
      Path file = Files.createTempFile("fuzz", ".idx");
      try {
        Idx.write(file, array);
        assertArrayEquals(bytes, Files.readAllBytes(file));
      } finally {
        Files.delete(file);
      }
    }
  }
}
