package dev.assay.tck.laws;

import dev.assay.engine.BackendException;
import dev.assay.engine.FormatException;
import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Devices;
import dev.assay.engine.tensor.DType;
import dev.assay.tck.cases.Choices;
import dev.assay.tck.cases.Draw;
import dev.assay.tck.judge.Entry;
import dev.assay.tck.judge.EntryVerdict;
import dev.assay.tck.judge.Failure;
import dev.assay.tck.judge.Method;
import dev.assay.tck.judge.Outcome;
import dev.assay.tck.judge.Shrink;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** An identity between operations. */
public final class Law implements Entry {
  private static final String PREFIX = "law:";

  private static final List<Draw.Values> ALL_VALUES = Draw.Values.SMALL;

  private final String name;
  private final String formula;
  private final List<String> ops;
  private final Consumer<LawCase> body;
  private final boolean anyValues;

  private Law(
      String name, String formula, List<String> ops, Consumer<LawCase> body, boolean anyValues) {
    this.name = name;
    this.formula = formula;
    this.ops = ops;
    this.body = body;
    this.anyValues = anyValues;
  }

  /**
   * A law for arguments in general position.
   *
   * @param ops the operations that it runs, separated by spaces
   * @param body draws arguments and states what is equal
   */
  static Law of(String name, String formula, String ops, Consumer<LawCase> body) {
    return new Law(name, formula, sorted(ops), body, false);
  }

  /** A law that holds for special values too. */
  static Law always(String name, String formula, String ops, Consumer<LawCase> body) {
    return new Law(name, formula, sorted(ops), body, true);
  }

  private static List<String> sorted(String ops) {
    return Arrays.stream(ops.split(" ")).sorted().toList();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Method method() {
    return Method.LAWS;
  }

  @Override
  public String about() {
    return formula;
  }

  @Override
  public List<String> ops() {
    return ops;
  }

  /** A case of a law as a short text: {@code law:relu-difference/smooth/float64/3.a}. */
  public record Case(Law law, Draw.Values values, DType dtype, String choices) {
    /** Whether the text is meant to be such a case. */
    public static boolean isMeant(String token) {
      return token.startsWith(PREFIX);
    }

    /** Reads what {@link #toString} wrote. */
    public static Case parse(String token) {
      String[] part = token.substring(PREFIX.length()).split("/", -1);
      Optional<Law> law =
          Laws.all().stream().filter(l -> part.length == 4 && l.name.equals(part[0])).findFirst();
      try {
        Case parsed =
            new Case(
                law.orElseThrow(() -> new IllegalArgumentException("no such law")),
                Draw.Values.valueOf(part[1].toUpperCase(Locale.ROOT)),
                DType.named(part[2]),
                part[3]);
        Choices.parse(parsed.choices);
        return parsed;
      } catch (IllegalArgumentException e) {
        throw new FormatException(
            "replay token: expected law:name/values/dtype/choices, got \"" + token + "\"", e);
      }
    }

    /** What is to be said of the case; empty where the law says nothing of it. */
    public Optional<Outcome> judge(Backend backend) {
      return law.run(backend, this).outcome;
    }

    private Case with(String other) {
      return new Case(law, values, dtype, other);
    }

    @Override
    public String toString() {
      return PREFIX
          + law.name
          + "/"
          + values.name().toLowerCase(Locale.ROOT)
          + "/"
          + dtype
          + "/"
          + choices;
    }
  }

  private record Result(Optional<Outcome> outcome, Set<String> ran, String taken) {}

  private Result run(Backend backend, Case c) {
    Result wide = runAs(backend, c);
    boolean unsupported =
        wide.outcome.filter(o -> o.status() == Outcome.Status.UNSUPPORTED).isPresent();
    if (!unsupported || c.dtype != DType.FLOAT64) {
      return wide;
    }
    Result narrow = runAs(backend, new Case(this, c.values, DType.FLOAT32, c.choices));
    return narrow.outcome.isPresent() ? narrow : wide; // some laws say nothing in float32
  }

  private Result runAs(Backend backend, Case c) {
    Choices choices = Choices.parse(c.choices);
    LawCase one = new LawCase(backend, new Draw(choices, c.dtype, c.values));
    Optional<Outcome> outcome;
    try {
      Devices.with(
          backend,
          () -> {
            body.accept(one);
            return true;
          });
      outcome = one.outcome();
    } catch (LawCase.UnsupportedException e) {
      outcome = Optional.of(Outcome.unsupported(Method.LAWS, e.getMessage()));
    } catch (BackendException e) {
      outcome =
          Optional.of(
              e.isUnsupported()
                  ? Outcome.unsupported(Method.LAWS, e.getMessage())
                  : Outcome.threw(Method.LAWS, "threw " + e, e));
    } catch (RuntimeException e) {
      outcome = Optional.of(Outcome.fail(Method.LAWS, "threw " + e));
    }
    return new Result(outcome, one.ran(), choices.token());
  }

  /** The operations that one case runs, for tests. */
  Set<String> ran(Backend backend, long seed) {
    return run(backend, new Case(this, Draw.Values.SMOOTH, DType.FLOAT64, seeded(seed))).ran;
  }

  private static String seeded(long seed) {
    return Choices.seeded(seed).all();
  }

  @Override
  public EntryVerdict judge(Backend backend, long seed, int cases, List<Failure> failures) {
    EntryVerdict verdict = new EntryVerdict(this);
    for (int i = 0; i < cases && verdict.count(Outcome.Status.FAIL) == 0; i++) {
      Case c =
          new Case(
              this,
              anyValues ? ALL_VALUES.get(i % ALL_VALUES.size()) : Draw.Values.SMOOTH,
              i % 2 == 0 ? DType.FLOAT64 : DType.FLOAT32,
              i < 2 ? "" : Choices.seeded(seed, name, i).all());
      Result result = run(backend, c);
      result.outcome.ifPresent(verdict::add);
      if (result.outcome.filter(Outcome::failed).isPresent()) {
        Case taken = c.with(result.taken);
        Shrink smallest =
            Shrink.of(
                taken.choices,
                result.outcome.get(),
                Shrink.ATTEMPTS,
                choices -> run(backend, c.with(choices)).outcome.filter(Outcome::failed));
        failures.add(Failure.of(name, smallest.outcome(), c.with(smallest.choices()).toString()));
      }
    }
    return verdict;
  }

  @Override
  public String toString() {
    return name + ": " + formula;
  }
}
