package dev.assay.proof.mutants;

import dev.assay.tck.mutants.Fate;
import dev.assay.tck.mutants.Fate.Status;
import dev.assay.tck.mutants.SourceMutant;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Has mutants looked for in a process of its own, and starts another where one of them ends it or
 * does not end. A mutant that does either is found; one that ends it does so twice; one that has
 * the battery fail, twice, is counted as one that nothing found.
 */
final class MutantRunner implements AutoCloseable {
  /** How long a mutant may take. */
  private static final long SECONDS = 240;

  /** What finds a mutant that ends the process. */
  private static final String CRASH = "crash";

  /** How Java ends after an exception, and sometimes after a crash. */
  private static final int ERROR = 1;

  /** What is read when the process has ended. */
  private static final String END = "end";

  private Optional<Worker> worker = Optional.empty();

  private static final class Worker {
    private final Process process;
    private final Writer to;
    private final Path errors;
    private final BlockingQueue<String> answers = new ArrayBlockingQueue<>(16);

    Worker() throws IOException {
      errors = Files.createTempFile("mutants", ".log");
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx1g",
                  "-XX:-CreateCoredumpOnCrash",
                  "-XX:ErrorFile=" + (isWindows() ? "NUL" : "/dev/null"),
                  "-cp",
                  System.getProperty("java.class.path"),
                  MutantWorker.class.getName())
              .redirectError(errors.toFile())
              .start();
      to = process.outputWriter(StandardCharsets.UTF_8);
      Thread reader = new Thread(this::read, "mutants");
      reader.setDaemon(true);
      reader.start();
    }

    private static boolean isWindows() {
      return System.getProperty("os.name").startsWith("Windows");
    }

    private void read() {
      try (BufferedReader in =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          if (line.startsWith(MutantWorker.ANSWER)) {
            answers.add(line.substring(MutantWorker.ANSWER.length()));
          }
        }
      } catch (IOException e) {
        // the process has ended: said below
      }
      answers.add(END);
    }

    /** The answer, END where the process ended, nothing where it does not answer. */
    Optional<String> ask(String id) throws IOException, InterruptedException {
      try {
        to.write(id + "\n");
        to.flush();
      } catch (IOException e) {
        return Optional.of(END);
      }
      return Optional.ofNullable(answers.poll(SECONDS, TimeUnit.SECONDS));
    }

    int status() throws InterruptedException {
      return process.waitFor();
    }

    /** What it said at last that begins like an exception; nothing where it crashed. */
    Optional<String> complaint() throws IOException {
      return Files.readAllLines(errors, StandardCharsets.ISO_8859_1).stream()
          .filter(line -> line.startsWith("Exception ") || line.startsWith("Caused by: "))
          .reduce((earlier, later) -> later);
    }

    void end() {
      process.destroyForcibly();
      try {
        Files.deleteIfExists(errors);
      } catch (IOException e) {
        // a file of its own in the folder for such
      }
    }
  }

  /** What becomes of a mutant. */
  Fate fate(SourceMutant mutant) {
    Fate fate = once(mutant);
    if (fate.by().equals(CRASH) || fate.detail().startsWith(Battery.CORRUPT)) {
      close(); // perhaps what the mutant before it did to the process: again, in a new one
      fate = once(mutant);
    }
    return fate;
  }

  private Fate once(SourceMutant mutant) {
    try {
      if (worker.isEmpty()) {
        worker = Optional.of(new Worker());
      }
      Optional<String> answer = worker.get().ask(mutant.id());
      if (answer.isEmpty()) {
        close();
        return new Fate(mutant, Status.KILLED, "deadline", "no answer in " + SECONDS + " s");
      }
      if (answer.get().equals(END)) {
        int status = worker.get().status();
        Optional<String> complaint = worker.get().complaint();
        close();
        if (status == ERROR && complaint.isPresent()) {
          return new Fate(mutant, Status.SURVIVED, "", Battery.CORRUPT + ": " + complaint.get());
        }
        return new Fate(mutant, Status.KILLED, CRASH, "the process ended with status " + status);
      }
      List<String> parts = List.of(answer.get().split("\t", 3));
      if (parts.get(1).equals(Battery.TIMEOUT)) {
        close(); // the kernel still runs
      }
      return new Fate(mutant, Status.valueOf(parts.get(0)), parts.get(1), parts.get(2));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    worker.ifPresent(Worker::end);
    worker = Optional.empty();
  }
}
