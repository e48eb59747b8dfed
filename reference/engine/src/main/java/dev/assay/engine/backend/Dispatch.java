package dev.assay.engine.backend;

import dev.assay.engine.BackendException;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.SymbolicOperand;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

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

  private static final ThreadLocal<Deque<Recorder>> RECORDERS =
      ThreadLocal.withInitial(ArrayDeque::new);

  private Dispatch() {}

  /** Calls an operation. */
  public static List<Tensor> call(Op op, Attributes attrs, List<Tensor> inputs) {
    Call call = Call.of(op, inputs, attrs);
    for (Tensor t : inputs) {
      if (t instanceof SymbolicOperand symbol) {
        return symbol.defer(call);
      }
    }
    List<Tensor> outputs = run(call);
    RECORDERS.get().forEach(r -> r.record(call, outputs));
    return outputs;
  }

  /** Calls an operation of one result. */
  public static Tensor one(Op op, Attributes attrs, Tensor... inputs) {
    return call(op, attrs, List.of(inputs)).get(0);
  }

  /** Calls an operation of one result without attributes. */
  public static Tensor one(Op op, Tensor... inputs) {
    return one(op, Attributes.none(), inputs);
  }

  private static List<Tensor> run(Call call) {
    try {
      return Devices.current().run(call);
    } catch (OutOfMemoryError e) {
      throw new BackendException(
          call.op().name() + ": out of memory for a result of " + call.outputs(), e);
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
