package dev.assay.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Devices;
import dev.assay.engine.op.AttributeSpec;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint;
import dev.assay.engine.op.Derivative;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.InputSpec;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.golden.Golden;
import dev.assay.golden.GoldenEntry;
import dev.assay.tck.Completeness;
import dev.assay.tck.cases.CaseRegistry;
import dev.assay.tck.cases.Choices;
import dev.assay.tck.cases.Draw;
import dev.assay.tck.json.AttributeJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Everything the registry and its neighbours say of one operation, in words. */
final class OpSheet {
  private final Op op;

  OpSheet(Op op) {
    this.op = op;
  }

  Op op() {
    return op;
  }

  String family() {
    return OpRegistry.family(op);
  }

  /** {@code matmul(a, b; transpose_a=false) -> output}. */
  String signature() {
    String inputs = op.inputs().stream().map(OpSheet::inputName).collect(Collectors.joining(", "));
    String attrs =
        op.attributes().stream()
            .map(a -> a.name() + a.fallback().map(f -> "=" + value(f)).orElse(""))
            .collect(Collectors.joining(", "));
    return op.name()
        + "("
        + inputs
        + (attrs.isEmpty() ? "" : (inputs.isEmpty() ? "" : "; ") + attrs)
        + ") → "
        + String.join(", ", op.outputs());
  }

  private static String inputName(InputSpec i) {
    return switch (i.arity()) {
      case ONE -> i.name();
      case OPTIONAL -> "[" + i.name() + "]";
      case LIST -> "\"0\", \"1\", …";
    };
  }

  /** The element types an input accepts. */
  static String dtypes(InputSpec input) {
    return input.dtypes().size() == DType.values().length
        ? "any dtype"
        : input.dtypes().stream().map(DType::label).collect(Collectors.joining(", "));
  }

  /** What an attribute takes and falls back to. */
  static String takes(AttributeSpec a) {
    String fallback =
        a.fallback()
            .map(f -> ", default " + value(f))
            .orElse(a.required() ? ", required" : ", may be absent");
    return a.expected() + fallback;
  }

  private static String value(Object v) {
    boolean whole =
        v instanceof Double d
            && d == Math.rint(d)
            && Math.abs(d) < 1e9
            && Double.doubleToRawLongBits(d) != Double.doubleToRawLongBits(-0.0);
    return whole ? Long.toString(((Double) v).longValue()) : String.valueOf(v);
  }

  /** {@code (C2) shape: a.dim(-1) = b.dim(-2)}. */
  static String constraint(Constraint c) {
    return c.id() + "  " + c.kind().name().toLowerCase(Locale.ROOT) + ": " + c.text();
  }

  /** One line per input: its slope, that it has a derivative, or why it has none. */
  List<String> derivatives() {
    List<String> out = new ArrayList<>();
    for (int i = 0; i < op.inputs().size(); i++) {
      String name = op.inputs().get(i).name();
      if (op.derivative(i) instanceof Derivative.None none) {
        out.add(name + ": none, " + none.reason());
        continue;
      }
      String slopes =
          op.slopes().stream()
              .filter(s -> s.input().equals(name))
              .map(s -> "∂" + op.outputs().get(0) + "/∂" + name + " = " + s.formula())
              .collect(Collectors.joining("; "));
      out.add(name + ": " + (slopes.isEmpty() ? "by the registered rule" : slopes));
    }
    return out;
  }

  /** {@code tanh(-0.0) = -0.0, slope 1}. */
  String hardPoint(HardPoint p) {
    String slopes = slopes(p);
    return arguments(op, p)
        + " = "
        + oneLine(p.output())
        + (slopes.isEmpty() ? "" : ", slope " + slopes);
  }

  /** {@code tanh(-0.0)}. */
  static String arguments(Op op, HardPoint p) {
    String args = p.inputs().stream().map(OpSheet::oneLine).collect(Collectors.joining(", "));
    String attrs =
        p.attrs().asMap().entrySet().stream()
            .map(e -> e.getKey() + "=" + value(e.getValue()))
            .collect(Collectors.joining(", "));
    return op.name() + "(" + args + (attrs.isEmpty() ? "" : "; " + attrs) + ")";
  }

