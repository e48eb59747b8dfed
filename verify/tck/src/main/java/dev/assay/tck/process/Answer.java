package dev.assay.tck.process;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.engine.AssayException;
import dev.assay.engine.AttributeException;
import dev.assay.engine.BackendException;
import dev.assay.engine.DTypeException;
import dev.assay.engine.FormatException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.eval.WideGradients;
import dev.assay.tck.json.CallJson;
import dev.assay.tck.json.TensorJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a program answered to a call. */
sealed interface Answer {
  /** Results, of the call's types, and gradients by the names of inputs where they were asked. */
  record Results(List<Tensor> outputs, Map<String, Tensor> gradients) implements Answer {}

  /** It does not do such calls, and says why. */
  record Unsupported(String reason) implements Answer {}

  /** No results: an error, or what is no answer to this call. */
  record Wrong(AssayException error) implements Answer {}

  /** More than any tensor of a call has. */
  int MOST_DIMENSIONS = 64;

  /** The longest reason and message that is passed on. */
  int MESSAGE = 400;

  /** Reads an answer; {@code gradients} are the types of those that were asked for. */
  static Answer read(Call call, Map<String, TensorType> gradients, JsonNode answer) {
    String op = call.op().name();
    try {
      if (answer.has("error")) {
        return refusal(call, answer.get("error"));
      }
      checkFields(op, answer, gradients.isEmpty());
      return new Results(
          outputs(call, answer.path("outputs")),
          gradients.isEmpty() ? Map.of() : gradients(op, gradients, answer.path("gradients")));
    } catch (AssayException e) {
      String message = Printable.brief(e.getMessage(), MESSAGE);
      return new Wrong(message.equals(e.getMessage()) ? e : new FormatException(message, e));
    }
  }

  private static void checkFields(String op, JsonNode answer, boolean forward) {
    Set<String> known = forward ? Set.of("id", "outputs") : Set.of("id", "outputs", "gradients");
    for (Map.Entry<String, JsonNode> e : answer.properties()) {
      if (!known.contains(e.getKey())) {
        throw new FormatException(
            op
                + ": the answer has the field "
                + Printable.brief(e.getKey(), 40)
                + ", which nobody asked for");
      }
    }
  }

  private static List<Tensor> outputs(Call call, JsonNode node) {
    List<TensorType> types = call.outputs();
    String op = call.op().name();
    if (!node.isArray() || node.size() != types.size()) {
      throw new FormatException(
          op
              + ": the answer must have a list of "
              + types.size()
              + " outputs, got "
              + Printable.brief(node.isMissingNode() ? "none" : node.toString(), 80));
    }
    List<Tensor> out = new ArrayList<>();
    for (int j = 0; j < types.size(); j++) {
      out.add(tensor(op + ": output " + j, types.get(j), node.get(j)));
    }
    return List.copyOf(out);
  }

  private static Map<String, Tensor> gradients(
      String op, Map<String, TensorType> types, JsonNode node) {
    Map<String, Tensor> out = new TreeMap<>();
    for (Map.Entry<String, JsonNode> e : node.properties()) {
      TensorType type = types.get(e.getKey());
      if (type == null) {
        throw new FormatException(
            op
                + ": the answer has a gradient of "
                + Printable.brief(e.getKey(), 40)
                + ", inputs that have one: "
                + types.keySet());
      }
      out.put(e.getKey(), tensor(op + ": gradient of " + e.getKey(), type, e.getValue()));
    }
    if (out.size() != types.size()) {
      Set<String> missing = new TreeSet<>(types.keySet());
      missing.removeAll(out.keySet());
      throw new FormatException(op + ": the answer has no gradient of " + missing);
    }
    return out;
  }

  private static Tensor tensor(String name, TensorType type, JsonNode node) {
    if (node.path("shape").size() > MOST_DIMENSIONS) {
      throw new FormatException(name + " has " + node.path("shape").size() + " dimensions");
    }
    Tensor t = TensorJson.read(node, name, type.dtype());
    if (t.dtype() != type.dtype()) {
      throw new DTypeException(name + " is " + t.dtype() + ", must be " + type.dtype());
    }
    if (!t.shape().compatible(type.shape())) {
      throw new ShapeException(name + " has shape " + t.shape() + ", must have " + type.shape());
    }
    return t;
  }

  /**
   * An error as an answer. That it does not know the operation, or does not do this, is declared
   * so; that the arguments are wrong is not true of a call that was checked.
   */
  private static Answer refusal(Call call, JsonNode error) {
    String op = call.op().name();
    if (!error.path("kind").isTextual()) {
      throw new FormatException(
          op + ": an error must have a kind, got " + Printable.brief(error.toString(), 80));
    }
    String kind = error.get("kind").textValue();
    String message = Printable.brief(error.path("message").asText(""), MESSAGE);
    String said = op + ": the program refuses a valid call, " + Printable.brief(kind, 40) + ": ";
    String constraint = Printable.brief(error.path("constraint").asText(""), 8);
    return switch (kind) {
      case "unsupported" -> new Unsupported(message.isEmpty() ? "the program says so" : message);
      case "unknown_op" -> new Unsupported("the program does not know the operation");
      case "shape" -> new Wrong(new ShapeException(constraint, said + message));
      case "dtype" -> new Wrong(new DTypeException(constraint, said + message));
      case "attribute" -> new Wrong(new AttributeException(constraint, said + message));
      case "value" -> new Wrong(new ValueException(constraint, said + message));
      case "format" -> new Wrong(new FormatException(said + message));
      default -> new Wrong(new BackendException(said + message));
    };
  }

  /** The types of the gradients that a program is asked for, by the names of the inputs. */
  static Map<String, TensorType> gradientTypes(Call call) {
    Map<String, TensorType> types = new TreeMap<>();
    for (int i = 0; i < call.count(); i++) {
      if (WideGradients.hasGradient(call, i)) {
        types.put(CallJson.inputName(call.op(), i), TensorType.of(call.in(i)));
      }
    }
    return types;
  }

  /** Lines longer than that are no answer to the call, in bytes. */
  static int longest(Call call, Map<String, TensorType> gradients, int request) {
    long most = 1 << 16; // names, and a message
    List<TensorType> types = new ArrayList<>(call.outputs());
    types.addAll(gradients.values());
    for (TensorType t : types) {
      boolean open = !t.shape().isKnown() || t.dtype() == DType.STRING;
      // a number has up to 25 characters, an escaped letter 6; whoever indents may
      most +=
          open
              ? (1 << 20) + 16L * request
              : (t.dtype().isComplex() ? 128L : 64L) * t.shape().elements();
    }
    return (int) Math.min(most, 1 << 28);
  }
}
