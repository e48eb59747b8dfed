package dev.assay.opencl;

import dev.assay.engine.AttributeException;
import dev.assay.engine.BackendException;
import dev.assay.engine.backend.Accuracy;
import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Capability;
import dev.assay.engine.backend.DeviceDetails;
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
 * <p>Without an OpenCL library or device the backend is there, has no devices and supports nothing.
 */
public final class OpenClBackend implements Backend, AutoCloseable {
  /** The largest work-groups of kernels that have but one version. */
  private static final int WORK_GROUP = 256;

  private final Optional<Driver> driver;
  private final String absence;
  private final Settings settings;
  private final Map<String, DeviceInfo> infos = new LinkedHashMap<>();
  private final List<DeviceDetails> details = new ArrayList<>();
  private final Map<DeviceInfo, ClDevice> open = new LinkedHashMap<>();

  /** The devices of the driver that is installed, driven as the system properties say. */
  public OpenClBackend() {
    this(Installed.DRIVER, Installed.ABSENCE, Settings.ofProperties());
  }

  /** The devices of a driver. */
  public OpenClBackend(Driver driver, Settings settings) {
    this(Optional.of(driver), "", settings);
  }

  private OpenClBackend(Optional<Driver> driver, String absence, Settings settings) {
    this.driver = driver;
    this.settings = settings;
    List<DeviceInfo> all = driver.map(Driver::devices).orElse(List.of());
    this.absence = absence.isEmpty() && all.isEmpty() ? "no OpenCL device is installed" : absence;
    int gpus = 0;
    for (DeviceInfo d : all) {
      infos.put(d.device(), d);
      details.add(details(d, d.gpu() ? List.of("/gpu:" + gpus++) : List.of()));
    }
    chosen(all)
        .ifPresent(
            d -> { // where calls without a scope of a device go
              DeviceDetails first = details.remove(d.number());
              details.add(0, first);
            });
  }

  private DeviceDetails details(DeviceInfo d, List<String> aliases) {
    return new DeviceDetails(
        d.device(), aliases, d.name(), d.driver(), d.version(), precision(d), d.properties());
  }

  /** Whether the driver that is installed has a device: for tests that need one. */
  public static boolean hasDevices() {
    return Installed.DRIVER.map(d -> !d.devices().isEmpty()).orElse(false);
  }

  /** The driver that is installed, looked for once. */
  private static final class Installed {
    static final Optional<Driver> DRIVER;
    static final String ABSENCE;

    static {
      Optional<Driver> found = Optional.empty();
      String why = "";
      try {
        found = Optional.of(new JoclDriver());
      } catch (LinkageError | RuntimeException e) {
        why = "no OpenCL library could be loaded: " + reason(e);
      }
      DRIVER = found;
      ABSENCE = why;
    }
  }

  /**
   * What went wrong at last, on one line: JOCL's message may hold stack traces of every attempt.
   */
  static String reason(Throwable e) {
    return e.toString()
        .lines()
        .filter(line -> line.matches("[\\w.]+(Error|Exception): .*"))
        .reduce((earlier, later) -> later)
        .orElse(e.getClass().getName());
  }

  /**
   * The device that property {@code assay.opencl.device} names by number or by a part of its name.
   */
  private static Optional<DeviceInfo> chosen(List<DeviceInfo> all) {
    String wanted = System.getProperty("assay.opencl.device", "");
    if (wanted.isEmpty() || all.isEmpty()) {
      return Optional.empty();
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
    return details.stream().map(DeviceDetails::name).toList();
  }

  @Override
  public List<DeviceDetails> details() {
    return List.copyOf(details);
  }

  @Override
  public String absence() {
    return absence;
  }

  @Override
  public String driver() {
    return info().map(d -> d.name() + ", " + d.platform() + ", driver " + d.driver()).orElse("");
  }

  @Override
  public PrecisionClass precision() {
    return info().map(this::precision).orElse(PrecisionClass.RN32);
  }

  private PrecisionClass precision(DeviceInfo device) {
    if (settings.relaxed()) {
      return PrecisionClass.FAST_MATH;
    }
    return device.single().contains(DeviceInfo.FpFlag.DENORM)
        ? PrecisionClass.RN32
        : PrecisionClass.FTZ32;
  }

  @Override
  public Capability capability(Call call) {
    Optional<DeviceInfo> device = info();
    if (device.isEmpty()) {
      return Capability.unsupported(absence);
    }
    if (device.get().workGroup() < WORK_GROUP) {
      return Capability.unsupported(
          "its work-groups have at most "
              + device.get().workGroup()
              + " work-items, kernels need "
              + WORK_GROUP);
    }
    Optional<DeviceOp> op = Kernels.find(call.op().name());
    return op.isEmpty()
        ? Capability.unsupported("there is no kernel for it")
        : op.get().capability(call, device.get());
  }

  @Override
  public Accuracy accuracy() {
    return Accuracy.openCl(
        info()
            .map(d -> d.single().contains(DeviceInfo.FpFlag.CORRECTLY_ROUNDED_DIVIDE_SQRT))
            .orElse(false));
  }

  @Override
  public List<Tensor> run(Call call) {
    return op(call).run(call, device());
  }

  @Override
  public List<Tensor> runLazily(Call call) {
    return op(call).runLazily(call, device());
  }

  private static DeviceOp op(Call call) {
    return Kernels.find(call.op().name())
        .orElseThrow(() -> BackendException.unsupported(call.op().name() + ": there is no kernel"));
  }

  private Optional<DeviceInfo> info() {
    return Devices.deviceOf(this).map(infos::get);
  }

  /** The device that this thread's calls go to, open; one that was lost is opened again. */
  public synchronized ClDevice device() {
    DeviceInfo info = info().orElseThrow(() -> new BackendException("opencl: " + absence));
    ClDevice device = open.get(info);
    if (device == null || device.isGone()) {
      if (device != null) {
        device.close(); // what a lost one held
      }
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
