package dev.assay.formats.io;

import dev.assay.engine.ValueException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that appears as a whole or not at all: written under a name of its own beside the target,
 * made durable, then renamed.
 *
 * <pre>{@code
 * try (AtomicFile file = AtomicFile.create(path)) {
 *   file.stream().write(bytes);
 *   file.commit();
 * }
 * }</pre>
 *
 * <p>Without {@link #commit} the target stays what it was. A process that is killed leaves the file
 * under its own name, {@code NAME.partial-PID-N}, which {@link #sweep} removes.
 */
public final class AtomicFile implements AutoCloseable {
  private static final int BUFFER = 1 << 16;
  private static final Pattern PARTIAL = Pattern.compile(".+\\.partial-(\\d{1,18})-(\\d{1,18})");
  private static final AtomicLong COUNT = new AtomicLong();

  /** The numbers of the files that this process is writing. */
  private static final Set<Long> WRITTEN = ConcurrentHashMap.newKeySet();

  private final Path target;
  private final long number;
  private final Path partial;
  private final FileChannel channel;
  private final OutputStream stream;
  private boolean over;

  /** A stream whose end is not the file's: that is not closed before it is durable. */
  private static final class Unclosed extends BufferedOutputStream {
    Unclosed(OutputStream out) {
      super(out, BUFFER);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  private AtomicFile(Path target, long number) throws IOException {
    this.target = target;
    this.number = number;
    String suffix = ".partial-" + ProcessHandle.current().pid() + "-" + number;
    this.partial = target.resolveSibling(target.getFileName() + suffix);
    WRITTEN.add(number);
    try {
      this.channel =
          FileChannel.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      WRITTEN.remove(number);
      throw e;
    }
    this.stream = new Unclosed(Channels.newOutputStream(channel));
  }

  /** Begins to write what will be {@code target}, whose folder is there. */
  public static AtomicFile create(Path target) {
    ValueException.requireGiven(target, "atomic file: the target");
    while (true) {
      try {
        return new AtomicFile(target, COUNT.getAndIncrement());
      } catch (FileAlreadyExistsException taken) {
        continue; // by a process of the same number that was killed: in a container it is always 1
      } catch (IOException e) {
        throw Disk.failed(target, e);
      }
    }
  }

  /** Writes {@code bytes} as the whole of {@code target}. */
  public static void write(Path target, byte[] bytes) {
    try (AtomicFile file = create(target)) {
      file.stream().write(bytes);
      file.commit();
    } catch (IOException e) {
      throw Disk.failed(target, e);
    }
  }

  /** Where the bytes go; buffered. Closing it flushes it and no more. */
  public OutputStream stream() {
    return stream;
  }

  /** What was written becomes the target, durably. */
  public void commit() {
    if (over) {
      throw new ValueException("atomic file: " + target + " is closed");
    }
    try {
      stream.flush();
      channel.force(true);
      channel.close();
      Files.move(
          partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      over = true;
      WRITTEN.remove(number);
    } catch (IOException e) {
      throw Disk.failed(target, e);
    }
    Disk.sync(target.toAbsolutePath().getParent());
  }

  /** Removes what was written and not committed. */
  @Override
  public void close() {
    if (over) {
      return;
    }
    over = true;
    try {
      channel.close();
      Files.deleteIfExists(partial);
    } catch (IOException e) {
      throw Disk.failed(partial, e);
    } finally {
      WRITTEN.remove(number);
    }
  }

  /** Removes from {@code folder} what killed processes were writing; the living's stays. */
  public static void sweep(Path folder) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.partial-*")) {
      for (Path file : files) {
        Matcher m = PARTIAL.matcher(file.getFileName().toString());
        if (m.matches() && !isWritten(Long.parseLong(m.group(1)), Long.parseLong(m.group(2)))) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw Disk.failed(folder, e);
    }
  }

  private static boolean isWritten(long pid, long number) {
    return pid == ProcessHandle.current().pid()
        ? WRITTEN.contains(number)
        : ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }
}
