package dev.assay.cli;

import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Capability;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.backend.ReferenceBackend;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** A backend under test: the reference, but relu does nothing and exp is not there. */
public final class BrokenRelu implements Backend {
  @Override
  public String name() {
    return "broken-relu";
  }

  @Override
  public List<String> devices() {
    return List.of("/test:0");
  }

  @Override
  public String driver() {
    return "made for tests";
  }

  @Override
  public Capability capability(Call call) {
    return call.op().name().equals("exp")
        ? Capability.unsupported("no exponentials")
        : Capability.supported();
  }

  @Override
  public PrecisionClass precision() {
    return PrecisionClass.RN32;
  }

  @Override
  public List<Tensor> run(Call call) {
    return call.op().name().equals("relu")
        ? List.of(call.in(0))
        : ReferenceBackend.instance().run(call);
  }
}
