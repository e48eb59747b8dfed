package dev.assay.formats.event;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A node of a graph as a file describes it.
 *
 * @param name its name; parts between slashes are groups
 * @param op the name of its operation
 * @param inputs {@code node}, {@code node:1} for another result than the first, {@code ^node} for
 *     one that only runs before
 * @param device where it runs; empty for anywhere
 * @param attributes by name, as text: {@code float32}, {@code [2,-1]}, {@code true}, {@code "SAME"}
 */
public record GraphNode(
    String name, String op, List<String> inputs, String device, Map<String, String> attributes) {
  /** Copies list and map. */
  public GraphNode {
    inputs = List.copyOf(inputs);
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
  }
}
