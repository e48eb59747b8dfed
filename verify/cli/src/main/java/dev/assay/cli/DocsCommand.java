package dev.assay.cli;

import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.tck.report.Html;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code assay docs}: the operations and the errata as web pages. */
@Command(
    name = "docs",
    mixinStandardHelpOptions = true,
    description = {
      "Writes one HTML page per operation, an index, and the errata of the documents. The pages need"
          + " no server and no other file."
    },
    footer = {"", "Example:", "  assay docs --out /tmp/ops && open /tmp/ops/index.html"})
final class DocsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "where to write; made if absent")
  private Path out;

  @Override
  public Integer call() {
    List<OpSheet> sheets = OpRegistry.all().stream().map(OpSheet::new).toList();
    try {
      Files.createDirectories(out);
      for (OpSheet sheet : sheets) {
        Files.writeString(out.resolve(sheet.op().name() + ".html"), OpPage.of(sheet));
      }
      Files.writeString(out.resolve("index.html"), index(sheets));
      Files.writeString(out.resolve("errata.html"), ErrataPage.of());
    } catch (IOException e) {
      throw new UncheckedIOException(out + ": " + e, e);
    }
    PrintWriter console = spec.commandLine().getOut();
    console.println("docs pages=" + (sheets.size() + 2) + " in " + out);
    return Assay.OK;
  }

  private static String index(List<OpSheet> sheets) {
    TreeMap<String, List<OpSheet>> families =
        sheets.stream()
            .collect(Collectors.groupingBy(OpSheet::family, TreeMap::new, Collectors.toList()));
    Html h = new Html();
    OpPage.head(h, "Operations · Assay");
    h.element("h1", "Operations").raw("\n");
    h.element(
        "p",
        sheets.size()
            + " operations in "
            + families.size()
            + " families. Every page is generated from the registry that runs.",
        "class",
        "soft");
    h.open("p").element("a", "What the documents get wrong", "href", "errata.html").close("p");
    h.open("div", "class", "families");
    families.forEach(
        (family, members) ->
            h.element("a", family + " (" + members.size() + ")", "href", "#" + family).raw("\n"));
    h.close("div");
    h.open(
        "input",
        "type",
        "search",
        "id",
        "filter",
        "placeholder",
        "Filter: name or formula",
        "aria-label",
        "Filter");
    families.forEach((family, members) -> family(h, family, members));
    h.raw("<script>\n").raw(Resources.text("ops.js")).raw("</script>\n</body>\n</html>\n");
    return h.toString();
  }

  private static void family(Html h, String family, List<OpSheet> members) {
    h.open("section", "id", family).element("h2", family).open("table", "class", "index");
    h.open("thead").open("tr").element("th", "operation").element("th", "formula");
    h.element("th", "derivative").element("th", "examples", "class", "number");
    h.close("tr", "thead").open("tbody");
    for (OpSheet sheet : members) {
      Op op = sheet.op();
      h.open("tr").open("td", "class", "name").open("a", "href", op.name() + ".html");
      h.element("code", op.name()).raw("</a></td>").element("td", op.formula());
      h.element("td", op.isDifferentiable() ? "yes" : "none", "class", "soft");
      h.element("td", "" + sheet.golden().size(), "class", "number").close("tr");
    }
    h.close("tbody", "table", "section");
  }
}
