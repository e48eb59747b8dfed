package dev.assay.programs;

/** One of the documents' programs: it trains a model and says how good it became. */
public interface Program {
  /** What it is called on the command line. */
  String name();

  /** What it trains, and where the documents have it; one line. */
  String summary();

  /** How it trains where nothing else is asked for. */
  Defaults defaults(Origin origin);

  /** Trains. */
  Result run(Task task);
}
