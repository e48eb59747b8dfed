package dev.assay.tck.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.engine.DTypeException;
import dev.assay.engine.FormatException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Decimal;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Tensors as JSON: {@code {"dtype": "float32", "shape": [2, 3], "data": [1, 2, 3, 4, 5, 6]}}.
 *
 * <p>Data is row-major, flat or nested; without a shape, nesting gives it. A number of JSON is a
 * binary64 number, rounded once to the element type; integers are exact to 64 bits. NaN and the
 * infinities are the texts {@code "NaN"}, {@code "Infinity"}, {@code "-Infinity"}. A complex number
 * is a pair. A string that is not UTF-8 is {@code {"b64": "…"}}. What is written reads back as the
 * same bits, NaN payloads aside.
 */
public final class TensorJson {
  private static final Set<String> FIELDS = Set.of("dtype", "shape", "data");

  /** How many digits floating numbers are written with. */
  enum Digits {
    /** The fewest that read back as the same number of the tensor's type. */
    SHORTEST,
    /** The fewest that read as that number in binary64, whatever the tensor's type. */
    BINARY64;

    private DType of(DType dtype) {
      return this == BINARY64 ? DType.FLOAT64 : dtype;
    }
  }

  private TensorJson() {}

  /** A tensor that states its type. */
  public static Tensor read(JsonNode node, String name) {
    return read(
        node,
        name,
        literal -> {
          throw new FormatException(name + ": a dtype is needed");
        });
  }

  /** A tensor, of type {@code fallback} where it states none. */
  public static Tensor read(JsonNode node, String name, DType fallback) {
    return read(node, name, literal -> fallback);
  }

  /**
   * A tensor.
   *
   * @param name for messages: {@code input x}
   * @param choose the type where the tensor states none
   */
  static Tensor read(JsonNode node, String name, Function<Literal, DType> choose) {
    if (!node.isObject()) {
      Literal literal = new Literal(name, node);
      return literal.toTensor(choose.apply(literal), Optional.empty());
    }
    node.fieldNames()
        .forEachRemaining(
            f -> {
              if (!FIELDS.contains(f)) {
                throw new FormatException(
                    name + ": unknown field " + f + ", known: dtype, shape, data");
              }
            });
    JsonNode data = node.path("data");
    if (data.isMissingNode() || data.isNull()) {
      throw new FormatException(name + ": data is missing");
    }
    Literal literal = new Literal(name, data);
    Optional<Shape> shape =
        isGiven(node, "shape") ? Optional.of(shape(node.get("shape"), name)) : Optional.empty();
    DType dtype = isGiven(node, "dtype") ? dtype(node.get("dtype"), name) : choose.apply(literal);
    return literal.toTensor(dtype, shape);
  }

  private static boolean isGiven(JsonNode node, String field) {
    return node.hasNonNull(field);
  }

  /** An element type. */
  static DType dtype(JsonNode node, String name) {
    if (!node.isTextual()) {
      throw new FormatException(name + ": dtype must be a text, got " + Numbers.brief(node));
    }
    try {
      return DType.named(node.textValue());
    } catch (DTypeException e) {
      throw new DTypeException(name + ": " + e.getMessage());
    }
  }

  private static Shape shape(JsonNode node, String name) {
    if (!node.isArray()) {
      throw new FormatException(name + ": shape must be a list, got " + Numbers.brief(node));
    }
    List<Long> dims = new ArrayList<>();
    for (JsonNode d : node) {
      long v =
          Numbers.integral(d)
              .orElseThrow(
                  () ->
                      new FormatException(
                          name + ": a dimension must be an integer, got " + Numbers.brief(d)));
      if (v < 0) {
        throw new ShapeException(name + ": a dimension is negative in " + Numbers.brief(node));
      }
      dims.add(v);
    }
    try {
      Shape shape = Shape.of(dims);
      shape.elements();
      return shape;
    } catch (ShapeException e) {
      throw new ShapeException(name + ": " + e.getMessage());
    }
  }

  /** Writes a tensor, its data flat. */
  public static void write(JsonGenerator g, Tensor tensor) throws IOException {
    write(g, tensor, Digits.SHORTEST);
  }

  /** As {@link #write(JsonGenerator, Tensor)}, with such digits. */
  static void write(JsonGenerator g, Tensor tensor, Digits digits) throws IOException {
    g.writeStartObject();
    g.writeStringField("dtype", tensor.dtype().label());
    g.writeFieldName("shape");
    g.writeArray(tensor.shape().dims(), 0, tensor.rank());
    g.writeFieldName("data");
    writeData(g, tensor, digits.of(tensor.dtype()));
    g.writeEndObject();
  }

  /** The tensor's elements as a flat list, digits as for numbers of the given type. */
  private static void writeData(JsonGenerator g, Tensor tensor, DType digits) throws IOException {
    HostStorage host = tensor.host();
    g.writeStartArray();
    switch (tensor.dtype()) {
      case STRING -> {
        for (byte[] b : host.bytes()) {
          write(g, b);
        }
      }
      case BOOL -> {
        for (long v : host.longs()) {
          g.writeBoolean(v != 0);
        }
      }
      case INT8, INT16, INT32, INT64, UINT8 -> {
        for (long v : host.longs()) {
          g.writeNumber(v);
        }
      }
      case COMPLEX64, COMPLEX128 -> {
        double[] v = host.doubles();
        for (int i = 0; i < v.length; i += 2) {
          g.writeStartArray();
          write(g, v[i], digits);
          write(g, v[i + 1], digits);
          g.writeEndArray();
        }
      }
      default -> {
        for (double v : host.doubles()) {
          write(g, v, digits);
        }
      }
    }
    g.writeEndArray();
  }

  private static void write(JsonGenerator g, double v, DType dtype) throws IOException {
    if (Double.isFinite(v)) {
      g.writeNumber(Decimal.toJson(v, dtype));
    } else {
      g.writeString(Double.toString(v));
    }
  }

  private static void write(JsonGenerator g, byte[] bytes) throws IOException {
    try {
      g.writeString(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      g.writeStartObject();
      g.writeStringField("b64", Base64.getEncoder().encodeToString(bytes));
      g.writeEndObject();
    }
  }
}
