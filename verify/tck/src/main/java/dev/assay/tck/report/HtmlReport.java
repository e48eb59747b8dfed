package dev.assay.tck.report;

import dev.assay.engine.backend.DeviceDetails;
import dev.assay.engine.op.OpRegistry;
import dev.assay.tck.judge.EntryVerdict;
import dev.assay.tck.judge.Failure;
import dev.assay.tck.judge.Method;
import dev.assay.tck.judge.Mismatch;
import dev.assay.tck.judge.OpVerdict;
import dev.assay.tck.judge.Outcome;
import dev.assay.tck.judge.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The verdict for people: one page that needs nothing else. It reads without scripts, on paper and
 * on a narrow screen.
 */
public final class HtmlReport {
  private final Verdict v;
  private final Circumstances c;
  private final Html h = new Html();

  private HtmlReport(Verdict v, Circumstances c) {
    this.v = v;
    this.c = c;
  }

  /** The page. */
  public static String write(Verdict verdict, Circumstances circumstances) {
    return new HtmlReport(verdict, circumstances).page();
  }

  private String page() {
    String title = v.word() + " · " + v.backend() + " · Assay";
    h.raw("<!DOCTYPE html>\n").open("html", "lang", "en").raw("\n<head>\n");
    h.raw("<meta charset=\"utf-8\">\n");
    h.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    h.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
    h.element("title", title).raw("\n<style>\n").raw(resource("report.css"));
    h.raw("</style>\n</head>\n<body>\n");
    banner();
    h.raw("<main>\n");
    figures();
    failures();
    operations();
    entries(Method.GOLDEN, "Worked examples", "example");
    entries(Method.LAWS, "Laws", "law");
    unsupported();
    methods();
    environment();
    h.close("main").open("footer").text(v.line()).close("footer");
    h.raw("<script>\n").raw(resource("report.js")).raw("</script>\n</body>\n</html>\n");
    return h.toString();
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void banner() {
    String word = v.word();
    h.open("header", "class", "banner " + word.toLowerCase(Locale.ROOT));
    h.element("p", word, "class", "word").open("div");
    h.element("h1", v.backend());
    String devices = String.join(", ", v.devices());
    h.element("p", devices + (c.driver().isEmpty() ? "" : " · " + c.driver()), "class", "devices");
    h.element("p", v.passed() ? "Nothing failed." : v.reason() + ".", "class", "why");
    h.close("div", "header");
  }

  private void figures() {
    h.open("dl", "class", "figures").raw("\n");
    figure("operations", count(v.ops().size()), "");
    figure("cases", count(v.cases()), "");
    figure("passed", count(v.count(Outcome.Status.PASS)), "pass");
    long failed = v.count(Outcome.Status.FAIL);
    figure("failed", count(failed), failed > 0 ? "fail" : "");
    figure("undecided", count(v.count(Outcome.Status.INCONCLUSIVE)), "");
    figure("unsupported operations", count(v.ops(Outcome.Status.UNSUPPORTED)), "");
    figure("seconds", String.format(Locale.ROOT, "%.1f", v.seconds()), "");
    h.close("dl");
  }

  private void figure(String name, String value, String style) {
    h.open("div", "class", style).element("dt", name).element("dd", value).close("div");
  }

  private static String count(long n) {
    return String.format(Locale.ROOT, "%,d", n).replace(',', '\u202F');
  }

  private void failures() {
    if (v.failures().isEmpty()) {
      return;
    }
    heading("failures", "Failures");
    for (Failure f : v.failures()) {
      h.open("article", "class", "failure");
      h.open("h3").element("a", f.op(), "href", "#op-" + f.op()).raw(" ");
      h.element("span", f.method().label(), "class", "chip", "title", f.method().about());
      h.close("h3");
      v.about(f).ifPresent(about -> h.element("p", about, "class", "quiet"));
      f.mismatch()
          .ifPresentOrElse(this::mismatch, () -> h.element("p", f.message(), "class", "message"));
      h.open("div", "class", "replay").element("code", v.replay(f));
      h.element("button", "Copy", "type", "button", "class", "copy scripted").close("div");
      h.close("article");
    }
  }

  private void mismatch(Mismatch m) {
    h.open("table", "class", "mismatch").raw("<tbody>");
    row("element", m.what() + m.index());
    row("got", Double.toString(m.got()));
    row("expected", Double.toString(m.want()));
    row("|error|", Double.toString(m.error()));
    row("bound", m.bound() + " = " + m.origin());
    h.close("tbody", "table");
  }

  private void row(String name, String value) {
    h.raw("<tr>").element("th", name, "scope", "row").element("td", value).close("tr");
  }

  private void operations() {
    heading("operations", "Operations");
    h.open("div", "class", "controls scripted");
    h.raw("<label>Filter <input type=\"search\" id=\"filter\" placeholder=\"name\"></label>\n");
    for (String s : List.of("all", "FAIL", "UNSUPPORTED", "INCONCLUSIVE", "PASS")) {
      h.element(
          "button", s, "type", "button", "data-status", s, "aria-pressed", "" + s.equals("all"));
    }
    h.close("div");
    Map<String, List<OpVerdict>> families = new TreeMap<>();
    for (OpVerdict o : v.ops()) {
      families
          .computeIfAbsent(OpRegistry.family(OpRegistry.get(o.op())), f -> new ArrayList<>())
          .add(o);
    }
    List<Method> used = new ArrayList<>();
    for (Method m : Method.values()) {
      if (v.ops().stream().anyMatch(o -> decided(o, m) > 0)) {
        used.add(m);
      }
    }
    families.forEach((family, ops) -> family(family, ops, used));
  }

  private static int decided(OpVerdict o, Method m) {
    return o.count(m, Outcome.Status.PASS)
        + o.count(m, Outcome.Status.FAIL)
        + o.count(m, Outcome.Status.INCONCLUSIVE);
  }

  private void family(String family, List<OpVerdict> ops, List<Method> methods) {
    long pass = ops.stream().filter(o -> o.status() == Outcome.Status.PASS).count();
    h.open("section", "class", "family").open("h3").text(family + " ");
    h.element("small", pass + " of " + ops.size() + " pass").close("h3");
    h.open("div", "class", "scroll").open("table", "class", "ops sortable");
    h.raw("<thead><tr><th scope=\"col\">operation</th><th scope=\"col\">verdict</th>");
    h.raw(
        "<th scope=\"col\" class=\"number\">oracles</th><th scope=\"col\" class=\"number\">cases</th>");
    h.raw("<th scope=\"col\" title=\"worst error by its bound\">err/bound</th>");
    for (Method m : methods) {
      h.open("th", "scope", "col", "class", "method", "title", m.about());
      h.element("span", m.label()).raw("</th>");
    }
    h.raw("</tr></thead>\n<tbody>\n");
    ops.forEach(o -> op(o, methods));
    h.close("tbody", "table", "div", "section");
  }

  private void op(OpVerdict o, List<Method> methods) {
    h.open("tr", "id", "op-" + o.op(), "data-status", o.status().name());
    h.element("th", o.op(), "scope", "row");
    h.open("td").raw(status(o.status())).raw("</td>");
    h.element("td", "" + o.oracles(), "class", "number");
    number(o.cases());
    tightness(o);
    for (Method m : methods) {
      method(o, m);
    }
    h.close("tr");
  }

  private void number(long n) {
    h.element("td", count(n), "class", "number", "data-value", "" + n);
  }

  private static String status(Outcome.Status s) {
    return new Html()
        .element("span", s.name(), "class", "status " + s.name().toLowerCase(Locale.ROOT))
        .toString();
  }

  /** A bar of the worst error by its bound; the tooltip has every element type. */
  private void tightness(OpVerdict o) {
    double worst = o.tightness().values().stream().mapToDouble(d -> d).max().orElse(0);
    h.open("td", "class", "tightness", "data-value", "" + worst, "title", o.tightness().toString());
    bar(worst);
    h.raw("</td>");
  }

  private void bar(double worst) {
    if (worst > 0) {
      int width = (int) Math.max(1, Math.min(100, Math.rint(100 * worst)));
      h.raw("<span class=\"bar\"><i style=\"width:" + width + "%\"></i></span>");
      h.text(String.format(Locale.ROOT, worst < 0.01 ? "%.0e" : "%.2f", worst));
    } else {
      h.element("span", "exact", "class", "quiet");
    }
  }

  private void method(OpVerdict o, Method m) {
    int fail = o.count(m, Outcome.Status.FAIL);
    int open = o.count(m, Outcome.Status.INCONCLUSIVE);
    int all = decided(o, m);
    String style = fail > 0 ? "fail" : open > 0 ? "open" : all > 0 ? "pass" : "none";
    String about =
        m.label() + ": " + (all - fail - open) + " pass, " + fail + " fail, " + open + " undecided";
    h.open("td", "class", "cell " + style, "data-value", "" + (all + fail * 1_000_000));
    h.element("span", fail > 0 ? "✗" + fail : all > 0 ? "" + all : "", "title", about);
    h.raw("</td>");
  }

  private void entries(Method method, String title, String name) {
    List<EntryVerdict> entries = v.entries().stream().filter(e -> e.method() == method).toList();
    if (entries.isEmpty()) {
      return;
    }
    heading(method.label(), title);
    h.open("div", "class", "scroll").open("table", "class", "entries sortable");
    h.raw("<thead><tr>").element("th", name, "scope", "col");
    h.raw("<th scope=\"col\">verdict</th><th scope=\"col\" class=\"number\">cases</th>");
    h.raw("<th scope=\"col\" title=\"worst error by its bound\">err/bound</th>");
    h.raw("<th scope=\"col\">states</th><th scope=\"col\">operations</th></tr></thead>\n<tbody>\n");
    for (EntryVerdict e : entries) {
      h.open("tr", "id", "op-" + e.name(), "data-status", e.status().name());
      h.element("th", e.name(), "scope", "row");
      h.open("td").raw(status(e.status())).raw("</td>");
      number(e.cases());
      h.open("td", "class", "tightness", "data-value", "" + e.tightness());
      bar(e.tightness());
      h.raw("</td>").open("td").text(e.about());
      if (!e.reason().isEmpty()) {
        h.raw("<br>").element("small", e.reason());
      }
      h.raw("</td>").element("td", String.join(", ", e.ops()), "class", "quiet").close("tr");
    }
    h.close("tbody", "table", "div");
  }

  private void unsupported() {
    List<OpVerdict> ops =
        v.ops().stream().filter(o -> o.status() == Outcome.Status.UNSUPPORTED).toList();
    if (ops.isEmpty()) {
      return;
    }
    heading("unsupported", "Unsupported");
    h.element("p", "What the backend declares that it does not do. It counts neither way.");
    h.open("div", "class", "scroll").open("table").raw("<tbody>\n");
    ops.forEach(o -> row(o.op(), o.reason()));
    h.close("tbody", "table", "div");
  }

  private void methods() {
    heading("methods", "Methods");
    h.open("div", "class", "scroll").open("table", "class", "sortable");
    h.raw("<thead><tr><th scope=\"col\">method</th><th scope=\"col\">compares</th>");
    h.raw(
        "<th scope=\"col\" class=\"number\">pass</th><th scope=\"col\" class=\"number\">fail</th>");
    h.raw("<th scope=\"col\" class=\"number\">undecided</th></tr></thead>\n<tbody>\n");
    for (Method m : Method.values()) {
      h.raw("<tr>").element("th", m.label(), "scope", "row").element("td", m.about());
      number(v.count(m, Outcome.Status.PASS));
      number(v.count(m, Outcome.Status.FAIL));
      number(v.count(m, Outcome.Status.INCONCLUSIVE));
      h.close("tr");
    }
    h.close("tbody", "table", "div");
  }

  private void environment() {
    heading("environment", "Circumstances");
    h.open("div", "class", "scroll").open("table", "class", "environment").raw("<tbody>\n");
    row("suite", c.suite().version());
    row("suite SHA-256", c.suite().sha256());
    row("backend", v.backend() + " (" + c.precision() + ")");
    row("devices", String.join(", ", v.devices()));
    row("driver", c.driver().isEmpty() ? "none" : c.driver());
    c.device().ifPresent(this::device);
    row("Java", c.java());
    row("system", c.system() + ", " + c.processors() + " processors");
    row("virtual machine flags", c.jvmFlags().isEmpty() ? "none" : String.join(" ", c.jvmFlags()));
    row("selection", c.selection().isEmpty() ? "all operations" : String.join(",", c.selection()));
    row("cases per operation", "" + c.cases());
    row("seed", "" + v.seed());
    row("started", c.started().toString());
    row("command", c.command());
    h.close("tbody", "table", "div");
  }

  private void device(DeviceDetails d) {
    row("device", String.join(" = ", d.names()) + (d.model().isEmpty() ? "" : ", " + d.model()));
    if (!d.version().isEmpty()) {
      row("interface", d.version());
    }
    d.properties().forEach(this::row);
  }

  private void heading(String id, String title) {
    h.element("h2", title, "id", id).raw("\n");
  }
}
