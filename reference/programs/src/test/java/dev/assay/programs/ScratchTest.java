package dev.assay.programs;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ScratchTest {
  @Test
  void theFolderIsGoneAfterwards() throws IOException {
    Path path;
    try (Scratch scratch = Scratch.folder()) {
      path = scratch.path();
      Files.writeString(path.resolve("something"), "something");
      assertTrue(Files.exists(path.resolve("something")));
    }
    assertFalse(Files.exists(path));
  }
}
