package dev.assay.engine.backend;

import dev.assay.engine.ValueException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What there is to know of a device, for people and for records.
 *
 * @param name the name that placement uses: {@code /opencl:0}
 * @param aliases other names of the same device: {@code /gpu:0}
 * @param model what its maker calls it; may be empty
 * @param driver what drives it, with its version; empty where nothing does
 * @param version of the interface that the driver offers, {@code OpenCL 3.0}; may be empty
 * @param precision the arithmetic it declares
 * @param properties whatever else is known, in the order in which to tell it: memory, compute units
 */
public record DeviceDetails(
    String name,
    List<String> aliases,
    String model,
    String driver,
    String version,
    PrecisionClass precision,
    Map<String, String> properties) {
  /** Checks that all is given; names become canonical, {@code /device:GPU:0} is {@code /gpu:0}. */
  public DeviceDetails {
    name = DeviceName.canonical(ValueException.requireGiven(name, "device: the name"));
    aliases =
        ValueException.requireGiven(aliases, "device: the aliases").stream()
            .map(DeviceName::canonical)
            .toList();
    ValueException.requireGiven(model, "device: the model");
    ValueException.requireGiven(driver, "device: the driver");
    ValueException.requireGiven(version, "device: the version");
    ValueException.requireGiven(precision, "device: the precision");
    properties =
        Collections.unmodifiableMap(
            new LinkedHashMap<>(ValueException.requireGiven(properties, "device: the properties")));
  }

  /** A device of which no more is known. */
  public static DeviceDetails of(String name, String driver, PrecisionClass precision) {
    return new DeviceDetails(name, List.of(), "", driver, "", precision, Map.of());
  }

  /** All its names, the one that placement uses first. */
  public List<String> names() {
    List<String> all = new ArrayList<>(List.of(name));
    all.addAll(aliases);
    return List.copyOf(all);
  }
}
