package dev.assay.proof;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.BackendException;
import dev.assay.engine.BackendException.Reason;
import dev.assay.engine.backend.Devices;
import dev.assay.engine.ops.elementwise.Maths;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jocl.CL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Whatever goes wrong is a typed error, and what can go on afterwards does. */
@EnabledIf(
    value = "dev.assay.opencl.OpenClBackend#hasDevices",
    disabledReason = "no OpenCL device is installed")
class FaultsTest {
  private static final Settings SETTINGS = Settings.ofProperties().withCache(Optional.empty());
  private static final Tensor X = Tensor.of(new float[] {1, 2, 3});

  private final FaultyDriver driver = new FaultyDriver(new JoclDriver());
  private OpenClBackend opencl = new OpenClBackend(driver, SETTINGS);

  @AfterEach
  void close() {
    opencl.close();
  }

  private void reopen(Settings settings) {
    opencl.close();
    opencl = new OpenClBackend(driver, settings);
  }

  private Tensor sum(Tensor x) {
    return Devices.with(opencl, () -> Maths.add(x, x));
  }

  private static BackendException thrown(Reason reason, Executable body) {
    BackendException e = assertThrows(BackendException.class, body);
    assertEquals(reason, e.reason(), e.getMessage());
    assertTrue(e.getMessage().contains("/opencl:"), e.getMessage());
    return e;
  }

  @Test
  void aDeviceThatIsLostAtALaunchIsOpenedAgainByTheNextCall() {
    Tensor held = sum(X);
    driver.failNext(FaultyDriver.What.LAUNCH, CL.CL_DEVICE_NOT_AVAILABLE);
    BackendException e = thrown(Reason.DEVICE_LOST, () -> sum(X));
    assertTrue(e.getMessage().contains("CL_DEVICE_NOT_AVAILABLE"), e.getMessage());
    thrown(Reason.DEVICE_LOST, held::host);
    assertArrayEquals(new float[] {2, 4, 6}, sum(X).toFloats());
    assertEquals(2, driver.count(FaultyDriver.What.OPEN));
  }

  @Test
  void aDeviceThatDoesNotAnswerIsLostAndKeepsNoMemory() {
    Tensor held = sum(X);
    driver.failAlways(CL.CL_OUT_OF_RESOURCES, FaultyDriver.What.LAUNCH, FaultyDriver.What.FINISH);
    thrown(Reason.DEVICE_LOST, () -> sum(held));
    driver.heal();
    thrown(Reason.DEVICE_LOST, held::host);
    thrown(Reason.DEVICE_LOST, () -> sum(held));
    assertArrayEquals(new float[] {2, 4, 6}, sum(X).toFloats());
    opencl.close();
    assertEquals(0, driver.buffers());
  }

  /** A fault in a kernel is told at the next wait, by a word that may mean memory, too. */
  @Test
  void aWaitThatFailsIsALoss() {
    Tensor held = sum(X);
    driver.failAlways(CL.CL_OUT_OF_RESOURCES, FaultyDriver.What.FINISH);
    thrown(Reason.DEVICE_LOST, held::host);
    driver.heal();
    assertArrayEquals(new float[] {2, 4, 6}, sum(X).toFloats());
  }

  /** Some drivers make buffers when kernels first use them, and have no other word for no room. */
  @Test
  void aLaunchForWhichThereIsNoRoomLosesNothing() {
    Tensor held = sum(X);
    for (int status : new int[] {CL.CL_OUT_OF_RESOURCES, CL.CL_MEM_OBJECT_ALLOCATION_FAILURE}) {
      driver.failNext(FaultyDriver.What.LAUNCH, status);
      assertArrayEquals(new float[] {4, 8, 12}, sum(held).toFloats());
      driver.failAlways(status, FaultyDriver.What.LAUNCH);
      thrown(Reason.OUT_OF_MEMORY, () -> sum(held));
      driver.heal();
    }
    assertArrayEquals(new float[] {4, 8, 12}, sum(held).toFloats());
    assertEquals(1, driver.count(FaultyDriver.What.OPEN));
  }

  @Test
  void aDeviceThatCannotBeOpenedSaysSo() {
    driver.failAlways(CL.CL_DEVICE_NOT_AVAILABLE, FaultyDriver.What.OPEN);
    thrown(Reason.DEVICE_LOST, () -> sum(X));
    driver.heal();
    assertArrayEquals(new float[] {2, 4, 6}, sum(X).toFloats());
  }

  @Test
  void aBuildErrorNamesFileAndLineAndHasTheLog() {
    String broken = "\nkernel void broken() { missing(1); }\n";
    reopen(SETTINGS.with((file, text) -> file.equals("elementwise.cl") ? text + broken : text));
    long line = lines("elementwise.cl") + 2;
    BackendException e = thrown(Reason.BUILD, () -> sum(X));
    assertTrue(e.getMessage().contains("elementwise.cl:" + line + ":"), e.getMessage());
    assertTrue(e.getMessage().contains("missing"), e.getMessage());
  }

