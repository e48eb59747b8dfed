package dev.assay.cli;

import dev.assay.engine.AssayException;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.vectors.Checker;
import dev.assay.vectors.Export;
import dev.assay.vectors.OpTally;
import dev.assay.vectors.VectorSet;
import dev.assay.vectors.VectorVerdict;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay vectors}: frozen cases as files, and the verdict on another program's files. */
@Command(
    name = "vectors",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "export|check",
    description = {
      "Frozen cases as files: arguments, results, gradients, second-order products and bounds as"
          + " NumPy arrays. Judges what another program, in any language, wrote for them."
    },
    footer = {
      "",
      "Examples:",
      "  assay vectors export DIR --ops matmul,softmax",
      "  assay vectors check golden/vectors --actual RESULTS --class RN32"
    },
    subcommands = {VectorsCommand.ExportCommand.class, VectorsCommand.CheckCommand.class})
final class VectorsCommand {
  private static final String ROW = "%-34s %5s %5s %7s %6s  %s%n";

  private interface Work {
    int run();
  }

  private static int reporting(CommandSpec spec, Work work) {
    try {
      return work.run();
    } catch (AssayException e) {
      return failed(spec, e.kind() + ": " + e.getMessage());
    } catch (UncheckedIOException e) {
      return failed(spec, e.getMessage());
    }
  }

  /** One line, without the characters of a hostile file that move the cursor. */
  private static int failed(CommandSpec spec, String message) {
    String visible = Assay.oneLine(message).replaceAll("[\\p{Cc}\\p{Cf}]", "?");
    spec.commandLine().getErr().println(spec.qualifiedName() + ": " + visible);
    return Assay.BAD_INPUT;
  }

  /** {@code assay vectors export}. */
  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = {
        "Writes a set of frozen cases. The same options give the same bytes on every machine;"
            + " without any, they are those of golden/vectors. A folder that is not empty is"
            + " written to only if it holds a set, which is replaced. The last line is the"
            + " SHA-256 of the manifest, which holds those of all other files."
      })
  static final class ExportCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "where the set is written")
    private Path folder;

    @Option(names = "--ops", paramLabel = "OP", split = ",", description = "only these operations")
    private String[] ops = {};

    @Option(
        names = "--cases",
        paramLabel = "N",
        description = "the most cases per operation; default ${DEFAULT-VALUE}",
        defaultValue = "" + Export.CASES)
    private int cases;

    @Option(
        names = "--seed",
        paramLabel = "N",
        description = "where cases come from; default ${DEFAULT-VALUE}",
        defaultValue = "" + Export.SEED)
    private long seed;

    @Override
    public Integer call() {
      return reporting(spec, this::export);
    }

    private int export() {
      Collection<Op> selected =
          ops.length == 0
              ? OpRegistry.all()
              : Arrays.stream(ops).map(String::strip).distinct().map(OpRegistry::get).toList();
      Export.Summary done = new Export(seed, cases).write(folder, selected);
      PrintWriter out = spec.commandLine().getOut();
      out.println(
          "exported ops="
              + done.ops()
              + (" results=" + done.cases())
              + (" gradients=" + done.gradients())
              + (" products=" + done.products())
              + (" bytes=" + done.bytes()));
      out.println("sha256 " + done.sha256());
      return Assay.OK;
    }
  }

  /** {@code assay vectors check}. */
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Judges what a program wrote for a set of frozen cases: OTHER/OP/FILE.npy for every FILE"
            + " that the set's OP/cases.json names. What is missing is a failure, unless"
            + " OTHER/unsupported.json declares it with a reason. The last line is the verdict."
            + " Exit status: 0 passed, 1 found wanting, 2 the set or a file of the program cannot be"
            + " read as what it should be."
      })
  static final class CheckCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "the set, such as golden/vectors")
    private Path folder;

    @Option(
        names = "--actual",
        paramLabel = "OTHER",
        required = true,
        description = "the folder that the program wrote")
    private Path actual;

    @Option(
        names = "--class",
        paramLabel = "CLASS",
        required = true,
        description =
            "the arithmetic that the program declares, such as RN32, or RN32/opencl where its"
                + " elementary functions are as exact as OpenCL demands")
    private String precision;

    @Option(names = "--ops", paramLabel = "OP", split = ",", description = "only these operations")
    private String[] ops = {};

    @Override
    public Integer call() {
      return reporting(spec, this::check);
    }

    private int check() {
      VectorSet set = VectorSet.open(folder);
      List<String> names = Arrays.stream(ops).map(String::strip).toList();
      VectorVerdict verdict = new Checker(set, actual, precision).judge(names);
      print(verdict, spec.commandLine().getOut());
      return verdict.count(OpTally.Status.REFUSED) > 0
          ? Assay.BAD_INPUT
          : verdict.passed() ? Assay.OK : Assay.FOUND_WANTING;
    }
  }

  private static void print(VectorVerdict verdict, PrintWriter out) {
    out.printf(
        Locale.ROOT, ROW, "operation", "pass", "fail", "refused", "unsup.", "worst err/bound");
    for (OpTally op : verdict.ops()) {
      out.printf(
          Locale.ROOT,
          ROW,
          op.op(),
          op.count(OpTally.Status.PASS),
          op.count(OpTally.Status.FAIL),
          op.count(OpTally.Status.REFUSED),
          op.count(OpTally.Status.UNSUPPORTED),
          op.count(OpTally.Status.PASS) == 0 ? "" : VerdictText.ratio(op.worst()));
    }
    List<OpTally> wrong = verdict.ops().stream().filter(op -> !op.failures().isEmpty()).toList();
    if (!wrong.isEmpty()) {
      out.println();
      out.println("failures");
      wrong.forEach(op -> op.failures().forEach(f -> out.println("  " + f)));
    }
    List<String> reasons =
        verdict.ops().stream().flatMap(op -> op.reasons().stream()).distinct().sorted().toList();
    if (!reasons.isEmpty()) {
      out.println();
      out.println("unsupported, as the program declares");
      reasons.forEach(reason -> out.println("  " + reason));
    }
    out.println();
    out.println(verdict.line());
    out.flush();
  }
}
