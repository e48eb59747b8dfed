package dev.assay.engine.backend;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Where calls were carried out, of all threads. Keeps the last {@value #CAPACITY} placements, and
 * apart from them the last {@value #CAPACITY} fall-backs, so that ordinary calls do not push a
 * fall-back out.
 */
public final class PlacementLog {
  /** How many placements are kept. */
  public static final int CAPACITY = 4096;

  private final Deque<Placement> entries = new ArrayDeque<>();
  private final Deque<Placement> fallbacks = new ArrayDeque<>();
  private final List<Consumer<Placement>> listeners = new CopyOnWriteArrayList<>();
  private long count;
  private long fallbackCount;

  PlacementLog() {}

  void add(Placement placement) {
    synchronized (this) {
      count++;
      keep(entries, placement);
      if (placement.isFallback()) {
        fallbackCount++;
        keep(fallbacks, placement);
      }
    }
    listeners.forEach(l -> l.accept(placement));
  }

  private static void keep(Deque<Placement> last, Placement placement) {
    if (last.size() == CAPACITY) {
      last.removeFirst();
    }
    last.addLast(placement);
  }

  /** The last placements, oldest first. */
  public synchronized List<Placement> entries() {
    return List.copyOf(entries);
  }

  /** The last fall-backs, oldest first. */
  public synchronized List<Placement> fallbacks() {
    return List.copyOf(fallbacks);
  }

  /** The number of placements since the last {@link #clear}. */
  public synchronized long count() {
    return count;
  }

  /** The number of fall-backs since the last {@link #clear}. */
  public synchronized long fallbackCount() {
    return fallbackCount;
  }

  /** Forgets all placements. */
  public synchronized void clear() {
    entries.clear();
    fallbacks.clear();
    count = 0;
    fallbackCount = 0;
  }

  /** Tells {@code listener} of every placement, on the thread that made it, until closed. */
  public Devices.Scope listen(Consumer<Placement> listener) {
    // a lambda of its own, so that one listener may listen twice
    Consumer<Placement> own = listener::accept;
    listeners.add(own);
    return () -> listeners.remove(own);
  }
}
