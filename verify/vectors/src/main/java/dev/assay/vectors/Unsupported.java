package dev.assay.vectors;

import dev.assay.engine.DTypeException;
import dev.assay.engine.tensor.DType;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a program declares that it does not do, with reasons: {@code {"parts": {"gradient": "…"},
 * "types": {"complex64": "…"}, "ops": {"svd": "…"}, "cases": {"matmul/smooth/float32/…": "…"}}}.
 * What is declared and written nevertheless is judged.
 */
final class Unsupported {
  private static final int MOST_BYTES = 4 << 20;
  private static final List<String> FIELDS = List.of("parts", "types", "ops", "cases");

  private final Map<Part, String> parts = new EnumMap<>(Part.class);
  private final Map<DType, String> types = new EnumMap<>(DType.class);
  private final Map<String, String> ops = new TreeMap<>();
  private final Map<String, String> cases = new HashMap<>();

  private Unsupported() {}

  /** Reads the declaration in a folder; where there is none, nothing is declared. */
  static Unsupported read(Folder folder, VectorSet set) {
    Unsupported declared = new Unsupported();
    folder
        .find(MOST_BYTES, Layout.UNSUPPORTED)
        .map(bytes -> Fields.parse(bytes, folder.path(Layout.UNSUPPORTED).toString()))
        .ifPresent(fields -> declared.add(fields, set));
    return declared;
  }

  private void add(Fields all, VectorSet set) {
    for (String field : all.names()) {
      if (!FIELDS.contains(field)) {
        throw all.bad("unknown field " + Layout.brief(field) + ", known: " + FIELDS);
      }
      Fields reasons = all.object(field);
      for (String name : reasons.names()) {
        String reason = Layout.brief(reasons.text(name).strip());
        if (reason.isEmpty()) {
          throw reasons.bad("a reason is needed for " + Layout.brief(name));
        }
        switch (field) {
          case "parts" -> parts.put(part(reasons, name), reason);
          case "types" -> types.put(type(reasons, name), reason);
          case "ops" -> ops.put(op(reasons, name, set), reason);
          default -> cases.put(name, reason);
        }
      }
    }
  }

  private static Part part(Fields reasons, String name) {
    for (Part part : Part.values()) {
      if (part.label().equals(name)) {
        return part;
      }
    }
    throw reasons.bad("unknown part " + Layout.brief(name) + ", known: result, gradient, product");
  }

  private static DType type(Fields reasons, String name) {
    try {
      return DType.named(Layout.brief(name));
    } catch (DTypeException e) {
      throw reasons.bad(e.getMessage());
    }
  }

  private static String op(Fields reasons, String name, VectorSet set) {
    if (!set.ops().contains(name)) {
      throw reasons.bad("the set has no operation " + Layout.brief(name));
    }
    return name;
  }

  /** Why a part of a case need not be there; empty where it must. */
  Optional<String> reason(String op, VectorCase c, Part part) {
    return Optional.ofNullable(ops.get(op))
        .or(() -> Optional.ofNullable(parts.get(part)))
        .or(() -> c.types().stream().filter(types::containsKey).map(types::get).findFirst())
        .or(() -> Optional.ofNullable(cases.get(c.id())));
  }
}
