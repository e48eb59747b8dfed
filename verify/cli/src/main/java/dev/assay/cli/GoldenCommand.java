package dev.assay.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.assay.engine.backend.Backend;
import dev.assay.golden.Golden;
import dev.assay.golden.GoldenDocument;
import dev.assay.golden.GoldenEntry;
import dev.assay.tck.golden.GoldenResult;
import dev.assay.tck.golden.GoldenRunner;
import dev.assay.tck.json.Json;
import dev.assay.tck.judge.Words;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay golden}: the documents' worked examples and the errata. */
@Command(
    name = "golden",
    mixinStandardHelpOptions = true,
    description = {
      "The documents' worked examples: lists them, or runs each and compares with the digits that"
          + " the document prints.",
      "",
      "An erratum is an example that the document gets wrong. It passes if the result is what is"
          + " right and differs from what is printed. The last line counts. With --json, each line"
          + " is an object. check exits with 1 if an example fails."
    },
    footer = {"", "Example:", "  assay golden check"})
final class GoldenCommand implements Callable<Integer> {
  /** What to do with the examples. */
  enum Action {
    list,
    check
  }

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "list|check",
      defaultValue = "list",
      description = "what to do (default: ${DEFAULT-VALUE})")
  private Action action;

  @Mixin private Target target;

  @Option(names = "--json", description = "one JSON object per line")
  private boolean json;

  @Override
  public Integer call() {
    return action == Action.list ? list() : target.on(this::check);
  }

  private int list() {
    PrintWriter out = spec.commandLine().getOut();
    for (GoldenDocument d : Golden.documents()) {
      if (!json) {
        out.println(d.document() + ": " + d.title());
      }
      for (GoldenEntry e : d.entries()) {
        out.println(json ? Json.text(g -> write(g, e)) : listed(e));
      }
    }
    List<GoldenEntry> all = Golden.entries();
    long[] n = new long[GoldenEntry.Status.values().length];
    all.forEach(e -> n[e.status().ordinal()]++);
    if (json) {
      out.println(
          Json.text(
              g -> {
                g.writeStartObject();
                g.writeNumberField("documents", Golden.documents().size());
                g.writeNumberField("entries", all.size());
                for (GoldenEntry.Status s : GoldenEntry.Status.values()) {
                  g.writeNumberField(s.label(), n[s.ordinal()]);
                }
                g.writeEndObject();
              }));
    } else {
      StringBuilder line = new StringBuilder("golden documents=").append(Golden.documents().size());
      line.append(" entries=").append(all.size());
      for (GoldenEntry.Status s : GoldenEntry.Status.values()) {
        line.append(' ').append(s.label()).append('=').append(n[s.ordinal()]);
      }
      out.println(line);
    }
    return Assay.OK;
  }

  private static String listed(GoldenEntry e) {
    String line = "  " + e.id() + "  §" + e.section() + "  " + e.about();
    String note = e.note().map(n -> "\n      " + e.status().label() + ": " + n).orElse("");
    return line + note;
  }

  private static void write(JsonGenerator g, GoldenEntry e) throws IOException {
    g.writeStartObject();
    g.writeStringField("id", e.id());
    g.writeStringField("document", e.document());
    g.writeStringField("section", e.section());
    g.writeStringField("about", e.about());
    g.writeStringField("status", e.status().label());
    if (e.note().isPresent()) {
      g.writeStringField("note", e.note().get());
    }
    g.writeEndObject();
  }

  private int check(Backend backend) {
    PrintWriter out = spec.commandLine().getOut();
    GoldenRunner runner = new GoldenRunner(backend);
    long[] n = new long[GoldenResult.Status.values().length];
    long errata = 0;
    for (GoldenEntry e : Golden.entries()) {
      GoldenResult r = runner.run(e);
      n[r.status().ordinal()]++;
      errata += e.status() == GoldenEntry.Status.ERRATUM ? 1 : 0;
      if (json) {
        out.println(Json.text(g -> write(g, r)));
      } else if (r.status() != GoldenResult.Status.PASS) {
        out.println(r);
      }
    }
    long pass = n[GoldenResult.Status.PASS.ordinal()];
    long fail = n[GoldenResult.Status.FAIL.ordinal()];
    long unsupported = n[GoldenResult.Status.UNSUPPORTED.ordinal()];
    long wrong = errata;
    if (json) {
      out.println(
          Json.text(
              g -> {
                g.writeStartObject();
                g.writeStringField("backend", backend.name());
                g.writeNumberField("entries", pass + fail + unsupported);
                g.writeNumberField("pass", pass);
                g.writeNumberField("fail", fail);
                g.writeNumberField("unsupported", unsupported);
                g.writeNumberField("errata", wrong);
                g.writeEndObject();
              }));
    } else {
      out.printf(
          Locale.ROOT,
          "golden %s backend=%s entries=%d pass=%d fail=%d unsupported=%d errata=%d%n",
          fail > 0 ? "FAIL" : pass > 0 ? "PASS" : "UNSUPPORTED",
          Words.ofLine(backend.name()),
          pass + fail + unsupported,
          pass,
          fail,
          unsupported,
          wrong);
    }
    return fail == 0 && pass > 0 ? Assay.OK : Assay.FOUND_WANTING;
  }

  private static void write(JsonGenerator g, GoldenResult r) throws IOException {
    g.writeStartObject();
    g.writeStringField("id", r.entry().id());
    g.writeStringField("status", r.status().name());
    if (!r.message().isEmpty()) {
      g.writeStringField("message", r.message());
    }
    g.writeEndObject();
  }
}
