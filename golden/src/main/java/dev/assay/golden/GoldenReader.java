package dev.assay.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads one file and checks every rule of the format. */
final class GoldenReader {
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9.-]*");

  private final String file;
  private String entry = "";

  GoldenReader(String file) {
    this.file = file;
  }

  GoldenDocument document(JsonNode root) {
    only(root, "the file", "document", "title", "entries");
    String path = text(root, "document");
    List<GoldenEntry> entries = new ArrayList<>();
    for (JsonNode e : array(root, "entries")) {
      entry = "";
      entries.add(entry(path, e));
    }
    entry = "";
    return new GoldenDocument(path, text(root, "title"), List.copyOf(entries));
  }

  private GoldenEntry entry(String path, JsonNode node) {
    entry = text(node, "id");
    need(ID.matcher(entry).matches(), "the id is of a-z, 0-9, . and -");
    only(
        node, "the entry", "id", "section", "about", "status", "note", "inputs", "steps", "expect");
    GoldenEntry.Status status = status(text(node, "status"));
    Optional<String> note = node.has("note") ? Optional.of(text(node, "note")) : Optional.empty();
    need(status == GoldenEntry.Status.VERBATIM || note.isPresent(), "a note says what was changed");

    Map<String, JsonNode> inputs = map(object(node, "inputs"), v -> v);
    Set<String> bound = new HashSet<>(inputs.keySet());
    List<GoldenStep> steps = steps(node, bound);
    List<Expectation> expect = new ArrayList<>();
    for (JsonNode e : array(node, "expect")) {
      expect.add(expectation(e, bound));
    }
    need(!expect.isEmpty(), "something is expected");
    boolean wrong =
        expect.stream().anyMatch(e -> e instanceof Expectation.Digits d && d.isErratum());
    need(
        wrong == (status == GoldenEntry.Status.ERRATUM),
        "an erratum, and only an erratum, says what is right");
    return new GoldenEntry(
        path,
        entry,
        text(node, "section"),
        text(node, "about"),
        status,
        note,
        inputs,
        steps,
        List.copyOf(expect));
  }

  private GoldenEntry.Status status(String label) {
    for (GoldenEntry.Status s : GoldenEntry.Status.values()) {
      if (s.label().equals(label)) {
        return s;
      }
    }
    throw error("the status is verbatim, ocr-corrected or erratum, not " + label);
  }

  /** The names that the steps bind join {@code bound}. */
  private List<GoldenStep> steps(JsonNode node, Set<String> bound) {
    List<GoldenStep> steps = new ArrayList<>();
    for (JsonNode s : array(node, "steps")) {
      GoldenStep step = s.has("repeat") ? repeat(s, bound) : step(s, bound);
      for (String name : step.out()) {
        need(bound.add(name), "the name " + name + " is bound twice");
      }
      steps.add(step);
    }
    return List.copyOf(steps);
  }

  private GoldenStep repeat(JsonNode s, Set<String> bound) {
    only(s, "a step", "repeat", "carry", "steps", "keep");
    int times = iteration(s.path("repeat"), Integer.MAX_VALUE, "repeat");
    Set<String> inside = new HashSet<>(bound);
    List<GoldenStep> body = steps(s, inside);
    Map<String, String> carry = map(object(s, "carry"), v -> bound(v.asText(), inside));
    carry.keySet().forEach(name -> bound(name, bound));
    List<GoldenStep.Keep> keep = new ArrayList<>();
    for (JsonNode k : array(s, "keep")) {
      only(k, "what is kept", "of", "at", "out");
      List<Integer> at = new ArrayList<>();
      array(k, "at").forEach(i -> at.add(iteration(i, times, "at")));
      List<String> out = texts(k, "out");
      need(at.size() == out.size(), "keep: as many names in out as iterations in at");
      keep.add(new GoldenStep.Keep(bound(text(k, "of"), inside), List.copyOf(at), out));
    }
    need(!keep.isEmpty(), "a repetition keeps something");
    return new GoldenStep.Repeat(times, carry, body, List.copyOf(keep));
  }

  private int iteration(JsonNode i, int last, String field) {
    need(
        i.isInt() && i.intValue() >= 1 && i.intValue() <= last,
        field + ": integers from 1 to " + last);
    return i.intValue();
  }

  private GoldenStep step(JsonNode s, Set<String> bound) {
    List<String> out = texts(s, "out");
    need(!out.isEmpty(), "a step binds at least one name");
    if (s.has("op")) {
      only(s, "a step", "op", "in", "attrs", "out");
      Map<String, String> in = map(optionalObject(s, "in"), v -> bound(v.asText(), bound));
      Map<String, JsonNode> attrs = map(optionalObject(s, "attrs"), v -> v);
      return new GoldenStep.Call(text(s, "op"), in, attrs, out);
    }
    if (s.has("gradient")) {
      only(s, "a step", "gradient", "wrt", "seed", "out");
      List<String> wrt = texts(s, "wrt").stream().map(w -> bound(w, bound)).toList();
      need(wrt.size() == out.size(), "gradient: as many names in out as in wrt");
      Optional<String> seed =
          s.has("seed") ? Optional.of(bound(text(s, "seed"), bound)) : Optional.empty();
      return new GoldenStep.Gradient(bound(text(s, "gradient"), bound), wrt, seed, out);
    }
    need(out.size() == 1, "a Jacobian or Hessian binds one name");
    String wrt = bound(text(s, "wrt"), bound);
    if (s.has("jacobian")) {
      only(s, "a step", "jacobian", "wrt", "out");
      return new GoldenStep.Jacobian(bound(text(s, "jacobian"), bound), wrt, out);
    }
    only(s, "a step", "hessian", "wrt", "out");
    return new GoldenStep.Hessian(bound(text(s, "hessian"), bound), wrt, out);
  }

  private Expectation expectation(JsonNode e, Set<String> bound) {
    String of = bound(text(e, "of"), bound);
    if (e.has("text")) {
      only(e, "an expectation", "of", "text");
      return new Expectation.Text(of, text(e, "text"));
    }
    only(e, "an expectation", "of", "dtype", "shape", "printed", "right");
    List<Integer> shape = new ArrayList<>();
    long elements = 1;
    for (JsonNode d : array(e, "shape")) {
      need(d.canConvertToInt() && d.intValue() >= 0, "a shape is of integers ≥ 0");
      shape.add(d.intValue());
      elements *= d.intValue();
    }
    List<String> printed = texts(e, "printed");
    List<String> right = e.has("right") ? texts(e, "right") : List.of();
    need(printed.size() == elements, of + ": one printed text per element of shape " + shape);
    need(
        right.isEmpty() || right.size() == printed.size(),
        of + ": one right text per printed text");
    return new Expectation.Digits(of, text(e, "dtype"), List.copyOf(shape), printed, right);
  }

  private String bound(String name, Set<String> bound) {
    need(bound.contains(name), "the name " + name + " is not bound");
    return name;
  }

  private void only(JsonNode node, String what, String... fields) {
    need(node.isObject(), what + " is an object");
    Set<String> known = Set.of(fields);
    node.fieldNames().forEachRemaining(f -> need(known.contains(f), what + " has no field " + f));
  }

  private String text(JsonNode node, String field) {
    JsonNode v = node.path(field);
    need(v.isTextual(), field + " is a text");
    return v.asText();
  }

  private JsonNode array(JsonNode node, String field) {
    JsonNode v = node.path(field);
    need(v.isArray(), field + " is a list");
    return v;
  }

  /** A list of texts, or one text for a list of one. */
  private List<String> texts(JsonNode node, String field) {
    if (node.path(field).isTextual()) {
      return List.of(text(node, field));
    }
    List<String> out = new ArrayList<>();
    for (JsonNode v : array(node, field)) {
      need(v.isTextual(), field + " is a list of texts");
      out.add(v.asText());
    }
    return List.copyOf(out);
  }

  private JsonNode object(JsonNode node, String field) {
    JsonNode v = node.path(field);
    need(v.isObject(), field + " is an object");
    return v;
  }

  private JsonNode optionalObject(JsonNode node, String field) {
    return node.has(field) ? object(node, field) : MissingNode.getInstance();
  }

  private static <T> Map<String, T> map(JsonNode object, Function<JsonNode, T> value) {
    Map<String, T> out = new LinkedHashMap<>();
    object.properties().forEach(f -> out.put(f.getKey(), value.apply(f.getValue())));
    return Collections.unmodifiableMap(out);
  }

  private void need(boolean holds, String rule) {
    if (!holds) {
      throw error(rule);
    }
  }

  private GoldenException error(String rule) {
    return new GoldenException(file + (entry.isEmpty() ? "" : ", " + entry) + ": " + rule);
  }
}
