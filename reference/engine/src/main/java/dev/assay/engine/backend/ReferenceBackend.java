package dev.assay.engine.backend;

import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** The reference: Java arrays, binary64 with {@link StrictMath}, one rounding at the store. */
public final class ReferenceBackend implements Backend {
  private static final ReferenceBackend INSTANCE = new ReferenceBackend();

  private ReferenceBackend() {}

  /** The only instance. */
  public static ReferenceBackend instance() {
    return INSTANCE;
  }

  @Override
  public String name() {
    return "reference";
  }

  @Override
  public List<String> devices() {
    return List.of("/cpu:0");
  }

  @Override
  public Capability capability(Call call) {
    return Capability.supported();
  }

  @Override
  public PrecisionClass precision() {
    return PrecisionClass.REFERENCE;
  }

  @Override
  public List<Tensor> run(Call call) {
    return call.runReference();
  }
}
