package dev.assay.cli;

import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Capability;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** A backend under test that is there and finds no device. */
public final class AbsentBackend implements Backend {
  @Override
  public String name() {
    return "absent";
  }

  @Override
  public List<String> devices() {
    return List.of();
  }

  @Override
  public String absence() {
    return "no platform, error -1001";
  }

  @Override
  public Capability capability(Call call) {
    return Capability.unsupported(absence());
  }

  @Override
  public PrecisionClass precision() {
    return PrecisionClass.RN32;
  }

  @Override
  public List<Tensor> run(Call call) {
    throw new IllegalStateException("called without a device");
  }
}
