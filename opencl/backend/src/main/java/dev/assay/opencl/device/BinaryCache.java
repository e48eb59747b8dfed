package dev.assay.opencl.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Built programs on disk. The name of each is the SHA-256 of its text, its build options, the
 * device and its driver, so that nothing is ever found that another of these has made. A folder
 * that cannot be read or written is a cache that is always empty.
 */
final class BinaryCache {
  private final Optional<Path> folder;
  private final DeviceInfo device;

  BinaryCache(Optional<Path> folder, DeviceInfo device) {
    this.folder = folder;
    this.device = device;
  }

  /** The program, if it is there. */
  Optional<byte[]> find(String source, String options) {
    try {
      return folder.isEmpty()
          ? Optional.empty()
          : Optional.of(Files.readAllBytes(path(folder.get(), source, options)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Keeps a program; others see it whole or not at all. */
  void keep(String source, String options, byte[] binary) {
    if (folder.isEmpty() || binary.length == 0) {
      return;
    }
    try {
      Files.createDirectories(folder.get());
      Path part = Files.createTempFile(folder.get(), "part", null);
      try {
        Files.write(part, binary);
        Files.move(part, path(folder.get(), source, options), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      // a program that is not kept is built again
    }
  }

  private Path path(Path parent, String source, String options) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String all = String.join("\n", device.identity(), options, source);
      byte[] hash = digest.digest(all.getBytes(StandardCharsets.UTF_8));
      return parent.resolve(HexFormat.of().formatHex(hash) + ".bin");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every virtual machine has SHA-256", e);
    }
  }
}
