package dev.assay.tck.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.engine.AttributeException;
import dev.assay.engine.FormatException;
import dev.assay.engine.ValueException;
import dev.assay.engine.op.AttributeSpec;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.InputSpec;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Calls as JSON: {@code {"op": "matmul", "dtype": "float32", "inputs": {"a": …, "b": …}, "attrs":
 * {…}}}.
 *
 * <p>A tensor that states no type has the request's, {@code float32} if that states none either;
 * where the signature does not take it (indices, conditions), the type that the data looks like.
 * Where a name is unambiguous it does not matter whether it stands among the inputs or the
 * attributes.
 */
public final class CallJson {
  private static final Set<String> FIELDS =
      Set.of("id", "op", "dtype", "inputs", "attrs", "cotangent", "cotangents");

  private final Op op;
  private final Optional<DType> requested;
  private final Map<String, JsonNode> inputs = new LinkedHashMap<>();
  private final Map<String, JsonNode> attrs = new LinkedHashMap<>();

  private CallJson(Op op, Optional<DType> requested) {
    this.op = op;
    this.requested = requested;
  }

  /** The checked call of a request. */
  public static Call read(JsonNode request) {
    if (!request.isObject()) {
      throw new FormatException("request: an object is needed, got " + Numbers.brief(request));
    }
    request
        .fieldNames()
        .forEachRemaining(
            f -> {
              if (!FIELDS.contains(f)) {
                throw new FormatException(
                    "request: unknown field "
                        + f
                        + ", known: id, op, dtype, inputs, attrs, cotangent");
              }
            });
    JsonNode name = request.path("op");
    if (!name.isTextual()) {
      throw new FormatException("request: op must be the name of an operation");
    }
    Op op = OpRegistry.get(name.textValue());
    Optional<DType> requested =
        request.hasNonNull("dtype")
            ? Optional.of(TensorJson.dtype(request.get("dtype"), op.name() + ": request"))
            : Optional.empty();
    CallJson call = new CallJson(op, requested);
    call.sort(members(request, "inputs"), true);
    call.sort(members(request, "attrs"), false);
    return call.call();
  }

  /**
   * Writes the fields of a request that reads back as {@code call}: every tensor in full, every
   * attribute stated, its default too. Whoever reads numbers as binary64 has the very elements.
   */
  public static void write(JsonGenerator g, Call call) throws IOException {
    g.writeStringField("op", call.op().name());
    g.writeObjectFieldStart("inputs");
    for (int i = 0; i < call.count(); i++) {
      g.writeFieldName(inputName(call.op(), i));
      TensorJson.write(g, call.in(i), TensorJson.Digits.BINARY64);
    }
    g.writeEndObject();
    g.writeFieldName("attrs");
    AttributeJson.write(g, call.attrs(), TensorJson.Digits.BINARY64);
  }

  /** Writes the field that asks for gradients, {@code null} where a result is not continuous. */
  public static void writeCotangents(JsonGenerator g, List<Tensor> cotangents) throws IOException {
    g.writeArrayFieldStart("cotangents");
    for (Tensor v : cotangents) {
      if (v.dtype().isContinuous()) {
        TensorJson.write(g, v, TensorJson.Digits.BINARY64);
      } else {
        g.writeNull();
      }
    }
    g.writeEndArray();
  }

  /** What the i-th tensor of a call is named: {@code "0"}, {@code "1"}, … in a list. */
  public static String inputName(Op op, int i) {
    InputSpec spec = op.input(i);
    return spec.arity() == InputSpec.Arity.LIST ? Integer.toString(i) : spec.name();
  }

  private static Map<String, JsonNode> members(JsonNode request, String field) {
    JsonNode node = request.path(field);
    Map<String, JsonNode> out = new LinkedHashMap<>();
    if (node.isObject()) {
      node.properties().forEach(e -> out.put(e.getKey(), e.getValue()));
    } else if (!node.isMissingNode() && !node.isNull()) {
      throw new FormatException(
          "request: " + field + " must be an object, got " + Numbers.brief(node));
    }
    return out;
  }

  /** Puts each value where the signature has its name. */
  private void sort(Map<String, JsonNode> given, boolean amongInputs) {
    given.forEach(
        (name, node) -> {
          boolean isInput = isInput(name);
          boolean isAttr = op.attributes().stream().anyMatch(a -> a.name().equals(name));
          if (!isInput && !isAttr) {
            throw amongInputs ? unknownInput(name) : unknownAttribute(name);
          }
          boolean toInputs = isInput && (amongInputs || !isAttr);
          if (!node.isNull() && (toInputs ? inputs : attrs).put(name, node) != null) {
            throw new FormatException(op.name() + ": " + name + " is given twice");
          }
        });
  }

