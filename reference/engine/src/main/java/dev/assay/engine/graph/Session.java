package dev.assay.engine.graph;

import dev.assay.engine.AssayException;
import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Devices;
import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.SymbolicOperand;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs a graph and keeps the values of its variables. May be run from several threads; each run
 * sees a variable's value as a whole.
 *
 * <p>A run evaluates the nodes that its fetches and targets need, each at most once, in the order
 * of their creation, and nothing else. Nodes that depend on constants alone run once in the life of
 * the session; a node that draws random numbers runs each time and goes on where its last run
 * ended, a new session starts anew. If a node fails the run ends; what variables were assigned
 * before stays assigned.
 *
 * <p>A gradient tape that is open on the running thread records what is run, so that a tape
 * connects a value that was fed with a value that was fetched.
 */
public final class Session implements AutoCloseable {
  /** What a plan was made for. */
  private record Key(
      List<Symbol> fetches, List<Operation> targets, Set<Symbol> fed, Optional<Backend> backend) {}

  /** A plan and the values of its constant nodes. */
  private record Prepared(Plan plan, Map<Symbol, Tensor> constants) {}

  /** The values of constant nodes, on one backend. */
  private static final class Folded {
    private final Set<Operation> done = new HashSet<>();
    private final Map<Symbol, Tensor> values = new HashMap<>();
  }

  /** The value of a variable; its monitor makes updates atomic. */
  private static final class Cell {
    private Optional<Tensor> value = Optional.empty();
  }

  private final Graph graph;
  private final Map<Variable, Cell> cells = new ConcurrentHashMap<>();
  private final Map<Key, Prepared> plans = new ConcurrentHashMap<>();
  private final Map<Optional<Backend>, Folded> folded = new HashMap<>();

  /** Of every node that draws random numbers, how many blocks of its stream it has reserved. */
  private final Map<Operation, AtomicLong> streams = new ConcurrentHashMap<>();

  private volatile boolean closed;

  /** A session in which no variable is initialised. */
  public Session(Graph graph) {
    this.graph = graph;
  }

  /** The graph it runs. */
  public Graph graph() {
    return graph;
  }

  /** The value of {@code fetch}. */
  public Tensor run(Tensor fetch) {
    return run(fetch, Map.of());
  }

  /**
   * The value of {@code fetch}.
   *
   * @param feeds values of placeholders, or of any other symbols in place of their own
   */
  public Tensor run(Tensor fetch, Map<? extends Tensor, ? extends Tensor> feeds) {
    return run(List.of(ValueException.requireGiven(fetch, "graph: a fetch")), feeds).get(0);
  }

  /** The values of {@code fetches}, all of one run. */
  public List<Tensor> run(List<? extends Tensor> fetches) {
    return run(fetches, Map.of());
  }

  /**
   * The values of {@code fetches}, all of one run.
   *
   * @param feeds values of placeholders, or of any other symbols in place of their own
   */
  public List<Tensor> run(
      List<? extends Tensor> fetches, Map<? extends Tensor, ? extends Tensor> feeds) {
    return run(fetches, feeds, List.of());
  }

  /** Runs a node for its effect. */
  public void run(Operation target) {
    run(target, Map.of());
  }

  /** Runs a node for its effect. */
  public void run(Operation target, Map<? extends Tensor, ? extends Tensor> feeds) {
    run(List.of(), feeds, List.of(ValueException.requireGiven(target, "graph: a target")));
  }

  /**
   * The values of {@code fetches}, all of one run, in which {@code targets} run too.
   *
   * @param fetches symbols of the graph; a tensor that has a value is its own
   * @param feeds values of placeholders, or of any other symbols in place of their own
   * @param targets nodes to run for their effect
   */
  public List<Tensor> run(
      List<? extends Tensor> fetches,
      Map<? extends Tensor, ? extends Tensor> feeds,
      List<Operation> targets) {
    if (closed) {
      throw new ValueException("graph: the session is closed");
    }
    ValueException.requireGiven(fetches, "graph: the list of fetches");
    ValueException.requireGiven(feeds, "graph: the map of feeds");
    ValueException.requireGiven(targets, "graph: the list of targets");
    Set<Symbol> wanted = new LinkedHashSet<>();
    for (Tensor fetch : fetches) {
      ValueException.requireGiven(fetch, "graph: a fetch");
      if (fetch instanceof Symbol symbol) {
        graph.own(symbol.operation());
        wanted.add(symbol);
      }
    }
    targets.forEach(graph::own);
    Map<Symbol, Tensor> values = fed(feeds);
    Prepared prepared = prepare(List.copyOf(wanted), targets, Set.copyOf(values.keySet()));
    values.putAll(prepared.constants());
    for (Plan.Step step : prepared.plan().steps()) {
      execute(step.operation(), values);
      step.dead().forEach(values::remove);
    }
    List<Tensor> results = new ArrayList<>();
    for (Tensor fetch : fetches) {
      results.add(valueOf(fetch, values));
    }
    return List.copyOf(results);
  }

  private Map<Symbol, Tensor> fed(Map<? extends Tensor, ? extends Tensor> feeds) {
    Map<Symbol, Tensor> values = new HashMap<>();
    feeds.forEach(
        (key, value) -> {
          Symbol symbol = Symbol.of(key);
          graph.own(symbol.operation());
          if (value == null || value instanceof SymbolicOperand) {
            throw new ValueException(
                "graph: " + symbol.name() + " must be fed a tensor with a value, got " + value);
          }
          if (value.dtype() != symbol.dtype()) {
            throw new DTypeException(
                "graph: " + symbol.name() + " is " + symbol.dtype() + ", fed " + value.dtype());
          }
          if (!symbol.shape().compatible(value.shape())) {
            throw new ShapeException(
                "graph: "
                    + symbol.name()
                    + " has shape "
                    + symbol.shape()
                    + ", fed "
                    + value.shape());
          }
          values.put(symbol, value);
        });
    return values;
  }

