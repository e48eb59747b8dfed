package dev.assay.opencl.device;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a driver says of a device.
 *
 * @param number its place among the devices of all platforms: {@code /opencl:N}
 * @param name the name that the driver gives it
 * @param platform the platform's name and version
 * @param driver the driver's version
 * @param version the device's OpenCL version
 * @param gpu whether it is a graphics processor
 * @param memory bytes of global memory
 * @param largest bytes of the largest single buffer
 * @param localMemory bytes of memory that a work-group shares
 * @param computeUnits how many work-groups may run at once
 * @param workGroup the most work-items in a work-group, of any shape in two dimensions
 * @param lanes how many binary32 numbers its registers hold side by side
 * @param single what binary32 arithmetic it has
 * @param binary64 what binary64 arithmetic it has; nothing if it has none
 */
public record DeviceInfo(
    int number,
    String name,
    String platform,
    String driver,
    String version,
    boolean gpu,
    long memory,
    long largest,
    long localMemory,
    int computeUnits,
    int workGroup,
    int lanes,
    List<FpFlag> single,
    List<FpFlag> binary64) {
  /** What floating-point arithmetic may have, by OpenCL's names. */
  public enum FpFlag {
    /** Subnormal numbers. */
    DENORM,
    /** Infinities and quiet NaN. */
    INF_NAN,
    /** Rounding to nearest, ties to even. */
    ROUND_TO_NEAREST,
    /** Rounding towards zero. */
    ROUND_TO_ZERO,
    /** Rounding up and down. */
    ROUND_TO_INF,
    /** Fused multiply-add. */
    FMA,
    /** Emulated. */
    SOFT_FLOAT,
    /** Division and square root can be built to round correctly. */
    CORRECTLY_ROUNDED_DIVIDE_SQRT
  }

  /** The device, but for these: what runs on another is chosen by them. */
  public DeviceInfo with(int otherNumber, boolean isGpu, int otherUnits, int otherLanes) {
    return new DeviceInfo(
        otherNumber,
        name,
        platform,
        driver,
        version,
        isGpu,
        memory,
        largest,
        localMemory,
        otherUnits,
        workGroup,
        otherLanes,
        single,
        binary64);
  }

  /** Whether it has binary64. */
  public boolean hasBinary64() {
    return !binary64.isEmpty();
  }

  /** {@code /opencl:0}. */
  public String device() {
    return "/opencl:" + number;
  }

  /** What of it changes the code that is built for it. */
  String identity() {
    return String.join("\n", name, platform, driver, version);
  }

  /** Everything, by name, for people. */
  public Map<String, String> properties() {
    Map<String, String> p = new LinkedHashMap<>();
    p.put("name", name);
    p.put("type", gpu ? "GPU" : "CPU or accelerator");
    p.put("platform", platform);
    p.put("driver", driver);
    p.put("version", version);
    p.put("compute units", Integer.toString(computeUnits));
    p.put("work-group", Integer.toString(workGroup));
    p.put("lanes", Integer.toString(lanes));
    p.put("memory", mebibytes(memory));
    p.put("largest buffer", mebibytes(largest));
    p.put("local memory", localMemory / 1024 + " KiB");
    p.put("float32", flags(single));
    p.put("float64", hasBinary64() ? flags(binary64) : "none");
    return p;
  }

  private static String mebibytes(long bytes) {
    return bytes / (1 << 20) + " MiB";
  }

  private static String flags(List<FpFlag> flags) {
    return String.join(" ", flags.stream().map(f -> f.name().toLowerCase(Locale.ROOT)).toList());
  }
}
