package dev.assay.opencl.device;

import static org.jocl.CL.*;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_event;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jocl.cl_platform_id;
import org.jocl.cl_program;

/** The driver that is installed, through JOCL. */
public final class JoclDriver implements Driver {
  /** How long a wait with a limit looks before it begins to sleep between looks. */
  private static final long SPIN = 200_000;

  private record Found(cl_platform_id platform, cl_device_id id, DeviceInfo info) {}

  private final List<Found> found;
  private final ThreadLocal<String> log = ThreadLocal.withInitial(() -> "");

  /**
   * Looks for devices.
   *
   * @throws UnsatisfiedLinkError if there is no OpenCL library
   */
  public JoclDriver() {
    CL.setExceptionsEnabled(true);
    found = find();
  }

  private static List<Found> find() {
    List<Found> all = new ArrayList<>();
    int[] count = new int[1];
    try {
      clGetPlatformIDs(0, null, count);
    } catch (CLException e) {
      return all; // the loader is there and knows no platform
    }
    cl_platform_id[] platforms = new cl_platform_id[count[0]];
    clGetPlatformIDs(count[0], platforms, null);
    for (cl_platform_id platform : platforms) {
      for (cl_device_id id : devices(platform)) {
        try {
          if (number(id, CL_DEVICE_AVAILABLE) != 0
              && number(id, CL_DEVICE_COMPILER_AVAILABLE) != 0) {
            all.add(new Found(platform, id, describe(all.size(), platform, id)));
          }
        } catch (CLException e) {
          // one that does not answer is not there; the others are
        }
      }
    }
    return List.copyOf(all);
  }

