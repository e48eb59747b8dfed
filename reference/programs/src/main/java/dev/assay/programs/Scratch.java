package dev.assay.programs;

import dev.assay.formats.io.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder for the time of a run, empty at first. It is removed with all files in it when this is
 * closed, or when the virtual machine is told to end.
 */
final class Scratch implements AutoCloseable {
  private final Path path;
  private final Thread atExit = new Thread(this::remove);

  private Scratch(Path path) {
    this.path = path;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  static Scratch folder() {
    try {
      return new Scratch(Files.createTempDirectory("assay-train"));
    } catch (IOException e) {
      throw Disk.failed("a temporary folder", e);
    }
  }

  Path path() {
    return path;
  }

  private void remove() {
    try (Stream<Path> files = Files.list(path)) {
      List<Path> all = files.toList();
      for (Path file : all) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw Disk.failed(path, e);
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException ending) {
      return; // the virtual machine ends: the hook removes it
    }
    remove();
  }
}
