package dev.assay.formats.checkpoint;

import dev.assay.engine.DTypeException;
import dev.assay.engine.FormatException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.io.AtomicFile;
import dev.assay.formats.io.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Saves the values that variables have in a session, and restores them.
 *
 * <pre>{@code
 * Saver saver = Saver.of(graph);
 * Path prefix = saver.save(session, folder.resolve("model.ckpt"), 250); // …/model.ckpt-250
 * saver.restore(session, Saver.latestCheckpoint(folder).orElseThrow());
 * }</pre>
 *
 * <p>A save is whole or not at all, also if the process is killed: the folder's state file names
 * the new checkpoint only when it is complete and durable, and until then names the one before.
 * What a killed save leaves is removed by the next one. Beside the checkpoints themselves there are
 * for the time of a save: files {@code ….next} and {@code ….partial-…}, not yet complete; and
 * {@code PREFIX.assay-pending}, a checkpoint that is there only if the state file names it. One
 * process at a time saves into a folder.
 *
 * <p>The tensors stand in the order of their names, so that the same values give the same bytes.
 * Safe to use from several threads.
 */
public final class Saver {
  /** How many checkpoints are kept unless another number is given. */
  public static final int DEFAULT_MAX_TO_KEEP = 5;

  private static final String PENDING = ".assay-pending";

  private final SortedMap<String, Variable> variables;
  private final int maxToKeep;
  private final Optional<Duration> keepEvery;
  private final Clock clock;
  private final Map<Path, Instant> times = new HashMap<>();
  private Instant nextToKeep;

  private Saver(
      SortedMap<String, Variable> variables,
      int maxToKeep,
      Optional<Duration> keepEvery,
      Clock clock) {
    this.variables = variables;
    this.maxToKeep = maxToKeep;
    this.keepEvery = keepEvery;
    this.clock = clock;
    this.nextToKeep = keepEvery.map(clock.instant()::plus).orElse(Instant.MAX);
  }

  /** Of all variables that the graph has now, by their names. */
  public static Saver of(Graph graph) {
    return of(ValueException.requireGiven(graph, "saver: the graph").variables());
  }

  /** Of the given variables, by their names. */
  public static Saver of(List<Variable> variables) {
    Map<String, Variable> named = new TreeMap<>();
    for (Variable v : ValueException.requireGiven(variables, "saver: the list of variables")) {
      if (named.put(ValueException.requireGiven(v, "saver: a variable").name(), v) != null) {
        throw new ValueException("saver: two variables are called " + v.name());
      }
    }
    return of(named);
  }

  /** Of the given variables, by the given names. */
  public static Saver of(Map<String, Variable> variables) {
    ValueException.requireGiven(variables, "saver: the map of variables");
    SortedMap<String, Variable> named = new TreeMap<>();
    variables.forEach(
        (name, variable) ->
            named.put(
                ValueException.requireGiven(name, "saver: a name"),
                ValueException.requireGiven(variable, "saver: variable \"" + name + "\"")));
    if (named.isEmpty()) {
      throw new ValueException("saver: no variables");
    }
    return new Saver(named, DEFAULT_MAX_TO_KEEP, Optional.empty(), Clock.systemUTC());
  }

  /**
   * A saver that keeps this many checkpoints and removes older ones.
   *
   * @param count 0 for all, of which the state file then names the newest only
   */
  public Saver withMaxToKeep(int count) {
    if (count < 0) {
      throw new ValueException("saver: max_to_keep is 0 or more, got " + count);
    }
    return new Saver(variables, count, keepEvery, clock);
  }

  /**
   * A saver that does not remove, of the checkpoints that become too many, the first one of every
   * {@code interval}; the state file does not name it any longer.
   */
  public Saver withKeepEvery(Duration interval) {
    if (ValueException.requireGiven(interval, "saver: the interval").compareTo(Duration.ZERO)
        <= 0) {
      throw new ValueException("saver: the interval is positive, got " + interval);
    }
    return new Saver(variables, maxToKeep, Optional.of(interval), clock);
  }

  /** A saver that takes the time from {@code other}. */
  public Saver withClock(Clock other) {
    return new Saver(
        variables, maxToKeep, keepEvery, ValueException.requireGiven(other, "saver: the clock"));
  }

  /** As {@link #save(Session, Path)}, to the prefix {@code prefix-globalStep}, which it gives. */
  public Path save(Session session, Path prefix, long globalStep) {
    CheckpointFiles.of(prefix);
    return save(session, prefix.resolveSibling(prefix.getFileName() + "-" + globalStep));
  }

  /**
   * Saves the values to a checkpoint, makes it the newest of its folder, and removes those that are
   * too many. All variables have values in the session; otherwise nothing is written. A save that
   * fails, on a full disk for example, takes back what it wrote.
   *
   * @param prefix what the names of the files begin with; the folder is made if it is not there
   * @return the prefix
   */
  public synchronized Path save(Session session, Path prefix) {
    ValueException.requireGiven(session, "saver: the session");
    CheckpointFiles.of(prefix);
    if (prefix.getFileName().toString().equals(CheckpointState.FILE)) {
      throw new ValueException("saver: \"checkpoint\" is the name of the state file");
    }
    Map<String, Tensor> values = new LinkedHashMap<>();
    variables.forEach((name, variable) -> values.put(name, session.valueOf(variable)));
    Path folder = folder(prefix);
    clean(folder);
    try {
      write(folder, prefix, values);
    } catch (RuntimeException e) {
      try {
        clean(folder);
      } catch (RuntimeException unclean) {
        e.addSuppressed(unclean);
      }
      throw e;
    }
    return prefix;
  }

