package dev.assay.tck.judge;

import dev.assay.engine.AssayException;
import dev.assay.engine.BackendException;
import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Capability;
import dev.assay.engine.backend.Devices;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.op.Op;
import dev.assay.engine.tensor.DType;
import dev.assay.spec.Spec;
import dev.assay.spec.SpecRegistry;
import dev.assay.tck.cases.Case;
import dev.assay.tck.cases.CaseRegistry;
import dev.assay.tck.cases.Choices;
import dev.assay.tck.cases.Draw;
import dev.assay.tck.cases.OpCases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Judges a backend, operation by operation: draws cases, applies every method that fits, and
 * shrinks what fails. The same seed gives the same cases on every machine.
 */
public final class Judge {
  /** All methods that need a case, the cheap and telling ones first. */
  private static final List<Check> CHECKS =
      List.of(
          ForwardChecks.spec(),
          ForwardChecks.truth(),
          new RoundingLaw(),
          new AgainstReference(),
          new WildValues(),
          new ExactAdjoint(),
          new DualAdjoint(),
          new FullJacobian(),
          new SlopeCheck(),
          new FiniteDifferences(),
          new TaylorSlope(),
          new SecondOrder());

  /** All methods for tensors that cross tiles. */
  private static final List<Check> TILE_CHECKS = List.of(new TileCheck());

  /** For so many small cases there is one that crosses tiles. */
  private static final int CASES_PER_TILE_CASE = 10;

  private static final int FEWEST_TILE_CASES = 2;

  /** Large cases take long, and stay large: without a tile to cross they say nothing. */
  private static final int TILE_ATTEMPTS = 40;

  private static final List<Draw.Values> VALUES =
      List.of(Draw.Values.SMOOTH, Draw.Values.INTEGERS, Draw.Values.SMOOTH, Draw.Values.WILD);

  /** Every so many cases one is of an integer type. */
  private static final int INTEGER_TYPE_EVERY = 6;

  /** Every so many cases one is complex, where the operation takes both. */
  private static final int COMPLEX_TYPE_EVERY = 5;

  private static final List<DType> INTEGER_TYPES =
      List.of(DType.INT32, DType.INT8, DType.INT64, DType.UINT8, DType.INT16);

  private final Backend backend;
  private final long seed;
  private final int cases;
  private final Set<Method> methods;

  /** A judge of {@code backend} that draws {@code cases} cases per operation from {@code seed}. */
  public Judge(Backend backend, long seed, int cases) {
    this(backend, seed, cases, EnumSet.allOf(Method.class));
  }

  /** As above, with some of the methods only. */
  public Judge(Backend backend, long seed, int cases, Set<Method> methods) {
    this.backend = backend;
    this.seed = seed;
    this.cases = cases;
    this.methods = EnumSet.copyOf(methods);
  }

  /** The first failure of an operation, not shrunk; empty where there is none. */
  public Optional<Outcome> firstFailure(Op op) {
    OpCases generator = CaseRegistry.find(op.name()).orElseThrow();
    Optional<Outcome> failure = hardPoints(op).filter(Outcome::failed);
    for (int i = 0; i < cases + tileCases() && failure.isEmpty(); i++) {
      Token token = i < cases ? draw(generator, i) : drawTiles(generator, i - cases);
      failure = judge(token).stream().filter(Outcome::failed).findFirst();
    }
    return failure;
  }

  /** Judges one operation; failures are added to {@code failures}. */
  public OpVerdict judge(Op op, List<Failure> failures) {
    OpVerdict verdict = new OpVerdict(op.name());
    try {
      examine(op, verdict, failures);
    } catch (RuntimeException | StackOverflowError e) {
      // a check that cannot cope, or a backend that throws where it may not: never a pass
      note(verdict, failures, op, Outcome.fail(Method.SPEC, "judging threw " + e), DType.FLOAT64);
    }
    return verdict;
  }

  private Optional<Outcome> hardPoints(Op op) {
    if (!methods.contains(Method.HARD_POINTS)) {
      return Optional.empty();
    }
    try {
      return HardPointCheck.run(op, backend);
    } catch (RuntimeException e) { // and the other cases are judged all the same
      return Optional.of(Outcome.fail(Method.HARD_POINTS, "threw " + e));
    }
  }

  private void examine(Op op, OpVerdict verdict, List<Failure> failures) {
    Optional<OpCases> found = CaseRegistry.find(op.name());
    if (found.isEmpty()) {
      note(verdict, failures, op, Outcome.fail(Method.REJECTS, "no generator"), DType.FLOAT64);
      return;
    }
    note(verdict, failures, op, RejectCheck.run(op, found.get()), DType.FLOAT64);
    hardPoints(op).ifPresent(o -> note(verdict, failures, op, o, DType.FLOAT64));
    Residuals residuals = new Residuals();
    for (int i = 0; i < cases + tileCases() && verdict.count(Outcome.Status.FAIL) < 3; i++) {
      Token token =
          inSupportedType(i < cases ? draw(found.get(), i) : drawTiles(found.get(), i - cases));
      for (Outcome o : judge(token, methods::contains, residuals::add)) {
        verdict.add(o, token.dtype());
        if (o.failed()) {
          failures.add(shrink(token, o));
        }
      }
    }
    residuals.outcomes().stream()
        .filter(o -> methods.contains(o.method()))
        .forEach(o -> note(verdict, failures, op, o, DType.FLOAT32));
  }

  /** What is said of no single case. */
  private static void note(
      OpVerdict verdict, List<Failure> failures, Op op, Outcome o, DType dtype) {
    verdict.add(o, dtype);
    if (o.failed()) {
      failures.add(Failure.of(op.name(), o, ""));
    }
  }

