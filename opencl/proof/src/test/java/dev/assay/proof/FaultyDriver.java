package dev.assay.proof;

import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.Driver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jocl.cl_program;

/**
 * A driver with two devices, both the first of another, some calls of which fail on request, and
 * which counts its calls.
 */
final class FaultyDriver extends ForwardingDriver {
  /** The calls that fail on request. */
  enum What {
    OPEN,
    BUFFER,
    WRITE,
    READ,
    LAUNCH,
    FINISH
  }

  private record Fault(Set<What> what, int status, boolean once) {}

  private final List<What> calls = new ArrayList<>();
  private Optional<Fault> fault = Optional.empty();
  private int buffers;

  FaultyDriver(Driver inner) {
    super(inner);
  }

  /** The next such call fails. */
  synchronized void failNext(What what, int status) {
    fault = Optional.of(new Fault(Set.of(what), status, true));
  }

  /** Every such call fails. */
  synchronized void failAlways(int status, What... what) {
    fault = Optional.of(new Fault(Set.of(what), status, false));
  }

  /** No call fails any more. */
  synchronized void heal() {
    fault = Optional.empty();
  }

  /** How many such calls there were. */
  synchronized long count(What what) {
    return calls.stream().filter(c -> c == what).count();
  }

  /** How many buffers the driver has given and not got back. */
  synchronized int buffers() {
    return buffers;
  }

  private synchronized void come(What what) {
    calls.add(what);
    if (fault.filter(f -> f.what().contains(what)).isPresent()) {
      Fault f = fault.get();
      fault = f.once() ? Optional.empty() : fault;
      throw new CLException("injected", f.status());
    }
  }

  private <T> T come(What what, Supplier<T> call) {
    come(what);
    return call.get();
  }

  @Override
  public List<DeviceInfo> devices() {
    DeviceInfo d = super.devices().get(0);
    return List.of(d, numbered(d, 1));
  }

  private static DeviceInfo numbered(DeviceInfo d, int number) {
    return d.with(number, d.gpu(), d.computeUnits(), d.lanes());
  }

  @Override
  public Session open(DeviceInfo device) {
    return come(What.OPEN, () -> super.open(numbered(device, 0)));
  }

  @Override
  public cl_program build(Session session, DeviceInfo device, String source, String options) {
    return super.build(session, numbered(device, 0), source, options);
  }

  @Override
  public cl_program load(Session session, DeviceInfo device, byte[] binary, String options) {
    return super.load(session, numbered(device, 0), binary, options);
  }

  @Override
  public synchronized cl_mem createBuffer(Session session, long bytes) {
    cl_mem made = come(What.BUFFER, () -> super.createBuffer(session, bytes));
    buffers++;
    return made;
  }

  @Override
  public synchronized void releaseBuffer(cl_mem buffer) {
    buffers--;
    super.releaseBuffer(buffer);
  }

  @Override
  public void write(Session session, cl_mem buffer, long bytes, Pointer from) {
    come(What.WRITE);
    super.write(session, buffer, bytes, from);
  }

  @Override
  public void read(Session session, cl_mem buffer, long bytes, Pointer to) {
    come(What.READ);
    super.read(session, buffer, bytes, to);
  }

  @Override
  public void finish(Session session) {
    come(What.FINISH);
    super.finish(session);
  }

  @Override
  public void launch(
      Session session, cl_kernel kernel, long[] offset, long[] global, long[] local) {
    come(What.LAUNCH);
    super.launch(session, kernel, offset, global, local);
  }
}
