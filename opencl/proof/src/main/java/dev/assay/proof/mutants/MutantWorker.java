package dev.assay.proof.mutants;

import dev.assay.tck.mutants.Fate;
import dev.assay.tck.mutants.SourceMutant;
import java.io.IOException;
import java.util.Map;

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
    Map<String, SourceMutant> mutants = KernelMutants.byId();
    Battery battery = new Battery();
    ChildProcess.serve(
        line -> {
          String[] parts = line.split("\t");
          SourceMutant mutant = mutants.get(parts[1]);
          Fate fate = parts[0].equals(LOOK) ? battery.fate(mutant) : battery.proof(mutant);
          return fate.status() + "\t" + fate.by() + "\t" + fate.detail();
        });
  }
}
