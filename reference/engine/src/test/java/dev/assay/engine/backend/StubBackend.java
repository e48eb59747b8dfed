package dev.assay.engine.backend;

import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A backend found by the service loader: it drives two devices, knows one operation. */
public final class StubBackend implements Backend {
  /** The device that the last call went to. */
  static final AtomicReference<Optional<String>> LAST = new AtomicReference<>(Optional.empty());

  @Override
  public String name() {
    return "stub";
  }

  @Override
  public List<String> devices() {
    return List.of("/stub:0", "/device:STUB:1");
  }

  @Override
  public List<DeviceDetails> details() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("memory", "64 KiB");
    properties.put("cores", "2");
    return List.of(
        new DeviceDetails(
            "/stub:0",
            List.of("/device:ACC:0", "/cpu:0"),
            "Stub 1000",
            "stubs 1.2",
            "Stub API 3",
            PrecisionClass.RN32,
            properties),
        DeviceDetails.of("/stub:1", "stubs 1.2", PrecisionClass.FTZ32));
  }

  @Override
  public Capability capability(Call call) {
    return call.op().name().equals("square")
        ? Capability.supported()
        : Capability.unsupported("it only squares");
  }

  @Override
  public PrecisionClass precision() {
    return Devices.detailsOf(this).orElseThrow().precision();
  }

  @Override
  public List<Tensor> run(Call call) {
    LAST.set(Devices.deviceOf(this));
    return call.runReference();
  }
}
