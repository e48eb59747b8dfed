package dev.assay.cli;

import dev.assay.engine.AssayException;
import dev.assay.engine.ValueException;
import dev.assay.engine.backend.Backend;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.tck.Replay;
import dev.assay.tck.Suite;
import dev.assay.tck.farm.Farm;
import dev.assay.tck.farm.FarmVerdict;
import dev.assay.tck.judge.Entry;
import dev.assay.tck.judge.Outcome;
import dev.assay.tck.judge.Verdict;
import dev.assay.tck.judge.Words;
import dev.assay.tck.mutants.KillMatrix;
import dev.assay.tck.report.Circumstances;
import dev.assay.tck.report.ReportFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code assay verify}: judges a backend. Exit 0 only if nothing failed, 1 if something did or
 * nothing could be judged, 2 where it was called wrongly. The last line of standard output is the
 * verdict.
 */
@Command(
    name = "verify",
    description = {
      "Judges a backend: golden values, specification, adjoints, dual numbers, finite"
          + " differences, laws, hard points, reject sets. The last line is the verdict."
    },
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  @Spec private CommandSpec spec;

  @Mixin private Target target;

  @Option(
      names = "--ops",
      paramLabel = "OP",
      split = ",",
      description = "only these operations, and the examples and laws that run them")
  private String[] ops = {};

  @Option(names = "--quick", description = Suite.QUICK_CASES + " cases per operation")
  private boolean quick;

  @Option(
      names = "--cases",
      paramLabel = "N",
      description = "cases per operation; default " + Suite.CASES)
  private Optional<Integer> cases = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "where cases come from; default ${DEFAULT-VALUE}",
      defaultValue = "42")
  private long seed;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "writes verdict.json and report.html there")
  private Optional<Path> report = Optional.empty();

  @Option(
      names = "--replay",
      paramLabel = "TOKEN",
      description = "judges the one case that a failure's token stands for")
  private Optional<String> replay = Optional.empty();

  @Option(
      names = "--mutants",
      description =
          "plants bugs in the texts that the backend is built from, one at a time, and says which"
              + " of them its tests find; --report writes mutants.txt and mutants.json")
  private boolean mutants;

  @Option(
      names = "--farm",
      description =
          "judges the judge: implementations that are correct, unlike in the order of their sums, in"
              + " rounding and in exactness, in none of which it may find fault; takes no backend")
  private boolean farm;

  @Option(
      names = "--comparisons",
      paramLabel = "N",
      description = "with --farm: rounds are added until so many numbers have been compared")
  private Optional<Long> comparisons = Optional.empty();

  @Override
  public Integer call() {
    try {
      return target.on(this::run);
    } catch (AssayException e) {
      spec.commandLine().getErr().println("assay verify: " + e.kind() + ": " + e.getMessage());
      return Assay.BAD_INPUT;
    } catch (UncheckedIOException e) {
      spec.commandLine().getErr().println("assay verify: report: " + e.getCause());
      return Assay.BAD_INPUT;
    }
  }

  private int run(Backend backend) {
    if (comparisons.isPresent() && !farm) {
      throw new ValueException("--comparisons goes with --farm");
    }
    return farm
        ? farm()
        : replay.isPresent()
            ? replay(backend, replay.get())
            : mutants ? mutants(backend) : judge(backend);
  }

  private int mutants(Backend backend) {
    if (ops.length > 0 || quick || cases.isPresent()) {
      throw new ValueException("--mutants goes without --ops, --quick and --cases");
    }
    Optional<ReportFiles> files = report.map(VerifyCommand::files);
    KillMatrix matrix;
    try (ProgressLine progress = ProgressLine.on(spec.commandLine().getErr())) {
      matrix = KillMatrix.of(backend.name(), progress);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(matrix.text());
    boolean written = write(files, ReportFiles.MUTANTS_TEXT, f -> f.write(matrix));
    out.println(matrix.line());
    out.flush();
    return !matrix.passed() ? Assay.FOUND_WANTING : written ? Assay.OK : Assay.BAD_INPUT;
  }

  private int farm() {
    if (ops.length > 0 || quick || replay.isPresent() || report.isPresent() || mutants) {
      throw new ValueException("--farm goes with --cases, --seed and --comparisons alone");
    }
    if (target.isChosen()) {
      throw new ValueException("--farm has backends of its own: no --backend, no --device");
    }
    if (comparisons.filter(n -> n < 1).isPresent()) {
      throw new ValueException("--comparisons must be at least 1, got " + comparisons.get());
    }
    Farm members = new Farm(seed, cases.isPresent() ? caseCount() : Farm.CASES, THREADS);
    FarmVerdict verdict;
    try (ProgressLine progress = ProgressLine.on(spec.commandLine().getErr())) {
      verdict = members.run(comparisons.orElse(1L), progress);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(verdict.text());
    out.println(verdict.line());
    out.flush();
    return verdict.passed() ? Assay.OK : Assay.FOUND_WANTING;
  }

  private int judge(Backend backend) {
    List<Op> selected = selection();
    List<Entry> entries = Suite.entries();
    int drawn = caseCount();
    Optional<ReportFiles> files = report.map(VerifyCommand::files);
    Circumstances circumstances =
        Circumstances.now(backend, drawn, Arrays.asList(ops), commandLine());
    Suite suite = new Suite(backend, seed, drawn, THREADS);
    Verdict verdict;
    try (ProgressLine progress = ProgressLine.on(spec.commandLine().getErr())) {
      verdict = suite.run(selected, entries, progress);
    }
    PrintWriter out = spec.commandLine().getOut();
    new VerdictText(verdict).print(out);
    boolean written = write(files, ReportFiles.PAGE, f -> f.write(verdict, circumstances));
    out.println(verdict.line());
    out.flush();
    return !verdict.passed() ? Assay.FOUND_WANTING : written ? Assay.OK : Assay.BAD_INPUT;
  }

  private static ReportFiles files(Path folder) {
    try {
      return ReportFiles.in(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Writing {
    void to(ReportFiles files) throws IOException;
  }

  /** Writes the files if they are asked for. A full disk does not cost the verdict. */
  private boolean write(Optional<ReportFiles> files, String page, Writing writing) {
    try {
      if (files.isPresent()) {
        writing.to(files.get());
        spec.commandLine().getOut().println("report " + report.get().resolve(page));
      }
      return true;
    } catch (IOException e) {
      spec.commandLine().getErr().println("assay verify: report: " + e);
      return false;
    }
  }

  private List<Op> selection() {
    if (ops.length == 0) {
      return List.copyOf(OpRegistry.all());
    }
    TreeMap<String, Op> selected = new TreeMap<>();
    for (String name : ops) {
      selected.put(name, OpRegistry.get(name.strip()));
    }
    return List.copyOf(selected.values());
  }

  private int caseCount() {
    if (cases.isPresent() && quick) {
      throw new ValueException("--quick and --cases exclude each other");
    }
    if (cases.isPresent() && cases.get() < 1) {
      throw new ValueException("--cases must be at least 1, got " + cases.get());
    }
    return cases.orElse(quick ? Suite.QUICK_CASES : Suite.CASES);
  }

  /** The command that repeats this run, options that say nothing new left out. */
  private String commandLine() {
    List<String> words = new ArrayList<>(List.of("./assay", "verify"));
    words.addAll(target.words());
    if (ops.length > 0) {
      words.addAll(List.of("--ops", String.join(",", ops)));
    }
    if (quick) {
      words.add("--quick");
    }
    cases.ifPresent(n -> words.addAll(List.of("--cases", n.toString())));
    words.addAll(List.of("--seed", Long.toString(seed)));
    return String.join(" ", words);
  }

  private int replay(Backend backend, String token) {
    if (ops.length > 0 || report.isPresent()) {
      throw new ValueException("--replay judges one case; --ops and --report go without it");
    }
    PrintWriter out = spec.commandLine().getOut();
    Replay one = Replay.of(token);
    out.println(one.description());
    int[] count = new int[Outcome.Status.values().length];
    for (Outcome o : one.judge(backend)) {
      count[o.status().ordinal()]++;
      out.println(
          o.status()
              + " "
              + o.method().label()
              + (o.message().isEmpty() ? "" : ": " + o.message())
              + (o.tightness() > 0 ? " err/bound=" + VerdictText.ratio(o.tightness()) : ""));
    }
    int fail = count[Outcome.Status.FAIL.ordinal()];
    int pass = count[Outcome.Status.PASS.ordinal()];
    int open = count[Outcome.Status.INCONCLUSIVE.ordinal()];
    int unsupported = count[Outcome.Status.UNSUPPORTED.ordinal()];
    boolean passed = fail == 0 && pass > 0;
    boolean judged = pass + fail + open > 0;
    out.println(
        "verdict "
            + (passed ? "PASS" : judged || unsupported == 0 ? "FAIL" : "UNSUPPORTED")
            + (" backend=" + Words.ofLine(backend.name()))
            + " ops=1"
            + (" cases=" + (pass + fail + open))
            + (" pass=" + pass)
            + (" fail=" + fail)
            + (" unsupported=" + unsupported)
            + (" inconclusive=" + open)
            + (" replay=" + token));
    out.flush();
    return passed ? Assay.OK : Assay.FOUND_WANTING;
  }
}
