package dev.assay.vectors;

import dev.assay.engine.FormatException;
import dev.assay.formats.io.Disk;
import dev.assay.formats.io.Memory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A folder that others filled. What is read of it are regular files of a limited size, with no link
 * on the way from the folder to the file.
 */
record Folder(Path root) {
  /** Its bytes, its numbers as they are stored, and as binary64. */
  private static final int COPIES = 4;

  /** A folder that is there. */
  static Folder of(Path root) {
    if (!Files.isDirectory(root)) {
      throw new FormatException(root + ": no such folder");
    }
    return new Folder(root);
  }

  /** The path of a file, checked; there may be none. */
  Path path(String... names) {
    Path path = root;
    for (String name : names) {
      path = path.resolve(name);
      if (Files.isSymbolicLink(path)) {
        throw new FormatException(path + ": a link, which is not followed");
      }
    }
    return path;
  }

  /** The contents of a file of at most {@code most} bytes; empty where there is no file. */
  Optional<byte[]> find(long most, String... names) {
    Path file = path(names);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new FormatException(file + ": not a file");
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      long size = Files.size(file);
      if (size > most) {
        throw new FormatException(
            file + ": " + size + " bytes, more than the " + most + " it may have");
      }
      Optional<String> refusal = Memory.refusal(COPIES * size, "the file");
      if (refusal.isPresent()) {
        throw new FormatException(file + ": " + refusal.get());
      }
      byte[] bytes = in.readNBytes((int) most + 1);
      if (bytes.length > most) {
        throw new FormatException(file + ": it grows while it is read");
      }
      return Optional.of(bytes);
    } catch (IOException e) {
      throw Disk.failed(file, e);
    }
  }

  /** The contents of a file that has to be there. */
  byte[] read(long most, String... names) {
    return find(most, names).orElseThrow(() -> new FormatException(path(names) + ": no such file"));
  }
}
