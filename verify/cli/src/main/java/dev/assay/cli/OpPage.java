package dev.assay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.engine.op.AttributeSpec;
import dev.assay.engine.op.Constraint;
import dev.assay.engine.op.Derivative;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.InputSpec;
import dev.assay.engine.op.Op;
import dev.assay.golden.GoldenEntry;
import dev.assay.tck.json.Json;
import dev.assay.tck.report.Html;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** One operation as a page that needs nothing else. */
final class OpPage {
  private final OpSheet sheet;
  private final Op op;
  private final Html h = new Html();

  private OpPage(OpSheet sheet) {
    this.sheet = sheet;
    this.op = sheet.op();
  }

  /** The page. */
  static String of(OpSheet sheet) {
    return new OpPage(sheet).page();
  }

  /** The head of every page, up to the body. */
  static void head(Html h, String title) {
    h.raw("<!DOCTYPE html>\n").open("html", "lang", "en").raw("\n<head>\n");
    h.raw("<meta charset=\"utf-8\">\n");
    h.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    h.element("title", title).raw("\n<style>\n").raw(Resources.text("ops.css"));
    h.raw("</style>\n</head>\n<body>\n");
  }

  private String page() {
    head(h, op.name() + " · Assay");
    h.open("nav").element("a", "Operations", "href", "index.html").text(" › ");
    h.element("a", sheet.family(), "href", "index.html#" + sheet.family()).close("nav");
    h.element("h1", op.name(), "class", "mono").raw("\n");
    h.element("div", sheet.signature(), "class", "signature mono").raw("\n");
    h.element("div", op.formula(), "class", "formula").raw("\n");
    list(op.notes());
    inputs();
    attributes();
    constraints();
    derivatives();
    hardPoints();
    Example.of(op).ifPresent(this::example);
    golden();
    backends();
    h.raw("</body>\n</html>\n");
    return h.toString();
  }

  private void list(List<String> texts) {
    if (!texts.isEmpty()) {
      h.open("ul");
      texts.forEach(t -> h.element("li", t));
      h.close("ul");
    }
  }

  private void heading(String text) {
    h.element("h2", text).raw("\n");
  }

  private void header(String... columns) {
    h.open("table").open("thead").open("tr");
    for (String c : columns) {
      h.element("th", c);
    }
    h.close("tr", "thead").open("tbody");
  }

  private void name(String text) {
    h.open("td", "class", "name").element("code", text).raw("</td>");
  }

  private void inputs() {
    heading("Inputs");
    if (op.inputs().isEmpty()) {
      h.element("p", "None.").raw("\n");
      return;
    }
    header("name", "element types", "what it is");
    for (InputSpec i : op.inputs()) {
      h.open("tr");
      name(i.arity() == InputSpec.Arity.LIST ? i.name() + ": \"0\", \"1\", …" : i.name());
      h.element("td", OpSheet.dtypes(i));
      String optional = i.arity() == InputSpec.Arity.OPTIONAL ? "; may be left out" : "";
      h.element("td", i.doc() + optional).close("tr");
    }
    h.close("tbody", "table");
    h.element("p", "Results: " + String.join(", ", op.outputs()) + ".").raw("\n");
  }

  private void attributes() {
    if (op.attributes().isEmpty()) {
      return;
    }
    heading("Attributes");
    header("name", "values", "what it says");
    for (AttributeSpec a : op.attributes()) {
      h.open("tr");
      name(a.name());
      h.element("td", OpSheet.takes(a)).element("td", a.doc()).close("tr");
    }
    h.close("tbody", "table");
  }

  private void constraints() {
    if (op.constraints().isEmpty()) {
      return;
    }
    heading("Constraints");
    header("number", "kind", "what must hold");
    for (Constraint c : op.constraints()) {
      h.open("tr", "id", c.id());
      name(c.id());
      h.element("td", c.kind().name().toLowerCase(Locale.ROOT), "class", "soft");
      h.open("td").element("code", c.text()).raw("</td>").close("tr");
    }
    h.close("tbody", "table");
  }

