package dev.assay.opencl.device;

import dev.assay.engine.BackendException;
import dev.assay.engine.BackendException.Reason;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Storage;
import dev.assay.engine.tensor.Tensor;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_kernel;

/**
 * A device that is open: its context, its one queue, its buffers and its programs. Safe to use from
 * several threads; commands run in the order in which they are given.
 *
 * <p>A device that is lost stays lost: every later use says so. Closing twice does nothing more.
 */
public final class ClDevice implements AutoCloseable {
  private final Driver driver;
  private final DeviceInfo info;
  private final Settings settings;
  private final Driver.Session session;
  private final Pool pool;
  private final Programs programs;
  private final Map<HostStorage, DeviceStorage> copies =
      Collections.synchronizedMap(new WeakHashMap<>());
  private final Object launching = new Object();

  /** Commands are given under the read lock; closing takes the other, and waits for them. */
  private final ReadWriteLock gate = new ReentrantReadWriteLock();

  private volatile BackendException gone;
  private boolean closed;

  private ClDevice(Driver driver, DeviceInfo info, Settings settings, Driver.Session session) {
    this.driver = driver;
    this.info = info;
    this.settings = settings;
    this.session = session;
    this.pool = new Pool(driver, session, info, settings, this::drain);
    this.programs = new Programs(driver, session, info, settings);
  }

  /** Opens a device. */
  public static ClDevice open(Driver driver, DeviceInfo info, Settings settings) {
    try {
      return new ClDevice(driver, info, settings, driver.open(info));
    } catch (CLException e) {
      throw Faults.of(info, "opening it", e);
    }
  }

  /** What the driver says of it. */
  public DeviceInfo info() {
    return info;
  }

  /** How it is driven. */
  public Settings settings() {
    return settings;
  }

  /** How much of its memory is used. */
  public Memory memory() {
    return pool.memory();
  }

  /** Whether it was lost or closed. */
  public boolean isGone() {
    return gone != null;
  }

  /** Room for so many elements, which have no value yet. */
  public DeviceStorage allocate(DType dtype, int size) {
    requireHere();
    return allocate(dtype, size, true);
  }

  private DeviceStorage allocate(DType dtype, int size, boolean scoped) {
    Pool.Block block = open(() -> block((long) size * dtype.bytes()));
    DeviceStorage storage = new DeviceStorage(this, dtype, size, pool, block);
    if (scoped) {
      MemoryScope.add(storage);
    }
    return storage;
  }

  private Pool.Block block(long bytes) {
    try {
      return pool.allocate(bytes);
    } catch (BackendException e) {
      if (e.reason() != Reason.OUT_OF_MEMORY || copies.isEmpty()) {
        throw e;
      }
      copies.clear(); // copies of host tensors can be made again
      return pool.allocate(bytes);
    }
  }

  /** The elements of a tensor on this device; copied there if they are elsewhere. */
  public DeviceStorage here(Tensor tensor) {
    Storage storage = tensor.storage() instanceof LazyStorage lazy ? lazy.now() : tensor.storage();
    if (storage instanceof DeviceStorage d && d.owner() == this) {
      return d;
    }
    requireHere();
    HostStorage host = storage.toHost();
    DeviceStorage copy = copies.get(host);
    if (copy == null) {
      copy = allocate(host.dtype(), host.size(), false);
      write(copy, host);
      copy.copiedFrom(new WeakReference<>(host)); // or the key would never be forgotten
      copies.put(host, copy);
    }
    return copy;
  }

  private void write(DeviceStorage to, HostStorage from) {
    if (to.size() > 0) {
      Pointer pointer = HostArrays.pointer(from);
      finish(); // a blocking call holds the array, and with it the collector
      call(
          "copying " + to.bytes() + " bytes to it",
          () -> driver.write(session, to.block().memory(), to.bytes(), pointer));
    }
  }

  HostStorage read(DeviceStorage from) {
    if (from.size() == 0) {
      return HostStorage.zeros(from.dtype(), 0);
    }
    HostArrays.Target target = HostArrays.target(from.dtype(), from.size());
    finish(); // a blocking call holds the array, and with it the collector
    call(
        "copying " + from.bytes() + " bytes from it",
        () -> driver.read(session, from.block().memory(), from.bytes(), target.pointer()));
    from.block(); // an error if another thread freed it meanwhile
    return target.storage();
  }

