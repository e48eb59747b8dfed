package dev.assay.bench;

import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Devices;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.OpenClBackend;
import dev.assay.opencl.device.MemoryScope;
import java.util.ArrayList;
import java.util.List;

/** The OpenCL backend on its first device, as a user of the engine runs it. */
public final class OpenClContender implements Contender {
  private final OpenClBackend backend = new OpenClBackend();

  @Override
  public String name() {
    return "opencl";
  }

  @Override
  public String about() {
    return Devices.detailsOf(backend)
        .map(d -> d.name() + ", " + d.model() + ", " + d.version() + ", driver " + d.driver())
        .orElse("");
  }

  @Override
  public String absence() {
    return backend.absence();
  }

  @Override
  public Ready prepare(Work work) {
    return new OnDevice(backend, work, work.values(), tensors(work, work.values()));
  }

  private static List<Tensor> tensors(Work work, List<float[]> values) {
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      tensors.add(
          Tensor.of(work.arguments().get(i), HostStorage.ofArray(DType.FLOAT32, values.get(i))));
    }
    return List.copyOf(tensors);
  }

  /** The device copies an argument once and keeps it. */
  @SuppressWarnings("try") // scopes are opened for their effect
  private record OnDevice(
      OpenClBackend backend, Work work, List<float[]> values, List<Tensor> arguments)
      implements Ready {
    @Override
    public void run(int times) {
      try (MemoryScope scope = MemoryScope.open()) {
        on(
            backend,
            () -> {
              for (int i = 0; i < times; i++) {
                work.call(arguments.get(0), arguments.get(1));
              }
            });
        backend.device().finish();
      }
    }

    @Override
    public float[] runWithTransfers() {
      List<Tensor> fresh = tensors(work, values); // which the device has not seen
      try (MemoryScope scope = MemoryScope.open()) {
        float[][] result = new float[1][];
        on(
            backend,
            () -> result[0] = (float[]) work.call(fresh.get(0), fresh.get(1)).host().array());
        return result[0];
      }
    }

    private static void on(Backend backend, Runnable body) {
      Devices.with(
          backend,
          () -> {
            body.run();
            return backend;
          });
    }

    @Override
    public void close() {
      backend.close();
    }
  }
}
