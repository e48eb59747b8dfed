package dev.assay.proof.mutants;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs operations in Oclgrind, which simulates a device and sees what no device tells: races
 * between work-items, also such as an order of work-items hides, and accesses outside of memory,
 * the local one too. A process of its own, in which Oclgrind is the only driver.
 */
final class Simulator implements AutoCloseable {
  /** Names the library elsewhere than where the package of Debian has it. */
  static final String LIBRARY = "ASSAY_OCLGRIND";

  private static final String DEFAULT_LIBRARY = "/usr/lib/oclgrind/liboclgrind-rt-icd.so";
  private static final long SECONDS = 600;

  private final Path vendors;
  private Optional<ChildProcess> process = Optional.empty();

  /** A simulator that starts when it is asked. */
  Simulator() {
    try {
      vendors = Files.createTempDirectory("oclgrind");
      Files.writeString(vendors.resolve("oclgrind.icd"), library() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path library() {
    return Path.of(Optional.ofNullable(System.getenv(LIBRARY)).orElse(DEFAULT_LIBRARY));
  }

  /** Whether there is one here. */
  static boolean isInstalled() {
    return Files.isReadable(library());
  }

  /** What it sees in small calls of operations, in all versions; with a mutant, or without. */
  Optional<String> complaint(List<String> ops, Optional<String> mutant) {
    String question = String.join(",", ops) + "\t" + mutant.orElse("");
    try {
      if (process.isEmpty()) {
        Map<String, String> environment =
            Map.of("OCL_ICD_VENDORS", vendors.toString(), "OCLGRIND_DATA_RACES", "1");
        process = Optional.of(new ChildProcess(SimulatorWorker.class, environment));
      }
      Optional<String> answer = process.get().ask(question, SECONDS);
      Optional<String> seen = seen(process.get().errors());
      if (seen.isPresent() || answer.isEmpty() || !answer.get().equals(SimulatorWorker.DONE)) {
        String otherwise = "no end in " + SECONDS + " s";
        seen = seen.or(() -> Optional.of(answer.map(a -> "answered " + a).orElse(otherwise)));
        end(); // it tells of a thousand, and of each once
      }
      return seen;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The first message: what, in which kernel, in which line. */
  private static Optional<String> seen(List<String> errors) {
    for (int i = 0; i < errors.size(); i++) {
      String line = errors.get(i);
      if (line.matches(".*(data race|Invalid (read|write)|[Dd]ivergence).*")) {
        StringBuilder what = new StringBuilder(line.replaceFirst(" address 0x.*", ""));
        errors.subList(i + 1, errors.size()).stream()
            .takeWhile(next -> next.isBlank() || next.startsWith("\t"))
            .map(String::strip)
            .filter(next -> next.startsWith("Kernel: ") || next.startsWith("At line "))
            .forEach(next -> what.append(", ").append(next));
        return Optional.of(what.toString());
      }
    }
    return Optional.empty();
  }

  private void end() {
    process.ifPresent(ChildProcess::close);
    process = Optional.empty();
  }

  @Override
  public void close() {
    end();
    try {
      Files.deleteIfExists(vendors.resolve("oclgrind.icd"));
      Files.deleteIfExists(vendors);
    } catch (IOException e) {
      // a folder of its own
    }
  }
}
