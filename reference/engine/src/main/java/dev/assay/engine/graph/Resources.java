package dev.assay.engine.graph;

import dev.assay.engine.CancelledException;
import dev.assay.engine.ValueException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one session keeps for the resources of its graph. Safe to use from several threads. */
public final class Resources {
  private final Graph graph;
  private final Map<Resource<?>, SessionState> states = new HashMap<>();
  private boolean closed;

  Resources(Graph graph) {
    this.graph = graph;
  }

  /**
   * What the session keeps for {@code resource}, made now if it was never asked for; an error once
   * the session is closed.
   */
  public synchronized <T extends SessionState> T get(Resource<T> resource) {
    ValueException.requireGiven(resource, "graph: a resource");
    if (resource.graph() != graph) {
      throw new ValueException(
          "graph: resource "
              + resource.name()
              + " belongs to another graph than the one it is used in");
    }
    if (closed) {
      throw new CancelledException(
          "graph: resource " + resource.name() + " is gone, the session is closed");
    }
    @SuppressWarnings("unchecked") // the resource made it
    T state = (T) states.computeIfAbsent(resource, Resource::make);
    return state;
  }

  /** Closes all, each once, also if closing one fails; then throws the first error. */
  void close() {
    List<SessionState> held;
    synchronized (this) {
      closed = true;
      held = new ArrayList<>(states.values());
      states.clear();
    }
    RuntimeException failure = null;
    for (SessionState state : held) {
      try {
        state.close();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
