package dev.assay.tck.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.assay.engine.FormatException;
import dev.assay.engine.backend.Accuracy;
import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Elementary;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What a program says of itself, as a {@link Backend} does by its methods: the answer to {@code
 * {"capabilities": true}}. Every field may be absent.
 *
 * @param name what it calls itself, with versions; may be empty
 * @param precision its arithmetic; {@code RN32} where nothing is said
 * @param accuracy of its elementary functions
 * @param ops the operations that it has; empty: it says so when asked
 * @param dtypes the element types that it has, of arguments and results; empty: it says so when
 *     asked
 * @param gradients for which operations it answers cotangents; those of all others are composed
 */
public record Capabilities(
    String name,
    PrecisionClass precision,
    Accuracy accuracy,
    Optional<Set<String>> ops,
    Optional<Set<DType>> dtypes,
    Gradients gradients) {
  private static final Set<String> FIELDS =
      Set.of("name", "precision", "accuracy", "ops", "dtypes", "gradients");

  private static final Map<String, Function<Accuracy, Map<Elementary, Double>>> TABLES =
      Map.of("float32", Accuracy::narrow, "float64", Accuracy::wide);

  /** What is known of a program that says nothing. */
  public static final Capabilities UNSTATED =
      new Capabilities(
          "",
          PrecisionClass.RN32,
          Accuracy.STRICT,
          Optional.empty(),
          Optional.empty(),
          new Gradients(Optional.of(Set.of())));

  /**
   * For which operations a program answers cotangents.
   *
   * @param ops these; empty: all
   */
  public record Gradients(Optional<Set<String>> ops) {
    /** Whether that operation is one of them. */
    public boolean has(String op) {
      return ops.map(s -> s.contains(op)).orElse(true);
    }
  }

  /** Reads what stands in the field {@code capabilities} of an answer. */
  public static Capabilities read(JsonNode node) {
    if (!node.isObject()) {
      throw wrong("must be an object", node);
    }
    node.fieldNames()
        .forEachRemaining(
            f -> {
              if (!FIELDS.contains(f)) {
                throw new FormatException(
                    "capabilities: unknown field " + f + ", known: " + new TreeSet<>(FIELDS));
              }
            });
    JsonNode name = node.path("name");
    if (!name.isMissingNode() && !name.isTextual()) {
      throw wrong("name must be a text", name);
    }
    JsonNode gradients = node.path("gradients");
    return new Capabilities(
        name.asText(""),
        node.has("precision")
            ? constant(PrecisionClass.values(), "precision", node.get("precision"))
            : UNSTATED.precision,
        node.has("accuracy") ? accuracy(node.get("accuracy")) : UNSTATED.accuracy,
        node.has("ops") ? Optional.of(ops("ops", node.get("ops"))) : Optional.empty(),
        node.has("dtypes") ? Optional.of(dtypes(node.get("dtypes"))) : Optional.empty(),
        gradients.isMissingNode() || gradients.isBoolean() && !gradients.booleanValue()
            ? UNSTATED.gradients
            : new Gradients(
                gradients.isBoolean()
                    ? Optional.empty()
                    : Optional.of(ops("gradients", gradients))));
  }

  private static FormatException wrong(String what, JsonNode got) {
    return new FormatException("capabilities: " + what + ", got " + Numbers.brief(got));
  }

  private static <E extends Enum<E>> E constant(E[] all, String what, JsonNode node) {
    return Arrays.stream(all)
        .filter(c -> node.isTextual() && c.name().equalsIgnoreCase(node.textValue()))
        .findFirst()
        .orElseThrow(() -> wrong(what + " must be one of " + Arrays.toString(all), node));
  }

  private static Set<String> ops(String field, JsonNode node) {
    Set<String> out = new TreeSet<>();
    for (JsonNode op : list(field, node)) {
      out.add(OpRegistry.get(op.textValue()).name());
    }
    return out;
  }

  private static Set<DType> dtypes(JsonNode node) {
    Set<DType> out = EnumSet.noneOf(DType.class);
    for (JsonNode dtype : list("dtypes", node)) {
      out.add(DType.named(dtype.textValue()));
    }
    return out;
  }

  private static JsonNode list(String field, JsonNode node) {
    boolean texts = node.isArray();
    for (JsonNode child : node) {
      texts &= child.isTextual();
    }
    if (!texts) {
      throw wrong(field + " must be a list of texts", node);
    }
    return node;
  }

  /** The table in which functions that are not named have what {@link Accuracy#STRICT} states. */
  private static Accuracy accuracy(JsonNode node) {
    if (!node.isObject() || !node.propertyStream().allMatch(e -> TABLES.containsKey(e.getKey()))) {
      throw wrong("accuracy must have the fields float32 and float64 alone", node);
    }
    return new Accuracy(
        table(node.path("float32"), Accuracy.STRICT.narrow()),
        table(node.path("float64"), Accuracy.STRICT.wide()));
  }

  private static Map<Elementary, Double> table(JsonNode node, Map<Elementary, Double> strict) {
    Map<Elementary, Double> out = new EnumMap<>(strict);
    for (Map.Entry<String, JsonNode> e : node.properties()) {
      JsonNode ulps = e.getValue();
      if (!ulps.isNumber() || !(ulps.doubleValue() >= 0) || Double.isInfinite(ulps.doubleValue())) {
        throw wrong("accuracy of " + e.getKey() + " must be a number of ulps, ≥ 0", ulps);
      }
      JsonNode function = TextNode.valueOf(e.getKey());
      out.put(
          constant(Elementary.values(), "a function of accuracy", function), ulps.doubleValue());
    }
    return out;
  }

  /** Writes what a backend says of itself, which answers cotangents of every operation. */
  public static void write(JsonGenerator g, Backend backend) throws IOException {
    g.writeStartObject();
    String driver = backend.driver();
    g.writeStringField("name", backend.name() + (driver.isEmpty() ? "" : ", " + driver));
    g.writeStringField("precision", backend.precision().name());
    g.writeObjectFieldStart("accuracy");
    for (String type : new TreeSet<>(TABLES.keySet())) {
      g.writeObjectFieldStart(type);
      for (Map.Entry<Elementary, Double> e :
          TABLES.get(type).apply(backend.accuracy()).entrySet()) {
        g.writeNumberField(e.getKey().name().toLowerCase(Locale.ROOT), e.getValue());
      }
      g.writeEndObject();
    }
    g.writeEndObject();
    g.writeBooleanField("gradients", true);
    g.writeEndObject();
  }
}
