package dev.assay.tck.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.engine.FormatException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Elements in nested lists, before their type is known.
 *
 * @param name for messages: {@code input x}
 * @param data a number, a text, a truth value, or lists of them
 */
record Literal(String name, JsonNode data) {
  /** What the elements look like. */
  enum Content {
    /** No elements. */
    NONE,
    /** true, false. */
    TRUTH,
    /** Integers of 32 bits. */
    INT,
    /** Integers beyond 32 bits. */
    LONG,
    /** Numbers. */
    REAL,
    /** Texts that are not numbers. */
    TEXT
  }

  /** The most general of the elements' looks. */
  Content content() {
    return content(data);
  }

  private static Content content(JsonNode node) {
    if (node.isArray()) {
      Content c = Content.NONE;
      for (JsonNode child : node) {
        Content d = content(child);
        c = d.compareTo(c) > 0 ? d : c;
      }
      return c;
    }
    if (node.isBoolean()) {
      return Content.TRUTH;
    }
    if (node.isNumber()) {
      return !node.isIntegralNumber()
          ? Content.REAL
          : node.canConvertToInt() ? Content.INT : Content.LONG;
    }
    return node.isTextual() && isNumber(node.textValue()) ? Content.REAL : Content.TEXT;
  }

  private static boolean isNumber(String text) {
    return text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity");
  }

  /** The tensor of type {@code dtype}; without a shape, that of the nesting. */
  Tensor toTensor(DType dtype, Optional<Shape> given) {
    int[] nesting = nesting(dtype);
    List<JsonNode> leaves = new ArrayList<>();
    collect(data, 0, nesting, leaves);
    Shape shape = given.orElseGet(() -> Shape.of(nesting));
    if (shape.elements() != leaves.size()) {
      throw new ShapeException(
          name
              + ": shape "
              + shape
              + " holds "
              + shape.elements()
              + " elements, data has "
              + leaves.size());
    }
    if (nesting.length > 1 && !leaves.isEmpty() && !Shape.of(nesting).equals(shape)) {
      throw new ShapeException(
          name + ": data is nested as " + Shape.of(nesting) + ", shape is " + shape);
    }
    return Tensor.of(shape, storage(dtype, leaves));
  }

  /** The lengths of the first list of each level; a complex number's pair is no level. */
  private int[] nesting(DType dtype) {
    List<Integer> dims = new ArrayList<>();
    JsonNode level = data;
    while (level != null && level.isArray()) {
      dims.add(level.size());
      level = level.get(0);
    }
    boolean empty = dims.contains(0);
    if (dtype.isComplex() && !empty) {
      if (dims.isEmpty() || dims.get(dims.size() - 1) != 2) {
        throw new FormatException(name + ": a complex number is a pair [real, imaginary]");
      }
      dims.remove(dims.size() - 1);
    }
    return dims.stream().mapToInt(Integer::intValue).toArray();
  }

  private void collect(JsonNode node, int depth, int[] nesting, List<JsonNode> leaves) {
    if (depth == nesting.length) {
      leaves.add(node);
      return;
    }
    if (!node.isArray() || node.size() != nesting[depth]) {
      throw new ShapeException(
          name
              + ": a ragged list, "
              + nesting[depth]
              + " and "
              + (node.isArray() ? node.size() + " elements" : "a single value")
              + " on level "
              + depth);
    }
    for (JsonNode child : node) {
      collect(child, depth + 1, nesting, leaves);
    }
  }

  private HostStorage storage(DType dtype, List<JsonNode> leaves) {
    int n = leaves.size();
    switch (dtype) {
      case STRING -> {
        byte[][] v = new byte[n][];
        for (int i = 0; i < n; i++) {
          v[i] = bytes(leaves.get(i), i);
        }
        return HostStorage.ofBytes(v);
      }
      case COMPLEX64, COMPLEX128 -> {
        double[] v = new double[2 * n];
        for (int i = 0; i < n; i++) {
          JsonNode pair = leaves.get(i);
          if (!pair.isArray() || pair.size() != 2) {
            throw wrong(dtype, pair, i);
          }
          v[2 * i] = real(dtype, pair.get(0), i);
          v[2 * i + 1] = real(dtype, pair.get(1), i);
        }
        return HostStorage.ofDoubles(dtype, v);
      }
      case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> {
        double[] v = new double[n];
        for (int i = 0; i < n; i++) {
          v[i] = real(dtype, leaves.get(i), i);
        }
        return HostStorage.ofDoubles(dtype, v);
      }
      default -> {
        long[] v = new long[n];
        for (int i = 0; i < n; i++) {
          v[i] = integer(dtype, leaves.get(i), i);
        }
        return HostStorage.ofLongs(dtype, v);
      }
    }
  }

  private double real(DType dtype, JsonNode leaf, int i) {
    if (leaf.isNumber()) {
      return leaf.doubleValue();
    }
    if (leaf.isTextual() && isNumber(leaf.textValue())) {
      return Double.parseDouble(leaf.textValue());
    }
    throw wrong(dtype, leaf, i);
  }

  private long integer(DType dtype, JsonNode leaf, int i) {
    if (dtype == DType.BOOL && leaf.isBoolean()) {
      return leaf.booleanValue() ? 1 : 0;
    }
    Optional<Long> v = Numbers.integral(leaf);
    boolean fits =
        v.isPresent()
            && (dtype == DType.BOOL
                ? v.get() == 0 || v.get() == 1
                : dtype.wrap(v.get()) == v.get().longValue());
    if (!fits) {
      throw wrong(dtype, leaf, i);
    }
    return v.get();
  }

  /** UTF-8; or any bytes as {@code {"b64": …}}. */
  private byte[] bytes(JsonNode leaf, int i) {
    if (leaf.isTextual()) {
      return leaf.textValue().getBytes(StandardCharsets.UTF_8);
    }
    try {
      if (leaf.isObject() && leaf.size() == 1 && leaf.path("b64").isTextual()) {
        return Base64.getDecoder().decode(leaf.get("b64").textValue());
      }
    } catch (IllegalArgumentException e) {
      throw new FormatException(name + ": element " + i + " is not base64: " + e.getMessage());
    }
    throw wrong(DType.STRING, leaf, i);
  }

  private FormatException wrong(DType dtype, JsonNode leaf, int i) {
    return new FormatException(
        name + ": element " + i + " is no " + dtype + ", got " + Numbers.brief(leaf));
  }
}
