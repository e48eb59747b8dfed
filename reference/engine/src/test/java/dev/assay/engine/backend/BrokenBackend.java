package dev.assay.engine.backend;

import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** A backend on the class path whose driver is missing. */
public final class BrokenBackend implements Backend {
  /** Fails, as a backend without its driver does. */
  public BrokenBackend() {
    throw new UnsupportedOperationException("no driver");
  }

  @Override
  public String name() {
    return "broken";
  }

  @Override
  public List<String> devices() {
    return List.of("/broken:0");
  }

  @Override
  public Capability capability(Call call) {
    return Capability.supported();
  }

  @Override
  public PrecisionClass precision() {
    return PrecisionClass.RN32;
  }

  @Override
  public List<Tensor> run(Call call) {
    return List.of();
  }
}