  private boolean isInput(String name) {
    return isList()
        ? name.matches("0|[1-9][0-9]{0,8}")
        : op.inputs().stream().anyMatch(i -> i.name().equals(name));
  }

  private boolean isList() {
    return op.inputs().stream().anyMatch(i -> i.arity() == InputSpec.Arity.LIST);
  }

  private ValueException unknownInput(String name) {
    return new ValueException(
        op.name() + ": unknown input " + name + ", " + knownInputs() + "; " + knownAttributes());
  }

  private AttributeException unknownAttribute(String name) {
    return new AttributeException(
        op.name()
            + ": unknown attribute "
            + name
            + ", "
            + knownAttributes()
            + "; "
            + knownInputs());
  }

  private String knownInputs() {
    if (op.inputs().isEmpty()) {
      return "it takes no inputs";
    }
    return "inputs: "
        + (isList()
            ? "0, 1, …"
            : String.join(", ", op.inputs().stream().map(InputSpec::name).toList()));
  }

  private String knownAttributes() {
    return op.attributes().isEmpty()
        ? "it takes no attributes"
        : "attributes: "
            + String.join(", ", op.attributes().stream().map(AttributeSpec::name).toList());
  }

  private Call call() {
    List<Tensor> tensors = new ArrayList<>();
    if (isList()) {
      for (int i = 0; i < inputs.size(); i++) {
        tensors.add(tensor(op.input(i), Integer.toString(i)));
      }
    } else {
      long given = op.inputs().stream().filter(i -> inputs.containsKey(i.name())).count();
      for (int i = 0; i < op.inputs().size(); i++) {
        InputSpec spec = op.inputs().get(i);
        if (spec.arity() == InputSpec.Arity.ONE || tensors.size() < given) {
          tensors.add(tensor(spec, spec.name()));
        }
      }
    }
    return Call.of(op, tensors, attributes(op, attrs, requested));
  }

  private Tensor tensor(InputSpec spec, String name) {
    JsonNode node = inputs.get(name);
    if (node == null) {
      throw new ValueException(op.name() + ": input " + name + " is missing, " + knownInputs());
    }
    return TensorJson.read(
        node, op.name() + ": input " + name, literal -> choose(spec.dtypes(), literal.content()));
  }

  /** The type of a tensor that states none. */
  private DType choose(Set<DType> accepted, Literal.Content content) {
    DType wanted = requested.orElse(DType.FLOAT32);
    List<DType> likely =
        switch (content) {
          case TRUTH -> List.of(DType.BOOL);
          case TEXT -> List.of(DType.STRING);
          case NONE -> List.of(wanted, DType.INT32, DType.BOOL, DType.STRING);
          case INT -> List.of(wanted, DType.INT32, DType.BOOL, DType.FLOAT32);
          case LONG -> List.of(wanted, DType.INT64, DType.FLOAT32);
          case REAL -> List.of(wanted, DType.FLOAT32, DType.FLOAT64);
        };
    return likely.stream().filter(accepted::contains).findFirst().orElse(wanted);
  }

  /**
   * The attributes of a call.
   *
   * @param requested the request's element type, if it states one
   */
  public static Attributes attributes(
      Op op, Map<String, JsonNode> given, Optional<DType> requested) {
    Attributes out = Attributes.none();
    Optional<DType> tensorType = requested;
    if (op.inputs().isEmpty() && requested.isPresent() && !given.containsKey("dtype")) {
      boolean has = op.attributes().stream().anyMatch(a -> a.name().equals("dtype"));
      out = has ? out.and("dtype", requested.get()) : out;
    }
    JsonNode dtype = given.get("dtype");
    if (dtype != null && dtype.isTextual()) {
      tensorType = Optional.of(TensorJson.dtype(dtype, op.name() + ": attribute dtype"));
    }
    for (Map.Entry<String, JsonNode> e : given.entrySet()) {
      AttributeSpec spec =
          op.attributes().stream()
              .filter(a -> a.name().equals(e.getKey()))
              .findFirst()
              .orElseThrow(() -> new CallJson(op, requested).unknownAttribute(e.getKey()));
      if (!e.getValue().isNull()) {
        out = out.and(spec.name(), AttributeJson.read(op.name(), spec, e.getValue(), tensorType));
      }
    }
    return out;
  }
}
