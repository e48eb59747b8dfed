package dev.assay.formats.tfrecord;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.formats.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of 1 GiB streams through a heap of 32 MB. */
class LargeFileTest {
  @TempDir private Path folder;

  @Test
  void oneGigabyteInConstantMemory() throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Process process =
        Child.of(List.of("-Xmx32m"), LargeFile.class)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int code = process.waitFor();
    assertEquals("", Files.readString(output));
    assertEquals(0, code);
  }
}
