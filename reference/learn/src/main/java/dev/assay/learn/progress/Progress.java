package dev.assay.learn.progress;

import dev.assay.engine.AttributeException;
import dev.assay.engine.ValueException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Counts steps and tells a consumer, at most once per interval and at the end, how many there were,
 * how fast they came and how long the rest will take at that rate. It prints nothing itself. Safe
 * to use from several threads.
 */
public final class Progress {
  /**
   * Where things stand.
   *
   * @param done steps so far
   * @param total steps in all
   * @param elapsed since the beginning
   * @param perSecond steps per second since the beginning; 0 while no time has passed
   * @param remaining what the rest takes at that rate; empty as long as there is no rate
   */
  public record Report(
      long done, long total, Duration elapsed, double perSecond, Optional<Duration> remaining) {
    /** As one line: {@code 250/1000 25 % 12.5/s 1:00 left}. */
    public String text() {
      return String.format(
          Locale.ROOT,
          "%d/%d %d %% %.1f/s %s",
          done,
          total,
          total == 0 ? 100 : (long) ((double) done / total * 100),
          perSecond,
          remaining.map(r -> clock(r) + " left").orElse("? left"));
    }

    private static String clock(Duration d) {
      return d.toHours() > 0
          ? String.format(
              Locale.ROOT, "%d:%02d:%02d", d.toHours(), d.toMinutesPart(), d.toSecondsPart())
          : String.format(Locale.ROOT, "%d:%02d", d.toMinutes(), d.toSecondsPart());
    }
  }

  private static final long NANOS = 1_000_000_000;

  private final long total;
  private final long interval;
  private final Consumer<Report> consumer;
  private final LongSupplier nanoTime;
  private final long start;
  private long told;
  private long done;

  /**
   * Begins to count.
   *
   * @param total how many steps there will be
   * @param interval the shortest time between two reports, but for the last
   */
  public static Progress of(long total, Duration interval, Consumer<Report> consumer) {
    return of(total, interval, consumer, System::nanoTime);
  }

  /** As above, with a clock of one's own, in nanoseconds. */
  public static Progress of(
      long total, Duration interval, Consumer<Report> consumer, LongSupplier nanoTime) {
    ValueException.requireGiven(interval, "progress: interval");
    ValueException.requireGiven(consumer, "progress: consumer");
    ValueException.requireGiven(nanoTime, "progress: clock");
    if (total < 0 || interval.isNegative()) {
      throw new AttributeException(
          "progress: total >= 0 and interval >= 0, got " + total + " and " + interval);
    }
    return new Progress(total, interval, consumer, nanoTime);
  }

  private Progress(
      long total, Duration interval, Consumer<Report> consumer, LongSupplier nanoTime) {
    this.total = total;
    this.interval =
        interval.compareTo(Duration.ofDays(1)) > 0 ? 86_400 * NANOS : interval.toNanos();
    this.consumer = consumer;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
    this.told = start;
  }

  /** One more step is done. More than the total is an error. */
  public void step() {
    step(1);
  }

  /** Some more steps are done. */
  public synchronized void step(long steps) {
    if (steps < 0 || steps > total - done) {
      throw new AttributeException(
          "progress: between 0 and " + (total - done) + " more steps, got " + steps);
    }
    done += steps;
    long now = nanoTime.getAsLong();
    if (now - told >= interval || done == total) {
      told = now;
      consumer.accept(report(now));
    }
  }

  /** Where things stand now. */
  public synchronized Report report() {
    return report(nanoTime.getAsLong());
  }

  private Report report(long now) {
    long elapsed = Math.max(0, now - start);
    double perSecond = elapsed == 0 ? 0 : done / ((double) elapsed / NANOS);
    Optional<Duration> remaining = Optional.empty();
    if (done == total) {
      remaining = Optional.of(Duration.ZERO);
    } else if (perSecond > 0) {
      remaining = Optional.of(Duration.ofSeconds((long) Math.ceil((total - done) / perSecond)));
    }
    return new Report(done, total, Duration.ofNanos(elapsed), perSecond, remaining);
  }
}
