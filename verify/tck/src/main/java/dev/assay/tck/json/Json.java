package dev.assay.tck.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.engine.FormatException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;

/**
 * Reads and writes JSON text. Numbers keep the sign of zero, also {@code -0}; the bare words {@code
 * NaN}, {@code Infinity} and {@code -Infinity}, which some writers emit, are read as numbers.
 */
public final class Json {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
          .build();

  private static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);

  private Json() {}

  /** Something that writes itself. */
  @FunctionalInterface
  public interface Body {
    /** Writes to {@code g}. */
    void write(JsonGenerator g) throws IOException;
  }

  /** The one value that {@code text} holds. */
  public static JsonNode read(String text) {
    try (JsonParser p = FACTORY.createParser(text)) {
      if (p.nextToken() == null) {
        throw new FormatException("JSON: a value is needed, got nothing");
      }
      JsonNode node = node(p);
      if (p.nextToken() != null) {
        throw new FormatException(
            "JSON: one value per line, got more at column " + p.currentLocation().getColumnNr());
      }
      return node;
    } catch (JacksonException e) {
      throw new FormatException("JSON: " + message(e), e);
    } catch (IOException e) {
      throw new FormatException("JSON: " + e.getMessage(), e);
    }
  }

  /** The parser's message without what it says of the place where a list began. */
  private static String message(JacksonException e) {
    String text = e.getOriginalMessage().lines().findFirst().orElse("");
    String brief = text.replaceAll(" \\(start marker.*", "");
    JsonLocation at = e.getLocation();
    return at == null ? brief : brief + " at column " + at.getColumnNr();
  }

  private static JsonNode node(JsonParser p) throws IOException {
    return switch (p.currentToken()) {
      case START_OBJECT -> {
        ObjectNode object = NODES.objectNode();
        while (p.nextToken() != JsonToken.END_OBJECT) {
          String name = p.currentName();
          p.nextToken();
          object.set(name, node(p));
        }
        yield object;
      }
      case START_ARRAY -> {
        ArrayNode array = NODES.arrayNode();
        while (p.nextToken() != JsonToken.END_ARRAY) {
          array.add(node(p));
        }
        yield array;
      }
      case VALUE_STRING -> NODES.textNode(p.getText());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(p.getDoubleValue());
      case VALUE_NUMBER_INT ->
          switch (p.getNumberType()) {
            case INT ->
                p.getIntValue() == 0 && p.getText().startsWith("-")
                    ? NODES.numberNode(-0.0)
                    : NODES.numberNode(p.getIntValue());
            case LONG -> NODES.numberNode(p.getLongValue());
            default -> NODES.numberNode(p.getBigIntegerValue());
          };
      default -> throw new FormatException("JSON: a value is needed, got " + p.currentToken());
    };
  }

  /** The text that {@code body} writes, on one line. */
  public static String text(Body body) {
    StringWriter out = new StringWriter();
    write(out, body);
    return out.toString();
  }

  /** Writes to {@code out}, which stays open. */
  public static void write(Writer out, Body body) {
    try (JsonGenerator g = FACTORY.createGenerator(out)) {
      g.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      g.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
      g.setCodec(MAPPER);
      body.write(g);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
