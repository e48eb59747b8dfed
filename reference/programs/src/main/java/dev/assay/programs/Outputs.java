package dev.assay.programs;

import dev.assay.engine.AttributeException;
import dev.assay.engine.FormatException;
import dev.assay.formats.io.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a run leaves behind and where it begins.
 *
 * @param save the folder of checkpoints
 * @param saveSteps a checkpoint after so many steps, ≥ 1, and one at the end
 * @param restore a folder, whose latest checkpoint is meant, or the prefix of one
 * @param summaries the folder of the event file
 * @param plot the file of the loss curve, a PNG
 */
public record Outputs(
    Optional<Path> save,
    int saveSteps,
    Optional<Path> restore,
    Optional<Path> summaries,
    Optional<Path> plot) {
  /** How many steps there are between two checkpoints where nothing is asked for. */
  public static final int SAVE_STEPS = 250;

  public Outputs {
    if (saveSteps < 1) {
      throw new AttributeException("train: save steps >= 1, got " + saveSteps);
    }
  }

  /** Nothing. */
  public static Outputs none() {
    return new Outputs(
        Optional.empty(), SAVE_STEPS, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** These, with checkpoints. */
  public Outputs saving(Path folder, int steps) {
    return new Outputs(Optional.of(folder), steps, restore, summaries, plot);
  }

  /** These, beginning from a checkpoint. */
  public Outputs restoring(Path from) {
    return new Outputs(save, saveSteps, Optional.of(from), summaries, plot);
  }

  /** Makes the folders that will be written into, so that a run does not end for want of one. */
  void prepare() {
    save.ifPresent(Outputs::make);
    summaries.ifPresent(Outputs::make);
    plot.map(file -> file.toAbsolutePath().getParent()).ifPresent(Outputs::make);
    if (plot.isPresent() && Files.isDirectory(plot.get())) {
      throw new FormatException(plot.get() + ": the picture is a file, this is a folder");
    }
  }

  private static void make(Path folder) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new FormatException(folder + ": a folder is needed, this is a file");
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw Disk.failed(folder, e);
    }
  }
}