  /** binary64 inside has no kernels of float32 to judge. */
  private int tileCases() {
    return backend.precision() == PrecisionClass.REFERENCE || !methods.contains(Method.TILES)
        ? 0
        : Math.max(FEWEST_TILE_CASES, cases / CASES_PER_TILE_CASE);
  }

  /** The i-th case that crosses tiles; one in four is in float64. */
  private Token drawTiles(OpCases generator, int i) {
    Choices choices = Choices.seeded(seed, generator.op() + " tiles", i);
    DType dtype = i % 4 == 3 ? DType.FLOAT64 : DType.FLOAT32;
    generator.draw(new Draw(choices, dtype, Draw.Values.TILES));
    return new Token(generator.op(), Draw.Values.TILES, dtype, choices.token());
  }

  /**
   * The i-th case: the first are the simplest, the others random; now and then of integers, or of
   * complex numbers.
   */
  private Token draw(OpCases generator, int i) {
    Choices choices =
        i < VALUES.size() ? Choices.of(new int[0]) : Choices.seeded(seed, generator.op(), i);
    boolean integers = i % INTEGER_TYPE_EVERY == INTEGER_TYPE_EVERY - 1;
    boolean complex =
        i % COMPLEX_TYPE_EVERY == COMPLEX_TYPE_EVERY - 2
            && SpecRegistry.find(generator.op()).filter(Spec::takesComplex).isPresent();
    DType real = isNarrow(i) ? DType.FLOAT32 : DType.FLOAT64;
    DType dtype =
        integers
            ? INTEGER_TYPES.get(i / INTEGER_TYPE_EVERY % INTEGER_TYPES.size())
            : complex ? real.complexType() : real;
    Draw.Values values = integers ? Draw.Values.INTEGERS : VALUES.get(i % VALUES.size());
    generator.draw(new Draw(choices, dtype, values));
    return new Token(generator.op(), values, dtype, choices.token());
  }

  /** float32 has an arithmetic of its own, unless that is binary64, rounded: judged as often. */
  private boolean isNarrow(int i) {
    return backend.precision() != PrecisionClass.REFERENCE && i / VALUES.size() % 2 == 0;
  }

  /** Applies every method that fits to one case, in its type if the backend has it. */
  public List<Outcome> judge(Token token) {
    return judge(token, methods::contains, trial -> {});
  }

  private List<Outcome> judge(
      Token wanted, Predicate<Method> wantedMethods, Consumer<Trial> observer) {
    Token token = inSupportedType(wanted);
    Case kase = token.draw();
    try {
      if (backend.capability(kase.call()) instanceof Capability.Unsupported no) {
        return List.of(Outcome.unsupported(Method.REFERENCE, no.reason()));
      }
    } catch (AssayException e) {
      if (token.dtype().isInteger()) {
        return List.of(); // the operation, or this case of it, takes no integers
      }
      return List.of(
          Outcome.fail(Method.REJECTS, "a generated case is refused: " + e.getMessage()));
    }
    long salt = token.toString().hashCode();
    return Devices.with(backend, () -> apply(kase, token, salt, wantedMethods, observer));
  }

  /** The case in twice or half the bits where the backend has that alone. */
  private Token inSupportedType(Token token) {
    if (!token.dtype().isContinuous()) {
      return token;
    }
    DType real = token.dtype().realType() == DType.FLOAT64 ? DType.FLOAT32 : DType.FLOAT64;
    DType dtype = token.dtype().isComplex() ? real.complexType() : real;
    Token other = new Token(token.op(), token.values(), dtype, token.choices());
    try {
      return !backend.capability(token.draw().call()).isSupported()
              && backend.capability(other.draw().call()).isSupported()
          ? other
          : token;
    } catch (AssayException e) {
      return token; // refused in any type: judged as such
    }
  }

  private List<Outcome> apply(
      Case kase,
      Token token,
      long salt,
      Predicate<Method> wantedMethods,
      Consumer<Trial> observer) {
    List<Outcome> out = new ArrayList<>();
    Trial trial;
    try {
      trial = new Trial(backend, kase, token.values(), salt);
      observer.accept(trial);
    } catch (RuntimeException e) {
      return List.of(Outcome.threw(Method.SPEC, "the call threw " + e, e));
    }
    for (Check check : token.values() == Draw.Values.TILES ? TILE_CHECKS : CHECKS) {
      if (!wantedMethods.test(check.method())) {
        continue;
      }
      try {
        check.run(trial).ifPresent(out::add);
      } catch (BackendException e) {
        // a derivative that is composed of an operation which the backend declares not to have
        out.add(
            e.isUnsupported()
                ? Outcome.unsupported(check.method(), e.getMessage())
                : Outcome.threw(check.method(), "threw " + e, e));
      } catch (RuntimeException e) {
        out.add(
            Outcome.fail(
                check.method(),
                "threw " + e + " at " + Arrays.stream(e.getStackTrace()).limit(6).toList()));
      }
    }
    return out;
  }

  private Failure shrink(Token token, Outcome first) {
    Shrink smallest =
        Shrink.of(
            token.choices(),
            first,
            token.values() == Draw.Values.TILES ? TILE_ATTEMPTS : Shrink.ATTEMPTS,
            choices ->
                judge(token.with(choices), m -> m == first.method(), trial -> {}).stream()
                    .filter(o -> o.failed() && o.method() == first.method())
                    .findFirst());
    return Failure.of(token.op(), smallest.outcome(), token.with(smallest.choices()).toString());
  }
}
