package dev.assay.engine.grad;

import dev.assay.engine.ValueException;
import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.SymbolicOperand;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Records the calls that watched tensors take part in, and differentiates what came out.
 *
 * <pre>{@code
 * try (GradientTape tape = GradientTape.open()) {
 *   tape.watch(w);
 *   Tensor loss = Reduce.sum(Maths.square(LinAlg.matmul(w, x)));
 *   Tensor dw = tape.gradient(loss, w);
 * }
 * }</pre>
 *
 * <ul>
 *   <li>A tape opened inside another is recorded by the outer one, which gives derivatives of
 *       derivatives. A tape does not record the gradients that it is itself asked for.
 *   <li>Results of recorded calls are watched, so that gradients by them may be asked for too. The
 *       gradient by a tensor that is not watched is {@link Gradient.Unconnected}.
 *   <li>Only floating and complex tensors can be watched; anything else is an error.
 *   <li>Symbols cannot be watched, nor differentiated by a tape: graphs remember their calls
 *       themselves, and {@link Gradients} differentiates them. A tape does record what a session
 *       runs on its thread.
 *   <li>A tape belongs to the thread that opened it and sees no other thread's calls; use by
 *       another thread is an error. So is use after {@link #close}, and, unless the tape is
 *       persistent, a second question.
 * </ul>
 */
public final class GradientTape implements AutoCloseable {
  private final boolean persistent;
  private final Thread owner = Thread.currentThread();
  private final List<Backward.CallStep> steps = new ArrayList<>();
  private final Set<Tensor> watched = new HashSet<>();
  private final Dispatch.Recorder recorder = this::record;
  private boolean recording = true;
  private boolean used;
  private boolean closed;

  private GradientTape(boolean persistent) {
    this.persistent = persistent;
    Dispatch.open(recorder);
  }

  /** A tape that answers once. */
  public static GradientTape open() {
    return new GradientTape(false);
  }

  /** A tape that answers as often as it is asked. */
  public static GradientTape openPersistent() {
    return new GradientTape(true);
  }

  /** Follows {@code xs} from here on. */
  public void watch(Tensor... xs) {
    requireUsable();
    for (Tensor x : xs) {
      Backward.requireContinuous("by", x);
      requireValue(x);
    }
    watched.addAll(List.of(xs));
  }

  /** What {@code body} gives, its calls not recorded by this tape. */
  public <T> T withoutRecording(Supplier<T> body) {
    requireUsable();
    boolean before = recording;
    recording = false;
    try {
      return body.get();
    } finally {
      recording = before;
    }
  }

  /** Forgets everything recorded and watched, and may be asked anew. */
  public void reset() {
    requireUsable();
    steps.clear();
    watched.clear();
    used = false;
  }

  private void record(Call call, List<Tensor> outputs) {
    if (!recording) {
      return;
    }
    for (Tensor x : call.inputs()) {
      if (watched.contains(x)) {
        steps.add(new Backward.CallStep(call, outputs));
        watched.addAll(outputs);
        return;
      }
    }
  }

  /** The gradient of {@code Σ y} by {@code x}; an error if the two are unconnected. */
  public Tensor gradient(Tensor y, Tensor x) {
    return gradients(y, List.of(ValueException.requireGiven(x, "tape: x"))).get(0).tensor();
  }

  /** The gradients of {@code Σ y} by each of {@code xs}. */
  public List<Gradient> gradients(Tensor y, List<Tensor> xs) {
    requireValue(y);
    return gradients(List.of(y), withoutRecording(() -> Backward.onesLike(List.of(y))), xs);
  }

  /** The gradients of {@code Σ⟨cotangentᵢ, yᵢ⟩} by each of {@code xs}. */
  public List<Gradient> gradients(List<Tensor> ys, List<Tensor> cotangents, List<Tensor> xs) {
    ValueException.requireGiven(ys, "tape: ys");
    ValueException.requireGiven(cotangents, "tape: cotangents");
    ValueException.requireGiven(xs, "tape: xs");
    use();
    return differentiate(ys, cotangents, xs);
  }

  /**
   * The derivatives of all elements of {@code y} by all elements of {@code x}, of shape {@code
   * y.shape + x.shape}; an error if the two are unconnected. One question to the tape.
   */
  public Tensor jacobian(Tensor y, Tensor x) {
    requireValue(y);
    ValueException.requireGiven(x, "tape: x");
    use();
    return Jacobian.rows(
        y, x, dy -> differentiate(List.of(y), List.of(dy), List.of(x)).get(0).tensor());
  }

  private List<Gradient> differentiate(List<Tensor> ys, List<Tensor> cotangents, List<Tensor> xs) {
    ys.forEach(GradientTape::requireValue);
    List<Gradient> found =
        withoutRecording(() -> Backward.run(steps, ys, cotangents, xs, Set.of()));
    List<Gradient> out = new ArrayList<>();
    for (int i = 0; i < xs.size(); i++) {
      // a call that was recorded for another argument's sake says nothing of an unwatched one
      out.add(
          watched.contains(xs.get(i))
              ? found.get(i)
              : new Gradient.Unconnected(xs.get(i), "the tape does not watch it"));
    }
    return List.copyOf(out);
  }

  private void use() {
    requireUsable();
    if (used && !persistent) {
      throw new ValueException("tape: asked twice; open it with openPersistent()");
    }
    used = true;
  }

  private void requireUsable() {
    if (closed) {
      throw new ValueException("tape: used after it was closed");
    }
    requireOwner();
  }

  private void requireOwner() {
    if (Thread.currentThread() != owner) {
      throw new ValueException(
          "tape: opened by thread "
              + owner.getName()
              + ", used by thread "
              + Thread.currentThread().getName());
    }
  }

  private static void requireValue(Tensor t) {
    ValueException.requireGiven(t, "tape: the result");
    if (t instanceof SymbolicOperand) {
      throw new ValueException(
          "tape: " + t + " is symbolic; Gradients.gradients differentiates graphs");
    }
  }

  /** Stops recording and forgets. */
  @Override
  public void close() {
    requireOwner();
    closed = true;
    Dispatch.close(recorder);
    steps.clear();
    watched.clear();
  }
}
