package dev.assay.cli;

import dev.assay.engine.backend.ReferenceBackend;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.tck.judge.Failure;
import dev.assay.tck.judge.Judge;
import dev.assay.tck.judge.OpVerdict;
import dev.assay.tck.judge.Outcome;
import dev.assay.tck.judge.Token;
import dev.assay.tck.judge.Verdict;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code assay verify}: judges a backend. */
@Command(name = "verify", description = "Judges a backend.", mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--ops", split = ",", description = "only these operations")
  private String[] ops = {};

  @Option(names = "--quick", description = "fewer cases per operation")
  private boolean quick;

  @Option(names = "--seed", description = "seed of the cases", defaultValue = "42")
  private long seed;

  @Option(names = "--replay", description = "judges the one case that a token stands for")
  private String replay = "";

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Judge judge = new Judge(ReferenceBackend.instance(), seed, quick ? 16 : 120);
    if (!replay.isEmpty()) {
      for (Outcome o : judge.judge(Token.parse(replay))) {
        out.println(o);
      }
      out.println(Token.parse(replay).draw());
      return 0;
    }
    long start = System.nanoTime();
    List<Op> selected =
        ops.length == 0
            ? List.copyOf(OpRegistry.all())
            : Arrays.stream(ops).map(OpRegistry::get).toList();
    List<Failure> failures = new ArrayList<>();
    List<OpVerdict> verdicts = new ArrayList<>();
    for (Op op : selected) {
      int before = failures.size();
      OpVerdict v = judge.judge(op, failures);
      verdicts.add(v);
      out.println(v.status() + " " + v.op() + " oracles=" + v.oracles() + " " + v.tightness());
      failures
          .subList(before, failures.size())
          .forEach(f -> out.println("  " + f.method() + " " + f.message() + "\n  " + f.token()));
      out.flush();
    }
    Verdict verdict =
        new Verdict(
            "reference",
            List.of("/cpu:0"),
            seed,
            verdicts,
            failures,
            (System.nanoTime() - start) / 1e9);
    out.println(verdict.line());
    return verdict.passed() ? 0 : 1;
  }
}
