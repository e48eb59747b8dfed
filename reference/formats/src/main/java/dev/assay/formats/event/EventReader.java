package dev.assay.formats.event;

import dev.assay.engine.FormatException;
import dev.assay.engine.ValueException;
import dev.assay.formats.io.Disk;
import dev.assay.formats.io.LittleEndian;
import dev.assay.formats.io.MaskedCrc;
import dev.assay.formats.tfrecord.Compression;
import dev.assay.formats.tfrecord.TfRecordReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads an event file one event after the other, in the memory that one event takes. For one
 * thread.
 *
 * <pre>{@code
 * try (EventReader reader = EventReader.open(file)) {
 *   for (Optional<Event> e = reader.next(); e.isPresent(); e = reader.next()) {
 *     show(e.get());
 *   }
 * }
 * }</pre>
 */
public final class EventReader implements AutoCloseable {
  private static final String VERSION = "brain.Event:";
  private static final int HEADER = 12;
  private static final int FOOTER = 4;

  private final String name;
  private final TfRecordReader records;
  private final Optional<Path> unfinished;
  private boolean over;

  private EventReader(String name, TfRecordReader records, Optional<Path> unfinished) {
    this.name = name;
    this.records = records;
    this.unfinished = unfinished;
  }

  /** Reads a file that is complete: one that ends within a record is an error. */
  public static EventReader open(Path file) {
    return new EventReader(
        ValueException.requireGiven(file, "event: the path").toString(),
        TfRecordReader.open(file),
        Optional.empty());
  }

  /**
   * Reads a file that is still being written, or whose writer was killed: where it ends within a
   * record, the record before was the last.
   */
  public static EventReader openUnfinished(Path file) {
    return new EventReader(
        ValueException.requireGiven(file, "event: the path").toString(),
        TfRecordReader.open(file),
        Optional.of(file));
  }

  /**
   * Reads a stream, which closes with the reader.
   *
   * @param name what messages call it
   */
  public static EventReader of(String name, InputStream stream) {
    return new EventReader(
        ValueException.requireGiven(name, "event: the name"),
        TfRecordReader.of(stream, name, Compression.NONE, TfRecordReader.DEFAULT_LIMIT),
        Optional.empty());
  }

  /** All events of a complete file. */
  public static List<Event> readAll(Path file) {
    try (EventReader reader = open(file)) {
      List<Event> events = new ArrayList<>();
      for (Optional<Event> e = reader.next(); e.isPresent(); e = reader.next()) {
        events.add(e.get());
      }
      return List.copyOf(events);
    }
  }

  /** The next event; empty at the end of the file. */
  public Optional<Event> next() {
    if (over) {
      return Optional.empty();
    }
    String what = name + ", event " + records.records();
    Optional<byte[]> record = record();
    Optional<Event> event = record.map(bytes -> EventProtos.read(bytes, what));
    if (records.records() == 1 && event.isPresent()) {
      boolean known =
          event.get().content() instanceof Event.FileVersion v && v.version().startsWith(VERSION);
      if (!known) {
        throw new FormatException(what + ": no event file, the version " + VERSION + " is missing");
      }
    }
    return event;
  }

  private Optional<byte[]> record() {
    try {
      return records.read();
    } catch (FormatException e) {
      if (unfinished.isPresent() && isCut(unfinished.get(), records.offset())) {
        over = true;
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Whether the file ends within the record at {@code offset}, as far as that is well formed. */
  private static boolean isCut(Path file, long offset) {
    try (FileChannel channel = FileChannel.open(file)) {
      long left = channel.size() - offset;
      byte[] header = Channels.newInputStream(channel.position(offset)).readNBytes(HEADER);
      return header.length < HEADER
          || (MaskedCrc.of(header, 0, Long.BYTES) == LittleEndian.getInt(header, Long.BYTES)
              && LittleEndian.getLong(header, 0) > left - HEADER - FOOTER);
    } catch (IOException e) {
      throw Disk.failed(file, e);
    }
  }

  @Override
  public void close() {
    records.close();
  }
}