  private Prepared prepare(List<Symbol> fetches, List<Operation> targets, Set<Symbol> fed) {
    Key key = new Key(fetches, List.copyOf(targets), fed, Devices.strict());
    Prepared known = plans.get(key);
    if (known != null) {
      return known;
    }
    Plan plan = Plan.of(graph, fetches, targets, fed);
    Prepared prepared = new Prepared(plan, fold(plan, key.backend()));
    plans.put(key, prepared);
    return prepared;
  }

  /** Runs those constant nodes that no earlier plan ran, and picks the values that are read. */
  private Map<Symbol, Tensor> fold(Plan plan, Optional<Backend> backend) {
    synchronized (folded) {
      Folded known = folded.computeIfAbsent(backend, b -> new Folded());
      for (Operation op : plan.constant()) {
        if (!known.done.contains(op)) {
          execute(op, known.values);
          known.done.add(op);
        }
      }
      Map<Symbol, Tensor> kept = new HashMap<>();
      plan.kept().forEach(s -> kept.put(s, known.values.get(s)));
      return kept;
    }
  }

  /** Runs one node and adds its results to {@code values}, unless they were fed. */
  private void execute(Operation op, Map<Symbol, Tensor> values) {
    List<Tensor> results;
    try {
      results = Devices.at(op.device(), () -> results(op, values));
    } catch (AssayException e) {
      e.addSuppressed(new ValueException("graph: at node " + op.name()));
      throw e;
    }
    for (int i = 0; i < results.size(); i++) {
      values.putIfAbsent(op.output(i), results.get(i));
    }
  }

  private List<Tensor> results(Operation op, Map<Symbol, Tensor> values) {
    Work work = op.work();
    if (work instanceof Work.Apply apply) {
      Call call = apply.call();
      List<Tensor> inputs = op.inputs().stream().map(t -> valueOf(t, values)).toList();
      return Dispatch.call(call.op(), streamed(op, call, inputs), inputs);
    } else if (work instanceof Work.Constant constant) {
      return List.of(constant.value());
    } else if (work instanceof Work.Read read) {
      return List.of(valueOf(read.variable()));
    } else if (work instanceof Work.ReadOrInitial read) {
      return List.of(current(read.variable()).orElseGet(() -> valueOf(op.inputs().get(0), values)));
    } else if (work instanceof Work.Write write) {
      return List.of(update(write, valueOf(op.inputs().get(0), values)));
    }
    return List.of(); // a group has no results; a plan has no placeholders
  }

  /**
   * The attributes of a call; a node that draws random numbers goes on where its last run ended.
   */
  private Attributes streamed(Operation op, Call call, List<Tensor> inputs) {
    if (call.op().draws().isEmpty()) {
      return call.attrs();
    }
    long blocks = call.op().draws().get().applyAsLong(Call.of(call.op(), inputs, call.attrs()));
    long drawn = streams.computeIfAbsent(op, o -> new AtomicLong()).getAndAdd(blocks);
    return call.attrs().and("skip", call.attrs().integer("skip") + drawn);
  }

  private static Tensor valueOf(Tensor t, Map<Symbol, Tensor> values) {
    return t instanceof Symbol symbol ? values.get(symbol) : t;
  }

  private Tensor update(Work.Write write, Tensor operand) {
    Variable variable = write.variable();
    variable.check(operand);
    Cell cell = cells.computeIfAbsent(variable, v -> new Cell());
    synchronized (cell) {
      Tensor value =
          switch (write.update()) {
            case ASSIGN -> operand;
            case ADD -> Maths.add(valueOf(variable), operand);
            case SUBTRACT -> Maths.subtract(valueOf(variable), operand);
          };
      variable.check(value);
      cell.value = Optional.of(value);
      return value;
    }
  }

  private Optional<Tensor> current(Variable variable) {
    Cell cell = cells.computeIfAbsent(variable, v -> new Cell());
    synchronized (cell) {
      return cell.value;
    }
  }

  /** Whether the variable has a value in this session. */
  public boolean isInitialized(Variable variable) {
    graph.own(ValueException.requireGiven(variable, "graph: a variable").initializer());
    return current(variable).isPresent();
  }

  /** The value of a variable in this session. */
  public Tensor valueOf(Variable variable) {
    graph.own(ValueException.requireGiven(variable, "graph: a variable").initializer());
    return current(variable)
        .orElseThrow(
            () ->
                new ValueException(
                    "graph: variable "
                        + variable.name()
                        + " is not initialized in this session; run its initializer or"
                        + " variablesInitializer() first"));
  }

  /** Gives a variable a value in this session, in place of its initializer or of a restored one. */
  public void load(Variable variable, Tensor value) {
    graph.own(ValueException.requireGiven(variable, "graph: a variable").initializer());
    variable.checkValue(value);
    Cell cell = cells.computeIfAbsent(variable, v -> new Cell());
    synchronized (cell) {
      cell.value = Optional.of(value);
    }
  }

  /** Forgets all values. */
  @Override
  public void close() {
    closed = true;
    cells.clear();
    streams.clear();
    plans.clear();
    synchronized (folded) {
      folded.clear();
    }
  }
}
