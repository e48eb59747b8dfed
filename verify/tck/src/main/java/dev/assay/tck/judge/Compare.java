package dev.assay.tck.judge;

import dev.assay.engine.tensor.Shape;
import dev.assay.spec.SpecTensor;
import java.util.Arrays;
import java.util.Optional;

/** Compares numbers with bounds. NaN never passes unless NaN is expected. */
public final class Compare {
  private final Method method;
  private final String origin;
  private double worst;
  private String message = "";
  private Optional<Mismatch> mismatch = Optional.empty();

  /** A comparison whose bounds come from {@code origin}. */
  public Compare(Method method, String origin) {
    this.method = method;
    this.origin = origin;
  }

  /** Compares element {@code i} of {@code what}. */
  public void element(String what, Shape shape, int i, double got, double want, double bound) {
    if (!message.isEmpty()) {
      return;
    }
    boolean same = Double.isNaN(want) ? Double.isNaN(got) : got == want;
    if (same) {
      return;
    }
    double error = Math.abs(got - want);
    // An infinite bound allows any number and any infinity, but no NaN.
    if (!Double.isNaN(got) && !Double.isNaN(want) && error <= bound) {
      worst = Math.max(worst, Double.isInfinite(bound) ? 0 : error / bound);
      return;
    }
    mismatch =
        Optional.of(
            new Mismatch(
                what,
                Arrays.stream(SpecTensor.index(shape, i)).boxed().toList(),
                got,
                want,
                bound,
                origin));
    message = mismatch.get().toString();
  }

  /** Notes an error that is not of one element. */
  public void fail(String text) {
    if (message.isEmpty()) {
      message = text;
    }
  }

  /** Whether nothing was wrong so far. */
  public boolean ok() {
    return message.isEmpty();
  }

  public Outcome outcome() {
    if (message.isEmpty()) {
      return Outcome.pass(method, worst);
    }
    return mismatch
        .map(m -> Outcome.fail(method, m))
        .orElseGet(() -> Outcome.fail(method, message));
  }
}
