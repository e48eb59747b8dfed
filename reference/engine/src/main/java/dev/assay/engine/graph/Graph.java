package dev.assay.engine.graph;

import dev.assay.engine.ValueException;
import dev.assay.engine.backend.Devices;
import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Deferral;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A computation that sessions run. It only grows; nodes may be added from several threads, also
 * while sessions run.
 */
public final class Graph implements Deferral {
  private static final Pattern SYMBOL_NAME = Pattern.compile("(.+):(\\d{1,9})");

  private final List<Operation> operations = new ArrayList<>();
  private final Map<String, Operation> byName = new HashMap<>();
  private final Names names = new Names();
  private final List<Variable> variables = new ArrayList<>();
  private OptionalLong randomSeed = OptionalLong.empty();
  private final Region top = Region.top();
  private final GraphCollections collections = new GraphCollections();

  /**
   * Where the nodes go that a thread makes.
   *
   * @param gate what they run after
   */
  private record Scope(Region region, Optional<Operation> gate) {}

  private final ThreadLocal<Scope> scope =
      ThreadLocal.withInitial(() -> new Scope(top, Optional.empty()));

  /** An empty graph. */
  public Graph() {}

  /** A symbol called {@code Placeholder} whose value is fed. */
  public Symbol placeholder(DType dtype, Shape shape) {
    return placeholder("Placeholder", dtype, shape);
  }

  /**
   * A symbol whose value is fed.
   *
   * @param name made unique with a suffix if it is taken
   * @param shape −1 for dimensions that each run chooses
   */
  public Symbol placeholder(String name, DType dtype, Shape shape) {
    TensorType type = new TensorType(dtype, shape);
    ValueException.requireGiven(name, "graph: name of a placeholder");
    if (inBody()) {
      throw new ValueException(
          "graph: placeholder "
              + name
              + " is made inside the body "
              + region().name()
              + "; make it outside and use it inside, a body takes its values from around it");
    }
    return add(name, new Work.Placeholder(), List.of(), List.of(type)).output(0);
  }

  /** A symbol called {@code Const} of the given value. */
  public Symbol constant(Tensor value) {
    return constant("Const", value);
  }

  /**
   * A symbol of the given value.
   *
   * @param name made unique with a suffix if it is taken
   */
  public Symbol constant(String name, Tensor value) {
    if (value instanceof Symbol symbol) {
      throw new ValueException("graph: a constant needs a value, got " + symbol);
    }
    return add(name, new Work.Constant(value), List.of(), List.of(TensorType.of(value))).output(0);
  }

  /** A trainable variable called {@code Variable}. */
  public Variable variable(Tensor initial) {
    return variable("Variable", initial);
  }

  /**
   * A trainable variable.
   *
   * @param name made unique with a suffix if it is taken
   * @param initial what its initializer assigns: a tensor, or a symbol of this graph
   */
  public Variable variable(String name, Tensor initial) {
    return variable(name, initial, true);
  }

  /**
   * A variable.
   *
   * @param name made unique with a suffix if it is taken
   * @param initial what its initializer assigns: a tensor, or a symbol of this graph
   * @param trainable whether training may change it
   */
  public Variable variable(String name, Tensor initial, boolean trainable) {
    String unique;
    synchronized (this) {
      unique = names.unique(ValueException.requireGiven(name, "graph: name of a variable"));
    }
    ValueException.requireGiven(initial, "graph: initial value of variable " + unique);
    // a variable may be used outside the scope and the body in which it was made
    Variable variable = initScope(() -> new Variable(this, unique, initial, trainable));
    synchronized (this) {
      variables.add(variable);
    }
    return variable;
  }

  /**
   * What {@code make} gives, which makes its nodes outside of all scopes and bodies that this
   * thread has open: the initial value of a variable depends on none of them.
   */
  public <T> T initScope(Supplier<T> make) {
    ValueException.requireGiven(make, "graph: what makes an initial value");
    Scope outer = scope.get();
    scope.set(new Scope(top, Optional.empty()));
    try {
      return make.get();
    } finally {
      scope.set(outer);
    }
  }

