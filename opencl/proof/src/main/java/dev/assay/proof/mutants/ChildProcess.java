package dev.assay.proof.mutants;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A Java process that answers a line with a line, and may end or hang at any moment. */
final class ChildProcess implements AutoCloseable {
  /** What the lines begin with that are answers; drivers print others. */
  private static final String ANSWER = "answer\t";

  /** What is read when the process has ended. */
  static final String END = "end";

  private final Process process;
  private final Writer to;
  private final Path errors;
  private final BlockingQueue<String> answers = new ArrayBlockingQueue<>(16);

  /** Starts a class, with what is added to the environment. */
  ChildProcess(Class<?> main, Map<String, String> environment) throws IOException {
    errors = Files.createTempFile("mutants", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + (isWindows() ? "NUL" : "/dev/null"),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName())
            .redirectError(errors.toFile());
    builder.environment().putAll(environment);
    process = builder.start();
    to = process.outputWriter(StandardCharsets.UTF_8);
    Thread reader = new Thread(this::read, "mutants");
    reader.setDaemon(true);
    reader.start();
  }

  private static boolean isWindows() {
    return System.getProperty("os.name").startsWith("Windows");
  }

  /**
   * The child's side: answers every line of standard input until it ends, and ends without waiting
   * for kernels that do not.
   */
  static void serve(UnaryOperator<String> answer) throws IOException {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(ANSWER + answer.apply(line));
    }
    Runtime.getRuntime().halt(0);
  }

  private void read() {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith(ANSWER)) {
          answers.add(line.substring(ANSWER.length()));
        }
      }
    } catch (IOException e) {
      // the process has ended: said below
    }
    answers.add(END);
  }

  /** The answer, END where the process ended, nothing where it does not answer in time. */
  Optional<String> ask(String question, long seconds) throws InterruptedException {
    try {
      to.write(question + "\n");
      to.flush();
    } catch (IOException e) {
      return Optional.of(END);
    }
    return Optional.ofNullable(answers.poll(seconds, TimeUnit.SECONDS));
  }

  /** What the process ended with. */
  int status() throws InterruptedException {
    return process.waitFor();
  }

  /** The lines of its standard error until now. */
  List<String> errors() throws IOException {
    return Files.readAllLines(errors, StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      Files.deleteIfExists(errors);
    } catch (IOException e) {
      // a file of its own in the folder for such
    }
  }
}
