package dev.assay.tck.eval;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.assay.engine.AssayException;
import dev.assay.engine.BackendException;
import dev.assay.engine.DTypeException;
import dev.assay.engine.FormatException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Capability;
import dev.assay.engine.backend.Devices;
import dev.assay.engine.backend.ReferenceBackend;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.json.CallJson;
import dev.assay.tck.json.Capabilities;
import dev.assay.tck.json.Json;
import dev.assay.tck.json.TensorJson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Answers requests, one line each, on one backend. */
public final class Evaluator {
  private static final String CAPABILITIES = "capabilities";

  private final Backend backend;

  /** Answers on {@code backend}. */
  public Evaluator(Backend backend) {
    this.backend = backend;
  }

  /** Results and, where a cotangent was given, gradients by the names of the inputs. */
  private record Answer(List<Tensor> outputs, Optional<Map<String, Tensor>> gradients) {}

  /**
   * Writes the answer to one line of text: results or an error, never anything else.
   *
   * @return whether the request could be answered
   */
  public boolean answer(String line, Writer out) {
    JsonNode id = NullNode.getInstance();
    try {
      JsonNode request = Json.read(line);
      id = request.path("id").isMissingNode() ? id : request.get("id");
      out.write(request.has(CAPABILITIES) ? capabilities(request, id) : answer(request, id));
      return true;
    } catch (AssayException e) {
      boolean unsupported = e instanceof BackendException b && b.isUnsupported();
      writeError(out, id, unsupported ? "unsupported" : e.kind(), e.constraint(), e.getMessage());
    } catch (OutOfMemoryError e) {
      writeError(out, id, "backend", Optional.empty(), "request: out of memory for its tensors");
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the reader of the answers is gone
    } catch (RuntimeException e) {
      writeError(out, id, "internal", Optional.empty(), e.toString());
    }
    return false;
  }

  private String capabilities(JsonNode request, JsonNode id) {
    if (!request.get(CAPABILITIES).asBoolean() || request.size() > (request.has("id") ? 2 : 1)) {
      throw new FormatException("request: " + CAPABILITIES + " is true and stands alone");
    }
    StringWriter line = new StringWriter();
    write(
        line,
        id,
        g -> {
          g.writeFieldName(CAPABILITIES);
          Capabilities.write(g, backend);
        });
    return line.toString();
  }

  /** The whole line, so that what fails while it is written leaves no half of it behind. */
  private String answer(JsonNode request, JsonNode id) {
    Call call = CallJson.read(request);
    try {
      Answer answer = answer(request, call);
      StringWriter line = new StringWriter();
      write(line, id, g -> write(g, answer));
      return line.toString();
    } catch (OutOfMemoryError e) {
      throw new BackendException(
          call.op().name() + ": out of memory for a result of " + call.outputs(), e);
    }
  }

  private Answer answer(JsonNode request, Call call) {
    if (backend.capability(call) instanceof Capability.Unsupported no) {
      throw BackendException.unsupported(
          call.op().name() + ": unsupported by " + backend.name() + ": " + no.reason());
    }
    List<Tensor> outputs = Devices.with(backend, () -> backend.run(call));
    Optional<List<Tensor>> cotangents = cotangents(request, call, outputs);
    return new Answer(outputs, cotangents.map(v -> gradients(call, outputs, v)));
  }

  private Optional<List<Tensor>> cotangents(JsonNode request, Call call, List<Tensor> outputs) {
    boolean one = request.hasNonNull("cotangent");
    boolean several = request.hasNonNull("cotangents");
    if (one && several) {
      throw new FormatException(
          call.op().name() + ": cotangent and cotangents are the same, give one");
    }
    if (!one && !several) {
      return Optional.empty();
    }
    JsonNode node = request.get(one ? "cotangent" : "cotangents");
    List<JsonNode> given = new ArrayList<>();
    boolean perOutput = several || outputs.size() != 1;
    boolean listOfOne = node.size() == 1 && node.path(0).isObject();
    if (node.isArray() && (perOutput || listOfOne)) {
      node.forEach(given::add);
    } else {
      given.add(node);
    }
    return Optional.of(cotangents(call, given, outputs));
  }

  private static List<Tensor> cotangents(Call call, List<JsonNode> given, List<Tensor> outputs) {
    String op = call.op().name();
    List<Integer> continuous = new ArrayList<>();
    for (int j = 0; j < outputs.size(); j++) {
      if (WideGradients.isContinuous(outputs.get(j).dtype())) {
        continuous.add(j);
      }
    }
    boolean forContinuous = given.size() != outputs.size() && given.size() == continuous.size();
    if (given.size() != outputs.size() && !forContinuous) {
      throw new ValueException(
          op + ": " + given.size() + " cotangents for " + outputs.size() + " results");
    }
    List<Tensor> out = new ArrayList<>();
    for (Tensor y : outputs) {
      out.add(Tensor.zeros(y.dtype(), y.shape()));
    }
    for (int k = 0; k < given.size(); k++) {
      int j = forContinuous ? continuous.get(k) : k;
      Tensor y = outputs.get(j);
      if (given.get(k).isNull() || !WideGradients.isContinuous(y.dtype())) {
        continue;
      }
      String name = op + ": cotangent" + (outputs.size() == 1 ? "" : " " + j);
      Tensor v = TensorJson.read(given.get(k), name, y.dtype());
      if (!v.shape().equals(y.shape())) {
        throw new ShapeException(
            name + " has shape " + v.shape() + ", the result has " + y.shape());
      }
      if (v.dtype() != y.dtype()) {
        throw new DTypeException(name + " is " + v.dtype() + ", the result is " + y.dtype());
      }
      out.set(j, v);
    }
    return out;
  }

  private Map<String, Tensor> gradients(Call call, List<Tensor> outputs, List<Tensor> cotangents) {
    if (IntStream.range(0, call.count()).noneMatch(i -> WideGradients.hasGradient(call, i))) {
      return Map.of(); // a rule may not even take these types
    }
    List<Optional<Tensor>> grads =
        backend == ReferenceBackend.instance()
            ? WideGradients.of(call, cotangents)
            : backend.vjp(call, outputs, cotangents);
    Map<String, Tensor> out = new LinkedHashMap<>();
    for (int i = 0; i < call.count(); i++) {
      String name = CallJson.inputName(call.op(), i);
      if (WideGradients.hasGradient(call, i)) {
        grads.get(i).ifPresent(g -> out.put(name, g));
      }
    }
    return out;
  }

  private static void write(JsonGenerator g, Answer answer) throws IOException {
    g.writeArrayFieldStart("outputs");
    for (Tensor y : answer.outputs()) {
      TensorJson.write(g, y);
    }
    g.writeEndArray();
    if (answer.gradients().isPresent()) {
      g.writeObjectFieldStart("gradients");
      for (Map.Entry<String, Tensor> e : answer.gradients().get().entrySet()) {
        g.writeFieldName(e.getKey());
        TensorJson.write(g, e.getValue());
      }
      g.writeEndObject();
    }
  }

  private static void writeError(
      Writer out, JsonNode id, String kind, Optional<String> constraint, String message) {
    write(
        out,
        id,
        g -> {
          g.writeObjectFieldStart("error");
          g.writeStringField("kind", kind);
          g.writeStringField("constraint", constraint.orElse(null));
          g.writeStringField("message", message);
          g.writeEndObject();
        });
  }

  private static void write(Writer out, JsonNode id, Json.Body fields) {
    Json.write(
        out,
        g -> {
          g.writeStartObject();
          g.writeFieldName("id");
          g.writeTree(id);
          fields.write(g);
          g.writeEndObject();
        });
  }
}
