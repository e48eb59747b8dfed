package dev.assay.proof.mutants;

import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.Driver;
import dev.assay.proof.ForwardingDriver;
import java.util.Set;
import java.util.TreeSet;
import org.jocl.CLException;
import org.jocl.cl_kernel;
import org.jocl.cl_program;

/**
 * Notes which kernels are made, and whether a text did not build. Where a launch leaves the size of
 * work-groups to the driver, more work-items run than are asked for, as on drivers that round up,
 * and behind the others, where they do most harm: then guards are seen to guard.
 */
final class WatchedDriver extends ForwardingDriver {
  private static final int ROUNDING = 8;

  private final Set<String> kernels = new TreeSet<>();
  private volatile boolean refused;

  WatchedDriver(Driver inner) {
    super(inner);
  }

  /** The names of the kernels made since the last call. */
  synchronized Set<String> kernels() {
    Set<String> made = Set.copyOf(kernels);
    kernels.clear();
    return made;
  }

  /** Whether some text did not build. */
  boolean hasRefused() {
    return refused;
  }

  @Override
  public cl_program build(Session session, DeviceInfo device, String source, String options) {
    try {
      return super.build(session, device, source, options);
    } catch (CLException e) {
      refused = true;
      throw e;
    }
  }

  @Override
  public cl_kernel kernel(cl_program program, String name) {
    synchronized (this) {
      kernels.add(name);
    }
    return super.kernel(program, name);
  }

  @Override
  public void launch(
      Session session, cl_kernel kernel, long[] offset, long[] global, long[] local) {
    super.launch(session, kernel, offset, global, local);
    if (local.length == 0) {
      long[] behind = offset.length == 0 ? new long[global.length] : offset.clone();
      behind[0] += global[0];
      long[] more = global.clone();
      more[0] = 2 * ROUNDING - global[0] % ROUNDING;
      super.launch(session, kernel, behind, more, local);
    }
  }
}
