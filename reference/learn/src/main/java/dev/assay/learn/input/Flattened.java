package dev.assay.learn.input;

import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The elements of the datasets that a function makes of the elements of another: of {@code cycle}
 * of them at a time, {@code block} elements of one, then as many of the next. Where one ends, the
 * next that the function makes takes its place when its turn comes.
 */
record Flattened(Source upstream, Function<List<Tensor>, Dataset> function, int cycle, int block)
    implements Source {
  @Override
  public Cursor open(long epoch) {
    return new Pass(epoch);
  }

  private final class Pass implements Cursor {
    private final long epoch;
    private final Cursor cursor;
    private final List<Optional<Cursor>> open = new ArrayList<>();
    private int turn;
    private int inBlock;
    private long made;
    private boolean ended;

    Pass(long epoch) {
      this.epoch = epoch;
      this.cursor = upstream.open(epoch);
      for (int i = 0; i < cycle; i++) {
        open.add(Optional.empty());
      }
    }

    @Override
    public Optional<List<Tensor>> next() {
      while (!ended || open.stream().anyMatch(Optional::isPresent)) {
        if (open.get(turn).isPresent()) {
          Optional<List<Tensor>> element = open.get(turn).get().next();
          if (element.isPresent()) {
            inBlock++;
            if (inBlock == block) {
              advance();
            }
            return element;
          }
          closeTurn();
          advance();
        } else if (!ended) {
          refill();
        } else {
          advance();
        }
      }
      return Optional.empty();
    }

    private void refill() {
      Optional<List<Tensor>> element = cursor.next();
      ended = element.isEmpty();
      if (!ended) {
        Dataset inner =
            Mapped.at("flat_map or interleave", made, () -> function.apply(element.get()));
        ValueException.requireGiven(inner, "dataset: what the function of flat_map gives");
        open.set(turn, Optional.of(inner.source().open(Source.epoch(epoch, made))));
        made++;
      }
    }

    private void advance() {
      inBlock = 0;
      turn = (turn + 1) % cycle;
    }

    private void closeTurn() {
      Cursor done = open.get(turn).orElseThrow();
      open.set(turn, Optional.empty());
      done.close();
    }

    @Override
    public void close() {
      List<Cursor> all = new ArrayList<>();
      open.forEach(c -> c.ifPresent(all::add));
      open.replaceAll(c -> Optional.empty());
      all.add(cursor);
      ended = true;
      Cursor.closeAll(all);
    }
  }
}
