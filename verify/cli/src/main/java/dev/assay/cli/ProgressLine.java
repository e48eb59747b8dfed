package dev.assay.cli;

import dev.assay.tck.Suite;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A bar on standard error with what is being judged, the rate and the time left. Nothing where
 * standard error is no terminal.
 */
final class ProgressLine implements Suite.Progress, AutoCloseable {
  private static final int WIDTH = 100;
  private static final int INTERVAL_MS = 200;

  private final Optional<ProgressBar> bar;

  private ProgressLine(Optional<ProgressBar> bar) {
    this.bar = bar;
  }

  /** A bar that is written to {@code err} if that is a terminal. */
  static ProgressLine on(PrintWriter err) {
    return new ProgressLine(bar("verify", err));
  }

  /** A bar with a name in front that is written to {@code err}, if that is a terminal. */
  static Optional<ProgressBar> bar(String name, PrintWriter err) {
    return isTerminal() ? Optional.of(newBar(name, err)) : Optional.empty();
  }

  private static ProgressBar newBar(String name, PrintWriter err) {
    return new ProgressBarBuilder()
        .setTaskName(name)
        .setInitialMax(-1)
        .setUnit("", 1)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(INTERVAL_MS)
        .showSpeed()
        .setConsumer(
            new DelegatingProgressBarConsumer(
                line -> {
                  err.print("\r" + line);
                  err.flush();
                },
                WIDTH) {
              @Override
              public void close() {
                wipe(err);
              }
            })
        .build();
  }

  /** Makes room for another line in place of a bar. */
  static void wipe(PrintWriter err) {
    err.print("\r" + " ".repeat(WIDTH) + "\r");
    err.flush();
  }

  /** Whether standard error is a terminal, as far as Java can tell. */
  private static boolean isTerminal() {
    Path standardError = Path.of("/proc/self/fd/2");
    try {
      if (Files.isSymbolicLink(standardError)) {
        String target = Files.readSymbolicLink(standardError).toString();
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
      }
    } catch (IOException e) {
      return false; // not known: better no bar than one in a log
    }
    Console console = System.console();
    return console != null;
  }

  @Override
  public void expect(int parts) {
    bar.ifPresent(b -> b.maxHint(parts));
  }

  @Override
  public void begin(String what) {
    bar.ifPresent(b -> b.setExtraMessage(" " + what));
  }

  @Override
  public void end(String what) {
    bar.ifPresent(ProgressBar::step);
  }

  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
  }
}
