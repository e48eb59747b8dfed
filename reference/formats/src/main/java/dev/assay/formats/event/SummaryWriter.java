package dev.assay.formats.event;

import com.google.protobuf.ByteString;
import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.io.Disk;
import dev.assay.formats.tfrecord.Compression;
import dev.assay.formats.tfrecord.TfRecordWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Writes what a training run shows of itself to an event file, {@code
 * events.out.tfevents.SECONDS.HOST}, which TensorBoard shows while the run goes on.
 *
 * <pre>{@code
 * try (SummaryWriter writer = SummaryWriter.open(folder)) {
 *   writer.scalar("loss", loss, step);
 * }
 * }</pre>
 *
 * <p>Events are handed to the operating system by {@link #flush}, by {@link #close}, with the first
 * event that comes two minutes after the last such moment, and when 64 KiB are waiting. A process
 * that is killed loses what was waiting; what is in the file stays readable, if the last event is
 * only half there by {@link EventReader#openUnfinished}. Safe to use from several threads.
 */
public final class SummaryWriter implements AutoCloseable {
  private static final String VERSION = "brain.Event:2";
  private static final Pattern HOST = Pattern.compile("[^/\\\\\\p{Cntrl}]+");
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

  private final Path file;
  private final Clock clock;
  private final TfRecordWriter records;
  private Instant flushed;
  private boolean closed;

  private SummaryWriter(Path file, OutputStream out, Clock clock) {
    this.file = file;
    this.clock = clock;
    this.records = TfRecordWriter.to(out, file.toString(), Compression.NONE);
    this.flushed = clock.instant();
    append(dev.assay.protos.Event.newBuilder().setFileVersion(VERSION));
    flush();
  }

  /** A new file in {@code folder}, which is made if it is not there. */
  public static SummaryWriter open(Path folder) {
    return open(folder, Clock.systemUTC(), host());
  }

  /** As {@link #open(Path)}, with {@code graph} as the first thing to show. */
  public static SummaryWriter open(Path folder, Graph graph) {
    ValueException.requireGiven(graph, "summary: the graph");
    SummaryWriter writer = open(folder);
    writer.graph(graph);
    return writer;
  }

  /**
   * As {@link #open(Path)}, with the time and the host that the name and the events tell. A name
   * that is taken gets a number.
   */
  public static SummaryWriter open(Path folder, Clock clock, String host) {
    ValueException.requireGiven(folder, "summary: the folder");
    ValueException.requireGiven(clock, "summary: the clock");
    if (!HOST.matcher(ValueException.requireGiven(host, "summary: the host")).matches()) {
      throw new ValueException("summary: no part of a file's name is the host " + host);
    }
    String name =
        String.format(
            Locale.ROOT, "events.out.tfevents.%010d.%s", clock.instant().getEpochSecond(), host);
    Path file = folder.resolve(name);
    try {
      Files.createDirectories(folder);
      for (int i = 1; ; i++) {
        try {
          OutputStream out =
              Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          return new SummaryWriter(file, out, clock);
        } catch (FileAlreadyExistsException taken) {
          file = folder.resolve(name + "." + i);
        }
      }
    } catch (IOException e) {
      throw Disk.failed(file, e);
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** The file that is written. */
  public Path file() {
    return file;
  }

  /** Shows a number over the steps. */
  public void scalar(String tag, double value, long step) {
    add(List.of(SummaryValue.scalar(tag, value)), step);
  }

  /** Shows the distribution of the elements of {@code values} over the steps. */
  public void histogram(String tag, Tensor values, long step) {
    add(List.of(SummaryValue.histogram(tag, values)), step);
  }

  /** Shows the first {@code maxOutputs} of a batch of images, scaled as {@link SummaryValue}. */
  public void images(String tag, Tensor images, int maxOutputs, long step) {
    add(SummaryValue.images(tag, images, maxOutputs), step);
  }

  /** Shows a text, in Markdown. */
  public void text(String tag, String text, long step) {
    add(List.of(SummaryValue.text(tag, text)), step);
  }

  /** Shows {@code graph} as it is now. */
  public void graph(Graph graph) {
    ValueException.requireGiven(graph, "summary: the graph");
    ByteString def = GraphDefs.of(graph).toByteString();
    append(dev.assay.protos.Event.newBuilder().setGraphDef(def));
  }

  /** Shows values of one step, in one event. */
  public void add(List<? extends SummaryValue> values, long step) {
    List<SummaryValue> copy = new ArrayList<>();
    for (SummaryValue value : ValueException.requireGiven(values, "summary: the list of values")) {
      copy.add(ValueException.requireGiven(value, "summary: value " + copy.size()));
    }
    append(dev.assay.protos.Event.newBuilder().setStep(step).setSummary(EventProtos.summary(copy)));
  }

  private synchronized void append(dev.assay.protos.Event.Builder event) {
    if (closed) {
      throw new ValueException("summary: the writer of " + file + " is closed");
    }
    Instant now = clock.instant();
    double seconds = now.getEpochSecond() + now.getNano() / 1e9;
    records.write(event.setWallTime(seconds).build().toByteArray());
    if (Duration.between(flushed, now).compareTo(LONGEST_WAIT) >= 0) {
      flush();
    }
  }

  /** Hands all events to the operating system. */
  public synchronized void flush() {
    if (closed) {
      throw new ValueException("summary: the writer of " + file + " is closed");
    }
    records.flush();
    flushed = clock.instant();
  }

  /** Flushes, and ends the file. */
  @Override
  public synchronized void close() {
    closed = true;
    records.close();
  }
}
