package dev.assay.engine.graph;

import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The values of one pass through a region: of a run, of a branch, of one iteration of a loop. Used
 * by the thread of its run alone.
 */
final class Frame {
  private final Optional<Frame> outer;
  private final List<Frame> viewed;
  private final Map<Symbol, Tensor> values = new HashMap<>();
  private final Map<Operation, List<Frame>> recordings = new HashMap<>();

  private Frame(Optional<Frame> outer, List<Frame> viewed) {
    this.outer = outer;
    this.viewed = viewed;
  }

  /** The frame of the graph itself. */
  static Frame top() {
    return new Frame(Optional.empty(), List.of());
  }

  /**
   * A frame of a body.
   *
   * @param viewed the frames of the regions that the body views
   */
  Frame inner(List<Frame> viewed) {
    return new Frame(Optional.of(this), viewed);
  }

  /** The values of its own region. */
  Map<Symbol, Tensor> values() {
    return values;
  }

  /** The value of a symbol of a region that this one sees; a tensor is its own value. */
  Tensor valueOf(Tensor t) {
    if (!(t instanceof Symbol symbol)) {
      return t;
    }
    for (Optional<Frame> f = Optional.of(this); f.isPresent(); f = f.get().outer) {
      Tensor value = f.get().shown(symbol);
      if (value != null) {
        return value;
      }
    }
    throw new IllegalStateException("no value of " + symbol);
  }

  List<Tensor> valuesOf(List<? extends Tensor> ts) {
    List<Tensor> found = new ArrayList<>(ts.size());
    ts.forEach(t -> found.add(valueOf(t)));
    return found;
  }

  private Tensor shown(Symbol symbol) {
    Tensor value = values.get(symbol);
    for (int i = 0; value == null && i < viewed.size(); i++) {
      value = viewed.get(i).shown(symbol);
    }
    return value;
  }

  /** Keeps the frames of a node's bodies: that of a branch, or those of a loop by iteration. */
  void record(Operation operation, List<Frame> frames) {
    recordings.put(operation, frames);
  }

  /** What {@link #record} kept of a node that this region sees. */
  List<Frame> recording(Operation operation) {
    for (Optional<Frame> f = Optional.of(this); f.isPresent(); f = f.get().outer) {
      List<Frame> frames = f.get().shown(operation);
      if (frames != null) {
        return frames;
      }
    }
    throw new IllegalStateException("no recording of " + operation.name());
  }

  private List<Frame> shown(Operation operation) {
    List<Frame> frames = recordings.get(operation);
    for (int i = 0; frames == null && i < viewed.size(); i++) {
      frames = viewed.get(i).shown(operation);
    }
    return frames;
  }

  /** Forgets all values but {@code saved}. */
  void retain(Set<Symbol> saved) {
    values.keySet().retainAll(saved);
  }
}
