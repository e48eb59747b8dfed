package dev.assay.engine.backend;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** The backends on the class path; one that cannot be loaded does not stop the others. */
final class Backends {
  static final List<Backend> ALL;
  static final Map<String, Backend> DEVICES = new LinkedHashMap<>();
  static final Map<String, String> UNAVAILABLE = new LinkedHashMap<>();

  static {
    List<Backend> found = new ArrayList<>();
    add(ReferenceBackend.instance(), found);
    ServiceLoader.load(Backend.class, Backend.class.getClassLoader()).stream()
        .forEach(
            provider -> {
              try {
                add(provider.get(), found);
              } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
                UNAVAILABLE.put(provider.type().getName(), reason(e));
              }
            });
    ALL = List.copyOf(found);
  }

  private Backends() {}

  private static void add(Backend backend, List<Backend> found) {
    List<String> devices = backend.devices().stream().map(DeviceName::canonical).toList();
    devices.forEach(d -> DEVICES.putIfAbsent(d, backend));
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
