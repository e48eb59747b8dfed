package dev.assay.engine.backend;

import java.util.function.Supplier;

/** Which backend carries out the calls of the current thread. */
public final class Devices {
  private static final ThreadLocal<Backend> CURRENT =
      ThreadLocal.withInitial(ReferenceBackend::instance);

  private Devices() {}

  /** The backend that new calls of this thread go to. */
  public static Backend current() {
    return CURRENT.get();
  }

  /** Runs {@code body} with {@code backend} as this thread's backend. */
  public static <T> T with(Backend backend, Supplier<T> body) {
    Backend before = CURRENT.get();
    CURRENT.set(backend);
    try {
      return body.get();
    } finally {
      CURRENT.set(before);
    }
  }
}
