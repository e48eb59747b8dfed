package dev.assay.proof;

import static org.jocl.CL.CL_BUFFER_CREATE_TYPE_REGION;
import static org.jocl.CL.CL_MEM_READ_WRITE;
import static org.jocl.CL.clCreateSubBuffer;

import dev.assay.opencl.device.Driver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jocl.Pointer;
import org.jocl.cl_buffer_region;
import org.jocl.cl_mem;

/**
 * A driver whose buffers have a guard before and behind them. Guards, and results before they are
 * written, are filled with one byte.
 *
 * <p>A write outside of a buffer changes a guard, which {@link #violations} sees. A read outside,
 * or of a result that nobody wrote, gives a number made of that byte: two runs with different bytes
 * have different results. To be used with buffers of exact sizes, {@link
 * dev.assay.opencl.device.Settings#withoutPooling}.
 */
public final class SentinelDriver extends ForwardingDriver {
  /** A page: a multiple of every device's alignment of sub-buffers. */
  private static final int GUARD = 4096;

  private record Guarded(Session session, cl_mem whole, long bytes) {}

  private final Driver inner;
  private final byte pattern;
  private final Map<cl_mem, Guarded> live = new LinkedHashMap<>();
  private final List<String> violations = new ArrayList<>();

  /** Whether a kernel did not end. */
  private boolean hangs;

  /** Fills with {@code pattern}: {@code 0xff} makes NaN and −1. */
  public SentinelDriver(Driver inner, int pattern) {
    super(inner);
    this.inner = inner;
    this.pattern = (byte) pattern;
  }

  @Override
  public synchronized cl_mem createBuffer(Session session, long bytes) {
    cl_mem whole = inner.createBuffer(session, bytes + 2 * GUARD);
    inner.fill(session, whole, bytes + 2 * GUARD, pattern);
    cl_mem part =
        clCreateSubBuffer(
            whole,
            CL_MEM_READ_WRITE,
            CL_BUFFER_CREATE_TYPE_REGION,
            new cl_buffer_region(GUARD, bytes),
            null);
    live.put(part, new Guarded(session, whole, bytes));
    return part;
  }

  @Override
  public synchronized void releaseBuffer(cl_mem buffer) {
    Guarded g = live.remove(buffer);
    check(g);
    inner.releaseBuffer(buffer);
    inner.releaseBuffer(g.whole());
  }

  @Override
  public boolean finish(Session session, long nanoseconds) {
    boolean ended = super.finish(session, nanoseconds);
    synchronized (this) {
      hangs |= !ended;
    }
    return ended;
  }

  private void check(Guarded g) {
    if (hangs) {
      return; // to read would be to wait
    }
    byte[] all = new byte[(int) g.bytes() + 2 * GUARD];
    inner.read(g.session(), g.whole(), all.length, Pointer.to(all));
    for (int i = 0; i < all.length; i++) {
      boolean inside = i >= GUARD && i < GUARD + g.bytes();
      if (!inside && all[i] != pattern) {
        violations.add("a buffer of " + g.bytes() + " bytes was written at byte " + (i - GUARD));
        return;
      }
    }
  }

  /** Writes outside of buffers that were given back since they were last asked for. */
  public synchronized List<String> released() {
    List<String> seen = List.copyOf(violations);
    violations.clear();
    return seen;
  }

  /** As {@link #released}, and those outside of buffers that are in use, each of which is read. */
  public synchronized List<String> violations() {
    live.values().forEach(this::check);
    return released();
  }
}
