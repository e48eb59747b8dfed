package dev.assay.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.backend.Devices;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.DeviceStorage;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  @Test
  void whyThereIsNoLibraryIsOneLine() {
    assertEquals(
        "java.lang.UnsatisfiedLinkError: Implementation library could not be loaded",
        OpenClBackend.reason(
            new UnsatisfiedLinkError("Implementation library could not be loaded")));
    String nested =
        """
        Error while loading native library
        Stack trace from the attempt to load the library as a file:
        java.lang.UnsatisfiedLinkError: not on the path
        \tat java.base/java.lang.ClassLoader.loadLibrary(ClassLoader.java:2434)
        Stack trace from the attempt to load the library as a resource:
        java.lang.UnsatisfiedLinkError: loaded by another
        \tat java.base/java.lang.System.load(System.java:1955)
        """;
    assertEquals(
        "java.lang.UnsatisfiedLinkError: loaded by another",
        OpenClBackend.reason(new UnsatisfiedLinkError(nested)));
    assertEquals(
        "java.lang.IllegalStateException", OpenClBackend.reason(new IllegalStateException()));
  }

  /** A native library belongs to one class loader: in another one there is none to be had. */
  @Test
  @EnabledIf(value = DEVICE, disabledReason = "no OpenCL device is installed")
  void aLibraryThatCannotBeLoadedIsAnAbsence() throws Exception {
    List<URL> path = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      path.add(Path.of(entry).toUri().toURL());
    }
    try (URLClassLoader other =
        new URLClassLoader(path.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
      Class<?> type = other.loadClass(OpenClBackend.class.getName());
      Object opencl = type.getConstructor().newInstance();
      String absence = (String) type.getMethod("absence").invoke(opencl);
      assertTrue(absence.startsWith("no OpenCL library could be loaded: "), absence);
      assertEquals(1, absence.lines().count(), absence);
      assertEquals(List.of(), type.getMethod("devices").invoke(opencl));
    }
  }
}
