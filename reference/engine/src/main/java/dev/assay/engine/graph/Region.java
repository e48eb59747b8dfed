package dev.assay.engine.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where nodes stand: in the graph itself, or in a body that a node of control flow runs, which
 * stands in another region. A node reads what is in its own region and in those around it. The body
 * of a derivative also reads what the body saved whose derivative it is: that region it views.
 */
final class Region {
  private final Optional<Region> outer;
  private final List<Region> viewed;
  private final String name;
  private final List<Operation> operations = new ArrayList<>();
  private volatile Optional<Operation> owner = Optional.empty();

  private Region(Optional<Region> outer, List<Region> viewed, String name) {
    this.outer = outer;
    this.viewed = List.copyOf(viewed);
    this.name = name;
  }

  /** The graph itself. */
  static Region top() {
    return new Region(Optional.empty(), List.of(), "");
  }

  /** A body inside this region. */
  Region body(String name, List<Region> viewed) {
    return new Region(Optional.of(this), viewed, name);
  }

  boolean isTop() {
    return outer.isEmpty();
  }

  Optional<Region> outer() {
    return outer;
  }

  /** What the names of its nodes begin with; empty for the graph itself. */
  String name() {
    return name;
  }

  /** The name of a node of this region that is called {@code own} there. */
  String qualified(String own) {
    return isTop() ? own : name + "/" + own;
  }

  /** The node that runs it, once it is complete. */
  Optional<Operation> owner() {
    return owner;
  }

  void owner(Operation operation) {
    owner = Optional.of(operation);
  }

  /** A body's own nodes, in the order of their creation; those of the graph itself it keeps. */
  List<Operation> operations() {
    return operations;
  }

  void add(Operation operation) {
    if (!isTop()) {
      operations.add(operation);
    }
  }

  /** Whether {@code other} is this region or around it. */
  boolean isWithin(Region other) {
    for (Optional<Region> r = Optional.of(this); r.isPresent(); r = r.get().outer) {
      if (r.get() == other) {
        return true;
      }
    }
    return false;
  }

  /** Whether a node of this region may read a node of {@code other}. */
  boolean sees(Region other) {
    for (Optional<Region> r = Optional.of(this); r.isPresent(); r = r.get().outer) {
      if (r.get().shows(other)) {
        return true;
      }
    }
    return false;
  }

  private boolean shows(Region other) {
    return other == this || viewed.stream().anyMatch(v -> v.shows(other));
  }
}
