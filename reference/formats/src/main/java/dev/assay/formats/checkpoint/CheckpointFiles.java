package dev.assay.formats.checkpoint;

import dev.assay.engine.ValueException;
import dev.assay.formats.io.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of the checkpoint of one prefix, and how one takes the place of another.
 *
 * <p>A checkpoint is two files, and two files cannot be replaced at once. So the new ones are first
 * complete under the names {@code ….next}, the data, then the index: with {@code PREFIX.index.next}
 * the save is done, whatever happens. Then data and index get their names. Who finds an index
 * {@code .next} reads it, with the data {@code .next} if they are there still, else with the data.
 */
final class CheckpointFiles {
  static final String INDEX = ".index";
  static final String NEXT = ".next";

  private final Path prefix;

  private CheckpointFiles(Path prefix) {
    this.prefix = prefix;
  }

  /** The files of {@code prefix}, a path whose last name files begin with. */
  static CheckpointFiles of(Path prefix) {
    if (ValueException.requireGiven(prefix, "checkpoint: the prefix").getFileName() == null
        || prefix.getFileName().toString().isEmpty()) {
      throw new ValueException("checkpoint: a prefix ends in a name, got \"" + prefix + "\"");
    }
    return new CheckpointFiles(prefix);
  }

  private Path sibling(String suffix) {
    return prefix.resolveSibling(prefix.getFileName() + suffix);
  }

  private static Path next(Path file) {
    return file.resolveSibling(file.getFileName() + NEXT);
  }

  Path index() {
    return sibling(INDEX);
  }

  Path data(int shard, int shards) {
    return sibling(String.format(Locale.ROOT, ".data-%05d-of-%05d", shard, shards));
  }

  Path nextIndex() {
    return next(index());
  }

  Path nextData() {
    return next(data(0, 1));
  }

  /** Whether there is a checkpoint. */
  boolean exist() {
    return Files.exists(index()) || Files.exists(nextIndex());
  }

  /** The index to read. */
  Path readableIndex() {
    return Files.exists(nextIndex()) ? nextIndex() : index();
  }

  /** The data file to read with {@code index}, which {@link #readableIndex} gave. */
  Path readableData(Path index, int shard, int shards) {
    Path data = data(shard, shards);
    return index.equals(nextIndex()) && Files.exists(next(data)) ? next(data) : data;
  }

  /** Finishes a save that got as far as its index, and forgets one that did not. */
  void settle() {
    try {
      if (Files.exists(nextIndex())) {
        move(nextData(), data(0, 1));
        Disk.sync(folder(prefix)); // the data are there before the index is
        removeOtherShards();
        move(nextIndex(), index());
      } else {
        Files.deleteIfExists(nextData());
      }
    } catch (IOException e) {
      throw Disk.failed(prefix, e);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    if (Files.exists(from)) {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** What a writer with more shards left under the prefix. */
  private void removeOtherShards() throws IOException {
    for (Path file : siblings("\\.data-\\d{5}-of-\\d{5}")) {
      if (!file.equals(data(0, 1))) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Removes the checkpoint, the index first: what is left of it is none. */
  void delete() {
    try {
      Files.deleteIfExists(index());
      Files.deleteIfExists(nextIndex());
      for (Path file : siblings("\\.data-\\d{5}-of-\\d{5}(\\.next)?")) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw Disk.failed(prefix, e);
    }
  }

  /** The files whose names are the prefix's and then what {@code suffix} finds. */
  private List<Path> siblings(String suffix) throws IOException {
    Pattern name = Pattern.compile(Pattern.quote(prefix.getFileName().toString()) + suffix);
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder(prefix))) {
      files.filter(f -> name.matcher(f.getFileName().toString()).matches()).forEach(found::add);
    }
    found.replaceAll(f -> prefix.resolveSibling(f.getFileName()));
    return found;
  }

  /** The folder that {@code file} is in. */
  static Path folder(Path file) {
    Path parent = file.getParent();
    return parent == null ? Path.of("") : parent;
  }
}
