package dev.assay.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.AssayException;
import dev.assay.engine.backend.Devices;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.OpenClBackend;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceStorage;
import dev.assay.opencl.device.JoclDriver;
import dev.assay.opencl.device.KernelSpec;
import dev.assay.opencl.device.MemoryScope;
import dev.assay.opencl.device.Settings;
import dev.assay.tck.cases.CaseRegistry;
import dev.assay.tck.cases.Choices;
import dev.assay.tck.cases.Draw;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * No kernel writes outside of its buffers, and none reads what nobody wrote: every supported
 * operation, in every variant, between guards of two patterns.
 */
@EnabledIf(
    value = "dev.assay.opencl.OpenClBackend#hasDevices",
    disabledReason = "no OpenCL device is installed")
class SentinelTest {
  private static final int CASES = 8;
  private static final long SEED = 5;

  /** NaN and −1; 0.7 and a large number. */
  private static final int[] PATTERNS = {0xff, 0x3f};

  @TestFactory
  Stream<DynamicTest> everyOperationStaysInsideItsBuffers() {
    return Stream.of(Settings.Variant.PLAIN, Settings.Variant.TILED, Settings.Variant.PACKED)
        .flatMap(
            variant -> {
              Settings settings = Settings.ofProperties().withoutPooling().with(variant);
              List<Guarded> guarded =
                  Stream.of(PATTERNS[0], PATTERNS[1]).map(p -> new Guarded(p, settings)).toList();
              return OpRegistry.all().stream()
                  .map(
                      op ->
                          DynamicTest.dynamicTest(
                              op.name() + " " + variant, () -> verify(op, guarded)));
            });
  }

  private record Guarded(SentinelDriver driver, OpenClBackend backend) {
    Guarded(int pattern, Settings settings) {
      this(new SentinelDriver(new JoclDriver(), pattern), settings);
    }

    private Guarded(SentinelDriver driver, Settings settings) {
      this(driver, new OpenClBackend(driver, settings));
    }
  }

  private static void verify(Op op, List<Guarded> guarded) {
    for (int i = 0; i < CASES; i++) {
      DType dtype = i % 4 == 3 ? DType.INT32 : DType.FLOAT32;
      Draw.Values values = dtype == DType.INT32 ? Draw.Values.INTEGERS : Draw.Values.SMOOTH;
      Choices choices = Choices.seeded(SEED, op.name(), i);
      Optional<Call> call = call(op, new Draw(choices, dtype, values));
      if (call.isPresent() && guarded.get(0).backend().capability(call.get()).isSupported()) {
        compare(call.get(), guarded);
      }
    }
    guarded.forEach(g -> assertEquals(List.of(), g.driver().violations(), op.name()));
  }

  private static Optional<Call> call(Op op, Draw draw) {
    try {
      return Optional.of(CaseRegistry.find(op.name()).orElseThrow().draw(draw).call());
    } catch (AssayException e) {
      return Optional.empty(); // the operation takes no integers
    }
  }

  private static void compare(Call call, List<Guarded> guarded) {
    MemoryScope scope = MemoryScope.open();
    List<List<Tensor>> results =
        guarded.stream().map(g -> Devices.with(g.backend(), () -> g.backend().run(call))).toList();
    for (int j = 0; j < results.get(0).size(); j++) {
      assertTrue(
          results.get(0).get(j).sameAs(results.get(1).get(j)),
          call + ": result " + j + " depends on what nobody wrote");
    }
    scope.close();
    guarded.forEach(g -> assertEquals(List.of(), g.driver().released(), call.toString()));
  }

  /** A guard that sees nothing would let every test of this class pass. */
  @Test
  void aKernelThatLeavesItsBuffersIsSeen() {
    String kernels =
        "kernel void behind(global float* y, int n) { y[n] = 1; }\n"
            + "kernel void before(global float* y, int n) { y[-1] = 1; }\n"
            + "kernel void reader(global float* y, int n) { y[0] = y[n]; }\n";
    Settings settings = Settings.ofProperties().withoutPooling().with((file, text) -> kernels);
    Guarded g = new Guarded(PATTERNS[0], settings);
    assertEquals(List.of("a buffer of 12 bytes was written at byte 12"), seen(g, "behind"));
    // the float before: its first byte, as 1 ends in zeros
    assertEquals(List.of("a buffer of 12 bytes was written at byte -4"), seen(g, "before"));
    assertTrue(Float.isNaN(run(g, "reader")[0]), "what is read outside is the pattern");
    assertEquals(List.of(), g.driver().violations());
    g.backend().close();
  }

  private static List<String> seen(Guarded g, String kernel) {
    run(g, kernel);
    return g.driver().violations();
  }

  private static float[] run(Guarded g, String kernel) {
    ClDevice device = Devices.with(g.backend(), g.backend()::device);
    MemoryScope scope = MemoryScope.open();
    DeviceStorage y = device.allocate(DType.FLOAT32, 3);
    device.launch(KernelSpec.of("elementwise.cl", kernel, Map.of())).buffer(y).integer(3).over(1);
    float[] result = Tensor.of(Shape.of(3), y).toFloats();
    scope.close();
    return result;
  }
}
