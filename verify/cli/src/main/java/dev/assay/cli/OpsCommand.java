package dev.assay.cli;

import dev.assay.engine.op.AttributeSpec;
import dev.assay.engine.op.InputSpec;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.golden.GoldenEntry;
import dev.assay.tck.json.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay ops}: the registry. */
@Command(
    name = "ops",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the operations by family; with a NAME, prints everything about one: formula, inputs,"
          + " attributes, numbered constraints, derivatives, conventions, hard points, worked"
          + " examples, backends, and a request that assay eval takes."
    },
    footer = {"", "Examples:", "  assay ops reduce_max", "  assay ops --json | jq '.[].name'"})
final class OpsCommand implements Callable<Integer> {
  private static final int WIDTH = 100;

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "one operation")
  private Optional<String> name;

  @Option(names = "--json", description = "a JSON array of objects; with NAME, one object")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Optional<OpSheet> one = name.map(n -> new OpSheet(OpRegistry.get(n)));
    if (json) {
      out.println(
          Json.text(
              g -> {
                if (one.isPresent()) {
                  one.get().write(g);
                  return;
                }
                g.writeStartArray();
                for (Op op : OpRegistry.all()) {
                  new OpSheet(op).write(g);
                }
                g.writeEndArray();
              }));
    } else if (one.isPresent()) {
      page(out, one.get());
    } else {
      list(out, OpRegistry.all());
    }
    return Assay.OK;
  }

  private static void list(PrintWriter out, Collection<Op> ops) {
    Map<String, List<Op>> families = new TreeMap<>();
    ops.forEach(
        op -> families.computeIfAbsent(OpRegistry.family(op), f -> new ArrayList<>()).add(op));
    int width = ops.stream().mapToInt(op -> op.name().length()).max().orElse(0);
    families.forEach(
        (family, members) -> {
          out.println(family + " (" + members.size() + ")");
          for (Op op : members) {
            out.println(
                fit("  " + op.name() + " ".repeat(width - op.name().length() + 2) + op.formula()));
          }
        });
    long differentiable = ops.stream().filter(Op::isDifferentiable).count();
    out.println("ops=" + ops.size() + " differentiable=" + differentiable);
  }

  private static String fit(String line) {
    return line.length() <= WIDTH ? line : line.substring(0, WIDTH - 1) + "…";
  }

  private static void page(PrintWriter out, OpSheet sheet) {
    Op op = sheet.op();
    out.println(sheet.signature());
    out.println();
    out.println("  " + op.formula());
    out.println("  family: " + sheet.family());
    section(out, "Inputs", op.inputs().stream().map(OpsCommand::input).toList());
    section(out, "Attributes", op.attributes().stream().map(OpsCommand::attribute).toList());
    section(out, "Constraints", op.constraints().stream().map(OpSheet::constraint).toList());
    section(out, "Derivatives", sheet.derivatives());
    section(out, "Notes", op.notes());
    section(out, "Hard points", op.hardPoints().stream().map(sheet::hardPoint).toList());
    section(out, "Backends", List.of(String.join(", ", sheet.backends())));
    section(out, "Worked examples", sheet.golden().stream().map(OpsCommand::golden).toList());
    Example.of(op)
        .ifPresent(e -> section(out, "Example for assay eval", List.of(e.request(), e.answer())));
    section(out, "Still missing", sheet.gaps());
  }

  private static String input(InputSpec i) {
    return i.name() + ": " + OpSheet.dtypes(i) + "; " + i.doc();
  }

  private static String attribute(AttributeSpec a) {
    return a.name() + ": " + OpSheet.takes(a) + "; " + a.doc();
  }

  private static String golden(GoldenEntry e) {
    String mark = e.status() == GoldenEntry.Status.ERRATUM ? " (erratum)" : "";
    return e.id() + mark + ": " + e.about();
  }

  private static void section(PrintWriter out, String title, List<String> lines) {
    if (!lines.isEmpty()) {
      out.println();
      out.println(title);
      lines.forEach(l -> out.println("  " + l));
    }
  }
}
