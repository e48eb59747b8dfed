package dev.assay.learn.variable;

import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.graph.Variable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Variables by short names, in order: the dictionary of weights and the dictionary of biases that a
 * network is written with. Immutable.
 *
 * <pre>{@code
 * VariableMap weights =
 *     VariableMap.of(
 *         "h1", scope.getVariable("h1", Shape.of(784, 256)),
 *         "out", scope.getVariable("out", Shape.of(256, 10)));
 * LinAlg.matmul(x, weights.read("h1"));
 * }</pre>
 */
public final class VariableMap {
  private final Map<String, Variable> variables;

  private VariableMap(LinkedHashMap<String, Variable> variables) {
    this.variables = Collections.unmodifiableMap(variables);
  }

  /** No variables. */
  public static VariableMap empty() {
    return new VariableMap(new LinkedHashMap<>());
  }

  /** One variable. */
  public static VariableMap of(String name, Variable variable) {
    return empty().and(name, variable);
  }

  /** Two variables. */
  public static VariableMap of(String first, Variable v, String second, Variable w) {
    return empty().and(first, v).and(second, w);
  }

  /** Three variables. */
  public static VariableMap of(
      String first, Variable v, String second, Variable w, String third, Variable x) {
    return empty().and(first, v).and(second, w).and(third, x);
  }

  /** All of these by the names that they have in the graph. */
  public static VariableMap of(List<Variable> variables) {
    VariableMap map = empty();
    for (Variable v : ValueException.requireGiven(variables, "variable map: the variables")) {
      map = map.and(ValueException.requireGiven(v, "variable map: a variable").name(), v);
    }
    return map;
  }

  /** These and one more; a name that is taken is an error. */
  public VariableMap and(String name, Variable variable) {
    ValueException.requireGiven(name, "variable map: a name");
    ValueException.requireGiven(variable, "variable map: variable " + name);
    LinkedHashMap<String, Variable> more = new LinkedHashMap<>(variables);
    if (more.putIfAbsent(name, variable) != null) {
      throw new ValueException("variable map: " + name + " is there already");
    }
    return new VariableMap(more);
  }

  /** The variable of that name. */
  public Variable get(String name) {
    Variable v = variables.get(ValueException.requireGiven(name, "variable map: a name"));
    if (v == null) {
      throw new ValueException("variable map: no " + name + " among " + variables.keySet());
    }
    return v;
  }

  /** The value of the variable of that name. */
  public Symbol read(String name) {
    return get(name).read();
  }

  /** The names, in order. */
  public Set<String> names() {
    return variables.keySet();
  }

  /** The variables, in order. */
  public List<Variable> variables() {
    return List.copyOf(variables.values());
  }

  /** The variables by name, in order. */
  public Map<String, Variable> asMap() {
    return variables;
  }

  @Override
  public String toString() {
    return variables.toString();
  }
}
