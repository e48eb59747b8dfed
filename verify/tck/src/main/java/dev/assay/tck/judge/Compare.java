package dev.assay.tck.judge;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.spec.SpecTensor;
import java.util.Arrays;
import java.util.Optional;

/** Compares numbers with bounds. NaN never passes unless NaN is expected. */
public final class Compare {
  private final Method method;
  private final String origin;
  private long comparisons;
  private double worst;
  private String message = "";
  private Optional<Mismatch> mismatch = Optional.empty();

  /** A comparison whose bounds come from {@code origin}. */
  public Compare(Method method, String origin) {
    this.method = method;
    this.origin = origin;
  }

  /**
   * Compares element {@code i} of {@code what}.
   *
   * @param type the type in which it is stored: beyond its largest number there is infinity
   * @param want the true value, which may lie beyond that number
   * @param bound on the error, what storing costs included
   */
  public void element(
      String what, Shape shape, int i, DType type, double got, double want, double bound) {
    if (!message.isEmpty()) {
      return;
    }
    comparisons++;
    boolean same = Double.isNaN(want) ? Double.isNaN(got) : got == want;
    if (same) {
      return;
    }
    double error = Format.of(type).error(got, want);
    // An infinite bound allows any number for a number, but none for an infinity, and no NaN.
    if (Double.isFinite(want) && error <= bound) {
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
      return Outcome.pass(method, comparisons, worst);
    }
    return mismatch
        .map(m -> Outcome.fail(method, m))
        .orElseGet(() -> Outcome.fail(method, message));
  }
}
