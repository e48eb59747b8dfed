package dev.assay.tck.golden;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.engine.FormatException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Capability;
import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.grad.Gradient;
import dev.assay.engine.grad.GradientTape;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.InputSpec;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.Tensor;
import dev.assay.golden.GoldenEntry;
import dev.assay.golden.GoldenStep;
import dev.assay.tck.json.CallJson;
import dev.assay.tck.json.TensorJson;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One run of an example's program. Every derivative that is asked for has a tape of its own that
 * has recorded all steps before it, those of earlier derivatives included; where steps are
 * repeated, all before it of the same iteration.
 */
final class Program implements AutoCloseable {
  /** The backend lacks an operation. */
  static final class Unsupported extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unsupported(String message) {
      super(message);
    }
  }

  private final Backend backend;
  private final Deque<GradientTape> tapes = new ArrayDeque<>();
  private Map<String, Tensor> names = new HashMap<>();

  /** Nothing has run yet. */
  Program(Backend backend) {
    this.backend = backend;
  }

  /** Runs all steps. */
  void run(GoldenEntry entry) {
    openTapes(entry.steps());
    for (Map.Entry<String, JsonNode> e : entry.inputs().entrySet()) {
      bind(e.getKey(), TensorJson.read(e.getValue(), "input " + e.getKey()));
    }
    entry.steps().forEach(this::run);
  }

  /** The tensor bound to {@code name}. */
  Tensor get(String name) {
    return names.get(name);
  }

  /** The first derivative takes the tape that was opened last. */
  private void openTapes(List<GoldenStep> steps) {
    for (GoldenStep step : steps) {
      int derivatives =
          step instanceof GoldenStep.Hessian
              ? 2
              : step instanceof GoldenStep.Gradient || step instanceof GoldenStep.Jacobian ? 1 : 0;
      for (int i = 0; i < derivatives; i++) {
        tapes.push(GradientTape.openPersistent());
      }
    }
  }

  private void bind(String name, Tensor value) {
    names.put(name, value);
    watch(value);
  }

  private void watch(Tensor value) {
    if (value.dtype().isFloating() || value.dtype().isComplex()) {
      tapes.forEach(t -> t.watch(value));
    }
  }

  private void run(GoldenStep step) {
    if (step instanceof GoldenStep.Call c) {
      List<Tensor> outputs = call(c);
      if (outputs.size() != step.out().size()) {
        throw new FormatException(
            c.op() + " has " + outputs.size() + " results, bound are " + step.out());
      }
      for (int i = 0; i < outputs.size(); i++) {
        bind(step.out().get(i), outputs.get(i));
      }
    } else if (step instanceof GoldenStep.Gradient g) {
      gradient(g);
    } else if (step instanceof GoldenStep.Jacobian j) {
      bind(j.out().get(0), jacobian(get(j.of()), get(j.wrt())));
    } else if (step instanceof GoldenStep.Hessian h) {
      if (get(h.of()).size() != 1) {
        throw new ShapeException("hessian: " + h.of() + " is one number, got " + get(h.of()));
      }
      Tensor x = get(h.wrt());
      Tensor dx = derivatives(get(h.of()), Optional.empty(), List.of(x)).get(0);
      bind(h.out().get(0), jacobian(dx, x));
    } else if (step instanceof GoldenStep.Repeat r) {
      repeat(r);
    }
  }

  private void repeat(GoldenStep.Repeat step) {
    Map<String, Tensor> outside = names;
    Map<String, Tensor> carried = new HashMap<>();
    Map<String, Tensor> kept = new HashMap<>();
    for (int i = 1; i <= step.times(); i++) {
      names = new HashMap<>(outside);
      names.putAll(carried);
      openTapes(step.body());
      names.values().forEach(this::watch);
      step.body().forEach(this::run);
      step.carry().forEach((name, next) -> carried.put(name, get(next)));
      for (GoldenStep.Keep k : step.keep()) {
        for (int at = 0; at < k.at().size(); at++) {
          if (k.at().get(at) == i) {
            kept.put(k.out().get(at), get(k.of()));
          }
        }
      }
    }
    names = outside;
    kept.forEach(this::bind);
  }

  private List<Tensor> call(GoldenStep.Call step) {
    Op op = OpRegistry.get(step.op());
    Attributes attrs = CallJson.attributes(op, step.attrs(), Optional.empty());
    List<Tensor> inputs = new ArrayList<>();
    boolean list = op.inputs().stream().anyMatch(i -> i.arity() == InputSpec.Arity.LIST);
    List<String> order =
        list
            ? step.in().keySet().stream()
                .sorted((a, b) -> Integer.compare(index(a), index(b)))
                .toList()
            : op.inputs().stream().map(InputSpec::name).filter(step.in()::containsKey).toList();
    if (order.size() != step.in().size()) {
      throw new ValueException(
          op.name() + ": inputs " + step.in().keySet() + ", known: " + op.inputs());
    }
    order.forEach(name -> inputs.add(get(step.in().get(name))));
    Call call = Call.of(op, inputs, attrs);
    if (backend.capability(call) instanceof Capability.Unsupported no) {
      throw new Unsupported(op.name() + ": " + no.reason());
    }
    return Dispatch.call(op, attrs, inputs);
  }

  private static int index(String name) {
    try {
      return Integer.parseInt(name);
    } catch (NumberFormatException e) {
      throw new ValueException("the inputs of a list are named 0, 1, …, got " + name);
    }
  }

  private void gradient(GoldenStep.Gradient step) {
    List<Tensor> wrt = step.wrt().stream().map(this::get).toList();
    List<Tensor> grads = derivatives(get(step.of()), step.seed().map(this::get), wrt);
    for (int i = 0; i < grads.size(); i++) {
      bind(step.out().get(i), grads.get(i));
    }
  }

  private List<Tensor> derivatives(Tensor y, Optional<Tensor> seed, List<Tensor> xs) {
    try (GradientTape tape = tapes.pop()) {
      List<Gradient> grads =
          seed.isPresent()
              ? tape.gradients(List.of(y), List.of(seed.get()), xs)
              : tape.gradients(y, xs);
      return grads.stream().map(Gradient::orZeros).toList();
    }
  }

  /** Zeros where {@code x} does not influence {@code y}: the Hessian of a linear function. */
  private Tensor jacobian(Tensor y, Tensor x) {
    try (GradientTape tape = tapes.pop()) {
      return tape.gradients(y, List.of(x)).get(0).isConnected()
          ? tape.jacobian(y, x)
          : Tensor.zeros(x.dtype(), y.shape().concat(x.shape()));
    }
  }

  @Override
  public void close() {
    tapes.forEach(GradientTape::close);
    tapes.clear();
  }
}
