package dev.assay.learn.input;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Effect;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Operation;
import dev.assay.engine.graph.Resource;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.random.Philox;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * A queue of a graph: nodes put elements in and take elements out, and wait where there is no room
 * or where there are too few. An element is a list of tensors, its components. Every session has a
 * queue of its own, empty at first. Whoever came first is served first.
 *
 * <p>A closed queue takes no more elements (a {@link dev.assay.engine.CancelledException}). It
 * gives those that it has; if they are too few for what is asked for, that is an {@link
 * dev.assay.engine.OutOfRangeException}, at once and also for those who wait already: the end of
 * the data. Closing the session ends every wait with a {@code CancelledException}; so does
 * interrupting the thread that waits.
 */
public final class TensorQueue {
  private final Graph graph;
  private final String kind;
  private final String name;
  private final int capacity;
  private final int minAfterDequeue;
  private final boolean padded;
  private final List<TensorType> types;
  private final Resource<QueueState> state;

  private TensorQueue(
      Graph graph,
      String kind,
      String name,
      int capacity,
      int minAfterDequeue,
      List<TensorType> types,
      Supplier<QueueStore> store) {
    this.graph = ValueException.requireGiven(graph, kind + ": the graph");
    this.kind = kind;
    this.name = ValueException.requireGiven(name, kind + ": the name");
    for (TensorType t : ValueException.requireGiven(types, kind + ": the types")) {
      ValueException.requireGiven(t, kind + ": the type of a component");
    }
    this.types = List.copyOf(types);
    this.padded = kind.equals("padding_fifo_queue");
    this.capacity = capacity;
    this.minAfterDequeue = minAfterDequeue;
    Check.atLeast(label(), "capacity", capacity, 1);
    Check.atLeast(label(), "min_after_dequeue", minAfterDequeue, 0);
    Check.atLeast(label(), "capacity", capacity, minAfterDequeue + 1L);
    Check.atLeast(label(), "the number of components", types.size(), 1);
    this.state =
        new Resource<>(
            graph, name, () -> new QueueState(label(), capacity, minAfterDequeue, store.get()));
  }

  /**
   * First in, first out.
   *
   * @param capacity how many elements it holds
   * @param types of the components; −1 for dimensions in which elements differ
   */
  public static TensorQueue fifo(Graph graph, String name, int capacity, List<TensorType> types) {
    return new TensorQueue(graph, "fifo_queue", name, capacity, 0, types, QueueStore::fifo);
  }

  /**
   * First in, first out; elements that are taken together are grown with zeros, in the dimensions
   * that are −1, to the largest of them.
   */
  public static TensorQueue paddingFifo(
      Graph graph, String name, int capacity, List<TensorType> types) {
    return new TensorQueue(graph, "padding_fifo_queue", name, capacity, 0, types, QueueStore::fifo);
  }

  /**
   * In random order: the {@code minAfterDequeue + n} oldest elements are mixed, and {@code n} of
   * them, each as likely, are given. So the order depends on the seed and on the order in which the
   * elements came, never on how fast they came. (TensorFlow draws from all that happen to be
   * there.)
   *
   * @param minAfterDequeue how many elements must remain, until the queue is closed
   */
  public static TensorQueue randomShuffle(
      Graph graph,
      String name,
      int capacity,
      int minAfterDequeue,
      List<TensorType> types,
      long seed) {
    return new TensorQueue(
        graph,
        "random_shuffle_queue",
        name,
        capacity,
        minAfterDequeue,
        types,
        () -> QueueStore.mixed(minAfterDequeue, new Draws(Philox.stateless(seed, 0))));
  }

