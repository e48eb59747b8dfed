package dev.assay.engine.backend;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/**
 * The names of one backend's devices.
 *
 * @param first the device that calls go to where no scope names another
 * @param primary of every name and alias, the name that placement uses
 */
record DeviceNames(Optional<String> first, Map<String, String> primary) {
  /** Every call asks. */
  private static final Map<Backend, DeviceNames> KNOWN =
      Collections.synchronizedMap(new WeakHashMap<>());

  /** Those of {@code backend}, which is asked for them once. */
  static DeviceNames of(Backend backend) {
    DeviceNames known = KNOWN.get(backend);
    if (known == null) {
      known = read(backend); // outside of the map's lock: a driver may take its time
      KNOWN.put(backend, known);
    }
    return known;
  }

  private static DeviceNames read(Backend backend) {
    Map<String, String> primary = new LinkedHashMap<>();
    for (DeviceDetails d : backend.details()) {
      d.names().forEach(name -> primary.putIfAbsent(name, d.name()));
    }
    return new DeviceNames(
        primary.values().stream().findFirst(), Collections.unmodifiableMap(primary));
  }

  /** The device of that name, or the first one where none is asked for or it is another's. */
  Optional<String> choose(Optional<String> asked) {
    return asked.map(primary::get).or(() -> first);
  }
}
