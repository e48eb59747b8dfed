package dev.assay.learn.variable;

import dev.assay.engine.AttributeException;
import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names in front of variables: {@code w} of the scope {@code layer1} is {@code layer1/w}. A scope
 * makes variables and finds them again, TensorFlow's {@code variable_scope} and {@code
 * get_variable}.
 *
 * <p>A scope is a way to look at a graph: two scopes of one name and graph see the same variables.
 * Scopes are immutable, and safe to use from several threads.
 */
public final class VariableScope {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9.][A-Za-z0-9_.\\-]*(/[A-Za-z0-9_.\\-]+)*");

  private final Graph graph;
  private final String name;
  private final Reuse reuse;
  private final Initializer initializer;

  private VariableScope(Graph graph, String name, Reuse reuse, Initializer initializer) {
    this.graph = graph;
    this.name = name;
    this.reuse = reuse;
    this.initializer = initializer;
  }

  /** The scope without a name, in which variables are made, Glorot uniform unless stated. */
  public static VariableScope of(Graph graph) {
    ValueException.requireGiven(graph, "variable scope: graph");
    return new VariableScope(graph, "", Reuse.NEVER, Initializers.glorotUniform());
  }

  /** The scope {@code name} inside this one; it reuses as this one does. */
  public VariableScope scope(String name) {
    return new VariableScope(graph, qualified(name), reuse, initializer);
  }

  /** This scope, reusing variables or not. */
  public VariableScope reuse(Reuse reuse) {
    ValueException.requireGiven(reuse, "variable scope: reuse");
    return new VariableScope(graph, name, reuse, initializer);
  }

  /** This scope, with an initializer for variables for which none is stated. */
  public VariableScope initializer(Initializer initializer) {
    ValueException.requireGiven(initializer, "variable scope: initializer");
    return new VariableScope(graph, name, reuse, initializer);
  }

  /** The graph of its variables. */
  public Graph graph() {
    return graph;
  }

  /** Its name, {@code outer/inner}; empty at the root. */
  public String name() {
    return name;
  }

  /** What it does when it is asked for a variable. */
  public Reuse reuse() {
    return reuse;
  }

  /** What {@code name} is called in the graph. */
  public String qualified(String name) {
    ValueException.requireGiven(name, "variable scope: a name");
    if (!NAME.matcher(name).matches()) {
      throw new AttributeException(
          "variable scope: a name matches " + NAME.pattern() + ", got \"" + name + "\"");
    }
    return this.name.isEmpty() ? name : this.name + "/" + name;
  }

  /** A trainable float32 variable that begins as this scope's initializer says. */
  public Variable getVariable(String name, Shape shape) {
    return getVariable(name, shape, initializer);
  }

  /** A trainable variable that begins as this scope's initializer says. */
  public Variable getVariable(String name, Shape shape, DType dtype) {
    return getVariable(name, shape, dtype, initializer);
  }

  /** A trainable float32 variable. */
  public Variable getVariable(String name, Shape shape, Initializer initializer) {
    return getVariable(name, shape, DType.FLOAT32, initializer, true);
  }

  /** A trainable variable. */
  public Variable getVariable(String name, Shape shape, DType dtype, Initializer initializer) {
    return getVariable(name, shape, dtype, initializer, true);
  }

  /**
   * The variable of that name, made or found. One that is found must have the dtype, the shape and
   * the trainability that are asked for; its initializer stays what it was.
   *
   * @param shape without unknown dimensions
   */
  public Variable getVariable(
      String name, Shape shape, DType dtype, Initializer initializer, boolean trainable) {
    ValueException.requireGiven(shape, "variable scope: shape of " + name);
    ValueException.requireGiven(dtype, "variable scope: dtype of " + name);
    ValueException.requireGiven(initializer, "variable scope: initializer of " + name);
    String full = qualified(name);
    if (!shape.isKnown()) {
      throw new ShapeException(
          "variable " + full + ": the shape has no unknown dimension, got " + shape);
    }
    synchronized (graph) { // between looking and making no other thread makes it
      Optional<Variable> known = found(full);
      if (known.isPresent()) {
        return requireSame(known.get(), shape, dtype, trainable);
      }
      Tensor initial =
          ValueException.requireGiven(
              graph.initScope(() -> initializer.in(graph, shape, dtype)),
              "variable " + full + ": the initial value");
      if (initial.dtype() != dtype || !initial.shape().equals(shape)) {
        throw new ShapeException(
            "variable "
                + full
                + ": its initializer gives "
                + dtype
                + " "
                + shape
                + ", got "
                + initial.dtype()
                + " "
                + initial.shape());
      }
      return make(full, initial, trainable);
    }
  }

  /**
   * The variable of that name, made with this initial value or found, of its dtype and shape.
   *
   * @param initial a tensor or a symbol, perhaps made from another variable's {@link
   *     Variable#initializedValue}
   */
  public Variable getVariable(String name, Tensor initial, boolean trainable) {
    ValueException.requireGiven(initial, "variable scope: initial value of " + name);
    String full = qualified(name);
    synchronized (graph) {
      Optional<Variable> known = found(full);
      return known.isPresent()
          ? requireSame(known.get(), initial.shape(), initial.dtype(), trainable)
          : make(full, initial, trainable);
    }
  }

  /** The variable, if it is to be found; empty if it is to be made. */
  private Optional<Variable> found(String full) {
    Optional<Variable> known =
        graph.variables().stream().filter(v -> v.name().equals(full)).findFirst();
    if (known.isPresent() && reuse == Reuse.NEVER) {
      throw new ValueException(
          "variable " + full + ": exists already; use reuse(Reuse.ALWAYS) or AUTO to share it");
    }
    if (known.isEmpty() && reuse == Reuse.ALWAYS) {
      throw new ValueException("variable " + full + ": does not exist, and its scope only reuses");
    }
    return known;
  }

  private Variable make(String full, Tensor initial, boolean trainable) {
    // the graph would rename it, and nobody would find it again
    boolean taken =
        graph.variables().stream().anyMatch(v -> v.name().equalsIgnoreCase(full))
            || graph.operations().stream().anyMatch(op -> op.name().equalsIgnoreCase(full));
    if (taken) {
      throw new ValueException(
          "variable " + full + ": the name, in some spelling, is taken in the graph");
    }
    return graph.variable(full, initial, trainable);
  }

  private static Variable requireSame(Variable v, Shape shape, DType dtype, boolean trainable) {
    if (v.dtype() != dtype) {
      throw new DTypeException(
          "variable " + v.name() + ": is " + v.dtype() + ", asked for as " + dtype);
    }
    if (!v.shape().equals(shape)) {
      throw new ShapeException(
          "variable " + v.name() + ": has shape " + v.shape() + ", asked for with " + shape);
    }
    if (v.isTrainable() != trainable) {
      throw new ValueException(
          "variable "
              + v.name()
              + ": is "
              + (trainable ? "not trainable" : "trainable")
              + ", asked for as "
              + (trainable ? "trainable" : "not trainable"));
    }
    return v;
  }

  /** The variables in it and in the scopes inside it, in the order in which they were made. */
  public List<Variable> variables() {
    return graph.variables().stream()
        .filter(v -> name.isEmpty() || v.name().startsWith(name + "/"))
        .toList();
  }

  /** Those of {@link #variables} that training may change. */
  public List<Variable> trainableVariables() {
    return variables().stream().filter(Variable::isTrainable).toList();
  }

  @Override
  public String toString() {
    return "VariableScope(\"" + name + "\", " + reuse + ")";
  }
}
