package dev.assay.programs;

import dev.assay.formats.io.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A folder for the time of a run.
 *
 * @param path empty at first; removed with all files in it when this is closed
 */
record Scratch(Path path) implements AutoCloseable {
  static Scratch folder() {
    try {
      return new Scratch(Files.createTempDirectory("assay-train"));
    } catch (IOException e) {
      throw Disk.failed("a temporary folder", e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(path);
    } catch (IOException e) {
      throw Disk.failed(path, e);
    }
  }
}
