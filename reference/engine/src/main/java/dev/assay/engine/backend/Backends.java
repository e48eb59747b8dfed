package dev.assay.engine.backend;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** The backends on the class path; one that cannot be loaded does not stop the others. */
final class Backends {
  static final List<Backend> ALL;

  /** Every name and alias of a device, and who drives it. */
  static final Map<String, Backend> DEVICES = new LinkedHashMap<>();

  static final Map<String, String> UNAVAILABLE = new LinkedHashMap<>();

  static {
    List<Backend> found = new ArrayList<>();
    add(ReferenceBackend.instance(), found);
    Iterator<ServiceLoader.Provider<Backend>> providers =
        ServiceLoader.load(Backend.class, Backend.class.getClassLoader()).stream().iterator();
    for (Optional<ServiceLoader.Provider<Backend>> p = next(providers);
        p.isPresent();
        p = next(providers)) {
      try {
        add(p.get().get(), found);
      } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
        UNAVAILABLE.put(p.get().type().getName(), reason(e));
      }
    }
    ALL = List.copyOf(found);
  }

  private Backends() {}

  /** The next class that a service file names; what names none that there is, is noted down. */
  private static Optional<ServiceLoader.Provider<Backend>> next(
      Iterator<ServiceLoader.Provider<Backend>> providers) {
    while (true) {
      try {
        return providers.hasNext() ? Optional.of(providers.next()) : Optional.empty();
      } catch (ServiceConfigurationError | LinkageError e) {
        UNAVAILABLE.merge("service file", reason(e), (a, b) -> a + "; " + b);
      }
    }
  }

  private static void add(Backend backend, List<Backend> found) {
    DeviceNames.of(backend).primary().keySet().forEach(d -> DEVICES.putIfAbsent(d, backend));
    found.add(backend);
  }

  private static String reason(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return deepest.toString();
  }
}
