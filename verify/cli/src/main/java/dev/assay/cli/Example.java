package dev.assay.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.assay.engine.backend.ReferenceBackend;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.InputSpec;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.cases.Case;
import dev.assay.tck.cases.CaseRegistry;
import dev.assay.tck.cases.Choices;
import dev.assay.tck.cases.Draw;
import dev.assay.tck.cases.OpCases;
import dev.assay.tck.eval.Evaluator;
import dev.assay.tck.json.AttributeJson;
import dev.assay.tck.json.Json;
import dev.assay.tck.json.TensorJson;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A request that {@code assay eval} takes, and its answer: a small case of the operation's
 * generator, its numbers rounded to two decimals.
 *
 * @param request one line
 * @param answer one line
 */
record Example(String request, String answer) {
  private static final int MAX_ELEMENTS = 64;
  private static final int CANDIDATES = 40;
  private static final int GLANCE = 6;

  /** An example of {@code op}, if it has a generator. */
  static Optional<Example> of(Op op) {
    return CaseRegistry.find(op.name()).map(Example::telling).map(Example::of);
  }

  /** Of the first few cases the one whose size is nearest to that of a small matrix. */
  private static Case telling(OpCases cases) {
    Case best = draw(cases, Choices.of(new int[0]));
    for (int seed = 1; seed <= CANDIDATES; seed++) {
      Case next = draw(cases, Choices.seeded(seed));
      best = strangeness(next) < strangeness(best) ? next : best;
    }
    return best;
  }

  private static Case draw(OpCases cases, Choices choices) {
    return cases.draw(new Draw(choices, DType.FLOAT32, Draw.Values.SMOOTH));
  }

  /** How far the elements are from as many as can be taken in at a glance; empty tensors count. */
  private static int strangeness(Case kase) {
    int elements = 0;
    for (Tensor t : kase.inputs()) {
      elements += t.size() == 0 ? MAX_ELEMENTS : t.size();
    }
    return Math.abs(elements - GLANCE * kase.inputs().size());
  }

  private static Example of(Case kase) {
    List<Tensor> inputs = kase.inputs().stream().map(Example::rounded).toList();
    String request = Json.text(g -> write(g, kase.with(inputs)));
    StringWriter answer = new StringWriter();
    new Evaluator(ReferenceBackend.instance()).answer(request, answer);
    return new Example(request, answer.toString());
  }

  private static Tensor rounded(Tensor t) {
    if (!t.dtype().isFloating()) {
      return t;
    }
    double[] v = t.toDoubles();
    for (int i = 0; i < v.length; i++) {
      v[i] = Math.rint(v[i] * 100) / 100;
    }
    return Tensor.of(t.shape(), HostStorage.ofDoubles(t.dtype(), v));
  }

  private static void write(JsonGenerator g, Case kase) throws IOException {
    Call call = kase.call();
    Op op = call.op();
    g.writeStartObject();
    g.writeNumberField("id", 1);
    g.writeStringField("op", op.name());
    g.writeObjectFieldStart("inputs");
    for (int i = 0; i < call.count(); i++) {
      boolean list = op.input(i).arity() == InputSpec.Arity.LIST;
      g.writeFieldName(list ? Integer.toString(i) : op.input(i).name());
      TensorJson.write(g, call.in(i));
    }
    g.writeEndObject();
    if (!kase.attrs().asMap().isEmpty()) {
      g.writeFieldName("attrs");
      AttributeJson.write(g, kase.attrs());
    }
    TensorType y = call.output();
    boolean asks =
        op.isDifferentiable()
            && call.outputs().size() == 1
            && y.dtype().isFloating()
            && y.shape().isKnown()
            && y.shape().elements() <= MAX_ELEMENTS;
    if (asks) {
      double[] v = IntStream.rangeClosed(1, y.shape().elements()).asDoubleStream().toArray();
      g.writeFieldName("cotangent");
      TensorJson.write(g, Tensor.of(y.dtype(), y.shape(), v));
    }
    g.writeEndObject();
  }
}
