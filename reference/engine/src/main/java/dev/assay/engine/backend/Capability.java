package dev.assay.engine.backend;

/** Whether a backend carries a call out. */
public sealed interface Capability {
  /** It does. */
  record Supported() implements Capability {}

  /** It does not, and why. */
  record Unsupported(String reason) implements Capability {}

  /** It does. */
  static Capability supported() {
    return new Supported();
  }

  /** It does not, and why. */
  static Capability unsupported(String reason) {
    return new Unsupported(reason);
  }

  /** Whether it does. */
  default boolean isSupported() {
    return this instanceof Supported;
  }
}
