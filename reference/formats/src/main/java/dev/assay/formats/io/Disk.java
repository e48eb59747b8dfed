package dev.assay.formats.io;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What the file system does and refuses, with errors that name the file. */
public final class Disk {
  private static final int BUFFER = 1 << 16;

  private Disk() {}

  /** The error that {@code file} could not be read or written. */
  public static UncheckedIOException failed(Object file, IOException cause) {
    return new UncheckedIOException(file + ": " + why(cause), cause);
  }

  private static String why(IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return "no such file";
    }
    if (cause instanceof AccessDeniedException) {
      return "access denied";
    }
    return cause instanceof FileAlreadyExistsException taken
        ? taken.getFile() + " is there already"
        : cause.getMessage();
  }

  /** A buffered stream of the bytes of {@code file}. */
  public static InputStream open(Path file) {
    try {
      return new BufferedInputStream(Files.newInputStream(file), BUFFER);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /** Makes the names of {@code folder} durable, where the system can do that. */
  public static void sync(Path folder) {
    try (FileChannel channel = FileChannel.open(folder.toAbsolutePath(), StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      return; // Windows opens no folder and needs no such call
    }
  }
}