  /** The gradients of the inputs that the row states. */
  static String slopes(HardPoint p) {
    return p.slopes().stream().map(OpSheet::value).collect(Collectors.joining(", "));
  }

  /** A tensor on one line. */
  static String oneLine(Tensor t) {
    return t.toString().replaceAll("\\s+", " ");
  }

  /** The worked examples that call the operation. */
  List<GoldenEntry> golden() {
    return Golden.entries().stream().filter(e -> e.uses(op.name())).toList();
  }

  /** The backends that carry out its simplest case, in float32. */
  List<String> backends() {
    Optional<Call> call =
        CaseRegistry.find(op.name())
            .map(
                c ->
                    c.draw(new Draw(Choices.of(new int[0]), DType.FLOAT32, Draw.Values.SMOOTH))
                        .call());
    return Devices.backends().stream()
        .filter(b -> call.map(c -> b.capability(c).isSupported()).orElse(false))
        .map(Backend::name)
        .toList();
  }

  /** What it still lacks; empty for a complete operation. */
  List<String> gaps() {
    return Completeness.gaps(op);
  }

  /** Writes everything as one object. */
  void write(JsonGenerator g) throws IOException {
    g.writeStartObject();
    g.writeStringField("name", op.name());
    g.writeStringField("family", family());
    g.writeStringField("formula", op.formula());
    g.writeArrayFieldStart("inputs");
    for (InputSpec i : op.inputs()) {
      g.writeStartObject();
      g.writeStringField("name", i.name());
      g.writeStringField("arity", i.arity().name().toLowerCase(Locale.ROOT));
      texts(g, "dtypes", i.dtypes().stream().map(DType::label).toList());
      g.writeStringField("doc", i.doc());
      g.writeEndObject();
    }
    g.writeEndArray();
    texts(g, "outputs", op.outputs());
    g.writeArrayFieldStart("attributes");
    for (AttributeSpec a : op.attributes()) {
      g.writeStartObject();
      g.writeStringField("name", a.name());
      g.writeStringField("type", a.type().name().toLowerCase(Locale.ROOT));
      g.writeBooleanField("required", a.required());
      if (a.fallback().isPresent()) {
        g.writeFieldName("default");
        AttributeJson.writeValue(g, a.fallback().get());
      }
      texts(g, "choices", a.choices());
      g.writeStringField("doc", a.doc());
      g.writeEndObject();
    }
    g.writeEndArray();
    g.writeArrayFieldStart("constraints");
    for (Constraint c : op.constraints()) {
      g.writeStartObject();
      g.writeStringField("id", c.id());
      g.writeStringField("kind", c.kind().name().toLowerCase(Locale.ROOT));
      g.writeStringField("text", c.text());
      g.writeEndObject();
    }
    g.writeEndArray();
    g.writeBooleanField("differentiable", op.isDifferentiable());
    g.writeArrayFieldStart("derivatives");
    for (int i = 0; i < op.inputs().size(); i++) {
      g.writeStartObject();
      g.writeStringField("input", op.inputs().get(i).name());
      g.writeBooleanField("differentiable", op.derivative(i) instanceof Derivative.Rule);
      if (op.derivative(i) instanceof Derivative.None none) {
        g.writeStringField("reason", none.reason());
      }
      g.writeEndObject();
    }
    g.writeEndArray();
    texts(g, "notes", op.notes());
    g.writeArrayFieldStart("slopes");
    for (Op.Slope s : op.slopes()) {
      g.writeStartObject();
      g.writeStringField("input", s.input());
      g.writeStringField("formula", s.formula());
      g.writeEndObject();
    }
    g.writeEndArray();
    g.writeNumberField("hardPoints", op.hardPoints().size());
    g.writeNumberField("golden", golden().size());
    g.writeNumberField("vectors", 0);
    texts(g, "backends", backends());
    g.writeBooleanField("complete", gaps().isEmpty());
    texts(g, "gaps", gaps());
    g.writeEndObject();
  }

  private static void texts(JsonGenerator g, String field, List<String> values) throws IOException {
    g.writeArrayFieldStart(field);
    for (String v : values) {
      g.writeString(v);
    }
    g.writeEndArray();
  }
}
