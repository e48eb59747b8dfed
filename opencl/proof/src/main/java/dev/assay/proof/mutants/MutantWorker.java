package dev.assay.proof.mutants;

import dev.assay.tck.mutants.Fate;
import dev.assay.tck.mutants.SourceMutant;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A process that looks for mutants: reads the identity of one in each line of standard input, and
 * answers with a line of its fate. It may end at any moment, as the mutants run in it.
 */
public final class MutantWorker {
  /** What the lines begin with that are answers. */
  static final String ANSWER = "fate\t";

  private MutantWorker() {}

  /** Answers until standard input ends. */
  public static void main(String[] arguments) throws IOException {
    Map<String, SourceMutant> mutants =
        KernelMutants.all().stream()
            .collect(Collectors.toMap(SourceMutant::id, Function.identity()));
    Battery battery = new Battery();
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String id = in.readLine(); id != null; id = in.readLine()) {
      Fate fate = battery.fate(mutants.get(id));
      out.println(ANSWER + fate.status() + "\t" + fate.by() + "\t" + fate.detail());
    }
    Runtime.getRuntime().halt(0); // without waiting for kernels that do not end
  }
}
