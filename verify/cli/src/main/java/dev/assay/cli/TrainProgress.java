package dev.assay.cli;

import dev.assay.programs.Progress;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;

/**
 * How far training is, as a bar with the rate, the time left and the loss, on standard error where
 * that is a terminal; and the lines that a program prints, on standard output.
 */
final class TrainProgress implements Progress, AutoCloseable {
  private final PrintWriter out;
  private final PrintWriter err;
  private final Optional<ProgressBar> bar;

  TrainProgress(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
    this.bar = ProgressLine.bar("train", err);
  }

  @Override
  public void begin(long done, long total) {
    bar.ifPresent(
        b -> {
          b.maxHint(total);
          b.stepTo(done);
        });
  }

  @Override
  public void step(long done, double loss) {
    bar.ifPresent(
        b -> {
          b.stepTo(done);
          b.setExtraMessage(String.format(Locale.ROOT, " loss %.4g", loss));
        });
  }

  /** Prints a line of the program's. */
  void print(String line) {
    if (bar.isPresent()) {
      ProgressLine.wipe(err);
    }
    out.println(line);
    out.flush();
  }

  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
  }
}