  private void derivatives() {
    if (op.inputs().isEmpty()) {
      return;
    }
    heading("Derivatives");
    h.open("ul");
    for (int i = 0; i < op.inputs().size(); i++) {
      String input = op.inputs().get(i).name();
      h.open("li").element("code", input).text(" ");
      if (op.derivative(i) instanceof Derivative.None none) {
        h.element("span", "none", "class", "tag warn").text(" " + none.reason() + ".");
      } else {
        String slopes =
            op.slopes().stream()
                .filter(s -> s.input().equals(input))
                .map(s -> "∂" + op.outputs().get(0) + "/∂" + input + " = " + s.formula())
                .collect(Collectors.joining("; "));
        h.element("span", "yes", "class", "tag good");
        h.text(" " + (slopes.isEmpty() ? "by a rule of registered operations" : slopes));
      }
      h.raw("</li>\n");
    }
    h.close("ul");
  }

  private void hardPoints() {
    if (op.hardPoints().isEmpty()) {
      return;
    }
    heading("Where a convention decides");
    boolean slopes = op.hardPoints().stream().anyMatch(p -> !p.slopes().isEmpty());
    header(slopes ? new String[] {"call", "result", "slope"} : new String[] {"call", "result"});
    for (HardPoint p : op.hardPoints()) {
      h.open("tr").open("td").element("code", OpSheet.arguments(op, p)).raw("</td>");
      h.open("td").element("code", OpSheet.oneLine(p.output())).raw("</td>");
      if (slopes) {
        h.open("td").element("code", OpSheet.slopes(p)).raw("</td>");
      }
      h.close("tr");
    }
    h.close("tbody", "table");
  }

  private void example(Example e) {
    heading("A request and its answer");
    h.element("p", "As assay eval reads and writes them, there on one line each.");
    h.element("pre", pretty(e.request())).element("pre", pretty(e.answer())).raw("\n");
    h.open("details").element("summary", "as a command");
    h.element("pre", "echo '" + e.request() + "' | ./assay eval").close("details");
  }

  /** One member per line on the upper two levels, tensors on one line. */
  private static String pretty(String json) {
    StringBuilder out = new StringBuilder();
    pretty(Json.read(json), 0, out);
    return out.toString();
  }

  private static void pretty(JsonNode node, int depth, StringBuilder out) {
    if (!node.isContainerNode()) {
      out.append(node);
      return;
    }
    boolean holdsTensors = node.path(0).has("data");
    boolean lines = depth < 2 && (node.isObject() ? !node.has("data") : holdsTensors);
    String indent = lines ? "\n" + "  ".repeat(depth + 1) : "";
    String separator = "";
    out.append(node.isObject() ? "{" : "[");
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        out.append(separator).append(indent).append('"').append(member.getKey()).append("\": ");
        pretty(member.getValue(), depth + 1, out);
        separator = lines ? "," : ", ";
      }
    } else {
      for (JsonNode child : node) {
        out.append(separator).append(indent);
        pretty(child, depth + 1, out);
        separator = lines ? "," : ", ";
      }
    }
    out.append(lines && !separator.isEmpty() ? "\n" + "  ".repeat(depth) : "");
    out.append(node.isObject() ? "}" : "]");
  }

  private void golden() {
    List<GoldenEntry> entries = sheet.golden();
    if (entries.isEmpty()) {
      return;
    }
    heading("Worked examples of the documents");
    h.open("ul");
    for (GoldenEntry e : entries) {
      h.open("li").text(e.about() + " ");
      h.element("span", e.document() + " §" + e.section() + ", " + e.id(), "class", "soft");
      if (e.status() == GoldenEntry.Status.ERRATUM) {
        h.text(" ").element("span", "erratum", "class", "tag warn");
        h.element("div", e.note().orElse(""), "class", "note");
      }
      h.raw("</li>\n");
    }
    h.close("ul");
  }

  private void backends() {
    heading("Backends");
    h.element("p", String.join(", ", sheet.backends()) + ".").raw("\n");
    if (!sheet.gaps().isEmpty()) {
      heading("Still missing");
      list(sheet.gaps());
    }
  }
}
