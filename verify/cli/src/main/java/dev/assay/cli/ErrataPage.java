package dev.assay.cli;

import dev.assay.golden.Expectation;
import dev.assay.golden.Golden;
import dev.assay.golden.GoldenDocument;
import dev.assay.golden.GoldenEntry;
import dev.assay.tck.report.Html;
import java.util.ArrayList;
import java.util.List;

/** What the documents get wrong, as a page: printed, right, and why. */
final class ErrataPage {
  /** Numbers of one result that are shown; a result may be a whole array. */
  private static final int MOST_NUMBERS = 8;

  private final Html h = new Html();

  private ErrataPage() {}

  /** The page. */
  static String of() {
    return new ErrataPage().page();
  }

  private String page() {
    List<GoldenEntry> all = Golden.entries().stream().filter(ErrataPage::isErratum).toList();
    OpPage.head(h, "Errata · Assay");
    h.open("nav").element("a", "Operations", "href", "index.html").close("nav");
    h.element("h1", "Errata").raw("\n");
    h.element(
        "p",
        all.size()
            + " places where a document prints what does not follow from what it states. Each is"
            + " recomputed by assay golden check, which fails if the right value does not come out"
            + " or if the printed one does.",
        "class",
        "soft");
    for (GoldenDocument d : Golden.documents()) {
      List<GoldenEntry> wrong = d.entries().stream().filter(ErrataPage::isErratum).toList();
      if (!wrong.isEmpty()) {
        h.element("h2", d.document() + ": " + d.title()).raw("\n");
        h.open("table").open("thead").open("tr");
        h.element("th", "section").element("th", "example").element("th", "printed");
        h.element("th", "right").element("th", "why").close("tr", "thead").open("tbody");
        wrong.forEach(this::row);
        h.close("tbody", "table");
      }
    }
    h.raw("</body>\n</html>\n");
    return h.toString();
  }

  private static boolean isErratum(GoldenEntry e) {
    return e.status() == GoldenEntry.Status.ERRATUM;
  }

  private void row(GoldenEntry e) {
    List<String> printed = new ArrayList<>();
    List<String> right = new ArrayList<>();
    for (Expectation x : e.expect()) {
      if (x instanceof Expectation.Digits d && d.isErratum()) {
        for (int i = 0; i < d.printed().size(); i++) {
          if (!d.printed().get(i).equals(d.right().get(i))) {
            printed.add(d.printed().get(i));
            right.add(d.right().get(i));
          }
        }
      }
    }
    h.open("tr", "id", e.id()).element("td", "§" + e.section());
    h.element("td", e.about()).open("td").element("code", brief(printed)).raw("</td>");
    h.open("td").element("code", brief(right)).raw("</td>");
    h.element("td", e.note().orElse(""), "class", "soft").close("tr");
  }

  private static String brief(List<String> numbers) {
    int shown = Math.min(MOST_NUMBERS, numbers.size());
    String text = String.join(", ", numbers.subList(0, shown));
    return shown < numbers.size() ? text + ", … (" + numbers.size() + " numbers)" : text;
  }
}
