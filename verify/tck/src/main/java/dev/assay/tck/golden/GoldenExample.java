package dev.assay.tck.golden;

import dev.assay.engine.FormatException;
import dev.assay.engine.backend.Backend;
import dev.assay.golden.Golden;
import dev.assay.golden.GoldenEntry;
import dev.assay.tck.judge.Entry;
import dev.assay.tck.judge.EntryVerdict;
import dev.assay.tck.judge.Failure;
import dev.assay.tck.judge.Method;
import dev.assay.tck.judge.Outcome;
import java.util.List;

/**
 * A worked example of a document as one case of the suite.
 *
 * @param entry the example
 */
public record GoldenExample(GoldenEntry entry) implements Entry {
  private static final String PREFIX = "golden:";

  /** All of them, in the documents' order. */
  public static List<GoldenExample> all() {
    return Golden.entries().stream().map(GoldenExample::new).toList();
  }

  /** Whether a replay token is meant to be one of an example: {@code golden:ID}. */
  public static boolean isMeant(String token) {
    return token.startsWith(PREFIX);
  }

  /** The example that a replay token names. */
  public static GoldenExample parse(String token) {
    return all().stream()
        .filter(e -> e.token().equals(token))
        .findFirst()
        .orElseThrow(
            () -> new FormatException("replay token: no such example, got \"" + token + "\""));
  }

  /** The text that stands for this example. */
  public String token() {
    return PREFIX + entry.id();
  }

  @Override
  public String name() {
    return entry.id();
  }

  @Override
  public Method method() {
    return Method.GOLDEN;
  }

  @Override
  public String about() {
    return entry.document() + " §" + entry.section() + ": " + entry.about();
  }

  @Override
  public List<String> ops() {
    return entry.ops();
  }

  /** What the backend makes of it. */
  public Outcome judge(Backend backend) {
    GoldenResult result = new GoldenRunner(backend).run(entry);
    return switch (result.status()) {
      case PASS -> Outcome.pass(Method.GOLDEN);
      case FAIL -> Outcome.fail(Method.GOLDEN, result.message());
      case UNSUPPORTED -> Outcome.unsupported(Method.GOLDEN, result.message());
    };
  }

  @Override
  public EntryVerdict judge(Backend backend, long seed, int cases, List<Failure> failures) {
    Outcome outcome = judge(backend);
    EntryVerdict verdict = new EntryVerdict(this);
    verdict.add(outcome);
    if (outcome.failed()) {
      failures.add(Failure.of(name(), outcome, token()));
    }
    return verdict;
  }
}
