package dev.assay.engine.graph;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Devices;
import dev.assay.engine.op.SymbolicOperand;
import dev.assay.engine.tensor.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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
  /** How many plans are kept: of a program that never stops asking for something new, the last. */
  private static final int MAX_PLANS = 1024;

  /** What a plan was made for. */
  private record Key(
      List<Symbol> fetches, List<Operation> targets, Set<Symbol> fed, Optional<Backend> backend) {}

  /** A plan and the values of its constant nodes. */
  private record Prepared(Plan plan, Map<Symbol, Tensor> constants) {}

  /** The values of constant nodes, on one backend. */
  private static final class Folded {
    private final Set<Operation> done = new HashSet<>();
    private final Frame frame = Frame.top();
  }

  /** The plans that were used last. */
  private static final class Plans extends LinkedHashMap<Key, Prepared> {
    private static final long serialVersionUID = 1;

    Plans() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Key, Prepared> eldest) {
      return size() > MAX_PLANS;
    }
  }

  private final Graph graph;
  private final Cells cells = new Cells();
  private final Resources resources;
  private final Run run;
  private final Map<Key, Prepared> plans = new Plans();
  private final Map<Optional<Backend>, Folded> folded = new HashMap<>();
  private volatile boolean closed;

  /** A session in which no variable is initialised. */
  public Session(Graph graph) {
    this.graph = ValueException.requireGiven(graph, "session: the graph");
    this.resources = new Resources(graph);
    this.run = new Run(cells, resources, new ConcurrentHashMap<>());
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
    requireOpen();
    ValueException.requireGiven(fetches, "graph: the list of fetches");
    ValueException.requireGiven(feeds, "graph: the map of feeds");
    ValueException.requireGiven(targets, "graph: the list of targets");
    Set<Symbol> wanted = new LinkedHashSet<>();
    for (Tensor fetch : fetches) {
      ValueException.requireGiven(fetch, "graph: a fetch");
      if (fetch instanceof Symbol symbol) {
        graph.requireTop(symbol.operation());
        wanted.add(symbol);
      }
    }
    targets.forEach(graph::requireTop);
    Frame frame = Frame.top();
    Map<Symbol, Tensor> values = frame.values();
    values.putAll(fed(feeds));
    Prepared prepared = prepare(List.copyOf(wanted), targets, Set.copyOf(values.keySet()));
    values.putAll(prepared.constants());
    run.steps(prepared.plan().steps(), frame);
    return List.copyOf(frame.valuesOf(fetches));
  }

  private Map<Symbol, Tensor> fed(Map<? extends Tensor, ? extends Tensor> feeds) {
    Map<Symbol, Tensor> values = new HashMap<>();
    feeds.forEach(
        (key, value) -> {
          Symbol symbol = Symbol.of(key);
          graph.requireTop(symbol.operation());
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
    synchronized (plans) {
      Prepared known = plans.get(key);
      if (known != null) {
        return known;
      }
    }
    Plan plan = Plan.of(graph, fetches, targets, fed);
    Prepared prepared = new Prepared(plan, fold(plan, key.backend()));
    synchronized (plans) {
      plans.put(key, prepared);
    }
    return prepared;
  }

  /** Runs those constant nodes that no earlier plan ran, and picks the values that are read. */
  private Map<Symbol, Tensor> fold(Plan plan, Optional<Backend> backend) {
    synchronized (folded) {
      Folded known = folded.computeIfAbsent(backend, b -> new Folded());
      for (Plan.Step step : plan.constant()) {
        if (!known.done.contains(step.operation())) {
          run.step(step, known.frame);
          known.done.add(step.operation());
        }
      }
      Map<Symbol, Tensor> kept = new HashMap<>();
      plan.kept().forEach(s -> kept.put(s, known.frame.valueOf(s)));
      return kept;
    }
  }

  /** Whether the variable has a value in this session. */
  public boolean isInitialized(Variable variable) {
    graph.own(ValueException.requireGiven(variable, "graph: a variable").initializer());
    return cells.find(variable).isPresent();
  }

  private void requireOpen() {
    if (closed) {
      throw new ValueException("graph: the session is closed");
    }
  }

  /** The value of a variable in this session. */
  public Tensor valueOf(Variable variable) {
    requireOpen();
    graph.own(ValueException.requireGiven(variable, "graph: a variable").initializer());
    return cells.get(variable);
  }

  /** Gives a variable a value in this session, in place of its initializer or of a restored one. */
  public void load(Variable variable, Tensor value) {
    requireOpen();
    graph.own(ValueException.requireGiven(variable, "graph: a variable").initializer());
    variable.checkValue(value);
    cells.set(variable, value);
  }

  /** What it keeps for the resources of the graph. */
  public Resources resources() {
    return resources;
  }

  /** Whether it was closed. */
  public boolean isClosed() {
    return closed;
  }

  /**
   * Forgets all values and closes what it keeps for resources: nodes that wait for one fail with a
   * {@link dev.assay.engine.CancelledException}.
   */
  @Override
  public void close() {
    closed = true;
    try {
      resources.close();
    } finally {
      forget();
    }
  }

  private void forget() {
    cells.clear();
    run.streams().clear();
    synchronized (plans) {
      plans.clear();
    }
    synchronized (folded) {
      folded.clear();
    }
  }
}
