package dev.assay.tck.judge;

import dev.assay.engine.backend.Backend;
import java.util.List;

/** What is judged across operations: a worked example of the documents, or a law. */
public interface Entry {
  /** A name that is unique among the entries of its method. */
  String name();

  /** {@link Method#GOLDEN} or {@link Method#LAWS}. */
  Method method();

  /** One line: the law's formula, what the example shows. */
  String about();

  /** The operations that it runs, sorted. */
  List<String> ops();

  /**
   * Judges {@code backend}; failures are added to {@code failures}.
   *
   * @param cases how many cases to draw, where it draws any
   */
  EntryVerdict judge(Backend backend, long seed, int cases, List<Failure> failures);
}