  private static long lines(String file) {
    try (var in = OpenClBackend.class.getResourceAsStream("/dev/assay/opencl/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aDriverThatHasNoMemoryOnceIsAskedAgain() {
    driver.failNext(FaultyDriver.What.BUFFER, CL.CL_MEM_OBJECT_ALLOCATION_FAILURE);
    assertArrayEquals(new float[] {2, 4, 6}, sum(X).toFloats());
  }

  @Test
  void aDriverThatHasNoMemoryIsATypedErrorAfterWhichWorkGoesOn() {
    driver.failAlways(CL.CL_MEM_OBJECT_ALLOCATION_FAILURE, FaultyDriver.What.BUFFER);
    thrown(Reason.OUT_OF_MEMORY, () -> sum(X));
    driver.heal();
    assertArrayEquals(new float[] {2, 4, 6}, sum(X).toFloats());
    assertEquals(1, driver.count(FaultyDriver.What.OPEN));
  }

  @Test
  void aRequestBeyondTheLimitNamesItselfAndWhatIsFree() {
    reopen(SETTINGS.withMemory(1 << 20));
    Tensor small = sum(X);
    BackendException e =
        thrown(Reason.OUT_OF_MEMORY, () -> sum(Tensor.zeros(DType.FLOAT32, Shape.of(1 << 19))));
    assertTrue(e.getMessage().contains("no memory for 2097152 bytes"), e.getMessage());
    long free = Devices.with(opencl, () -> opencl.device().memory().free());
    assertTrue(free > 0 && e.getMessage().contains(free + " free"), e.getMessage());
    assertArrayEquals(new float[] {4, 8, 12}, sum(small).toFloats());
  }

  /** A kernel that takes about two seconds, which is given a twentieth of one. */
  @Test
  void aKernelThatDoesNotEndIsATimeout() {
    String slow =
        "kernel void slow(global float* y) {"
            + " for (volatile int k = 0; k < 1000000000; k++) {} y[0] = 1; }";
    reopen(SETTINGS.withTimeout(50_000_000).with((file, text) -> slow));
    ClDevice device = Devices.with(opencl, opencl::device);
    DeviceStorage hanging = device.allocate(DType.FLOAT32, 1);
    device.launch(KernelSpec.of("elementwise.cl", "slow", Map.of())).buffer(hanging).over(1);
    thrown(Reason.TIMEOUT, hanging::toHost);
    thrown(Reason.DEVICE_LOST, hanging::toHost);
  }

  @Test
  void closingTwiceIsClosingOnce() {
    Tensor held = sum(X);
    opencl.close();
    opencl.close();
    assertEquals(0, driver.buffers());
    thrown(Reason.CLOSED, held::host);
    assertArrayEquals(new float[] {2, 4, 6}, sum(X).toFloats());
  }

  /** Two threads compute, one frees what they use, one closes the device. */
  @Test
  void closingAndFreeingUnderOthersIsATypedErrorOrNothing(@TempDir Path folder) throws Exception {
    reopen(SETTINGS.withCache(Optional.of(folder)));
    AtomicReference<Tensor> shared = new AtomicReference<>(sum(X));
    AtomicBoolean done = new AtomicBoolean();
    Callable<Integer> reader =
        () -> {
          int right = 0;
          while (!done.get()) {
            right +=
                closedOr(
                    () -> assertArrayEquals(new float[] {4, 8, 12}, sum(shared.get()).toFloats()));
          }
          return right;
        };
    Callable<Integer> owner =
        () -> {
          int right = 0;
          while (!done.get()) {
            MemoryScope scope = MemoryScope.open();
            right += closedOr(() -> shared.set(sum(X)));
            Thread.yield();
            scope.close();
          }
          return right;
        };
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try {
      List<Future<Integer>> work =
          List.of(pool.submit(reader), pool.submit(reader), pool.submit(owner));
      for (int i = 0; i < 20; i++) {
        Thread.sleep(50);
        opencl.close();
      }
      done.set(true);
      for (Future<Integer> f : work) {
        assertTrue(f.get() > 0, "nothing was computed");
      }
    } finally {
      done.set(true);
      pool.shutdown();
    }
    opencl.close();
    assertEquals(0, driver.buffers());
  }

  /** 1 where {@code body} ends, 0 where the device or a tensor was closed. */
  private static int closedOr(Runnable body) {
    try {
      body.run();
      return 1;
    } catch (BackendException e) {
      assertEquals(Reason.CLOSED, e.reason(), e::getMessage);
      return 0;
    }
  }

  @Test
  void twoDevicesWorkAtOnceAndTensorsMoveBetweenThem() {
    Supplier<Tensor> first = () -> Maths.add(X, X);
    Tensor a = Devices.at(Optional.of("/opencl:0"), () -> Devices.with(opencl, first));
    Tensor b =
        Devices.at(Optional.of("/opencl:1"), () -> Devices.with(opencl, () -> Maths.add(a, a)));
    assertEquals("/opencl:0", a.storage().device());
    assertEquals("/opencl:1", b.storage().device());
    assertArrayEquals(new float[] {4, 8, 12}, b.toFloats());
  }

  @Test
  void aDamagedProgramInTheCacheIsBuiltAgain(@TempDir Path folder) throws Exception {
    reopen(SETTINGS.withCache(Optional.of(folder)));
    assertArrayEquals(new float[] {2, 4, 6}, sum(X).toFloats());
    List<Path> kept;
    try (var files = Files.list(folder)) {
      kept = files.toList();
    }
    assertTrue(!kept.isEmpty());
    for (Path p : kept) {
      Files.write(p, new byte[] {1, 2, 3});
    }
    reopen(SETTINGS.withCache(Optional.of(folder)));
    assertArrayEquals(new float[] {2, 4, 6}, sum(X).toFloats());
    for (Path p : kept) {
      assertTrue(Files.size(p) > 3, "kept anew");
    }
  }

  @Test
  void aCacheThatCannotBeWrittenIsNoCache(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("a file, not a folder"));
    reopen(SETTINGS.withCache(Optional.of(file)));
    assertArrayEquals(new float[] {2, 4, 6}, sum(X).toFloats());
  }
}
