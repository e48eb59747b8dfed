package dev.assay.cli;

import dev.assay.engine.BackendException;
import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.ReferenceBackend;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The backends on the class path by name. */
final class Backends {
  private Backends() {}

  /** All of them, the reference too. One that cannot be loaded is an error, not an absence. */
  static Map<String, Backend> all() {
    Map<String, Backend> all = new TreeMap<>();
    all.put(ReferenceBackend.instance().name(), ReferenceBackend.instance());
    try {
      for (Backend b : ServiceLoader.load(Backend.class)) {
        all.put(b.name(), b);
      }
    } catch (ServiceConfigurationError e) {
      throw new BackendException("a backend cannot be loaded: " + e.getMessage(), e);
    }
    return all;
  }

  /** The one called {@code name}. */
  static Backend named(String name) {
    Map<String, Backend> all = all();
    Backend b = all.get(name);
    if (b == null) {
      throw new BackendException(
          "unknown backend \"" + name + "\", there is: " + String.join(", ", all.keySet()));
    }
    return b;
  }
}
