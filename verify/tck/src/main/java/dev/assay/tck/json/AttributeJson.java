package dev.assay.tck.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.engine.AttributeException;
import dev.assay.engine.op.AttributeSpec;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Decimal;
import dev.assay.engine.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Attributes as JSON values: numbers, texts, truth values, lists of integers (nested ones are
 * flattened, as {@code paddings}), names of types, and tensors.
 */
public final class AttributeJson {
  private AttributeJson() {}

  /**
   * The value that {@code spec} takes.
   *
   * @param op for messages
   * @param tensorType the type of a {@code TENSOR} that states none; absent: what it looks like
   */
  static Object read(String op, AttributeSpec spec, JsonNode given, Optional<DType> tensorType) {
    // a list of integers may come as the tensor that other interfaces make of it
    boolean wrapped = spec.type() != AttributeSpec.Type.TENSOR && given.has("data");
    JsonNode node = wrapped ? given.get("data") : given;
    JsonNode single = node.isArray() && node.size() == 1 ? node.get(0) : node;
    Optional<?> value =
        switch (spec.type()) {
          case INT -> Numbers.integral(single);
          case INTS -> integers(node);
          case INT_OR_INTS -> node.isArray() ? integers(node) : Numbers.integral(node);
          case FLOAT -> number(single);
          case BOOL -> truth(single);
          case TEXT -> text(spec, node);
          case DTYPE ->
              node.isTextual()
                  ? Optional.of(TensorJson.dtype(node, op + ": attribute " + spec.name()))
                  : Optional.empty();
          case TENSOR -> Optional.of(tensor(op, spec, node, tensorType));
          case TENSORS -> tensors(op, spec, node, tensorType);
        };
    return value.orElseThrow(
        () ->
            new AttributeException(
                op
                    + ": attribute "
                    + spec.name()
                    + " must be "
                    + spec.expected()
                    + ", got "
                    + Numbers.brief(node)));
  }

  private static Optional<List<Long>> integers(JsonNode node) {
    List<Long> out = new ArrayList<>();
    return flatten(node, out) ? Optional.of(List.copyOf(out)) : Optional.empty();
  }

  private static boolean flatten(JsonNode node, List<Long> out) {
    if (!node.isArray()) {
      Optional<Long> v = Numbers.integral(node);
      v.ifPresent(out::add);
      return v.isPresent();
    }
    for (JsonNode child : node) {
      if (!flatten(child, out)) {
        return false;
      }
    }
    return true;
  }

  private static Optional<Double> number(JsonNode node) {
    if (node.isNumber()) {
      return Optional.of(node.doubleValue());
    }
    return switch (node.asText()) {
      case "NaN", "Infinity", "-Infinity" -> Optional.of(Double.valueOf(node.asText()));
      default -> Optional.empty();
    };
  }

  private static Optional<Boolean> truth(JsonNode node) {
    if (node.isBoolean()) {
      return Optional.of(node.booleanValue());
    }
    return Numbers.integral(node).filter(v -> v == 0 || v == 1).map(v -> v == 1);
  }

  /** A text; one of a choice also in the other case, as {@code "same"}, or as a number. */
  private static Optional<String> text(AttributeSpec spec, JsonNode node) {
    if (!node.isTextual() && !node.isIntegralNumber()) {
      return Optional.empty();
    }
    String text = node.asText();
    if (spec.choices().isEmpty() || spec.choices().contains(text)) {
      return Optional.of(text);
    }
    return spec.choices().stream()
        .filter(c -> c.toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  private static Tensor tensor(
      String op, AttributeSpec spec, JsonNode node, Optional<DType> dtype) {
    return TensorJson.read(
        node,
        op + ": attribute " + spec.name(),
        literal -> dtype.orElseGet(() -> looks(literal.content())));
  }

  private static Optional<List<Tensor>> tensors(
      String op, AttributeSpec spec, JsonNode node, Optional<DType> dtype) {
    if (!node.isArray()) {
      return Optional.empty();
    }
    List<Tensor> out = new ArrayList<>();
    for (JsonNode child : node) {
      out.add(tensor(op, spec, child, dtype));
    }
    return Optional.of(List.copyOf(out));
  }

  /** TensorFlow's guess. */
  private static DType looks(Literal.Content content) {
    return switch (content) {
      case TRUTH -> DType.BOOL;
      case INT -> DType.INT32;
      case LONG -> DType.INT64;
      case TEXT -> DType.STRING;
      case NONE, REAL -> DType.FLOAT32;
    };
  }

  /** Writes all attributes as an object. */
  public static void write(JsonGenerator g, Attributes attrs) throws IOException {
    write(g, attrs, TensorJson.Digits.SHORTEST);
  }

  static void write(JsonGenerator g, Attributes attrs, TensorJson.Digits digits)
      throws IOException {
    g.writeStartObject();
    for (Map.Entry<String, Object> e : attrs.asMap().entrySet()) {
      g.writeFieldName(e.getKey());
      writeValue(g, e.getValue(), digits);
    }
    g.writeEndObject();
  }

  /** Writes one value. */
  public static void writeValue(JsonGenerator g, Object value) throws IOException {
    writeValue(g, value, TensorJson.Digits.SHORTEST);
  }

  private static void writeValue(JsonGenerator g, Object value, TensorJson.Digits digits)
      throws IOException {
    if (value instanceof Tensor t) {
      TensorJson.write(g, t, digits);
    } else if (value instanceof DType t) {
      g.writeString(t.label());
    } else if (value instanceof Double d) {
      if (Double.isFinite(d)) {
        g.writeNumber(Decimal.toJson(d, DType.FLOAT64));
      } else {
        g.writeString(d.toString());
      }
    } else if (value instanceof List<?> list) {
      g.writeStartArray();
      for (Object v : list) {
        writeValue(g, v, digits);
      }
      g.writeEndArray();
    } else {
      g.writePOJO(value); // Long, Boolean, String
    }
  }
}