  /** All variables, in the order in which they were made. */
  public synchronized List<Variable> variables() {
    return List.copyOf(variables);
  }

  /** The variables that training may change. */
  public List<Variable> trainableVariables() {
    return variables().stream().filter(Variable::isTrainable).toList();
  }

  /** A node that runs the initializers of all variables made so far, in their order. */
  public Operation variablesInitializer() {
    return group("init", variables().stream().map(Variable::initializer).toArray(Operation[]::new));
  }

  /** A node that runs {@code members} and has no result. */
  public Operation group(String name, Operation... members) {
    List<Operation> controls = new ArrayList<>();
    for (Operation member : ValueException.requireGiven(members, "graph: members of " + name)) {
      requireVisible(ValueException.requireGiven(member, "graph: a member of " + name));
      controls.add(member);
    }
    scope.get().gate().ifPresent(controls::add);
    return add(name, new Work.Group(), List.of(), controls, List.of());
  }

  /** As {@link #group(String, Operation...)}, for the nodes of symbols. */
  public Operation group(String name, Tensor... members) {
    return group(name, nodes(members));
  }

  /**
   * Every node that this thread makes until the scope is closed runs after {@code dependencies}.
   * Scopes nest, and close in the reverse order.
   */
  public ControlScope controlDependencies(Operation... dependencies) {
    return new ControlScope(group("control_dependencies", dependencies));
  }

  /** As {@link #controlDependencies(Operation...)}, for the nodes of symbols. */
  public ControlScope controlDependencies(Tensor... dependencies) {
    return controlDependencies(nodes(dependencies));
  }

  private static Operation[] nodes(Tensor... symbols) {
    ValueException.requireGiven(symbols, "graph: the symbols");
    return Arrays.stream(symbols).map(t -> Symbol.of(t).operation()).toArray(Operation[]::new);
  }

  /** Nodes made while it is open run after its dependencies. */
  public final class ControlScope implements AutoCloseable {
    private final Scope outer = scope.get();

    /**
     * @param gate runs after the dependencies and after those of the outer scope, so that a node
     *     needs one control input whatever their number
     */
    private ControlScope(Operation gate) {
      scope.set(new Scope(outer.region(), Optional.of(gate)));
    }

    @Override
    public void close() {
      scope.set(outer);
    }
  }

  /** Whether a variable is read here anew: after some dependencies, or whenever a body runs. */
  boolean readsAnew() {
    return scope.get().gate().isPresent() || inBody();
  }

  /** The region of the nodes that belong to no body. */
  Region top() {
    return top;
  }

  /** The region in which this thread makes nodes. */
  Region region() {
    return scope.get().region();
  }

  /** Whether this thread is making nodes of a body, such as a branch or an iteration. */
  public boolean inBody() {
    return !region().isTop();
  }

  /** What {@code make} gives, which makes nodes in a new body. */
  <T> T inBody(String name, List<Region> viewed, Function<Region, T> make) {
    Scope outer = scope.get();
    String unique;
    synchronized (this) {
      unique = names.unique(outer.region().qualified(name));
    }
    Region region = outer.region().body(unique, viewed);
    scope.set(new Scope(region, Optional.empty()));
    try {
      return Dispatch.deferring(this, () -> make.apply(region));
    } finally {
      scope.set(outer);
    }
  }

  @Override
  public Tensor lift(Tensor t) {
    return t instanceof Symbol ? t : constant(t);
  }

  /** Adds a node that runs bodies; to its inputs come what those capture. */
  Operation add(String name, ControlFlow flow, List<Tensor> inputs, List<TensorType> types) {
    List<Tensor> all = new ArrayList<>(inputs);
    Set<Operation> controls = new LinkedHashSet<>();
    scope.get().gate().ifPresent(controls::add);
    Set<Tensor> captures = new LinkedHashSet<>();
    for (GraphFunction f : flow.functions()) {
      captures.addAll(f.captures());
      controls.addAll(f.controls());
    }
    all.addAll(captures);
    Work work = new Work.Control(flow, inputs.size());
    Operation op = add(name, work, all, List.copyOf(controls), types);
    flow.functions().forEach(f -> f.region().owner(op));
    return op;
  }

