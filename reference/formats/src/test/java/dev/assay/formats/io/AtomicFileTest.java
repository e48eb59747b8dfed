package dev.assay.formats.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that appear as a whole, and what processes that were killed leave of them. */
class AtomicFileTest {
  @TempDir private Path folder;

  private Set<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  /** In a container every run has the number 1, and counts its files from 0. */
  @Test
  void whatAProcessOfTheSameNumberLeft() throws IOException {
    Path target = folder.resolve("x");
    try (AtomicFile open = AtomicFile.create(target)) {
      String name = files().iterator().next();
      int dash = name.lastIndexOf('-');
      long number = Long.parseLong(name.substring(dash + 1));
      for (int i = 1; i <= 20; i++) {
        Files.writeString(folder.resolve(name.substring(0, dash + 1) + (number + i)), "old");
      }
      AtomicFile.write(target, new byte[] {1});
      AtomicFile.sweep(folder);
      assertEquals(Set.of("x", name), files());
      assertArrayEquals(new byte[] {1}, Files.readAllBytes(target));
      open.commit();
    }
    assertEquals(Set.of("x"), files());
    assertArrayEquals(new byte[0], Files.readAllBytes(target));
  }
}
