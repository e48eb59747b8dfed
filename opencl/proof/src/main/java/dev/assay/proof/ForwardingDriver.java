package dev.assay.proof;

import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.Driver;
import java.util.List;
import org.jocl.Pointer;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jocl.cl_program;

/** Passes every call on to another driver. What is to be watched or broken overrides it. */
public class ForwardingDriver implements Driver {
  private final Driver inner;

  /** Passes calls on to {@code inner}. */
  public ForwardingDriver(Driver inner) {
    this.inner = inner;
  }

  @Override
  public List<DeviceInfo> devices() {
    return inner.devices();
  }

  @Override
  public Session open(DeviceInfo device) {
    return inner.open(device);
  }

  @Override
  public void close(Session session) {
    inner.close(session);
  }

  @Override
  public cl_mem createBuffer(Session session, long bytes) {
    return inner.createBuffer(session, bytes);
  }

  @Override
  public void releaseBuffer(cl_mem buffer) {
    inner.releaseBuffer(buffer);
  }

  @Override
  public void write(Session session, cl_mem buffer, long bytes, Pointer from) {
    inner.write(session, buffer, bytes, from);
  }

  @Override
  public void read(Session session, cl_mem buffer, long bytes, Pointer to) {
    inner.read(session, buffer, bytes, to);
  }

  @Override
  public void fill(Session session, cl_mem buffer, long bytes, byte value) {
    inner.fill(session, buffer, bytes, value);
  }

  @Override
  public void finish(Session session) {
    inner.finish(session);
  }

  @Override
  public boolean finish(Session session, long nanoseconds) {
    return inner.finish(session, nanoseconds);
  }

  @Override
  public cl_program build(Session session, DeviceInfo device, String source, String options) {
    return inner.build(session, device, source, options);
  }

  @Override
  public cl_program load(Session session, DeviceInfo device, byte[] binary, String options) {
    return inner.load(session, device, binary, options);
  }

  @Override
  public String buildLog() {
    return inner.buildLog();
  }

  @Override
  public byte[] binary(cl_program program) {
    return inner.binary(program);
  }

  @Override
  public void releaseProgram(cl_program program) {
    inner.releaseProgram(program);
  }

  @Override
  public cl_kernel kernel(cl_program program, String name) {
    return inner.kernel(program, name);
  }

  @Override
  public void releaseKernel(cl_kernel kernel) {
    inner.releaseKernel(kernel);
  }

  @Override
  public void argument(cl_kernel kernel, int index, long bytes, Pointer value) {
    inner.argument(kernel, index, bytes, value);
  }

  @Override
  public void launch(
      Session session, cl_kernel kernel, long[] offset, long[] global, long[] local) {
    inner.launch(session, kernel, offset, global, local);
  }
}