  private void write(Path folder, Path prefix, Map<String, Tensor> values) {
    List<Path> all = known(folder);
    touch(pending(prefix));
    CheckpointWriter.write(prefix, values);
    times.put(prefix, clock.instant());
    all.remove(prefix);
    all.add(prefix);
    List<Path> old = tooMany(all);
    old.forEach(p -> touch(pending(p)));
    new CheckpointState(prefix, maxToKeep == 0 ? List.of(prefix) : all).write(folder);
    delete(pending(prefix));
    for (Path p : old) {
      CheckpointFiles.of(p).delete();
      delete(pending(p));
    }
  }

  private static Path folder(Path prefix) {
    Path folder = CheckpointFiles.folder(prefix);
    try {
      return folder.toString().isEmpty() ? folder : Files.createDirectories(folder);
    } catch (IOException e) {
      throw Disk.failed(folder, e);
    }
  }

  /** Takes out of {@code all} those that are too many; the result are those to remove. */
  private List<Path> tooMany(List<Path> all) {
    List<Path> old = new ArrayList<>();
    while (maxToKeep > 0 && all.size() > maxToKeep) {
      Path oldest = all.remove(0);
      if (keepEvery.isPresent() && time(oldest).isAfter(nextToKeep)) {
        nextToKeep = nextToKeep.plus(keepEvery.get());
      } else {
        old.add(oldest);
      }
      times.remove(oldest);
    }
    return old;
  }

  /** When a checkpoint was made: by this saver, or by an earlier program. */
  private Instant time(Path prefix) {
    Path index = CheckpointFiles.of(prefix).readableIndex();
    try {
      Instant made = times.get(prefix);
      return made == null ? Files.getLastModifiedTime(index).toInstant() : made;
    } catch (IOException e) {
      throw Disk.failed(index, e);
    }
  }

  /**
   * The checkpoints of {@code folder} that its state file names and that are there. A state file
   * that was copied can name others by their whole paths; those are not ours to remove.
   */
  private static List<Path> known(Path folder) {
    List<Path> known =
        new ArrayList<>(CheckpointState.read(folder).map(CheckpointState::all).orElse(List.of()));
    known.removeIf(
        prefix ->
            !CheckpointFiles.folder(prefix).equals(folder) || !CheckpointFiles.of(prefix).exist());
    return known;
  }

  /** Removes what killed saves left. */
  private static void clean(Path folder) {
    AtomicFile.sweep(folder);
    List<Path> named = CheckpointState.read(folder).map(CheckpointState::all).orElse(List.of());
    try (Stream<Path> found = Files.list(folder)) {
      for (Path file : found.filter(f -> f.toString().endsWith(PENDING)).toList()) {
        String name = file.getFileName().toString();
        Path prefix = folder.resolve(name.substring(0, name.length() - PENDING.length()));
        CheckpointFiles.of(prefix).settle();
        if (!named.contains(prefix)) {
          CheckpointFiles.of(prefix).delete();
        }
        delete(file);
      }
    } catch (IOException e) {
      throw Disk.failed(folder, e);
    }
  }

  private static Path pending(Path prefix) {
    return prefix.resolveSibling(prefix.getFileName() + PENDING);
  }

  private static void touch(Path file) {
    try {
      Files.write(file, new byte[0]);
    } catch (IOException e) {
      throw Disk.failed(file, e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw Disk.failed(file, e);
    }
  }

  /**
   * Gives the variables the values that a checkpoint has for their names. All must be there with
   * the types and shapes of the variables; otherwise the session is left as it is.
   */
  public void restore(Session session, Path prefix) {
    ValueException.requireGiven(session, "saver: the session");
    CheckpointReader reader = CheckpointReader.open(prefix);
    List<String> missing = variables.keySet().stream().filter(n -> !reader.contains(n)).toList();
    if (!missing.isEmpty()) {
      throw new ValueException(
          "saver: "
              + prefix
              + " has no "
              + String.join(", ", missing)
              + "; it has "
              + String.join(", ", reader.names()));
    }
    Map<Variable, Tensor> values = new LinkedHashMap<>();
    variables.forEach(
        (name, variable) -> {
          String what = "saver: " + prefix + ": \"" + name + "\"";
          if (reader.dtype(name) != variable.dtype()) {
            throw new DTypeException(
                what + " is " + reader.dtype(name) + ", the variable " + variable.dtype());
          }
          if (!variable.shape().compatible(reader.shape(name))) {
            throw new ShapeException(
                what + " has shape " + reader.shape(name) + ", the variable " + variable.shape());
          }
          values.put(variable, reader.read(name));
        });
    values.keySet().forEach(session::isInitialized); // an error for those of another graph
    values.forEach(session::load);
  }

  /**
   * The prefix of the newest checkpoint that {@code folder}'s state file names; empty if there is
   * no state file. That the file names a checkpoint that is not there is an error.
   */
  public static Optional<Path> latestCheckpoint(Path folder) {
    Optional<Path> latest = CheckpointState.read(folder).map(CheckpointState::latest);
    latest.ifPresent(
        prefix -> {
          if (!CheckpointFiles.of(prefix).exist()) {
            throw new FormatException(
                folder.resolve(CheckpointState.FILE)
                    + ": names "
                    + prefix
                    + ", which is not there");
          }
        });
    return latest;
  }
}
