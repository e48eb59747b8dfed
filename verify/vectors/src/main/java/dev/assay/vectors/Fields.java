package dev.assay.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.engine.FormatException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.tensor.Shape;
import dev.assay.tck.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An object of JSON, read field by field; whatever is wrong is said with the place.
 *
 * @param where the file, and what of it
 */
record Fields(JsonNode node, String where) {
  /** The one object that a file holds. */
  static Fields parse(byte[] utf8, String where) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new FormatException(where + ": not UTF-8", e);
    }
    try {
      return object(Json.read(text), where);
    } catch (FormatException e) {
      throw new FormatException(where + ": " + e.getMessage(), e);
    }
  }

  private static Fields object(JsonNode node, String where) {
    if (!node.isObject()) {
      throw new FormatException(where + ": an object is needed");
    }
    return new Fields(node, where);
  }

  /** The error that something is wrong here. */
  FormatException bad(String what) {
    return new FormatException(where + ": " + what);
  }

  boolean has(String field) {
    return node.has(field);
  }

  String text(String field) {
    JsonNode value = node.path(field);
    if (!value.isTextual()) {
      throw bad(field + " must be a text");
    }
    return value.textValue();
  }

  /** An integer between the two, both included. */
  long integer(String field, long least, long most) {
    JsonNode value = node.path(field);
    boolean fits = value.isIntegralNumber() && value.canConvertToLong();
    if (!fits || value.longValue() < least || value.longValue() > most) {
      throw bad(field + " must be an integer from " + least + " to " + most);
    }
    return value.longValue();
  }

  Shape shape() {
    List<Long> dims = new ArrayList<>();
    for (JsonNode d : array("shape")) {
      if (!d.isIntegralNumber() || !d.canConvertToLong() || d.longValue() < 0) {
        throw bad("a dimension must be an integer that is not negative");
      }
      dims.add(d.longValue());
    }
    try {
      Shape shape = Shape.of(dims);
      shape.elements();
      return shape;
    } catch (ShapeException e) {
      throw bad(e.getMessage());
    }
  }

  private JsonNode array(String field) {
    JsonNode value = node.path(field);
    if (!value.isArray()) {
      throw bad(field + " must be a list");
    }
    return value;
  }

  List<String> texts(String field) {
    List<String> out = new ArrayList<>();
    for (JsonNode value : array(field)) {
      if (!value.isTextual()) {
        throw bad(field + " must be a list of texts");
      }
      out.add(value.textValue());
    }
    return out;
  }

  /** Integers between 0 and {@code most}. */
  List<Integer> integers(String field, int most) {
    List<Integer> out = new ArrayList<>();
    for (JsonNode value : array(field)) {
      if (!value.isInt() || value.intValue() < 0 || value.intValue() > most) {
        throw bad(field + " must be a list of integers from 0 to " + most);
      }
      out.add(value.intValue());
    }
    return out;
  }

  /** The objects of a list; none where the field is absent. */
  List<Fields> objects(String field) {
    List<Fields> out = new ArrayList<>();
    if (has(field)) {
      for (JsonNode value : array(field)) {
        out.add(object(value, where + ", " + field + " " + out.size()));
      }
    }
    return out;
  }

  Fields object(String field) {
    return object(node.path(field), where + ", " + Layout.brief(field));
  }

  /** The names of all fields, in order. */
  List<String> names() {
    return node.properties().stream().map(Map.Entry::getKey).toList();
  }
}
