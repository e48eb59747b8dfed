package dev.assay.formats.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.formats.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What would not fit into memory is a format error. */
class CrowdedTest {
  @Test
  void messagesOfManySmallParts(@TempDir Path folder) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Process process =
        Child.of(List.of("-Xmx64m"), Crowded.class, folder.resolve("events"))
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int code = process.waitFor();
    assertEquals("", Files.readString(output));
    assertEquals(0, code);
  }
}
