package dev.assay.engine.graph;

import dev.assay.engine.ValueException;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A node of a graph. Immutable; equal only to itself. */
public final class Operation {
  /** Where it stands and what it is called. */
  record Place(Graph graph, Region region, int id, String name, Optional<String> device) {}

  private final Place place;
  private final Work work;
  private final List<Tensor> inputs;
  private final List<Operation> controlInputs;
  private final List<Symbol> outputs;

  Operation(
      Place place,
      Work work,
      List<Tensor> inputs,
      List<Operation> controlInputs,
      List<TensorType> types) {
    this.place = place;
    this.work = work;
    this.inputs = List.copyOf(inputs);
    this.controlInputs = List.copyOf(controlInputs);
    List<Symbol> symbols = new ArrayList<>();
    for (TensorType type : types) {
      symbols.add(new Symbol(this, symbols.size(), type));
    }
    this.outputs = List.copyOf(symbols);
  }

  /** The graph it is a node of. */
  public Graph graph() {
    return place.graph();
  }

  /** Its position in the graph: later nodes may depend on earlier ones, never the reverse. */
  public int id() {
    return place.id();
  }

  /** Its name, unique in the graph. */
  public String name() {
    return place.name();
  }

  /** The name of the operation it calls, or {@code placeholder}, {@code read_variable}, … */
  public String type() {
    return work.type();
  }

  /** What it reads: symbols of this graph and captured tensors. */
  public List<Tensor> inputs() {
    return inputs;
  }

  /** What runs before it without giving it a value. */
  public List<Operation> controlInputs() {
    return controlInputs;
  }

  /** The device scope in which it was made, {@code /gpu:0}. */
  public Optional<String> device() {
    return place.device();
  }

  /** Its results. */
  public List<Symbol> outputs() {
    return outputs;
  }

  /** The i-th result. */
  public Symbol output(int i) {
    if (i < 0 || i >= outputs.size()) {
      throw new ValueException(
          "graph: node " + name() + " has " + outputs.size() + " results, asked for number " + i);
    }
    return outputs.get(i);
  }

  /** The call it makes, with symbols for arguments; empty for placeholders, variables, groups. */
  public Optional<Call> call() {
    return work instanceof Work.Apply apply ? Optional.of(apply.call()) : Optional.empty();
  }

  /** The variable it reads; empty for a node that reads none. */
  public Optional<Variable> variable() {
    return work instanceof Work.Read read ? Optional.of(read.variable()) : Optional.empty();
  }

  /** The variable it assigns; empty for a node that assigns none. */
  public Optional<Variable> assigned() {
    return work instanceof Work.Write write ? Optional.of(write.variable()) : Optional.empty();
  }

  /** What it does if it runs bodies; empty for a node that runs none. */
  public Optional<ControlFlow> controlFlow() {
    return work instanceof Work.Control control ? Optional.of(control.flow()) : Optional.empty();
  }

  /** Whether it belongs to a body, such as a branch or an iteration. */
  public boolean isInBody() {
    return !region().isTop();
  }

  Region region() {
    return place.region();
  }

  /** Whether running it may do something that its results do not show, or give something else. */
  boolean isStateful() {
    if (work instanceof Work.Control control) {
      return control.flow().functions().stream().anyMatch(GraphFunction::isStateful);
    }
    return work instanceof Work.Write
        || work instanceof Work.Effectful
        || (work instanceof Work.Apply apply && apply.call().op().isStateful());
  }

  Work work() {
    return work;
  }

  @Override
  public String toString() {
    return name() + " = " + type() + inputs.stream().map(Operation::brief).toList();
  }

  private static String brief(Tensor t) {
    return t instanceof Symbol s ? s.name() : TensorType.of(t).toString();
  }
}
