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
  private final Graph graph;
  private final int id;
  private final String name;
  private final Work work;
  private final List<Tensor> inputs;
  private final List<Operation> controlInputs;
  private final Optional<String> device;
  private final List<Symbol> outputs;

  Operation(
      Graph graph,
      int id,
      String name,
      Work work,
      List<Tensor> inputs,
      List<Operation> controlInputs,
      Optional<String> device,
      List<TensorType> types) {
    this.graph = graph;
    this.id = id;
    this.name = name;
    this.work = work;
    this.inputs = List.copyOf(inputs);
    this.controlInputs = List.copyOf(controlInputs);
    this.device = device;
    List<Symbol> symbols = new ArrayList<>();
    for (TensorType type : types) {
      symbols.add(new Symbol(this, symbols.size(), type));
    }
    this.outputs = List.copyOf(symbols);
  }

  /** The graph it is a node of. */
  public Graph graph() {
    return graph;
  }

  /** Its position in the graph: later nodes may depend on earlier ones, never the reverse. */
  public int id() {
    return id;
  }

  /** Its name, unique in the graph. */
  public String name() {
    return name;
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
    return device;
  }

  /** Its results. */
  public List<Symbol> outputs() {
    return outputs;
  }

  /** The i-th result. */
  public Symbol output(int i) {
    if (i < 0 || i >= outputs.size()) {
      throw new ValueException(
          "graph: node " + name + " has " + outputs.size() + " results, asked for number " + i);
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

  Work work() {
    return work;
  }

  @Override
  public String toString() {
    return name + " = " + type() + inputs.stream().map(Operation::brief).toList();
  }

  private static String brief(Tensor t) {
    return t instanceof Symbol s ? s.name() : TensorType.of(t).toString();
  }
}
