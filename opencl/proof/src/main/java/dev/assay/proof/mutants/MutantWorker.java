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
 * A process that looks for mutants: reads in each line of standard input what is to be done and the
 * identity of one, and answers with a line of its fate. It may end at any moment, as the mutants
 * run in it.
 */
public final class MutantWorker {
  /** Looks for the mutant. */
  static final String LOOK = "look";

  /** Proves that it is no bug, as its reason says. */
  static final String PROVE = "prove";

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
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] parts = line.split("\t");
      SourceMutant mutant = mutants.get(parts[1]);
      Fate fate = parts[0].equals(LOOK) ? battery.fate(mutant) : battery.proof(mutant);
      out.println(ChildProcess.ANSWER + fate.status() + "\t" + fate.by() + "\t" + fate.detail());
    }
    Runtime.getRuntime().halt(0); // without waiting for kernels that do not end
  }
}
