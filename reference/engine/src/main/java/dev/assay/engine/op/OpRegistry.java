package dev.assay.engine.op;

import dev.assay.engine.UnknownOpException;
import dev.assay.engine.ValueException;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/** All operations by name, gathered from the families on the class path. */
public final class OpRegistry {
  private static final OpRegistry INSTANCE = new OpRegistry();

  private final SortedMap<String, Op> ops = new TreeMap<>();
  private final Map<String, String> families = new HashMap<>();

  private OpRegistry() {
    for (OpFamily family : ServiceLoader.load(OpFamily.class, OpFamily.class.getClassLoader())) {
      for (Op op : family.ops()) {
        if (ops.put(op.name(), op) != null) {
          throw new IllegalStateException("operation registered twice: " + op.name());
        }
        families.put(op.name(), family.name());
      }
    }
  }

  /** The operation of that name. */
  public static Op get(String name) {
    Op op = INSTANCE.ops.get(name);
    if (op == null) {
      List<String> near =
          INSTANCE.ops.keySet().stream()
              .sorted(Comparator.comparingInt(n -> EditDistance.between(n, name)))
              .limit(3)
              .toList();
      throw new UnknownOpException(
          "unknown op \"" + name + "\", nearest: " + String.join(", ", near));
    }
    return op;
  }

  /** All operations, sorted by name. */
  public static Collection<Op> all() {
    return Collections.unmodifiableCollection(INSTANCE.ops.values());
  }

  /** The family that an operation belongs to. */
  public static String family(Op op) {
    return INSTANCE.families.getOrDefault(
        ValueException.requireGiven(op, "op registry: op").name(), "unregistered");
  }
}
