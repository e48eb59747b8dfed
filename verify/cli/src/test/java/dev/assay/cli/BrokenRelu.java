package dev.assay.cli;

import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Capability;
import dev.assay.engine.backend.DeviceDetails;
import dev.assay.engine.backend.Devices;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.backend.ReferenceBackend;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A backend under test: the reference, but relu does nothing and exp is not there, nor multiply on
 * its second device.
 */
public final class BrokenRelu implements Backend {
  @Override
  public String name() {
    return "broken-relu";
  }

  @Override
  public List<String> devices() {
    return List.of("/test:0", "/test:1");
  }

  @Override
  public List<DeviceDetails> details() {
    return List.of(
        new DeviceDetails(
            "/test:0",
            List.of("/gpu:4"),
            "Tester 2000",
            driver(),
            "Test API 1.2",
            PrecisionClass.RN32,
            Map.of("local memory", "48 KiB")),
        DeviceDetails.of("/test:1", driver(), PrecisionClass.FTZ32));
  }

  @Override
  public String driver() {
    return "made for tests";
  }

  @Override
  public Capability capability(Call call) {
    boolean second = Devices.deviceOf(this).equals(Optional.of("/test:1"));
    return switch (call.op().name()) {
      case "exp" -> Capability.unsupported("no exponentials");
      case "multiply" ->
          second ? Capability.unsupported("no products on the second") : Capability.supported();
      default -> Capability.supported();
    };
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
