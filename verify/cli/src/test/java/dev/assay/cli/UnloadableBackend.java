package dev.assay.cli;

import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Capability;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** A backend under test whose class cannot be made an object of. */
public final class UnloadableBackend implements Backend {
  /** Fails, as one does that misses a library. */
  public UnloadableBackend() {
    throw new UnsatisfiedLinkError("no libnpu in java.library.path");
  }

  @Override
  public String name() {
    return "unloadable";
  }

  @Override
  public List<String> devices() {
    return List.of("/npu:0");
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
