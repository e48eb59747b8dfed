package dev.assay.engine.graph;

import dev.assay.engine.ValueException;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Deferral;
import dev.assay.engine.op.SymbolicOperand;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Storage;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A result of a node: a tensor whose element type and rank are known and whose value a session
 * finds. Every operation accepts it; the result is then a symbol as well.
 */
public final class Symbol extends Tensor implements SymbolicOperand {
  private final Operation operation;
  private final int index;

  Symbol(Operation operation, int index, TensorType type) {
    super(type.dtype(), type.shape());
    this.operation = operation;
    this.index = index;
  }

  /** {@code tensor} as the symbol it is; an error for a tensor that has a value. */
  public static Symbol of(Tensor tensor) {
    ValueException.requireGiven(tensor, "graph: the symbol");
    if (tensor instanceof Symbol symbol) {
      return symbol;
    }
    throw new ValueException(
        "graph: a symbol is needed, got a tensor with a value of " + TensorType.of(tensor));
  }

  /** The graph it belongs to. */
  public Graph graph() {
    return operation.graph();
  }

  /** The node whose result it is. */
  public Operation operation() {
    return operation;
  }

  /** Which of the node's results it is. */
  public int index() {
    return index;
  }

  /** The node's name and the number of the result: {@code t:0}. */
  public String name() {
    return operation.name() + ":" + index;
  }

  /** Its value in {@code session}. */
  public Tensor eval(Session session) {
    return ValueException.requireGiven(session, "symbol: session").run(this);
  }

  /** Its value in {@code session} for the given values of placeholders or other symbols. */
  public Tensor eval(Session session, Map<? extends Tensor, ? extends Tensor> feeds) {
    return ValueException.requireGiven(session, "symbol: session").run(this, feeds);
  }

  @Override
  public List<Tensor> defer(Call call) {
    return graph().defer(call);
  }

  @Override
  public Deferral home() {
    return graph();
  }

  /** An error: a symbol has no elements. */
  @Override
  public Storage storage() {
    throw new ValueException("graph: " + this + " has no value outside a session; run it in one");
  }

  /** As TensorFlow 1 prints it: {@code Tensor("t:0", shape=(3,), dtype=float32)}. */
  @Override
  public String toString() {
    return "Tensor(\"" + name() + "\", shape=" + tuple(shape()) + ", dtype=" + dtype() + ")";
  }

  private static String tuple(Shape shape) {
    String dims =
        Arrays.stream(shape.dims())
            .mapToObj(d -> d == Shape.UNKNOWN ? "?" : String.valueOf(d))
            .collect(Collectors.joining(", "));
    return shape.rank() == 1 ? "(" + dims + ",)" : "(" + dims + ")";
  }
}
