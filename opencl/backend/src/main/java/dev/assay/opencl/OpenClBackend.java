package dev.assay.opencl;

import dev.assay.engine.AttributeException;
import dev.assay.engine.BackendException;
import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Capability;
import dev.assay.engine.backend.Devices;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.ClDevice;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.Driver;
import dev.assay.opencl.device.JoclDriver;
import dev.assay.opencl.device.Settings;
import dev.assay.opencl.kernel.DeviceOp;
import dev.assay.opencl.kernel.Kernels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Carries calls out on OpenCL devices. {@code /opencl:N} is the N-th device of all platforms,
 * {@code /gpu:N} the N-th of those that are graphics processors. A device is opened by its first
 * call.
 *
 * <p>Without an OpenCL library or device the backend is there, has no devices and supports nothing;
 * {@link #absence} says why.
 */
public final class OpenClBackend implements Backend, AutoCloseable {
  private final Optional<Driver> driver;
  private final String absence;
  private final Settings settings;
  private final Map<String, DeviceInfo> devices = new LinkedHashMap<>();
  private final Map<DeviceInfo, ClDevice> open = new LinkedHashMap<>();
  private final Optional<DeviceInfo> first;

  /** The devices of the driver that is installed, driven as the system properties say. */
  public OpenClBackend() {
    this(Installed.DRIVER, Installed.absence, Settings.ofProperties());
  }

  /** The devices of a driver. */
  public OpenClBackend(Driver driver, Settings settings) {
    this(Optional.of(driver), "", settings);
  }

  private OpenClBackend(Optional<Driver> driver, String absence, Settings settings) {
    this.driver = driver;
    this.settings = settings;
    int gpus = 0;
    List<DeviceInfo> all = driver.map(Driver::devices).orElse(List.of());
    for (DeviceInfo d : all) {
      devices.put(d.device(), d);
      if (d.gpu()) {
        devices.put("/gpu:" + gpus++, d);
      }
    }
    this.first = chosen(all);
    this.absence = absence.isEmpty() && all.isEmpty() ? "no OpenCL device is installed" : absence;
  }

  /** The driver that is installed, looked for once. */
  private static final class Installed {
    static final Optional<Driver> DRIVER;
    static String absence = "";

    static {
      Optional<Driver> found = Optional.empty();
      try {
        found = Optional.of(new JoclDriver());
      } catch (LinkageError | RuntimeException e) {
        absence = "no OpenCL library could be loaded: " + e.getMessage();
      }
      DRIVER = found;
    }
  }

  /**
   * The device that property {@code assay.opencl.device} names by number or by a part of its name.
   */
  private static Optional<DeviceInfo> chosen(List<DeviceInfo> all) {
    String wanted = System.getProperty("assay.opencl.device", "");
    if (wanted.isEmpty() || all.isEmpty()) {
      return all.stream().findFirst();
    }
    return Optional.of(
        all.stream()
            .filter(d -> wanted.equals(Integer.toString(d.number())) || d.name().contains(wanted))
            .findFirst()
            .orElseThrow(
                () ->
                    new AttributeException(
                        "property assay.opencl.device: no device is called \""
                            + wanted
                            + "\", there are "
                            + all.stream().map(DeviceInfo::name).toList())));
  }

  @Override
  public String name() {
    return "opencl";
  }

  @Override
  public List<String> devices() {
    List<String> names = new ArrayList<>(devices.keySet());
    first.ifPresent(
        d -> {
          names.remove(d.device());
          names.add(0, d.device()); // where calls without a scope of a device go
        });
    return names;
  }

  @Override
  public String driver() {
    return info().map(d -> d.name() + ", " + d.platform() + ", driver " + d.driver()).orElse("");
  }

  /** Why there are no devices; empty where there are. */
  public String absence() {
    return absence;
  }

  @Override
  public PrecisionClass precision() {
    if (settings.relaxed()) {
      return PrecisionClass.FAST_MATH;
    }
    return info().filter(d -> !d.single().contains(DeviceInfo.FpFlag.DENORM)).isPresent()
        ? PrecisionClass.FTZ32
        : PrecisionClass.RN32;
  }

  @Override
  public Capability capability(Call call) {
    Optional<DeviceInfo> device = info();
    if (device.isEmpty()) {
      return Capability.unsupported(absence);
    }
    Optional<DeviceOp> op = Kernels.find(call.op().name());
    return op.isEmpty()
        ? Capability.unsupported("there is no kernel for it")
        : op.get().capability(call, device.get());
  }

  @Override
  public List<Tensor> run(Call call) {
    DeviceOp op =
        Kernels.find(call.op().name())
            .orElseThrow(
                () -> BackendException.unsupported(call.op().name() + ": there is no kernel"));
    return op.run(call, device());
  }

  /** The device of the innermost scope if it is one of these, else the first. */
  private Optional<DeviceInfo> info() {
    return Devices.scope().map(devices::get).or(() -> first);
  }

  /** The device that this thread's calls go to, open; one that was lost is opened again. */
  public synchronized ClDevice device() {
    DeviceInfo info = info().orElseThrow(() -> new BackendException("opencl: " + absence));
    ClDevice device = open.get(info);
    if (device == null || device.isGone()) {
      device = ClDevice.open(driver.orElseThrow(), info, settings);
      open.put(info, device);
    }
    return device;
  }

  /** Closes all devices. The next call opens them again. */
  @Override
  public synchronized void close() {
    open.values().forEach(ClDevice::close);
    open.clear();
  }
}
