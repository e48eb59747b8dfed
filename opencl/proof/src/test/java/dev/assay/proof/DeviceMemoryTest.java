package dev.assay.proof;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.BackendException;
import dev.assay.engine.backend.Devices;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.OpenClBackend;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.JoclDriver;
import dev.assay.opencl.device.MemoryScope;
import dev.assay.opencl.device.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Device memory goes back, whoever forgets it; threads do not disturb each other. */
@EnabledIf(
    value = "dev.assay.opencl.OpenClBackend#hasDevices",
    disabledReason = "no OpenCL device is installed")
class DeviceMemoryTest {
  private static final int TENSORS = 10_000;

  private final FaultyDriver driver = new FaultyDriver(new JoclDriver());
  private final OpenClBackend opencl = new OpenClBackend(driver, Settings.ofProperties());

  @AfterEach
  void close() {
    opencl.close();
  }

  private <T> T on(Supplier<T> body) {
    return Devices.with(opencl, body);
  }

  private long inUse() {
    return on(opencl::device).memory().inUse();
  }

  @Test
  void tenThousandTensorsThatAreForgottenGiveTheirMemoryBack() throws Exception {
    Tensor x = on(() -> Maths.add(Tensor.of(1f), Tensor.of(1f)));
    long before = inUse();
    on(
        () -> {
          for (int i = 0; i < TENSORS; i++) {
            Maths.add(x, x);
          }
          return x;
        });
    for (int look = 0; look < 200 && inUse() > before; look++) {
      System.gc();
      Thread.sleep(10);
    }
    assertEquals(before, inUse());
    assertEquals(2f, x.toFloats()[0]);
  }

  @Test
  void aScopeGivesMemoryBackAtOnce() {
    Tensor x = on(() -> Maths.add(Tensor.of(1f), Tensor.of(1f)));
    long before = inUse();
    for (int step = 0; step < TENSORS / 100; step++) {
      MemoryScope scope = MemoryScope.open();
      on(
          () -> {
            for (int i = 0; i < 100; i++) {
              Maths.add(x, x);
            }
            return x;
          });
      scope.close();
      assertEquals(before, inUse());
    }
    on(opencl::device).finish();
    assertTrue(driver.buffers() < 300, driver.buffers() + " buffers for 100 tensors at a time");
  }

  @Test
  void whatIsKeptOutlivesItsScopeAndEndsWithTheOuterOne() {
    Tensor x = Tensor.of(new float[] {1, 2});
    MemoryScope outer = MemoryScope.open();
    MemoryScope inner = MemoryScope.open();
    Tensor kept = inner.keep(on(() -> Maths.add(x, x)));
    Tensor dropped = on(() -> Maths.multiply(x, x));
    inner.close();
    assertArrayEquals(new float[] {2, 4}, kept.toFloats());
    freed(dropped);
    outer.close();
    outer.close();
    BackendException e = assertThrows(BackendException.class, () -> on(() -> Maths.add(kept, x)));
    assertEquals(BackendException.Reason.CLOSED, e.reason());
  }

  private static void freed(Tensor t) {
    BackendException e = assertThrows(BackendException.class, () -> t.storage().toHost());
    assertEquals(BackendException.Reason.CLOSED, e.reason());
  }

  /** Twice the limit in all, of which only a part is reachable at any time. */
  @Test
  void memoryThatIsShortIsFoundAmongTheForgotten() {
    OpenClBackend small = new OpenClBackend(driver, Settings.ofProperties().withMemory(8 << 20));
    Tensor x = Tensor.zeros(DType.FLOAT32, Shape.of(1 << 18));
    Tensor last =
        Devices.with(
            small,
            () -> {
              Tensor y = x;
              for (int i = 0; i < 16; i++) {
                y = Maths.add(y, Tensor.of(DType.FLOAT32, x.shape(), ones(x.size())));
              }
              return y;
            });
    assertEquals(16f, last.toFloats()[0]);
    ClDevice device = Devices.with(small, small::device);
    assertTrue(device.memory().peak() <= 8 << 20);
    small.close();
  }

  private static double[] ones(int n) {
    double[] a = new double[n];
    Arrays.fill(a, 1);
    return a;
  }

  @Test
  void twoThreadsGetWhatOneGets() throws Exception {
    List<Tensor> alone = new ArrayList<>();
    for (int seed = 0; seed < 8; seed++) {
      alone.add(chain(seed));
    }
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<Tensor>> together = new ArrayList<>();
      for (int seed = 0; seed < 8; seed++) {
        int s = seed;
        Callable<Tensor> task = () -> chain(s);
        together.add(pool.submit(task));
      }
      for (int seed = 0; seed < 8; seed++) {
        assertTrue(alone.get(seed).sameAs(together.get(seed).get()), "seed " + seed);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private Tensor chain(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = random.doubles(100 + seed, -1, 1).toArray();
    Tensor x = Tensor.of(DType.FLOAT32, Shape.of(values.length), values);
    return on(
        () -> {
          Tensor y = x;
          for (int i = 0; i < 200; i++) {
            y = random.nextBoolean() ? Maths.tanh(Maths.add(y, x)) : Maths.multiply(y, x);
          }
          return y;
        });
  }
}