  /** The graph it belongs to. */
  public Graph graph() {
    return graph;
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** The types of the components. */
  public List<TensorType> types() {
    return types;
  }

  /** How many elements it holds. */
  public int capacity() {
    return capacity;
  }

  private String label() {
    return kind + " " + name;
  }

  Resource<QueueState> state() {
    return state;
  }

  /** A node that puts an element in; waits while the queue is full. */
  public Operation enqueue(Tensor... components) {
    return enqueue(Arrays.asList(ValueException.requireGiven(components, label() + ": enqueue")));
  }

  /** A node that puts an element in; waits while the queue is full. */
  public Operation enqueue(List<? extends Tensor> components) {
    List<Tensor> inputs = checked("enqueue", components, false);
    return node(
        "enqueue",
        inputs,
        List.of(),
        (resources, values) -> {
          checked("enqueue", values, false);
          resources.get(state).enqueue(List.of(List.copyOf(values)));
          return List.of();
        });
  }

  /**
   * A node that puts every slice of the first axis in, one by one; waits while the queue is full.
   */
  public Operation enqueueMany(Tensor... components) {
    return enqueueMany(
        Arrays.asList(ValueException.requireGiven(components, label() + ": enqueue_many")));
  }

  /**
   * A node that puts every slice of the first axis in, one by one; waits while the queue is full.
   */
  public Operation enqueueMany(List<? extends Tensor> components) {
    List<Tensor> inputs = checked("enqueue_many", components, true);
    return node(
        "enqueue_many",
        inputs,
        List.of(),
        (resources, values) -> {
          checked("enqueue_many", values, true);
          Counted slices = Elements.slices(label() + ": enqueue_many", List.copyOf(values));
          List<List<Tensor>> elements = new ArrayList<>();
          for (long i = 0; i < slices.cardinality(); i++) {
            elements.add(slices.maker().element(i));
          }
          resources.get(state).enqueue(elements);
          return List.of();
        });
  }

  /** The components, which must have the queue's types, after a first axis if {@code many}. */
  private List<Tensor> checked(String what, List<? extends Tensor> components, boolean many) {
    String where = label() + ": " + what;
    ValueException.requireGiven(components, where);
    if (components.size() != types.size()) {
      throw new ValueException(
          where + ": " + types.size() + " components are needed, got " + components.size());
    }
    List<Tensor> checked = new ArrayList<>();
    for (int c = 0; c < types.size(); c++) {
      Tensor t = ValueException.requireGiven(components.get(c), where + ": component " + c);
      TensorType type = types.get(c);
      if (t.dtype() != type.dtype()) {
        throw new DTypeException(
            where + ": component " + c + " is " + type.dtype() + ", got " + t.dtype());
      }
      Shape needed = many ? Shape.of(Shape.UNKNOWN).concat(type.shape()) : type.shape();
      if (!needed.compatible(t.shape())) {
        throw new ShapeException(
            where + ": component " + c + " has shape " + needed + ", got " + t.shape());
      }
      checked.add(t);
    }
    return checked;
  }

  /** The components of an element that a node takes out; waits until there is one. */
  public List<Symbol> dequeue() {
    return node(
            "dequeue",
            List.of(),
            types,
            (resources, none) -> resources.get(state).dequeue(1, false).get(0))
        .outputs();
  }

  /**
   * The components of {@code n} elements that a node takes out, stacked along a new first axis;
   * waits until there are as many. All are taken at once, or none.
   *
   * @param n no more than capacity − min_after_dequeue
   */
  public List<Symbol> dequeueMany(int n) {
    return dequeueMany("dequeue_many", n, n, false);
  }

  /**
   * As {@link #dequeueMany}, but of a closed queue that has fewer all that there are; an error only
   * if there is none.
   */
  public List<Symbol> dequeueUpTo(int n) {
    return dequeueMany("dequeue_up_to", n, Shape.UNKNOWN, true);
  }

  private List<Symbol> dequeueMany(String what, int n, int rows, boolean fewer) {
    Check.atLeast(label() + ": " + what, "n", n, 1);
    if (n > capacity - minAfterDequeue) {
      throw new ValueException(
          label()
              + ": "
              + what
              + ": n <= capacity - min_after_dequeue, got n = "
              + n
              + ", capacity = "
              + capacity
              + ", min_after_dequeue = "
              + minAfterDequeue);
    }
    List<TensorType> stacked =
        types.stream()
            .map(t -> new TensorType(t.dtype(), Shape.of(rows).concat(t.shape())))
            .toList();
    String where = label() + ": " + what;
    Padding padding = new Padding(where, types.stream().map(TensorType::shape).toList(), List.of());
    Effect effect =
        (resources, none) -> {
          List<List<Tensor>> elements = resources.get(state).dequeue(n, fewer);
          return padded ? padding.stack(elements, 0) : Elements.stack(where, elements, 0);
        };
    return node(what, List.of(), stacked, effect).outputs();
  }

  /** How many elements there are, an int32 scalar. */
  public Symbol size() {
    return node(
            "size",
            List.of(),
            List.of(new TensorType(DType.INT32, Shape.scalar())),
            (resources, none) -> List.of(Tensor.of(resources.get(state).size())))
        .output(0);
  }

  /** Whether it was closed, a bool scalar. */
  public Symbol isClosed() {
    return node(
            "is_closed",
            List.of(),
            List.of(new TensorType(DType.BOOL, Shape.scalar())),
            (resources, none) -> List.of(Tensor.of(resources.get(state).isClosed())))
        .output(0);
  }

  /**
   * A node that closes the queue.
   *
   * @param cancelPendingEnqueues whether those who wait to put elements in fail, with a {@link
   *     dev.assay.engine.CancelledException}, or still may when there is room
   */
  public Operation close(boolean cancelPendingEnqueues) {
    return node(
        cancelPendingEnqueues ? "cancel" : "close",
        List.of(),
        List.of(),
        (resources, none) -> {
          resources.get(state).end(cancelPendingEnqueues);
          return List.of();
        });
  }

  private Operation node(
      String what, List<Tensor> inputs, List<TensorType> results, Effect effect) {
    return graph.effect(name + "/" + what, kind + "_" + what, inputs, results, effect);
  }
}
