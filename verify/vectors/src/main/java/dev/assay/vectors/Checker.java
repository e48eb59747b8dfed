package dev.assay.vectors;

import dev.assay.engine.AssayException;
import dev.assay.engine.FormatException;
import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.npy.Npy;
import dev.assay.golden.FrozenVectors;
import dev.assay.spec.Evaluation;
import dev.assay.spec.SpecTensor;
import dev.assay.tck.judge.Compare;
import dev.assay.tck.judge.Method;
import dev.assay.tck.judge.Outcome;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntFunction;

/**
 * Judges what another program wrote for a set: number by number, with the set's bounds and the
 * judge's own comparison.
 */
public final class Checker {
  private static final String ORIGIN = "the set's bound for class ";

  /** What an npy file may have beside its elements: NumPy refuses longer headers. */
  private static final long MOST_HEADER = 10_100;

  /** A text of a program may be longer than the right one, and of four bytes per character. */
  private static final long TEXT_SLACK = 1 << 16;

  private final VectorSet set;
  private final String precision;
  private final int index;
  private final Folder actual;
  private final Unsupported unsupported;

  /**
   * A judge of the files in {@code actual}.
   *
   * @param precision the class whose bounds are taken
   */
  public Checker(VectorSet set, Path actual, String precision) {
    this.set = set;
    this.precision = precision;
    this.index = set.index(precision);
    this.actual = Folder.of(actual);
    this.unsupported = Unsupported.read(this.actual, set);
  }

  /** Judges operations of the set; all of them where none is named. */
  public VectorVerdict judge(List<String> names) {
    TreeSet<String> selected = new TreeSet<>(names.isEmpty() ? set.ops() : names);
    for (String name : selected) {
      if (!set.ops().contains(name)) {
        throw new ValueException("vectors: the set has no operation " + Layout.brief(name));
      }
    }
    List<OpTally> ops = new ArrayList<>();
    for (String op : selected) {
      OpTally tally = new OpTally(op);
      for (VectorCase c : set.cases(op)) {
        c.wanted().forEach((part, wanted) -> judge(c, part, wanted, tally));
      }
      ops.add(tally);
    }
    boolean frozen = set.sha256().equals(FrozenVectors.sha256());
    return new VectorVerdict(frozen, set.sha256(), precision, ops);
  }

  private void judge(VectorCase c, Part part, List<VectorCase.Wanted> wanted, OpTally tally) {
    List<Tensor> got = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    try {
      for (VectorCase.Wanted w : wanted) {
        String file = part.file(c.number(), w.name());
        actual
            .find(most(w), tally.op(), file)
            .map(bytes -> read(w, actual.path(tally.op(), file).toString(), bytes))
            .ifPresentOrElse(got::add, () -> missing.add(file));
      }
    } catch (AssayException | UncheckedIOException e) {
      tally.fail(OpTally.Status.REFUSED, c, part, e.getMessage());
      return;
    }
    Optional<String> reason = unsupported.reason(tally.op(), c, part);
    if (got.isEmpty() && reason.isPresent()) {
      tally.unsupported(reason.get());
    } else if (!missing.isEmpty()) {
      tally.fail(OpTally.Status.FAIL, c, part, "not written: " + String.join(", ", missing));
    } else {
      compare(c, part, wanted, got, tally);
    }
  }

  /** The bytes that the file of a tensor may have. */
  private static long most(VectorCase.Wanted w) {
    long size = (long) w.shape().elements() * w.dtype().bytes();
    if (w.dtype() == DType.STRING) {
      long longest = 0;
      for (byte[] s : w.tensor().host().bytes()) {
        longest = Math.max(longest, s.length);
      }
      size = 4 * longest * w.shape().elements() + TEXT_SLACK;
    }
    return MOST_HEADER + size;
  }

  private static Tensor read(VectorCase.Wanted w, String file, byte[] bytes) {
    Tensor got = Npy.read(file, bytes);
    if (got.dtype() != w.dtype() || !got.shape().equals(w.shape())) {
      throw new FormatException(
          file + ": " + got.dtype() + got.shape() + ", asked for is " + w.dtype() + w.shape());
    }
    return got;
  }

  private void compare(
      VectorCase c, Part part, List<VectorCase.Wanted> wanted, List<Tensor> got, OpTally tally) {
    Compare compare = new Compare(Method.REFERENCE, ORIGIN + precision);
    for (int j = 0; j < wanted.size(); j++) {
      VectorCase.Wanted w = wanted.get(j);
      String what = part.label() + " " + w.name();
      if (w.dtype().isContinuous()) {
        String where = set.path(tally.op(), Layout.CASES) + ", case " + c.number() + ", " + what;
        numbers(what, w.tensor(), got.get(j), w.bounds(index, where), compare);
      } else {
        exact(what, w.tensor(), got.get(j), compare);
      }
    }
    Outcome outcome = compare.outcome();
    if (outcome.failed()) {
      tally.fail(OpTally.Status.FAIL, c, part, outcome.message());
    } else {
      tally.pass(outcome.tightness());
    }
  }

  private static void numbers(
      String what, Tensor want, Tensor got, double[] bounds, Compare compare) {
    double[] a = got.toDoubles();
    double[] v = want.toDoubles();
    for (int i = 0; i < a.length; i++) {
      compare.element(what, Evaluation.shape(want), i, want.dtype(), a[i], v[i], bounds[i]);
    }
  }

  private static void exact(String what, Tensor want, Tensor got, Compare compare) {
    IntFunction<String> v = elements(want);
    IntFunction<String> a = elements(got);
    for (int i = 0; i < want.size() && compare.ok(); i++) {
      if (!a.apply(i).equals(v.apply(i))) {
        String at = Arrays.toString(SpecTensor.index(want.shape(), i));
        compare.fail(
            what
                + at
                + " is "
                + Layout.brief(a.apply(i))
                + ", expected "
                + Layout.brief(v.apply(i)));
      }
    }
  }

  private static IntFunction<String> elements(Tensor t) {
    if (t.dtype() == DType.STRING) {
      byte[][] strings = t.host().bytes();
      return i -> "\"" + new String(strings[i], StandardCharsets.ISO_8859_1) + "\"";
    }
    long[] integers = t.host().longs();
    return i -> Long.toString(integers[i]);
  }
}
