package dev.assay.engine.backend;

import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** A backend that is loaded and finds no device. */
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
    return "no platform";
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
    throw new UnsupportedOperationException(absence());
  }
}
