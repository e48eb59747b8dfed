package dev.assay.engine.graph;

import dev.assay.engine.ValueException;
import java.util.function.Supplier;

/**
 * Something that nodes of a graph use and of which every session has its own. Equal only to itself.
 *
 * @param <T> what a session keeps
 */
public final class Resource<T extends SessionState> {
  private final Graph graph;
  private final String name;
  private final Supplier<T> initial;

  /**
   * A resource of {@code graph}.
   *
   * @param name for messages
   * @param initial makes what a session keeps, when the session first asks for it
   */
  public Resource(Graph graph, String name, Supplier<T> initial) {
    this.graph = ValueException.requireGiven(graph, "resource: the graph");
    this.name = ValueException.requireGiven(name, "resource: the name");
    this.initial = ValueException.requireGiven(initial, "resource: the function");
  }

  /** The graph it belongs to. */
  public Graph graph() {
    return graph;
  }

  /** Its name. */
  public String name() {
    return name;
  }

  T make() {
    return ValueException.requireGiven(
        initial.get(), "resource " + name + ": what a session keeps");
  }
}
