package dev.assay.opencl.device;

import java.util.List;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jocl.cl_program;

/**
 * The calls of OpenCL that the backend makes, each with its errors as {@link CLException}. There is
 * one implementation on the real driver; tests have others, in which calls fail.
 */
public interface Driver {
  /**
   * A context of one device with its command queue, in which commands run in the order they are
   * given.
   */
  record Session(cl_context context, cl_command_queue queue) {}

  /** The devices of all platforms, in the order of the platforms. */
  List<DeviceInfo> devices();

  /** Opens a device. */
  Session open(DeviceInfo device);

  /** Closes what {@link #open} opened, after the commands given have run. */
  void close(Session session);

  /** Makes a buffer. */
  cl_mem createBuffer(Session session, long bytes);

  /** Gives a buffer up; it goes when the commands that use it have run. */
  void releaseBuffer(cl_mem buffer);

  /** Copies {@code bytes} bytes to a buffer, and waits. */
  void write(Session session, cl_mem buffer, long bytes, Pointer from);

  /** Copies {@code bytes} bytes from a buffer, after the commands given before, and waits. */
  void read(Session session, cl_mem buffer, long bytes, Pointer to);

  /** Fills a buffer with a byte. */
  void fill(Session session, cl_mem buffer, long bytes, byte value);

  /** Waits until all commands have run. */
  void finish(Session session);

  /**
   * Waits until all commands have run, at most so long.
   *
   * @return whether they have
   */
  boolean finish(Session session, long nanoseconds);

  /** Makes a program from its text and builds it. */
  cl_program build(Session session, DeviceInfo device, String source, String options);

  /** Makes a program from what {@link #binary} gave and builds it. */
  cl_program load(Session session, DeviceInfo device, byte[] binary, String options);

  /** What the compiler said when the last program of this thread did not build. */
  String buildLog();

  /** A built program as the driver keeps it. */
  byte[] binary(cl_program program);

  /** Gives a program up. */
  void releaseProgram(cl_program program);

  /** A kernel of a built program. */
  cl_kernel kernel(cl_program program, String name);

  /** Gives a kernel up. */
  void releaseKernel(cl_kernel kernel);

  /** Sets an argument of a kernel. */
  void argument(cl_kernel kernel, int index, long bytes, Pointer value);

  /**
   * Gives the command to run a kernel.
   *
   * @param offset the first work-item along each dimension
   * @param global how many there are
   * @param local how many are a work-group; empty leaves the choice to the driver
   */
  void launch(Session session, cl_kernel kernel, long[] offset, long[] global, long[] local);
}
