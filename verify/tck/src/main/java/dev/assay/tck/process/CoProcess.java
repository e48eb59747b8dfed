package dev.assay.tck.process;

import dev.assay.engine.BackendException;
import dev.assay.engine.BackendException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One process of a program: a line in, a line out. Whatever the program does, an exchange ends in
 * time and takes bounded memory. Used by one thread at a time; {@link #kill} by any.
 *
 * <p>Pipes block without a limit of time, so that a thread of the process's own writes and reads,
 * and is left behind if a descendant keeps a pipe open.
 */
final class CoProcess {
  /** How often one looks whether the process is still there; an answer is seen at once. */
  private static final long SLICE = 50;

  /** How long a process that is asked to end, or what it wrote before it ended, may take. */
  private static final long PATIENCE = 1000;

  private static final int BRIEF = 80;

  private final Process process;
  private final OutputStream in;
  private final InputStream out;
  private final ErrorTail errors;
  private final ExecutorService worker;
  private final Set<ProcessHandle> family = new HashSet<>();
  private final byte[] buffer = new byte[8192];
  private int from;
  private int to;
  private boolean answered;

  private CoProcess(Process process) {
    this.process = process;
    this.in = process.getOutputStream();
    this.out = process.getInputStream();
    this.errors = ErrorTail.of(process.getErrorStream());
    this.worker =
        Executors.newSingleThreadExecutor(
            body -> {
              Thread t = new Thread(body, "program-" + process.pid());
              t.setDaemon(true);
              return t;
            });
  }

  /** Starts {@code sh -c command}. */
  static CoProcess start(String command) {
    try {
      return new CoProcess(new ProcessBuilder("sh", "-c", command).start());
    } catch (IOException e) {
      throw new BackendException("exec: cannot start sh: " + e.getMessage(), e);
    }
  }

  /** A line that could not be had, and why. */
  private static final class BadLineException extends Exception {
    private static final long serialVersionUID = 1L;

    BadLineException(String what) {
      super(what);
    }
  }

  /**
   * The line that the program answers {@code request} with.
   *
   * @param most the longest line that makes sense, in bytes
   * @param time how long the answer may take
   */
  String exchange(String request, int most, Duration time) throws LostException {
    Future<String> answer;
    try {
      answer = worker.submit(() -> writeAndRead(request, most));
    } catch (RejectedExecutionException e) {
      throw new LostException(Reason.CLOSED, LostException.NO_STATUS, "is closed");
    }
    long end = System.nanoTime() + time.toNanos();
    boolean ended = false;
    boolean slow = false;
    while (true) {
      try {
        String line = answer.get(SLICE, TimeUnit.MILLISECONDS);
        if (!answered) {
          answered = true;
          rememberFamily();
        }
        return line;
      } catch (TimeoutException e) {
        if (System.nanoTime() - end > 0) {
          throw ended
              ? lost(Reason.DEVICE_LOST, "ended " + status() + " before it answered")
              : lost(Reason.TIMEOUT, "gave no answer in " + time.toMillis() / 1000.0 + " s");
        }
        if (!slow) { // later it may be dead, and its children without a parent
          slow = true;
          rememberFamily();
        }
        if (!ended && !process.isAlive()) { // what it wrote before is still to be read
          ended = true;
          end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE);
        }
      } catch (ExecutionException e) {
        throw lost(Reason.DEVICE_LOST, what(e.getCause()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw lost(Reason.CLOSED, "was not waited for: interrupted");
      }
    }
  }

  private String writeAndRead(String request, int most) throws IOException, BadLineException {
    in.write(request.getBytes(StandardCharsets.UTF_8));
    in.write('\n');
    in.flush();
    return line(most);
  }

  /** The next line, without its end. */
  private String line(int most) throws IOException, BadLineException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      if (from == to) {
        from = 0;
        to = Math.max(0, out.read(buffer));
        if (to == 0) {
          throw new EOFException(line.size() == 0 ? "before it answered" : "within its answer");
        }
      }
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      line.write(buffer, from, end - from);
      if (line.size() > most) {
        throw new BadLineException(
            "answered with more than the " + most + " bytes that suffice: " + quoted(line));
      }
      from = Math.min(end + 1, to);
      if (end < to) {
        return utf8(line);
      }
    }
  }

  private static String utf8(ByteArrayOutputStream line) throws BadLineException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(line.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new BadLineException("answered with what is no UTF-8: " + quoted(line));
    }
  }

  private static String quoted(ByteArrayOutputStream line) {
    return '"' + Printable.brief(line.toString(StandardCharsets.UTF_8), BRIEF) + '"';
  }

  private String what(Throwable cause) {
    if (cause instanceof BadLineException) {
      return cause.getMessage();
    }
    if (!(cause instanceof IOException)) {
      return "could not be asked: " + cause;
    }
    boolean reading = cause instanceof EOFException;
    String when = reading ? cause.getMessage() : "before it had read the request";
    return hasEnded()
        ? "ended " + status() + " " + when
        : "closed its standard " + (reading ? "output " : "input ") + when;
  }

  private boolean hasEnded() {
    try {
      return process.waitFor(PATIENCE, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private String status() {
    int status = process.exitValue();
    return "with status "
        + status
        + (status > 128 && status < 192 ? ", signal " + (status - 128) : "");
  }

  /** Ends the process, and says what it did and what it wrote to standard error. */
  LostException lost(Reason reason, String what) {
    int status = process.isAlive() ? LostException.NO_STATUS : process.exitValue();
    String tail = errors.text(); // before a shell says that its child was killed
    kill();
    return new LostException(
        reason, status, what + (tail.isEmpty() ? "" : "; the end of its standard error: " + tail));
  }

  /** Descendants outlive a parent that dies, and then nobody knows whose they were. */
  private synchronized void rememberFamily() {
    family.removeIf(p -> !p.isAlive());
    process.descendants().forEach(family::add);
  }

  /** The end of its input: the process may end by itself. */
  synchronized void endInput() {
    if (!worker.isShutdown()) {
      worker.execute(this::closeInput); // may block as writing does
    }
  }

  /** Waits a little for the process to end, then ends it. */
  void close() {
    rememberFamily();
    hasEnded();
    kill();
  }

  /** Ends the process and its descendants at once. */
  synchronized void kill() {
    rememberFamily();
    family.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    if (!worker.isShutdown()) {
      worker.execute(this::closeStreams); // may block as reading does
      worker.shutdown();
    }
  }

  private void closeInput() {
    try {
      in.close();
    } catch (IOException e) {
      // it is gone already
    }
  }

  private void closeStreams() {
    closeInput();
    try {
      out.close();
    } catch (IOException e) {
      // it is gone already
    }
  }
}
