package dev.assay.engine.graph;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.op.SymbolicOperand;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * A value that outlives a run and that a run can change. The graph knows its name, type and initial
 * value; each session has a value of its own, which is there once the initializer has run.
 *
 * <p>Within one run reads and writes happen in the order in which their nodes were made. A read
 * that must see a write is made under a control dependency on it:
 *
 * <pre>{@code
 * Symbol step = counter.assignAdd(Tensor.of(1));
 * try (var after = graph.controlDependencies(step)) {
 *   Symbol seen = counter.read();
 * }
 * }</pre>
 */
public final class Variable {
  /** How a write makes the new value. */
  enum Update {
    ASSIGN("assign"),
    ADD("assign_add"),
    SUBTRACT("assign_sub");

    private final String type;

    Update(String type) {
      this.type = type;
    }

    String type() {
      return type;
    }
  }

  private final Graph graph;
  private final String name;
  private final TensorType type;
  private final boolean trainable;
  private final Tensor initial;
  private final Operation initializer;
  private final Symbol read;

  Variable(Graph graph, String name, Tensor initial, boolean trainable) {
    this.graph = graph;
    this.name = name;
    this.type = TensorType.of(initial);
    this.trainable = trainable;
    this.initial = initial;
    this.initializer = write("Assign", Update.ASSIGN, initial).operation();
    this.read = newRead();
  }

  /** Its name, unique in the graph. */
  public String name() {
    return name;
  }

  /** The graph it belongs to. */
  public Graph graph() {
    return graph;
  }

  /** Its element type. */
  public DType dtype() {
    return type.dtype();
  }

  /** Its shape; −1 where the initial value's is not known. */
  public Shape shape() {
    return type.shape();
  }

  /** Whether training may change it. */
  public boolean isTrainable() {
    return trainable;
  }

  /** The node that gives it its initial value. */
  public Operation initializer() {
    return initializer;
  }

  /** What the initializer assigns. */
  public Tensor initialValue() {
    return initial;
  }

  /**
   * Its value. The same symbol at every call, read before all writes of a run but its initializer;
   * inside a {@link Graph#controlDependencies} scope a read of its own, after those dependencies,
   * and inside a body of control flow one of its own, whenever the body runs.
   */
  public Symbol read() {
    return graph.readsAnew() ? newRead() : read;
  }

  /**
   * The symbol that {@link #read} gives outside of all scopes and bodies. A gradient by it is by
   * all reads inside bodies, too.
   */
  public Symbol sharedRead() {
    return read;
  }

  private Symbol newRead() {
    return graph.add(name + "/read", new Work.Read(this), List.of(), List.of(type)).output(0);
  }

  /**
   * Its value if the session has initialised it, else its initial value: for the initial value of
   * another variable, whichever initializer runs first.
   */
  public Symbol initializedValue() {
    return graph
        .add(
            name + "/initialized_value",
            new Work.ReadOrInitial(this),
            List.of(initial),
            List.of(type))
        .output(0);
  }

  /** Sets it to {@code value}; the result is the new value. */
  public Symbol assign(Tensor value) {
    return write("Assign", Update.ASSIGN, value);
  }

  /** Adds {@code delta}; the result is the new value. Atomic between runs of one session. */
  public Symbol assignAdd(Tensor delta) {
    return write("AssignAdd", Update.ADD, delta);
  }

  /** Subtracts {@code delta}; the result is the new value. Atomic between runs of one session. */
  public Symbol assignSub(Tensor delta) {
    return write("AssignSub", Update.SUBTRACT, delta);
  }

  private Symbol write(String suffix, Update update, Tensor value) {
    check(value);
    if (update != Update.ASSIGN && !dtype().isNumeric()) {
      throw new DTypeException("variable " + name + ": cannot add to " + dtype());
    }
    Work work = new Work.Write(this, update);
    return graph.add(name + "/" + suffix, work, List.of(value), List.of(type)).output(0);
  }

  /** Checks that {@code value} may be assigned. */
  void check(Tensor value) {
    if (value.dtype() != dtype()) {
      throw new DTypeException(
          "variable " + name + ": holds " + dtype() + ", got " + value.dtype());
    }
    if (!shape().compatible(value.shape())) {
      throw new ShapeException(
          "variable " + name + ": holds shape " + shape() + ", got " + value.shape());
    }
  }

  /** As {@link #check}, and {@code value} must have one. */
  void checkValue(Tensor value) {
    if (value instanceof SymbolicOperand) {
      throw new ValueException("variable " + name + ": a value is needed, got " + value);
    }
    check(value);
  }

  @Override
  public String toString() {
    return "Variable(\"" + name + "\", " + type + ")";
  }
}
