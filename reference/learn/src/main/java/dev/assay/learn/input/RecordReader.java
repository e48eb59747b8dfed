package dev.assay.learn.input;

import dev.assay.engine.CancelledException;
import dev.assay.engine.FormatException;
import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Resource;
import dev.assay.engine.graph.Resources;
import dev.assay.engine.graph.SessionState;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads records, one whenever its node runs, of files whose names come from a queue: of one file to
 * its end, then of the next. Each session reads for itself. Where the names are at their end, so
 * are the records (an {@link dev.assay.engine.OutOfRangeException}).
 */
public final class RecordReader {
  private final Graph graph;
  private final String name;
  private final Resource<Reading> reading;

  /**
   * A reader of files of that format.
   *
   * @param name what the names of its nodes begin with
   */
  public RecordReader(Graph graph, String name, RecordFormat format) {
    this.graph = ValueException.requireGiven(graph, "reader: the graph");
    this.name = ValueException.requireGiven(name, "reader: the name");
    ValueException.requireGiven(format, name + ": the format");
    this.reading = new Resource<>(graph, name, () -> new Reading(name, format));
  }

  /** A record: which, {@code data/a.tfrecord:7} for number 7 of that file, and its bytes. */
  public record KeyValue(Symbol key, Symbol value) {}

  /** A node that reads the next record; two string scalars. */
  public KeyValue read(TensorQueue files) {
    ValueException.requireGiven(files, name + ": the queue of file names");
    TensorType text = new TensorType(DType.STRING, Shape.scalar());
    if (!files.types().equals(List.of(text))) {
      throw new ValueException(
          name + ": the queue of file names has one string scalar, got " + files.types());
    }
    List<Symbol> results =
        graph
            .effect(
                name + "/read",
                "reader_read",
                List.of(),
                List.of(text, text),
                (resources, none) -> resources.get(reading).read(resources, files))
            .outputs();
    return new KeyValue(results.get(0), results.get(1));
  }

  /** The file that a session reads, and how far it has come. */
  private static final class Reading implements SessionState {
    private final String name;
    private final RecordFormat format;
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<Iterator<byte[]>> records = Optional.empty();
    private String file = "";
    private long next;
    private volatile boolean closed;

    Reading(String name, RecordFormat format) {
      this.name = name;
      this.format = format;
    }

    List<Tensor> read(Resources resources, TensorQueue files) {
      lock.lock();
      try {
        while (true) {
          if (closed) {
            throw new CancelledException(name + ": the session was closed");
          }
          if (records.isEmpty()) {
            open(resources.get(files.state()).dequeue(1, false).get(0).get(0));
          }
          if (records.orElseThrow().hasNext()) {
            byte[] value = ValueException.requireGiven(records.get().next(), name + ": the record");
            return List.of(
                Tensor.of(file + ":" + next++),
                Tensor.of(Shape.scalar(), HostStorage.ofBytes(new byte[][] {value})));
          }
          closeFile();
        }
      } catch (RuntimeException | Error e) {
        closeFile();
        throw e;
      } finally {
        lock.unlock();
        closeIfGone();
      }
    }

    private void open(Tensor fileName) {
      file = fileName.toStrings()[0];
      next = 0;
      try {
        records = Optional.of(format.open(Path.of(file)));
      } catch (InvalidPathException e) {
        throw new FormatException(name + ": not the name of a file: " + file, e);
      }
    }

    private void closeFile() {
      Optional<Iterator<byte[]>> held = records;
      records = Optional.empty();
      if (held.isPresent() && held.get() instanceof AutoCloseable closeable) {
        Closing.close(name + ": " + file, closeable);
      }
    }

    /** Who reads may wait for a name that another resource's closing ends: nobody waits here. */
    @Override
    public void close() {
      closed = true;
      closeIfGone();
    }

    private void closeIfGone() {
      if (closed && lock.tryLock()) {
        try {
          closeFile();
        } finally {
          lock.unlock();
        }
      }
    }
  }
}
