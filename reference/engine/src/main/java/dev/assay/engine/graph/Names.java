package dev.assay.engine.graph;

import dev.assay.engine.AttributeException;
import dev.assay.engine.ValueException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Names of nodes, made unique as TensorFlow does: {@code t}, {@code t_1}, {@code t_2}. */
final class Names {
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9.][A-Za-z0-9_.\\-/]*");

  /** Names given, in lower case, with the next suffix to try. */
  private final Map<String, Integer> used = new HashMap<>();

  /** {@code name}, or with the first free suffix. Names that differ only in case are one name. */
  String unique(String name) {
    ValueException.requireGiven(name, "graph: a name");
    if (!VALID.matcher(name).matches()) {
      throw new AttributeException(
          "graph: a node's name matches " + VALID.pattern() + ", got \"" + name + "\"");
    }
    String free = name;
    int next = used.getOrDefault(key(name), 0);
    if (next > 0) {
      do {
        free = name + "_" + next++;
      } while (used.containsKey(key(free)));
      used.put(key(free), 1);
    }
    used.put(key(name), Math.max(next, 1));
    return free;
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
