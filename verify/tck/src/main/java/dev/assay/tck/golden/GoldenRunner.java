package dev.assay.tck.golden;

import dev.assay.engine.AssayException;
import dev.assay.engine.BackendException;
import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Devices;
import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.golden.Expectation;
import dev.assay.golden.GoldenEntry;
import dev.assay.tck.judge.RunningErrors;
import java.util.List;

/**
 * Runs worked examples on a backend and compares with what the documents print. An erratum is
 * asserted from both sides: the result is what is right, and it is not what is printed.
 *
 * <p>The digits are those of correctly rounded results. Of a backend that does not declare these,
 * {@code 4·u·(running error of the program)} more are allowed.
 */
public final class GoldenRunner {
  private final Backend backend;

  /** Runs on {@code backend}. */
  public GoldenRunner(Backend backend) {
    this.backend = backend;
  }

  /** Runs one example. */
  public GoldenResult run(GoldenEntry entry) {
    return Devices.with(backend, () -> check(entry));
  }

  private GoldenResult check(GoldenEntry entry) {
    RunningErrors errors = RunningErrors.of(backend);
    boolean follow = backend.precision() != PrecisionClass.REFERENCE;
    try (Program program = new Program(backend)) {
      if (follow) {
        Dispatch.open(errors);
      }
      program.run(entry);
      for (Expectation e : entry.expect()) {
        Tensor got = program.get(e.of());
        double[] slack = follow ? errors.bounds(got, backend) : new double[0];
        String difference = difference(got, e, slack);
        if (!difference.isEmpty()) {
          return new GoldenResult(entry, GoldenResult.Status.FAIL, e.of() + " " + difference);
        }
      }
      return new GoldenResult(entry, GoldenResult.Status.PASS, "");
    } catch (Program.Unsupported e) {
      return new GoldenResult(entry, GoldenResult.Status.UNSUPPORTED, e.getMessage());
    } catch (BackendException e) {
      // a derivative may need an operation that the backend declares that it lacks
      return new GoldenResult(
          entry,
          e.isUnsupported() ? GoldenResult.Status.UNSUPPORTED : GoldenResult.Status.FAIL,
          e.isUnsupported() ? e.getMessage() : e.kind() + " " + e.getMessage());
    } catch (AssayException e) {
      return new GoldenResult(entry, GoldenResult.Status.FAIL, e.kind() + " " + e.getMessage());
    } catch (RuntimeException e) {
      return new GoldenResult(entry, GoldenResult.Status.FAIL, "threw " + e);
    } finally {
      Dispatch.close(errors);
    }
  }

  private static String difference(Tensor got, Expectation expectation, double[] slack) {
    if (expectation instanceof Expectation.Text text) {
      return got.toString().equals(text.text())
          ? ""
          : "prints as " + got + ", the document as " + text.text();
    }
    Expectation.Digits digits = (Expectation.Digits) expectation;
    Shape shape = Shape.of(digits.shape().stream().mapToInt(Integer::intValue).toArray());
    if (!got.dtype().label().equals(digits.dtype()) || !got.shape().equals(shape)) {
      return "is " + got.dtype() + got.shape() + ", expected " + digits.dtype() + shape;
    }
    if (!digits.isErratum()) {
      return firstDifference(got, digits.printed(), "printed", slack);
    }
    String fromRight = firstDifference(got, digits.right(), "right", slack);
    if (!fromRight.isEmpty()) {
      return fromRight;
    }
    // an erratum of a last digit is within what other arithmetics may err by
    boolean printed =
        slack.length == 0 && firstDifference(got, digits.printed(), "printed", slack).isEmpty();
    return printed ? "agrees with what is called an erratum: " + digits.printed() : "";
  }

  private static String firstDifference(
      Tensor got, List<String> texts, String what, double[] slack) {
    int wrong = 0;
    String first = "";
    for (int i = 0; i < texts.size(); i++) {
      if (!Printed.agrees(got, i, texts.get(i)) && !Printed.within(got, i, texts.get(i), slack)) {
        wrong++;
        first =
            first.isEmpty() ? element(got, i) + " where " + texts.get(i) + " is " + what : first;
      }
    }
    return wrong <= 1 ? first : first + ", and " + (wrong - 1) + " more";
  }

  /** {@code [1, 2] = 0.25}. */
  private static String element(Tensor t, int flat) {
    int[] dims = t.shape().dims();
    int[] at = new int[dims.length];
    int rest = flat;
    for (int d = dims.length - 1; d >= 0; d--) {
      at[d] = rest % dims[d];
      rest /= dims[d];
    }
    String value =
        switch (t.dtype()) {
          case STRING -> t.toStrings()[flat];
          case BOOL, INT8, INT16, INT32, INT64, UINT8 -> Long.toString(t.toLongs()[flat]);
          case COMPLEX64, COMPLEX128 ->
              t.toDoubles()[2 * flat] + " + " + t.toDoubles()[2 * flat + 1] + "j";
          default -> Double.toString(t.toDoubles()[flat]);
        };
    return Shape.of(at) + " = " + value;
  }
}
