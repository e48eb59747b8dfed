package dev.assay.opencl.device;

import dev.assay.engine.BackendException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jocl.CLException;
import org.jocl.cl_mem;

/**
 * The buffers of one device. Those given back are used again for requests of their size class, of
 * which there are four for each power of two, so that a quarter of a buffer is lost at most; the
 * device's one queue runs its commands in order, so that a buffer may be used again while the
 * kernel that read it has not yet run.
 *
 * <p>Buffers come back when their tensors are unreachable or closed. When memory is short the pool
 * lets the driver have all it holds, asks the virtual machine to look for unreachable tensors, and
 * tries again before it says no.
 */
final class Pool {
  /** The smallest class. */
  private static final long SMALLEST = 256;

  /** How much more may be in use than after the last look for unreachable tensors. */
  private static final long GROWTH = 512L << 20;

  private static final int LOOKS = 20;

  /** A buffer. */
  record Block(cl_mem memory, long bytes) {}

  private final Driver driver;
  private final Driver.Session session;
  private final DeviceInfo info;
  private final Runnable drain;
  private final boolean pooling;
  private final long limit;
  private final Map<Long, Deque<Block>> free = new HashMap<>();
  private final Set<Block> live = Collections.newSetFromMap(new IdentityHashMap<>());
  private long inUse;
  private long pooled;
  private long peak;
  private long lookAt = GROWTH;

  /**
   * No buffers yet.
   *
   * @param drain waits for the commands given: buffers that were given up go with the last of them
   */
  Pool(Driver driver, Driver.Session session, DeviceInfo info, Settings settings, Runnable drain) {
    this.drain = drain;
    this.driver = driver;
    this.session = session;
    this.info = info;
    this.pooling = settings.pooling();
    this.limit = settings.memory() > 0 ? settings.memory() : info.memory() / 10 * 9;
  }

  /** A buffer of at least so many bytes. */
  Block allocate(long bytes) {
    long size = pooling ? sizeClass(bytes) : Math.max(1, bytes);
    if (size > info.largest()) {
      size = Math.max(1, bytes);
    }
    if (size > info.largest()) {
      throw exhausted(bytes, "the largest buffer has " + info.largest() + " bytes", null);
    }
    lookNowAndThen(size);
    Block block = attempt(size);
    for (int look = 0; block == null && look < LOOKS; look++) {
      drain.run();
      release();
      look();
      block = attempt(size);
    }
    if (block == null) {
      throw exhausted(bytes, "none was freed", null);
    }
    return block;
  }

  /** Rounds up to 4, 5, 6 or 7 quarters of a power of two. */
  static long sizeClass(long bytes) {
    if (bytes <= SMALLEST) {
      return SMALLEST;
    }
    long quarter = Long.highestOneBit(bytes - 1) / 4;
    return (bytes + quarter - 1) / quarter * quarter;
  }

  /** A buffer from the free ones or the driver; nothing where there is no room. */
  private synchronized Block attempt(long size) {
    Deque<Block> same = free.get(size);
    Block block = same == null ? null : same.poll();
    if (block != null) {
      pooled -= size;
    } else if (inUse + pooled + size > limit) {
      return null;
    } else {
      try {
        block = new Block(driver.createBuffer(session, size), size);
      } catch (CLException e) {
        if (Faults.isMemory(e)) {
          return null;
        }
        throw Faults.of(info, "a buffer of " + size + " bytes", e);
      }
    }
    live.add(block);
    inUse += size;
    peak = Math.max(peak, inUse);
    return block;
  }

  private BackendException exhausted(long bytes, String why, CLException cause) {
    Memory m = memory();
    return new BackendException(
        BackendException.Reason.OUT_OF_MEMORY,
        "opencl: "
            + info.device()
            + " ("
            + info.name()
            + ") has no memory for "
            + bytes
            + " bytes: of "
            + m.limit()
            + " bytes "
            + m.inUse()
            + " are in use, "
            + m.free()
            + " free; "
            + why,
        cause);
  }

  /** Lets the virtual machine look for unreachable tensors when much more is in use than before. */
  private void lookNowAndThen(long more) {
    synchronized (this) {
      if (inUse + more <= lookAt) {
        return;
      }
      lookAt = Long.MAX_VALUE; // one look at a time
    }
    System.gc();
    synchronized (this) {
      lookAt = Math.max(2 * inUse, inUse + more + GROWTH);
    }
  }

  /** Waits a little for the virtual machine to find unreachable tensors. */
  private static void look() {
    System.gc();
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes a buffer back, unless it went when the pool was closed. */
  synchronized void giveBack(Block block) {
    if (!live.remove(block)) {
      return;
    }
    inUse -= block.bytes();
    if (pooling) {
      free.computeIfAbsent(block.bytes(), b -> new ArrayDeque<>()).push(block);
      pooled += block.bytes();
    } else {
      driver.releaseBuffer(block.memory());
    }
  }

  /** Gives the driver all buffers that are not in use. */
  synchronized void release() {
    free.values().forEach(blocks -> blocks.forEach(b -> driver.releaseBuffer(b.memory())));
    free.clear();
    pooled = 0;
  }

  /** Gives everything back, also what tensors hold. */
  synchronized void close() {
    release();
    live.forEach(b -> driver.releaseBuffer(b.memory()));
    live.clear();
    inUse = 0;
  }

  /** How much is used. */
  synchronized Memory memory() {
    return new Memory(limit, inUse, pooled, peak);
  }
}
