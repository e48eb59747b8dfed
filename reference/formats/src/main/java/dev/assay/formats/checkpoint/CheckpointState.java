package dev.assay.formats.checkpoint;

import com.google.protobuf.TextFormat;
import dev.assay.engine.FormatException;
import dev.assay.engine.ValueException;
import dev.assay.formats.io.AtomicFile;
import dev.assay.formats.io.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the file {@code checkpoint} of a folder says: the newest checkpoint, and those that are
 * kept. The file is text, a {@code CheckpointState} protocol buffer:
 *
 * <pre>
 * model_checkpoint_path: "model.ckpt-500"
 * all_model_checkpoint_paths: "model.ckpt-250"
 * all_model_checkpoint_paths: "model.ckpt-500"
 * </pre>
 *
 * @param latest the prefix of the newest checkpoint
 * @param all the prefixes of those that are kept, the newest last
 */
public record CheckpointState(Path latest, List<Path> all) {
  /** The name of the file. */
  public static final String FILE = "checkpoint";

  private static final int LIMIT = 1 << 24;

  /** Copies the list. */
  public CheckpointState {
    ValueException.requireGiven(latest, "checkpoint state: the newest prefix");
    all = List.copyOf(ValueException.requireGiven(all, "checkpoint state: the prefixes"));
  }

  /**
   * What the state file of {@code folder} says; empty if there is none, or if it names none.
   * Prefixes that it gives relative to the folder are resolved.
   */
  public static Optional<CheckpointState> read(Path folder) {
    ValueException.requireGiven(folder, "checkpoint state: the folder");
    Path file = folder.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      if (Files.size(file) > LIMIT) {
        throw new FormatException(file + ": more than " + LIMIT + " bytes");
      }
      return parse(folder, Files.readAllBytes(file));
    } catch (IOException e) {
      throw Disk.failed(file, e);
    }
  }

  /** As {@link #read}, of the bytes of the file. */
  static Optional<CheckpointState> parse(Path folder, byte[] bytes) {
    Path file = folder.resolve(FILE);
    var state = dev.assay.protos.CheckpointState.newBuilder();
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      TextFormat.merge(text, state);
      List<Path> all = new ArrayList<>();
      for (String path : state.getAllModelCheckpointPathsList()) {
        all.add(resolved(file, path));
      }
      return state.getModelCheckpointPath().isEmpty()
          ? Optional.empty()
          : Optional.of(new CheckpointState(resolved(file, state.getModelCheckpointPath()), all));
    } catch (CharacterCodingException e) {
      throw new FormatException(file + ": bytes that are not UTF-8", e);
    } catch (TextFormat.ParseException | InvalidPathException e) {
      throw new FormatException(file + ": " + e.getMessage(), e);
    }
  }

  /** A prefix of the file; one in the folder is the folder and a name, however it is written. */
  private static Path resolved(Path file, String path) {
    Path folder = CheckpointFiles.folder(file);
    Path prefix = folder.resolve(path);
    if (path.isEmpty() || prefix.getFileName() == null) {
      throw new FormatException(file + ": names \"" + path + "\", which is no prefix");
    }
    Path parent = prefix.toAbsolutePath().normalize().getParent();
    return folder.toAbsolutePath().normalize().equals(parent)
        ? folder.resolve(prefix.normalize().getFileName())
        : prefix;
  }

  /** Writes the state file of {@code folder}, the prefixes in it by their names alone. */
  void write(Path folder) {
    var state = dev.assay.protos.CheckpointState.newBuilder();
    state.setModelCheckpointPath(inFile(folder, latest));
    all.forEach(path -> state.addAllModelCheckpointPaths(inFile(folder, path)));
    byte[] text =
        TextFormat.printer().printToString(state.build()).getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(folder.resolve(FILE), text);
  }

  private static String inFile(Path folder, Path path) {
    return CheckpointFiles.folder(path).equals(folder)
        ? path.getFileName().toString()
        : path.toString();
  }
}
