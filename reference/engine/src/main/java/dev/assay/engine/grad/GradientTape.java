package dev.assay.engine.grad;

import dev.assay.engine.ValueException;
import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Records the calls that watched tensors take part in, and differentiates what came out. Belongs to
 * the thread that opened it. A tape opened inside another is recorded by the outer one, which gives
 * derivatives of derivatives.
 *
 * <pre>{@code
 * try (GradientTape tape = GradientTape.open()) {
 *   tape.watch(w);
 *   Tensor loss = Reduce.sum(Maths.square(LinAlg.matmul(w, x)));
 *   Tensor dw = tape.gradient(loss, w);
 * }
 * }</pre>
 */
public final class GradientTape implements AutoCloseable {
  private final boolean persistent;
  private final List<Backward.Step> steps = new ArrayList<>();
  private final Set<Tensor> watched = new HashSet<>();
  private final Dispatch.Recorder recorder = this::record;
  private boolean recording = true;
  private boolean used;

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

  /** Follows {@code x} from here on. */
  public void watch(Tensor... x) {
    watched.addAll(List.of(x));
  }

  private void record(Call call, List<Tensor> outputs) {
    if (recording && call.inputs().stream().anyMatch(watched::contains)) {
      steps.add(new Backward.Step(call, outputs));
      watched.addAll(outputs);
    }
  }

  /** The gradient of {@code Σ y} by {@code x}; an error if the two are unconnected. */
  public Tensor gradient(Tensor y, Tensor x) {
    return gradients(y, List.of(x)).get(0).tensor();
  }

  /** The gradients of {@code Σ y} by each of {@code xs}. */
  public List<Gradient> gradients(Tensor y, List<Tensor> xs) {
    return gradients(List.of(y), List.of(Backward.onesLike(y)), xs);
  }

  /** The gradients of {@code Σ⟨cotangentᵢ, yᵢ⟩} by each of {@code xs}. */
  public List<Gradient> gradients(List<Tensor> ys, List<Tensor> cotangents, List<Tensor> xs) {
    if (used && !persistent) {
      throw new ValueException("tape: asked twice; open it with openPersistent()");
    }
    if (ys.size() != cotangents.size()) {
      throw new ValueException(
          "tape: " + cotangents.size() + " cotangents for " + ys.size() + " results");
    }
    used = true;
    boolean before = recording;
    recording = false;
    try {
      return Backward.run(steps, ys, cotangents, xs);
    } finally {
      recording = before;
    }
  }

  /** Stops recording and forgets. */
  @Override
  public void close() {
    Dispatch.close(recorder);
    steps.clear();
    watched.clear();
  }
}
