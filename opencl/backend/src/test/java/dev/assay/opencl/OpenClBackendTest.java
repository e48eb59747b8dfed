package dev.assay.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.backend.Devices;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.DeviceStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

class OpenClBackendTest {
  private static final String DEVICE = "dev.assay.opencl.OpenClBackend#hasDevices";

  /** Where a device is required, as in CI, no test may be skipped for want of one. */
  @Test
  @EnabledIfEnvironmentVariable(named = "ASSAY_REQUIRE_OPENCL", matches = "true")
  void thereIsADeviceWhereOneIsRequired() {
    try (OpenClBackend opencl = new OpenClBackend()) {
      assertFalse(opencl.devices().isEmpty(), opencl.absence());
    }
  }

  @Test
  @EnabledIf(value = DEVICE, disabledReason = "no OpenCL device is installed")
  void resultsStayOnTheDevice() {
    try (OpenClBackend opencl = new OpenClBackend()) {
      Tensor y =
          Devices.with(
              opencl,
              () -> Maths.add(Tensor.of(new float[] {1, 2, 3}), Tensor.of(new float[] {4, 5, 6})));
      assertTrue(y.storage() instanceof DeviceStorage);
      assertEquals("[5. 7. 9.]", y.toString());
    }
  }
}
