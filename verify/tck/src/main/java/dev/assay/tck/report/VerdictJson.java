package dev.assay.tck.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.engine.backend.DeviceDetails;
import dev.assay.engine.op.OpRegistry;
import dev.assay.tck.judge.EntryVerdict;
import dev.assay.tck.judge.Failure;
import dev.assay.tck.judge.Method;
import dev.assay.tck.judge.Mismatch;
import dev.assay.tck.judge.OpVerdict;
import dev.assay.tck.judge.Outcome;
import dev.assay.tck.judge.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * The verdict for machines. Apart from {@code run.started} and {@code run.seconds} the same run
 * gives the same bytes. Numbers that JSON lacks are the strings {@code "NaN"}, {@code "Infinity"},
 * {@code "-Infinity"}.
 */
public final class VerdictJson {
  /** The layout's name; another layout gets another number. */
  public static final String FORMAT = "assay-verdict/1";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private VerdictJson() {}

  /** The document, indented, ending in a line feed. */
  public static String write(Verdict v, Circumstances c) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("format", FORMAT);
    root.put("verdict", v.word());
    root.put("reason", v.reason());
    root.put("line", v.line());
    root.putObject("suite").put("version", c.suite().version()).put("sha256", c.suite().sha256());
    ObjectNode backend = root.putObject("backend");
    backend.put("name", v.backend());
    strings(backend.putArray("devices"), v.devices());
    backend.put("driver", c.driver());
    backend.put("precision", c.precision());
    c.device().ifPresent(d -> device(d, backend.putObject("device")));
    ObjectNode environment = root.putObject("environment");
    environment.put("java", c.java());
    environment.put("system", c.system());
    environment.put("processors", c.processors());
    strings(environment.putArray("jvm_flags"), c.jvmFlags());
    ObjectNode run = root.putObject("run");
    run.put("command", c.command());
    run.put("seed", v.seed());
    run.put("cases_per_op", c.cases());
    strings(run.putArray("selection"), c.selection());
    run.put("started", c.started().toString());
    run.put("seconds", Math.rint(v.seconds() * 1000) / 1000);
    counts(v, root.putObject("counts"));
    ObjectNode methods = root.putObject("methods");
    for (Method m : Method.values()) {
      ObjectNode method = methods.putObject(m.label());
      method.put("about", m.about());
      statuses(method, s -> v.count(m, s));
    }
    ArrayNode ops = root.putArray("ops");
    v.ops().forEach(o -> op(o, ops.addObject()));
    ArrayNode entries = root.putArray("entries");
    v.entries().forEach(e -> entry(e, entries.addObject()));
    ArrayNode failures = root.putArray("failures");
    v.failures().forEach(f -> failure(f, v, failures.addObject()));
    return print(root);
  }

  private static void device(DeviceDetails d, ObjectNode device) {
    device.put("name", d.name());
    strings(device.putArray("aliases"), d.aliases());
    device.put("model", d.model());
    device.put("driver", d.driver());
    device.put("version", d.version());
    device.put("precision", d.precision().name());
    ObjectNode properties = device.putObject("properties");
    d.properties().forEach(properties::put);
  }

  private static void counts(Verdict v, ObjectNode counts) {
    counts.put("ops", v.ops().size());
    for (Outcome.Status s : Outcome.Status.values()) {
      counts.put("ops_" + label(s), v.ops(s));
    }
    counts.put("cases", v.cases());
    counts.put("comparisons", v.comparisons());
    statuses(counts, v::count);
  }

  private static void op(OpVerdict o, ObjectNode op) {
    op.put("op", o.op());
    op.put("family", OpRegistry.family(OpRegistry.get(o.op())));
    op.put("status", o.status().name());
    op.put("oracles", o.oracles());
    statuses(op, s -> o.count(s));
    ObjectNode methods = op.putObject("methods");
    for (Method m : Method.values()) {
      for (Outcome.Status s : Outcome.Status.values()) {
        if (o.count(m, s) > 0) {
          methods.withObjectProperty(m.label()).put(label(s), o.count(m, s));
        }
      }
    }
    ObjectNode tightness = op.putObject("tightness");
    o.tightness().forEach((t, worst) -> number(tightness, t.label(), worst));
    op.put("reason", o.reason());
  }

  private static void entry(EntryVerdict e, ObjectNode entry) {
    entry.put("name", e.name());
    entry.put("method", e.method().label());
    entry.put("about", e.about());
    entry.put("status", e.status().name());
    strings(entry.putArray("ops"), e.ops());
    statuses(entry, s -> e.count(s));
    number(entry, "tightness", e.tightness());
    entry.put("reason", e.reason());
  }

  private static void failure(Failure f, Verdict v, ObjectNode failure) {
    failure.put("op", f.op());
    failure.put("method", f.method().label());
    v.about(f).ifPresent(about -> failure.put("about", about));
    failure.put("message", f.message());
    f.mismatch().ifPresent(m -> mismatch(m, failure.putObject("mismatch")));
    failure.put("token", f.token());
    failure.put("replay", v.replay(f));
  }

  private static void mismatch(Mismatch m, ObjectNode out) {
    out.put("what", m.what());
    m.index().forEach(out.putArray("index")::add);
    number(out, "got", m.got());
    number(out, "want", m.want());
    number(out, "error", m.error());
    number(out, "bound", m.bound());
    out.put("origin", m.origin());
  }

  private static void statuses(ObjectNode out, ToLongFunction<Outcome.Status> count) {
    for (Outcome.Status s : Outcome.Status.values()) {
      out.put(label(s), count.applyAsLong(s));
    }
  }

  private static String label(Outcome.Status s) {
    return s.name().toLowerCase(Locale.ROOT);
  }

  private static void number(ObjectNode out, String name, double value) {
    if (Double.isFinite(value)) {
      out.put(name, value);
    } else {
      out.put(name, Double.toString(value));
    }
  }

  private static void strings(ArrayNode out, List<String> values) {
    values.forEach(out::add);
  }

  private static String print(ObjectNode root) {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(lines);
    printer.indentArraysWith(lines);
    try {
      return MAPPER.writer(printer).writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of strings and numbers can be written", e);
    }
  }
}
