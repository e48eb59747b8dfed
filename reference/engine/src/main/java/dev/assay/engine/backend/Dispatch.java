package dev.assay.engine.backend;

import dev.assay.engine.AssayException;
import dev.assay.engine.BackendException;
import dev.assay.engine.ValueException;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Deferral;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.SymbolicOperand;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * The one way every operation is called: arguments are checked; a call with a symbolic argument is
 * noted down in its graph; any other runs at once and open tapes record it.
 */
public final class Dispatch {
  /** Hears of every call that ran on this thread. */
  @FunctionalInterface
  public interface Recorder {
    /** A call and its results. */
    void record(Call call, List<Tensor> outputs);
  }

  /** How a backend is asked to run a call. */
  @FunctionalInterface
  private interface Way {
    List<Tensor> run(Backend backend, Call call);
  }

  private static final ThreadLocal<Deque<Deferral>> DEFERRALS =
      ThreadLocal.withInitial(ArrayDeque::new);
  private static final ThreadLocal<Deque<Recorder>> RECORDERS =
      ThreadLocal.withInitial(ArrayDeque::new);

  private Dispatch() {}

  /**
   * Calls an operation. While this thread makes the body of a branch or a loop, a stateful
   * operation becomes a node of it whatever its arguments: it runs whenever the body does.
   */
  public static List<Tensor> call(Op op, Attributes attrs, List<Tensor> inputs) {
    if (op.isStateful() && !DEFERRALS.get().isEmpty()) {
      Deferral graph = DEFERRALS.get().peek();
      return graph.defer(Call.of(op, lifted(graph, op, inputs), attrs));
    }
    return now(op, attrs, inputs);
  }

  private static List<Tensor> lifted(Deferral graph, Op op, List<Tensor> inputs) {
    List<Tensor> symbols = new ArrayList<>();
    for (Tensor t : ValueException.requireGiven(inputs, op.name() + ": the list of inputs")) {
      symbols.add(t == null ? t : graph.lift(t)); // for the check that knows the input's name
    }
    return symbols;
  }

  /** As {@link #call}, but a stateful operation with arguments that have values runs at once. */
  public static List<Tensor> now(Op op, Attributes attrs, List<Tensor> inputs) {
    return now(op, attrs, inputs, Backend::run);
  }

  /**
   * As {@link #now}, for a call whose only result is read by exactly one later call on the same
   * device and seen by nobody else: where nobody records, the backend may put it off, {@link
   * Backend#runLazily}.
   */
  public static List<Tensor> lazily(Op op, Attributes attrs, List<Tensor> inputs) {
    return now(op, attrs, inputs, RECORDERS.get().isEmpty() ? Backend::runLazily : Backend::run);
  }

  private static List<Tensor> now(Op op, Attributes attrs, List<Tensor> inputs, Way way) {
    Call call = Call.of(op, inputs, attrs);
    for (Tensor t : inputs) {
      if (t instanceof SymbolicOperand symbol) {
        return symbol.defer(call);
      }
    }
    List<Tensor> outputs = run(call, way);
    Deque<Recorder> recorders = RECORDERS.get();
    if (recorders.isEmpty()) {
      return outputs;
    }
    // tapes tell tensors apart by identity: a result must not be an argument or an earlier result
    List<Tensor> own = outputs.stream().map(t -> Tensor.of(t.shape(), t.storage())).toList();
    recorders.forEach(r -> r.record(call, own));
    return own;
  }

  /** Calls an operation of one result. */
  public static Tensor one(Op op, Attributes attrs, Tensor... inputs) {
    // unlike List.of it lets a null pass, for the check that knows the input's name
    return call(op, attrs, inputs == null ? null : Arrays.asList(inputs)).get(0);
  }

  /** Calls an operation of one result without attributes. */
  public static Tensor one(Op op, Tensor... inputs) {
    return one(op, Attributes.none(), inputs);
  }

  private static List<Tensor> run(Call call, Way way) {
    Backend backend = Devices.place(call);
    List<Tensor> outputs;
    try {
      outputs = way.run(backend, call);
    } catch (AssayException e) {
      throw e;
    } catch (OutOfMemoryError e) {
      throw new BackendException(
          call.op().name() + ": out of memory for a result of " + call.outputs(), e);
    } catch (RuntimeException | LinkageError e) {
      if (backend == ReferenceBackend.instance()) {
        throw e; // a bug of ours: as it is
      }
      throw new BackendException(
          call.op().name() + ": backend " + backend.name() + " failed: " + e, e);
    }
    checkOutputs(call, backend, outputs);
    return outputs;
  }

  /** Checks that a backend gave what the call promises: as many tensors, of those types. */
  private static void checkOutputs(Call call, Backend backend, List<Tensor> outputs) {
    List<TensorType> types = call.outputs();
    boolean right = outputs != null && outputs.size() == types.size();
    for (int i = 0; right && i < types.size(); i++) {
      Tensor t = outputs.get(i);
      right =
          t != null
              && !(t instanceof SymbolicOperand)
              && t.dtype() == types.get(i).dtype()
              && t.shape().isKnown()
              && t.shape().compatible(types.get(i).shape());
    }
    if (!right) {
      throw new BackendException(
          call.op().name()
              + ": backend "
              + backend.name()
              + " must give "
              + types
              + ", gave "
              + (outputs == null ? "nothing" : outputs.stream().map(Dispatch::brief).toList()));
    }
  }

  private static String brief(Tensor t) {
    return t == null ? "nothing" : TensorType.of(t).toString();
  }

  /** What {@code body} gives, in which calls of stateful operations are noted down. */
  public static <T> T deferring(Deferral graph, Supplier<T> body) {
    DEFERRALS.get().push(graph);
    try {
      return body.get();
    } finally {
      DEFERRALS.get().pop();
    }
  }

  /** Begins to tell {@code recorder} of this thread's calls. */
  public static void open(Recorder recorder) {
    RECORDERS.get().push(recorder);
  }

  /** Stops telling {@code recorder}. */
  public static void close(Recorder recorder) {
    RECORDERS.get().remove(recorder);
  }
}