  /** Waits until everything that was launched has run. */
  public void finish() {
    open(
        () -> {
          drain();
          return this;
        });
  }

  /**
   * Waits no longer than the settings allow, where they set a limit. A device that does not answer
   * is lost.
   */
  private void drain() {
    try {
      if (settings.timeout() <= 0) {
        driver.finish(session);
        return;
      }
      if (driver.finish(session, settings.timeout())) {
        return;
      }
    } catch (CLException e) {
      throw Faults.of(info, "waiting for it", e, Reason.DEVICE_LOST);
    }
    gone =
        new BackendException(
            Reason.TIMEOUT,
            "opencl: "
                + info.device()
                + " ("
                + info.name()
                + "): a kernel has not ended in "
                + settings.timeout() / 1_000_000
                + " ms");
    throw gone;
  }

  /** Begins to launch a kernel. */
  public Launch launch(KernelSpec spec) {
    return new Launch(this, spec);
  }

  /** Sets arguments and gives the command, both at once as arguments belong to the kernel. */
  void enqueue(KernelSpec spec, Launch.Arguments arguments, List<Grid> parts, long[] local) {
    open(
        () -> {
          cl_kernel kernel = programs.kernel(spec);
          synchronized (launching) {
            for (Grid part : parts) {
              give(
                  () -> "launching " + spec,
                  () -> {
                    arguments.set(driver, kernel);
                    driver.launch(session, kernel, part.offset(), part.size(), local);
                  });
            }
          }
          return this;
        });
  }

  /** Runs {@code body} while no kernel's arguments are set and not yet launched. */
  void betweenLaunches(Runnable body) {
    synchronized (launching) {
      body.run();
    }
  }

  /** What {@code body} gives, during which the device is not closed. */
  private <T> T open(Supplier<T> body) {
    gate.readLock().lock();
    try {
      requireHere();
      return body.get();
    } catch (BackendException e) {
      throw noted(e);
    } finally {
      gate.readLock().unlock();
    }
  }

  private void call(String what, Runnable command) {
    open(
        () -> {
          give(() -> what, command);
          return this;
        });
  }

  /** Gives a command; once more, with all the room there is, where there was none. */
  private void give(Supplier<String> what, Runnable command) {
    try {
      command.run();
    } catch (CLException e) {
      if (!Faults.isMemory(e)) {
        throw Faults.of(info, what.get(), e);
      }
      drain();
      copies.clear();
      pool.release();
      again(what, command);
    }
  }

  private void again(Supplier<String> what, Runnable command) {
    try {
      command.run();
    } catch (CLException e) {
      throw Faults.of(info, what.get(), e);
    }
  }

  private BackendException noted(BackendException e) {
    if (e.reason() == Reason.DEVICE_LOST) {
      gone = e;
    }
    return e;
  }

  private void requireHere() {
    BackendException cause = gone;
    if (cause != null) {
      Reason reason = cause.reason() == Reason.CLOSED ? Reason.CLOSED : Reason.DEVICE_LOST;
      throw new BackendException(
          reason,
          "opencl: "
              + info.device()
              + " ("
              + info.name()
              + ") cannot be used: "
              + cause.getMessage(),
          cause);
    }
  }

  /**
   * Gives everything back, after the commands that other threads are giving. Tensors that it held
   * can no longer be read. Of a device that was lost, the driver takes what it still takes; one
   * that hangs is left to it.
   */
  @Override
  public void close() {
    gate.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      boolean isLost = gone != null;
      if (isLost && gone.reason() == Reason.TIMEOUT) {
        return;
      }
      gone = isLost ? gone : new BackendException(Reason.CLOSED, "it was closed");
      copies.clear();
      for (Runnable part :
          List.<Runnable>of(
              () -> driver.finish(session),
              programs::close,
              pool::close,
              () -> driver.close(session))) {
        closePart(part, isLost);
      }
    } finally {
      gate.writeLock().unlock();
    }
  }

  private void closePart(Runnable part, boolean isLost) {
    try {
      part.run();
    } catch (CLException e) {
      if (!isLost) {
        throw Faults.of(info, "closing it", e);
      }
    }
  }
}
