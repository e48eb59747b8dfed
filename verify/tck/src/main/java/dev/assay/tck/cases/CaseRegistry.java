package dev.assay.tck.cases;

import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** All generators by the name of their operation. */
public final class CaseRegistry {
  private static final Map<String, OpCases> CASES = load();

  private CaseRegistry() {}

  private static Map<String, OpCases> load() {
    Map<String, OpCases> cases = new TreeMap<>();
    for (CaseFamily family : ServiceLoader.load(CaseFamily.class)) {
      for (OpCases c : family.cases()) {
        if (cases.put(c.op(), c) != null) {
          throw new IllegalStateException("operation with two generators: " + c.op());
        }
      }
    }
    return cases;
  }

  /** How the operation called {@code op} is exercised. */
  public static Optional<OpCases> find(String op) {
    return Optional.ofNullable(CASES.get(op));
  }
}