  /**
   * A node that calls a Java function.
   *
   * @param name made unique with a suffix if it is taken
   * @param type what a listing of the graph calls it
   * @param types of its results
   */
  public Operation effect(
      String name, String type, List<Tensor> inputs, List<TensorType> types, Effect effect) {
    return add(name, Work.Effectful.of(name, type, inputs, types, effect), inputs, types);
  }

  /** What other parts of a program keep with this graph. */
  public GraphCollections collections() {
    return collections;
  }

  /** All nodes, in the order in which they were made. */
  public synchronized List<Operation> operations() {
    return List.copyOf(operations);
  }

  /** The node of that name. */
  public synchronized Operation operation(String name) {
    Operation op = byName.get(name);
    if (op == null) {
      throw new ValueException("graph: no node is called \"" + name + "\"");
    }
    return op;
  }

  /** The symbol of that name, {@code t:0}. */
  public Symbol symbol(String name) {
    Matcher m = SYMBOL_NAME.matcher(ValueException.requireGiven(name, "graph: name of a symbol"));
    if (!m.matches()) {
      throw new ValueException("graph: a symbol's name ends in :0, :1, …, got \"" + name + "\"");
    }
    return operation(m.group(1)).output(Integer.parseInt(m.group(2)));
  }

  /** Notes down a call whose arguments are symbols of this graph and tensors. */
  @Override
  public List<Tensor> defer(Call call) {
    ValueException.requireGiven(call, "graph: a call");
    Operation op = add(call.op().name(), new Work.Apply(call), call.inputs(), call.outputs());
    return List.copyOf(op.outputs());
  }

  /**
   * Sets the seed that all random operations made from now on have in common, TensorFlow 1's {@code
   * set_random_seed}: one that is given no seed of its own takes the number of nodes so far.
   */
  public synchronized void setRandomSeed(long seed) {
    randomSeed = OptionalLong.of(seed);
  }

  @Override
  public synchronized OptionalLong randomSeed() {
    return randomSeed;
  }

  @Override
  public synchronized long nodes() {
    return operations.size();
  }

  Operation add(String name, Work work, List<Tensor> inputs, List<TensorType> types) {
    return add(name, work, inputs, scope.get().gate().map(List::of).orElse(List.of()), types);
  }

  private Operation add(
      String name,
      Work work,
      List<Tensor> inputs,
      List<Operation> controls,
      List<TensorType> types) {
    for (Tensor t : inputs) {
      if (t instanceof Symbol symbol) {
        requireVisible(symbol);
      }
    }
    Region region = region();
    Optional<String> device = Devices.scope();
    synchronized (this) {
      String unique = names.unique(region.qualified(name));
      Operation.Place place = new Operation.Place(this, region, operations.size(), unique, device);
      Operation op = new Operation(place, work, inputs, controls, types);
      operations.add(op);
      region.add(op);
      byName.put(unique, op);
      return op;
    }
  }

  /** Checks that {@code operation} is a node of this graph. */
  void own(Operation operation) {
    ValueException.requireGiven(operation, "graph: a node");
    if (operation.graph() != this) {
      throw new ValueException(
          "graph: node "
              + operation.name()
              + " belongs to another graph than the one it is used in");
    }
  }

  /** Checks that a node that is made here may read {@code symbol}. */
  void requireVisible(Symbol symbol) {
    requireVisible(symbol.operation());
  }

  private void requireVisible(Operation operation) {
    own(operation);
    if (!region().sees(operation.region())) {
      throw new ValueException(
          "graph: node "
              + operation.name()
              + " belongs to the body "
              + operation.region().name()
              + " and is used outside of it; a body gives its values as results");
    }
  }

  /** Checks that {@code operation} is a node of this graph that a run can be asked for. */
  void requireTop(Operation operation) {
    own(operation);
    if (!operation.region().isTop()) {
      throw new ValueException(
          "graph: node "
              + operation.name()
              + " belongs to the body "
              + operation.region().name()
              + ": it can be neither fetched nor fed");
    }
  }

  /** The node of that position. */
  synchronized Operation at(int id) {
    return operations.get(id);
  }
}
