package dev.assay.tck.process;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.engine.AssayException;
import dev.assay.engine.BackendException;
import dev.assay.engine.BackendException.Reason;
import dev.assay.engine.FormatException;
import dev.assay.engine.backend.Accuracy;
import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Capability;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.json.CallJson;
import dev.assay.tck.json.Capabilities;
import dev.assay.tck.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A program in any language as a backend: it reads the requests of {@code assay eval}, one JSON
 * object per line, from its standard input, and writes one answer per line to its standard output.
 *
 * <p>What it does not do it says when it is asked: {@link #capability} asks for the results, which
 * {@link #run} then hands out, so that a call costs one round trip. Whatever the program does,
 * every method ends in time, in bounded memory, with results of the right types or an error that
 * says what happened.
 */
public final class ProcessBackend implements Backend, AutoCloseable {
  private static final int BRIEF = 80;

  /** A judge that looks for a type that is supported asks for two calls before it runs one. */
  private static final int KEPT_ANSWERS = 4;

  private static final int SHELL_CANNOT_RUN = 126;
  private static final int SHELL_FINDS_NOTHING = 127;

  private final ProgramSpec spec;
  private final ProgramPool pool;
  private final AtomicLong ids = new AtomicLong();
  private final ThreadLocal<Map<String, Answer>> answers =
      ThreadLocal.withInitial(ProcessBackend::store);
  private Capabilities stated = Capabilities.UNSTATED;

  private ProcessBackend(ProgramSpec spec) {
    this.spec = spec;
    this.pool = new ProgramPool(spec);
  }

  private static Map<String, Answer> store() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
        return size() > KEPT_ANSWERS;
      }
    };
  }

  /** Starts the program and asks what it is; a program that does not say is taken as it comes. */
  public static ProcessBackend start(ProgramSpec spec) {
    ProcessBackend backend = new ProcessBackend(spec);
    try {
      backend.introduce();
      return backend;
    } catch (AssayException e) {
      backend.close();
      throw e;
    }
  }

  private void introduce() {
    try {
      pool.first(
          process -> {
            JsonNode answer = ask(process, "{\"capabilities\":true}", 1 << 20);
            if (answer.has("capabilities")) {
              stated = Capabilities.read(answer.get("capabilities"));
            }
            return answer;
          });
    } catch (LostException e) {
      // knows the requests of calls alone, and ends at any other: the next process is spared this
      if (e.status() == SHELL_CANNOT_RUN || e.status() == SHELL_FINDS_NOTHING) {
        throw new BackendException("exec: the program " + e.getMessage(), e);
      }
    }
  }

  @Override
  public String name() {
    return spec.toString();
  }

  @Override
  public List<String> devices() {
    return List.of("/exec:0");
  }

  @Override
  public String driver() {
    return Printable.brief(stated.name(), BRIEF);
  }

  @Override
  public PrecisionClass precision() {
    return spec.precision().orElse(stated.precision());
  }

  @Override
  public Accuracy accuracy() {
    return stated.accuracy();
  }

  @Override
  public Capability capability(Call call) {
    String op = call.op().name();
    if (stated.ops().isPresent() && !stated.ops().get().contains(op)) {
      return Capability.unsupported("the program does not list the operation");
    }
    if (stated.dtypes().isPresent()) {
      Optional<DType> other =
          Stream.concat(
                  call.inputs().stream().map(Tensor::dtype),
                  call.outputs().stream().map(TensorType::dtype))
              .filter(t -> !stated.dtypes().get().contains(t))
              .findFirst();
      if (other.isPresent()) {
        return Capability.unsupported("the program does not list " + other.get());
      }
    }
    Answer answer =
        answers
            .get()
            .computeIfAbsent(
                object(g -> CallJson.write(g, call)), request -> ask(call, Map.of(), request));
    return answer instanceof Answer.Unsupported no
        ? Capability.unsupported(no.reason())
        : Capability.supported();
  }

  @Override
  public List<Tensor> run(Call call) {
    String request = object(g -> CallJson.write(g, call));
    Answer asked = answers.get().remove(request);
    return results(call, asked == null ? ask(call, Map.of(), request) : asked).outputs();
  }

  /** The program's own gradients where it has such, else the rule of the operation. */
  @Override
  public List<Optional<Tensor>> vjp(Call call, List<Tensor> outputs, List<Tensor> cotangents) {
    Map<String, TensorType> types = Answer.gradientTypes(call);
    if (types.isEmpty() || !stated.gradients().has(call.op().name())) {
      return Backend.super.vjp(call, outputs, cotangents);
    }
    String request =
        object(
            g -> {
              CallJson.write(g, call);
              CallJson.writeCotangents(g, cotangents);
            });
    Map<String, Tensor> gradients = results(call, ask(call, types, request)).gradients();
    List<Optional<Tensor>> out = new ArrayList<>();
    for (int i = 0; i < call.count(); i++) {
      out.add(Optional.ofNullable(gradients.get(CallJson.inputName(call.op(), i))));
    }
    return out;
  }

  private static String object(Json.Body fields) {
    return Json.text(
        g -> {
          g.writeStartObject();
          fields.write(g);
          g.writeEndObject();
        });
  }

  private static Answer.Results results(Call call, Answer answer) {
    if (answer instanceof Answer.Wrong wrong) {
      throw wrong.error();
    }
    if (answer instanceof Answer.Unsupported no) {
      throw BackendException.unsupported(call.op().name() + ": " + no.reason());
    }
    return (Answer.Results) answer;
  }

  private Answer ask(Call call, Map<String, TensorType> gradients, String request) {
    int most = Answer.longest(call, gradients, request.length());
    try {
      return pool.with(
          call.op().name(), process -> Answer.read(call, gradients, ask(process, request, most)));
    } catch (BackendException e) {
      return new Answer.Wrong(e);
    }
  }

  /** The answer to a request, an object with its id. */
  private JsonNode ask(CoProcess process, String request, int most) throws LostException {
    long id = ids.incrementAndGet();
    String line =
        process.exchange("{\"id\":" + id + "," + request.substring(1), most, spec.limit());
    JsonNode answer;
    try {
      answer = Json.read(line);
    } catch (FormatException e) {
      throw process.lost(
          Reason.DEVICE_LOST,
          "answered with what is no JSON: \"" + Printable.brief(line, BRIEF) + '"');
    }
    JsonNode got = answer.path("id");
    if (!answer.isObject() || !got.isIntegralNumber() || got.longValue() != id) {
      throw process.lost(
          Reason.DEVICE_LOST,
          "answered \""
              + Printable.brief(line, BRIEF)
              + "\" to request "
              + id
              + (got.isIntegralNumber() && got.longValue() < id
                  ? ", one answer too many"
                  : ", an object with that id is needed"));
    }
    return answer;
  }

  @Override
  public void close() {
    pool.close();
  }
}
