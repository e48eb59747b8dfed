package dev.assay.engine.graph;

import dev.assay.engine.ValueException;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.Tensor;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The values that a session's variables have. Safe to use from several threads. */
final class Cells {
  /** The value of a variable; its monitor makes updates atomic. */
  private static final class Cell {
    private Optional<Tensor> value = Optional.empty();
  }

  private final Map<Variable, Cell> cells = new ConcurrentHashMap<>();

  /** The value, if there is one. */
  Optional<Tensor> find(Variable variable) {
    Cell cell = cell(variable);
    synchronized (cell) {
      return cell.value;
    }
  }

  /** The value; an error if there is none. */
  Tensor get(Variable variable) {
    return find(variable)
        .orElseThrow(
            () ->
                new ValueException(
                    "graph: variable "
                        + variable.name()
                        + " is not initialized in this session; run its initializer or"
                        + " variablesInitializer() first"));
  }

  /** Sets the value. */
  void set(Variable variable, Tensor value) {
    Cell cell = cell(variable);
    synchronized (cell) {
      cell.value = Optional.of(value);
    }
  }

  /** Updates the value in one step and gives the new one. */
  Tensor update(Variable variable, Variable.Update update, Tensor operand) {
    variable.check(operand);
    Cell cell = cell(variable);
    synchronized (cell) {
      Tensor value =
          switch (update) {
            case ASSIGN -> operand;
            case ADD -> Maths.add(get(variable), operand);
            case SUBTRACT -> Maths.subtract(get(variable), operand);
          };
      variable.check(value);
      cell.value = Optional.of(value);
      return value;
    }
  }

  private Cell cell(Variable variable) {
    return cells.computeIfAbsent(variable, v -> new Cell());
  }

  void clear() {
    cells.clear();
  }
}
