package dev.assay.opencl.device;

import dev.assay.engine.BackendException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Storage;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.lang.ref.SoftReference;

/**
 * Elements in a buffer of a device. They are copied to the host when somebody asks, and the copy is
 * kept while memory allows. The buffer goes back to the device's pool when this object is
 * unreachable, or when the {@link MemoryScope} that it was made in closes.
 *
 * <p>Safe to share between threads.
 */
public final class DeviceStorage implements Storage {
  private static final Cleaner CLEANER = Cleaner.create();

  /** Gives the buffer back; must not hold the storage. */
  private static final class Release implements Runnable {
    private final Pool pool;
    private final Pool.Block block;

    Release(Pool pool, Pool.Block block) {
      this.pool = pool;
      this.block = block;
    }

    @Override
    public void run() {
      pool.giveBack(block);
    }
  }

  private final ClDevice owner;
  private final DType dtype;
  private final int size;
  private final Pool.Block block;
  private final Cleaner.Cleanable cleanable;
  private volatile Reference<HostStorage> host;
  private volatile boolean freed;

  DeviceStorage(ClDevice owner, DType dtype, int size, Pool pool, Pool.Block block) {
    this.owner = owner;
    this.dtype = dtype;
    this.size = size;
    this.block = block;
    this.host = new SoftReference<>(null);
    this.cleanable = CLEANER.register(this, new Release(pool, block));
  }

  @Override
  public DType dtype() {
    return dtype;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public String device() {
    return owner.info().device();
  }

  /** The device that holds the elements. */
  public ClDevice owner() {
    return owner;
  }

  /** Bytes of all elements. */
  public long bytes() {
    return (long) size * dtype.bytes();
  }

  /** The buffer. */
  Pool.Block block() {
    if (freed) {
      throw new BackendException(
          BackendException.Reason.CLOSED,
          "opencl: a tensor of " + size + " " + dtype + " was freed by its scope");
    }
    return block;
  }

  @Override
  public HostStorage toHost() {
    HostStorage copy = host.get();
    if (copy == null) {
      copy = owner.read(this);
      host = new SoftReference<>(copy);
    }
    return copy;
  }

  /** Remembers what the elements are copied from. */
  void copiedFrom(Reference<HostStorage> origin) {
    host = origin;
  }

  /** Gives the buffer back now, not in the middle of a launch that uses it. */
  void free() {
    owner.betweenLaunches(
        () -> {
          freed = true;
          cleanable.clean();
        });
  }
}
