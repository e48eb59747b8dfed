package dev.assay.engine.graph;

import dev.assay.engine.ValueException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What other parts of a program keep with a graph, by kind: the runners of its queues, for example.
 * Safe to use from several threads.
 */
public final class GraphCollections {
  private final Map<Class<?>, List<Object>> members = new HashMap<>();

  GraphCollections() {}

  /** Adds a member of a kind. */
  public synchronized <T> void add(Class<T> kind, T member) {
    ValueException.requireGiven(kind, "graph: the kind of a collection");
    ValueException.requireGiven(member, "graph: a member of a collection");
    members.computeIfAbsent(kind, k -> new ArrayList<>()).add(member);
  }

  /** The members of a kind, in the order in which they were added. */
  public synchronized <T> List<T> get(Class<T> kind) {
    ValueException.requireGiven(kind, "graph: the kind of a collection");
    return members.getOrDefault(kind, List.of()).stream().map(kind::cast).toList();
  }
}
