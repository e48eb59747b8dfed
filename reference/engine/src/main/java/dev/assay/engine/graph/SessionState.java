package dev.assay.engine.graph;

/**
 * What a session keeps for a {@link Resource}: a queue, an open file, a count. Safe to use from
 * several threads.
 */
public interface SessionState extends AutoCloseable {
  /**
   * Gives back what it holds and wakes whoever waits for it; does not wait for them. Called once,
   * when the session is closed, also while nodes use it.
   */
  @Override
  void close();
}
