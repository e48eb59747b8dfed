package dev.assay.spec;

import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** All specifications by the name of their operation. */
public final class SpecRegistry {
  private static final Map<String, Spec> SPECS = load();

  private SpecRegistry() {}

  private static Map<String, Spec> load() {
    Map<String, Spec> specs = new TreeMap<>();
    for (SpecFamily family : ServiceLoader.load(SpecFamily.class)) {
      for (Spec spec : family.specs()) {
        if (specs.put(spec.op(), spec) != null) {
          throw new IllegalStateException("operation specified twice: " + spec.op());
        }
      }
    }
    return specs;
  }

  /** The specification of the operation called {@code op}. */
  public static Optional<Spec> find(String op) {
    return Optional.ofNullable(SPECS.get(op));
  }
}