  private static cl_device_id[] devices(cl_platform_id platform) {
    int[] n = new int[1];
    try {
      clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, 0, null, n);
      cl_device_id[] ids = new cl_device_id[n[0]];
      clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, n[0], ids, null);
      return ids;
    } catch (CLException e) {
      return new cl_device_id[0]; // a platform whose devices are not there
    }
  }

  private static DeviceInfo describe(int number, cl_platform_id platform, cl_device_id id) {
    long flags = number(id, CL_DEVICE_SINGLE_FP_CONFIG);
    boolean binary64 = text(id, CL_DEVICE_EXTENSIONS).contains("cl_khr_fp64");
    return new DeviceInfo(
        number,
        text(id, CL_DEVICE_NAME),
        platformText(platform, CL_PLATFORM_NAME)
            + ", "
            + platformText(platform, CL_PLATFORM_VERSION),
        text(id, CL_DRIVER_VERSION),
        text(id, CL_DEVICE_VERSION),
        (number(id, CL_DEVICE_TYPE) & CL_DEVICE_TYPE_GPU) != 0,
        number(id, CL_DEVICE_GLOBAL_MEM_SIZE),
        number(id, CL_DEVICE_MAX_MEM_ALLOC_SIZE),
        number(id, CL_DEVICE_LOCAL_MEM_SIZE),
        (int) number(id, CL_DEVICE_MAX_COMPUTE_UNITS),
        workGroup(id),
        (int) number(id, CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT),
        flags(flags),
        binary64 ? flags(number(id, CL_DEVICE_DOUBLE_FP_CONFIG)) : List.of());
  }

  /** Of any shape in two dimensions. */
  private static int workGroup(cl_device_id id) {
    long most = number(id, CL_DEVICE_MAX_WORK_GROUP_SIZE);
    byte[] sizes = bytes(id, CL_DEVICE_MAX_WORK_ITEM_SIZES);
    for (int d = 0; d < 2; d++) {
      most =
          Math.min(
              most, number(Arrays.copyOfRange(sizes, d * Sizeof.size_t, (d + 1) * Sizeof.size_t)));
    }
    return (int) most;
  }

  private static List<DeviceInfo.FpFlag> flags(long config) {
    List<DeviceInfo.FpFlag> flags = new ArrayList<>();
    long[] bits = {
      CL_FP_DENORM,
      CL_FP_INF_NAN,
      CL_FP_ROUND_TO_NEAREST,
      CL_FP_ROUND_TO_ZERO,
      CL_FP_ROUND_TO_INF,
      CL_FP_FMA,
      CL_FP_SOFT_FLOAT,
      CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT
    };
    for (int i = 0; i < bits.length; i++) {
      if ((config & bits[i]) != 0) {
        flags.add(DeviceInfo.FpFlag.values()[i]);
      }
    }
    return flags;
  }

  private static long number(cl_device_id id, int what) {
    return number(bytes(id, what));
  }

  private static long number(byte[] bytes) {
    long value = 0;
    for (int i = bytes.length - 1; i >= 0; i--) {
      value = value << 8 | bytes[i] & 0xff; // every platform of JOCL is little-endian
    }
    return value;
  }

  private static String text(cl_device_id id, int what) {
    return string(bytes(id, what));
  }

  private static byte[] bytes(cl_device_id id, int what) {
    long[] size = new long[1];
    clGetDeviceInfo(id, what, 0, null, size);
    byte[] value = new byte[(int) size[0]];
    clGetDeviceInfo(id, what, value.length, Pointer.to(value), null);
    return value;
  }

  private static String platformText(cl_platform_id id, int what) {
    long[] size = new long[1];
    clGetPlatformInfo(id, what, 0, null, size);
    byte[] value = new byte[(int) size[0]];
    clGetPlatformInfo(id, what, value.length, Pointer.to(value), null);
    return string(value);
  }

  /** Text that ends with a zero byte. */
  private static String string(byte[] value) {
    int end = value.length;
    while (end > 0 && value[end - 1] == 0) {
      end--;
    }
    return new String(value, 0, end, StandardCharsets.UTF_8).strip();
  }

  private Found found(DeviceInfo device) {
    return found.get(device.number());
  }

  @Override
  public List<DeviceInfo> devices() {
    return found.stream().map(Found::info).toList();
  }

  @Override
  public Session open(DeviceInfo device) {
    Found f = found(device);
    cl_context_properties properties = new cl_context_properties();
    properties.addProperty(CL_CONTEXT_PLATFORM, f.platform());
    cl_context context =
        clCreateContext(properties, 1, new cl_device_id[] {f.id()}, null, null, null);
    try {
      return new Session(context, queue(context, f.id()));
    } catch (CLException e) {
      clReleaseContext(context);
      throw e;
    }
  }

  /** A queue as OpenCL 1.2 makes it: its call is there on every later version. */
  @SuppressWarnings("deprecation")
  private static cl_command_queue queue(cl_context context, cl_device_id id) {
    return clCreateCommandQueue(context, id, 0, null);
  }

  @Override
  public void close(Session session) {
    clReleaseCommandQueue(session.queue());
    clReleaseContext(session.context());
  }

  @Override
  public cl_mem createBuffer(Session session, long bytes) {
    return clCreateBuffer(session.context(), CL_MEM_READ_WRITE, bytes, null, null);
  }

  @Override
  public void releaseBuffer(cl_mem buffer) {
    clReleaseMemObject(buffer);
  }

  @Override
  public void write(Session session, cl_mem buffer, long bytes, Pointer from) {
    clEnqueueWriteBuffer(session.queue(), buffer, true, 0, bytes, from, 0, null, null);
  }

  @Override
  public void read(Session session, cl_mem buffer, long bytes, Pointer to) {
    clEnqueueReadBuffer(session.queue(), buffer, true, 0, bytes, to, 0, null, null);
  }

  @Override
  public void fill(Session session, cl_mem buffer, long bytes, byte value) {
    Pointer pattern = Pointer.to(new byte[] {value});
    clEnqueueFillBuffer(session.queue(), buffer, pattern, 1, 0, bytes, 0, null, null);
  }

  @Override
  public void finish(Session session) {
    clFinish(session.queue());
  }

  @Override
  public boolean finish(Session session, long nanoseconds) {
    cl_event marker = new cl_event();
    clEnqueueMarkerWithWaitList(session.queue(), 0, null, marker);
    try {
      clFlush(session.queue());
      long start = System.nanoTime();
      int[] status = new int[1];
      while (true) {
        Pointer to = Pointer.to(status);
        clGetEventInfo(marker, CL_EVENT_COMMAND_EXECUTION_STATUS, Sizeof.cl_int, to, null);
        if (status[0] < 0) {
          throw new CLException("a command failed", status[0]);
        }
        if (status[0] == CL_COMPLETE) {
          return true;
        }
        long waited = System.nanoTime() - start;
        if (waited > nanoseconds) {
          return false;
        }
        pause(waited);
      }
    } finally {
      clReleaseEvent(marker);
    }
  }

  private static void pause(long waited) {
    if (waited < SPIN) {
      Thread.onSpinWait();
    } else {
      LockSupport.parkNanos(50_000);
    }
  }

  @Override
  public cl_program build(Session session, DeviceInfo device, String source, String options) {
    cl_program program =
        clCreateProgramWithSource(session.context(), 1, new String[] {source}, null, null);
    return built(program, device, options);
  }

  @Override
  public cl_program load(Session session, DeviceInfo device, byte[] binary, String options) {
    cl_program program =
        clCreateProgramWithBinary(
            session.context(),
            1,
            new cl_device_id[] {found(device).id()},
            new long[] {binary.length},
            new byte[][] {binary},
            null,
            null);
    return built(program, device, options);
  }

  private cl_program built(cl_program program, DeviceInfo device, String options) {
    cl_device_id id = found(device).id();
    try {
      clBuildProgram(program, 1, new cl_device_id[] {id}, options, null, null);
      return program;
    } catch (CLException e) {
      log.set(log(program, id));
      clReleaseProgram(program);
      throw e;
    }
  }

  private static String log(cl_program program, cl_device_id id) {
    long[] size = new long[1];
    clGetProgramBuildInfo(program, id, CL_PROGRAM_BUILD_LOG, 0, null, size);
    byte[] text = new byte[(int) size[0]];
    clGetProgramBuildInfo(program, id, CL_PROGRAM_BUILD_LOG, text.length, Pointer.to(text), null);
    return string(text);
  }

  @Override
  public String buildLog() {
    return log.get();
  }

  @Override
  public byte[] binary(cl_program program) {
    long[] size = new long[1];
    clGetProgramInfo(program, CL_PROGRAM_BINARY_SIZES, Sizeof.size_t, Pointer.to(size), null);
    byte[] binary = new byte[(int) size[0]];
    Pointer[] to = {Pointer.to(binary)};
    clGetProgramInfo(program, CL_PROGRAM_BINARIES, Sizeof.POINTER, Pointer.to(to), null);
    return binary;
  }

  @Override
  public void releaseProgram(cl_program program) {
    clReleaseProgram(program);
  }

  @Override
  public cl_kernel kernel(cl_program program, String name) {
    return clCreateKernel(program, name, null);
  }

  @Override
  public void releaseKernel(cl_kernel kernel) {
    clReleaseKernel(kernel);
  }

  @Override
  public void argument(cl_kernel kernel, int index, long bytes, Pointer value) {
    clSetKernelArg(kernel, index, bytes, value);
  }

  @Override
  public void launch(
      Session session, cl_kernel kernel, long[] offset, long[] global, long[] local) {
    clEnqueueNDRangeKernel(
        session.queue(),
        kernel,
        global.length,
        isZero(offset) ? null : offset,
        global,
        local.length == 0 ? null : local,
        0,
        null,
        null);
  }

  private static boolean isZero(long[] offset) {
    for (long o : offset) {
      if (o != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return Arrays.toString(devices().stream().map(DeviceInfo::name).toArray());
  }
}
