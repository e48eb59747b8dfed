package dev.assay.bench;

import dev.assay.engine.AttributeException;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** Someone who does a piece of work, found with {@link ServiceLoader}; on all processors. */
public interface Contender {
  /** A piece of work with its arguments in place, on the device if there is one. */
  interface Ready extends AutoCloseable {
    /**
     * Does it so many times, one after the other, and waits for the last. The results stay where
     * they are and are dropped.
     */
    void run(int times);

    /** Does it on arguments in Java arrays, which are copied, and copies the result to one. */
    float[] runWithTransfers();

    @Override
    void close();
  }

  /** Its name. */
  String name();

  /** What computes, with versions, for the record. */
  String about();

  /** Why it cannot run here; empty where it can. */
  String absence();

  /** Gets ready for {@code work}. */
  Ready prepare(Work work);

  /** All on the class path that can run here, by name. */
  static List<Contender> all() {
    return ServiceLoader.load(Contender.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(c -> c.absence().isEmpty())
        .sorted(Comparator.comparing(Contender::name))
        .toList();
  }

  /** The one of that name. */
  static Contender named(String name) {
    return all().stream()
        .filter(c -> c.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new AttributeException(
                    "benchmark: contender "
                        + name
                        + " is not here, only "
                        + all().stream().map(Contender::name).toList()));
  }
}
