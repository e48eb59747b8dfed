package dev.assay.opencl.device;

import dev.assay.engine.tensor.DType;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_kernel;

/**
 * A kernel about to be launched: its arguments in their order, then how many work-items.
 *
 * <pre>{@code
 * device.launch(SPEC).buffer(x).buffer(y).integer(n).over(n);
 * }</pre>
 */
public final class Launch {
  /** Sets one argument. */
  private interface Argument {
    void set(Driver driver, cl_kernel kernel, int index);
  }

  /** The arguments of a kernel, and the tensors among them. */
  record Arguments(List<Argument> list, List<DeviceStorage> tensors) {
    /** Sets them; an error where a tensor was freed meanwhile. */
    void set(Driver driver, cl_kernel kernel) {
      for (DeviceStorage t : tensors) {
        t.block();
      }
      for (int i = 0; i < list.size(); i++) {
        list.get(i).set(driver, kernel, i);
      }
    }
  }

  private static final long[] ANY = {};

  private final ClDevice device;
  private final KernelSpec spec;
  private final List<Argument> arguments = new ArrayList<>();
  private final List<DeviceStorage> used = new ArrayList<>();
  private long[] local = ANY;

  Launch(ClDevice device, KernelSpec spec) {
    this.device = device;
    this.spec = spec;
  }

  /** A buffer, {@code global T*}. */
  public Launch buffer(DeviceStorage storage) {
    used.add(storage);
    Pointer pointer = Pointer.to(storage.block().memory());
    arguments.add((driver, kernel, i) -> driver.argument(kernel, i, Sizeof.cl_mem, pointer));
    return this;
  }

  /** An {@code int}. */
  public Launch integer(int value) {
    return value(Sizeof.cl_int, Pointer.to(new int[] {value}));
  }

  /** Several {@code int}s, one after the other. */
  public Launch integers(int... values) {
    for (int v : values) {
      integer(v);
    }
    return this;
  }

  /** A {@code struct} of so many {@code int}s, by value. */
  public Launch struct(int... fields) {
    return value((long) Sizeof.cl_int * fields.length, Pointer.to(fields));
  }

  /** A {@code long}. */
  public Launch integer64(long value) {
    return value(Sizeof.cl_long, Pointer.to(new long[] {value}));
  }

  /** A {@code float}. */
  public Launch binary32(float value) {
    return value(Sizeof.cl_float, Pointer.to(new float[] {value}));
  }

  /** A {@code double}. */
  public Launch binary64(double value) {
    return value(Sizeof.cl_double, Pointer.to(new double[] {value}));
  }

  /** A number of a floating type, rounded to it. */
  public Launch real(DType dtype, double value) {
    return dtype == DType.FLOAT64 ? binary64(value) : binary32((float) value);
  }

  /** So many bytes of memory that a work-group shares, {@code local T*}. */
  public Launch local(long bytes) {
    arguments.add((driver, kernel, i) -> driver.argument(kernel, i, bytes, null));
    return this;
  }

  private Launch value(long bytes, Pointer value) {
    arguments.add((driver, kernel, i) -> driver.argument(kernel, i, bytes, value));
    return this;
  }

  /** The size of a work-group; without it the driver chooses. */
  public Launch groups(long... size) {
    local = size.clone();
    return this;
  }

  /**
   * Launches so many work-items along each dimension; none at all where one of them is 0. With
   * {@link #groups} each is rounded up to whole work-groups.
   */
  public void over(long... items) {
    long[] global = items.clone();
    for (int d = 0; d < global.length; d++) {
      if (global[d] == 0) {
        return;
      }
      if (local.length > 0) {
        global[d] = (global[d] + local[d] - 1) / local[d] * local[d];
      }
    }
    try {
      device.enqueue(spec, new Arguments(arguments, used), Grid.parts(global, local), local);
    } finally {
      Reference.reachabilityFence(used); // no buffer goes back before the command is given
    }
  }
}
