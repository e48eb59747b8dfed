package dev.assay.tck.mutants;

import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Capability;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.backend.ReferenceBackend;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/** The reference with one bug. */
public final class FaultyBackend implements Backend {
  private static final Backend REFERENCE = ReferenceBackend.instance();

  private final Mutant mutant;

  /** The reference with the bug {@code mutant}. */
  public FaultyBackend(Mutant mutant) {
    this.mutant = mutant;
  }

  @Override
  public String name() {
    return "faulty";
  }

  @Override
  public List<String> devices() {
    return REFERENCE.devices();
  }

  @Override
  public Capability capability(Call call) {
    return REFERENCE.capability(call);
  }

  @Override
  public PrecisionClass precision() {
    return REFERENCE.precision();
  }

  private boolean concerns(Call call) {
    return call.op().name().equals(mutant.op());
  }

  @Override
  public List<Tensor> run(Call call) {
    List<Tensor> right = REFERENCE.run(call);
    return concerns(call) ? mutant.kernel().apply(call, right) : right;
  }

  @Override
  public List<Optional<Tensor>> vjp(Call call, List<Tensor> outputs, List<Tensor> cotangents) {
    List<Optional<Tensor>> right = Backend.super.vjp(call, outputs, cotangents);
    return concerns(call) ? mutant.derivative().apply(call, cotangents, right) : right;
  }
}
