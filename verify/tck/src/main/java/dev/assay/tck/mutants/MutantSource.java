package dev.assay.tck.mutants;

import java.util.Collection;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/**
 * Mutants of the texts that a backend is built from, and a battery that looks for them: how good
 * the tests of that backend are. Found by {@link ServiceLoader}.
 */
public interface MutantSource {
  /** The backend's name. */
  String backend();

  /** All mutants, by file and line: the same in every run. */
  List<SourceMutant> mutants();

  /**
   * Runs the battery on each mutant until something finds it.
   *
   * @param progress hears each fate as soon as it is known
   * @return the fates in the order of the mutants
   */
  List<Fate> run(Collection<SourceMutant> mutants, Consumer<Fate> progress);
}
