package dev.assay.learn.input;

import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * The elements of a source, again and again. An epoch without any element is the last.
 *
 * @param times how often; {@link Source#INFINITE} for ever
 */
record Repeated(Source upstream, long times) implements Source {
  @Override
  public long cardinality() {
    long n = upstream.cardinality();
    if (n == 0 || times == 0) {
      return 0;
    }
    if (times == INFINITE || n == INFINITE) {
      return n == UNKNOWN ? UNKNOWN : INFINITE;
    }
    return n == UNKNOWN ? UNKNOWN : n > INFINITE / times ? INFINITE : n * times;
  }

  @Override
  public Cursor open(long epoch) {
    return new Pass(epoch);
  }

  private final class Pass implements Cursor {
    private final long epoch;
    private long done;
    private long inEpoch;
    private Optional<Cursor> current = Optional.empty();

    Pass(long epoch) {
      this.epoch = epoch;
    }

    @Override
    public Optional<List<Tensor>> next() {
      while (done < times) {
        Optional<List<Tensor>> element = current().next();
        if (element.isPresent()) {
          inEpoch++;
          return element;
        }
        boolean empty = inEpoch == 0;
        turn(empty ? times : done + 1);
      }
      return Optional.empty();
    }

    private Cursor current() {
      if (current.isEmpty()) {
        current = Optional.of(upstream.open(Source.epoch(epoch, done)));
      }
      return current.get();
    }

    /** Ends the epoch; {@code next} is the number of the one to come. */
    private void turn(long next) {
      close();
      done = next;
      inEpoch = 0;
    }

    /** Passes over whole epochs without opening them where their size is known. */
    @Override
    public long skip(long n) {
      long size = upstream.cardinality();
      long passed = 0;
      while (passed < n && done < times) {
        boolean whole = size > 0 && size != INFINITE && inEpoch == 0 && n - passed >= size;
        if (whole) {
          long epochs = Math.min((n - passed) / size, times - done);
          turn(done + epochs);
          passed += epochs * size;
        } else {
          long step = current().skip(n - passed);
          passed += step;
          inEpoch += step;
          if (passed < n) {
            turn(inEpoch == 0 ? times : done + 1);
          }
        }
      }
      return passed;
    }

    @Override
    public void close() {
      Optional<Cursor> held = current;
      current = Optional.empty();
      held.ifPresent(Cursor::close);
    }
  }
}
