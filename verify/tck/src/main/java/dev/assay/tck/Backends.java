package dev.assay.tck;

import dev.assay.engine.BackendException;
import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.ReferenceBackend;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** The backends on the class path: the reference, and those that register themselves. */
public final class Backends {
  /**
   * What was found.
   *
   * @param usable the reference first, the others by name
   * @param broken why others could not be loaded
   */
  public record Found(List<Backend> usable, List<String> broken) {}

  private Backends() {}

  /** Looks for backends; one that cannot be loaded does not hide the others. */
  public static Found find() {
    List<Backend> usable = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    Iterator<ServiceLoader.Provider<Backend>> providers =
        ServiceLoader.load(Backend.class).stream().iterator();
    while (true) {
      try {
        if (!providers.hasNext()) {
          break;
        }
        usable.add(providers.next().get());
      } catch (ServiceConfigurationError | LinkageError e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        broken.add(cause.toString());
      }
    }
    usable.sort((a, b) -> a.name().compareTo(b.name()));
    usable.removeIf(b -> b.name().equals(ReferenceBackend.instance().name()));
    usable.add(0, ReferenceBackend.instance());
    return new Found(List.copyOf(usable), List.copyOf(broken));
  }

  /** The backend called {@code name}. */
  public static Backend named(String name) {
    if (name.equals(ReferenceBackend.instance().name())) {
      return ReferenceBackend.instance();
    }
    Found found = find();
    return found.usable().stream()
        .filter(b -> b.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BackendException(
                    "unknown backend \""
                        + name
                        + "\", there are: "
                        + String.join(", ", found.usable().stream().map(Backend::name).toList())
                        + (found.broken().isEmpty() ? "" : "; not loaded: " + found.broken())));
  }
}
