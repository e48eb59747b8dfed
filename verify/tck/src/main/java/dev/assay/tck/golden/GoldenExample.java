package dev.assay.tck.golden;

import dev.assay.engine.backend.Backend;
import dev.assay.golden.GoldenEntry;
import dev.assay.golden.GoldenStep;
import dev.assay.tck.judge.Entry;
import dev.assay.tck.judge.EntryVerdict;
import dev.assay.tck.judge.Failure;
import dev.assay.tck.judge.Method;
import dev.assay.tck.judge.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * A worked example as a part of the suite: one case.
 *
 * @param entry the example
 */
public record GoldenExample(GoldenEntry entry) implements Entry {
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
    return entry.steps().stream()
        .filter(GoldenStep.Call.class::isInstance)
        .map(s -> ((GoldenStep.Call) s).op())
        .distinct()
        .sorted()
        .toList();
  }

  @Override
  public EntryVerdict judge(Backend backend, long seed, int cases, List<Failure> failures) {
    EntryVerdict verdict = new EntryVerdict(this);
    GoldenResult result = new GoldenRunner(backend).run(entry);
    verdict.add(
        switch (result.status()) {
          case PASS -> Outcome.pass(Method.GOLDEN);
          case UNSUPPORTED -> Outcome.unsupported(Method.GOLDEN, result.message());
          case FAIL -> Outcome.fail(Method.GOLDEN, result.message());
        });
    if (result.status() == GoldenResult.Status.FAIL) {
      failures.add(new Failure(entry.id(), Method.GOLDEN, result.message(), Optional.empty(), ""));
    }
    return verdict;
  }
}
