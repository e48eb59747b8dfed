package dev.assay.cli;

import dev.assay.engine.op.OpRegistry;
import dev.assay.tck.judge.EntryVerdict;
import dev.assay.tck.judge.Failure;
import dev.assay.tck.judge.Method;
import dev.assay.tck.judge.OpVerdict;
import dev.assay.tck.judge.Outcome;
import dev.assay.tck.judge.Verdict;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A verdict as text: families, failures, what is unsupported, methods, tightness. */
final class VerdictText {
  private static final String ROW = "%-12s %5s %6s %6s %6s %12s %9s  %s%n";

  private final Verdict v;

  VerdictText(Verdict v) {
    this.v = v;
  }

  /** All but the last line. */
  void print(PrintWriter out) {
    families(out);
    failures(out);
    unsupported(out);
    methods(out);
    out.println();
    if (!v.passed()) {
      out.println("not passed: " + v.reason());
    }
    out.printf(Locale.ROOT, "%.1f seconds%n", v.seconds());
  }

  private void families(PrintWriter out) {
    out.printf(
        Locale.ROOT,
        ROW,
        "family",
        "ops",
        "pass",
        "fail",
        "unsup.",
        "cases",
        "oracles",
        "worst err/bound");
    Map<String, List<OpVerdict>> families = new TreeMap<>();
    for (OpVerdict o : v.ops()) {
      families
          .computeIfAbsent(OpRegistry.family(OpRegistry.get(o.op())), f -> new ArrayList<>())
          .add(o);
    }
    families.forEach(
        (family, ops) ->
            out.printf(
                Locale.ROOT,
                ROW,
                family,
                ops.size(),
                with(ops, Outcome.Status.PASS),
                with(ops, Outcome.Status.FAIL),
                with(ops, Outcome.Status.UNSUPPORTED),
                ops.stream().mapToLong(OpVerdict::cases).sum(),
                range(ops),
                worst(ops)));
    for (Method m : List.of(Method.GOLDEN, Method.LAWS)) {
      List<EntryVerdict> entries = v.entries().stream().filter(e -> e.method() == m).toList();
      if (!entries.isEmpty()) {
        out.printf(
            Locale.ROOT,
            ROW,
            m.label(),
            entries.size(),
            entries.stream().filter(e -> e.status() == Outcome.Status.PASS).count(),
            entries.stream().filter(e -> e.status() == Outcome.Status.FAIL).count(),
            entries.stream().filter(e -> e.status() == Outcome.Status.UNSUPPORTED).count(),
            entries.stream().mapToLong(EntryVerdict::cases).sum(),
            "",
            ratio(entries.stream().mapToDouble(EntryVerdict::tightness).max().orElse(0)));
      }
    }
  }

  private static long with(List<OpVerdict> ops, Outcome.Status s) {
    return ops.stream().filter(o -> o.status() == s).count();
  }

  /** The fewest and the most methods that decided something of one operation. */
  private static String range(List<OpVerdict> ops) {
    int least = ops.stream().mapToInt(OpVerdict::oracles).min().orElse(0);
    int most = ops.stream().mapToInt(OpVerdict::oracles).max().orElse(0);
    return least == most ? "" + least : least + "-" + most;
  }

  private static String worst(List<OpVerdict> ops) {
    double worst = 0;
    String name = "";
    for (OpVerdict o : ops) {
      for (Map.Entry<?, Double> t : o.tightness().entrySet()) {
        if (t.getValue() > worst) {
          worst = t.getValue();
          name = " " + o.op() + " " + t.getKey();
        }
      }
    }
    return ratio(worst) + name;
  }

  /** A tightness with two digits that matter. */
  static String ratio(double tightness) {
    return tightness == 0
        ? "exact"
        : String.format(Locale.ROOT, tightness < 0.01 ? "%.0e" : "%.2f", tightness);
  }

  private void failures(PrintWriter out) {
    if (v.failures().isEmpty()) {
      return;
    }
    out.println();
    out.println("failures");
    for (Failure f : v.failures()) {
      out.println("  " + f.op() + ", " + f.method().label() + ": " + f.message());
      v.about(f).ifPresent(about -> out.println("    " + about));
      out.println("    " + v.replay(f));
    }
  }

  private void unsupported(PrintWriter out) {
    List<OpVerdict> ops =
        v.ops().stream().filter(o -> o.status() == Outcome.Status.UNSUPPORTED).toList();
    if (ops.isEmpty()) {
      return;
    }
    out.println();
    out.println("unsupported, as the backend declares");
    Map<String, List<String>> byReason = new TreeMap<>();
    ops.forEach(o -> byReason.computeIfAbsent(o.reason(), r -> new ArrayList<>()).add(o.op()));
    byReason.forEach((reason, names) -> out.println("  " + reason + ": " + join(names)));
  }

  private static String join(List<String> names) {
    return String.join(", ", names);
  }

  private void methods(PrintWriter out) {
    out.println();
    out.printf(Locale.ROOT, "%-20s %10s %6s %9s%n", "method", "pass", "fail", "undecided");
    for (Method m : Method.values()) {
      long pass = v.count(m, Outcome.Status.PASS);
      long fail = v.count(m, Outcome.Status.FAIL);
      long open = v.count(m, Outcome.Status.INCONCLUSIVE);
      if (pass + fail + open > 0) {
        out.printf(Locale.ROOT, "%-20s %10d %6d %9d%n", m.label(), pass, fail, open);
      }
    }
  }
}
