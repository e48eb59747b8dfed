package dev.assay.tck.judge;

import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.spec.Arithmetics;
import dev.assay.spec.Bounded;
import dev.assay.spec.BoundedArithmetic;
import dev.assay.spec.Evaluation;
import dev.assay.spec.Roundings;
import dev.assay.spec.Spec;
import dev.assay.spec.SpecRegistry;
import dev.assay.spec.SpecTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows a computation of many operations and bounds the rounding errors that an arithmetic under
 * test would make in it, in units of the unit roundoff: every operation by its specification,
 * arguments with the errors that they have so far, results rounded once more when they are stored.
 *
 * <p>A gradient is such a computation, by the registered rule; its bound follows from what the rule
 * does, and from nothing else.
 */
public final class RunningErrors implements Dispatch.Recorder {
  private final BoundedArithmetic k;
  private final boolean toNearest;
  private final Map<Tensor, double[]> errors = new IdentityHashMap<>();

  private RunningErrors(BoundedArithmetic k, boolean toNearest) {
    this.k = k;
    this.toNearest = toNearest;
  }

  /** Nothing has happened: all tensors are exact. */
  static RunningErrors of(Trial t) {
    return new RunningErrors(t.bounded(), t.roundsToNearest());
  }

  /** Follows what {@code backend} does, on float32 above all. */
  public static RunningErrors of(Backend backend) {
    Roundings roundings = Trial.roundings(backend, DType.FLOAT32);
    return new RunningErrors(Arithmetics.bounded(roundings), false);
  }

  /** The bound on every real number of a result of {@code backend}: {@code 4·u·(running error)}. */
  public double[] bounds(Tensor t, Backend backend) {
    double unit = Trial.unit(backend, t.dtype().realType());
    return Arrays.stream(of(t)).map(e -> ForwardChecks.SAFETY * unit * e).toArray();
  }

  @Override
  public void record(Call call, List<Tensor> outputs) {
    Spec spec = SpecRegistry.find(call.op().name()).orElseThrow();
    List<SpecTensor<Bounded>> lifted = new ArrayList<>();
    boolean exact = true;
    for (Tensor t : call.inputs()) {
      double[] e = errors.get(t);
      exact &= e == null;
      double[] v = Evaluation.numbers(t);
      lifted.add(
          SpecTensor.of(
              v.length == 0 ? t.shape() : Evaluation.shape(t),
              i -> v.length == 0 ? k.of(0) : e == null ? k.of(v[i]) : k.inexact(v[i], e[i])));
    }
    List<SpecTensor<Bounded>> y = Evaluation.of(spec, call, k, lifted).outputs();
    boolean sums = exact && toNearest && SumBound.holdsFor(call, spec);
    for (int j = 0; j < outputs.size(); j++) {
      if (outputs.get(j).dtype().isContinuous()) {
        note(outputs.get(j), y.get(j), sums);
      }
    }
  }

  private void note(Tensor output, SpecTensor<Bounded> y, boolean sums) {
    double[] e = new double[y.size()];
    boolean inexact = false;
    for (int i = 0; i < e.length; i++) {
      Bounded b = y.get(i);
      double running = sums ? SumBound.sharpen(b) : b.error();
      e[i] = b.depth() == 0 ? running : running + Math.abs(b.getReal());
      inexact |= e[i] != 0;
    }
    if (inexact) {
      errors.put(output, e);
    }
  }

  /** The bound on every real number of {@code t}, in units of the unit roundoff. */
  double[] of(Tensor t) {
    double[] e = errors.get(t);
    return e == null ? new double[Reals.count(t)] : e;
  }
}
