package dev.assay.proof.mutants;

import dev.assay.engine.BackendException;
import dev.assay.engine.backend.Backend;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.device.JoclDriver;
import dev.assay.opencl.device.MemoryScope;
import dev.assay.opencl.device.Settings.Variant;
import dev.assay.proof.Calls;
import dev.assay.tck.judge.Judge;
import dev.assay.tck.judge.Method;
import dev.assay.tck.judge.Outcome;
import dev.assay.tck.mutants.Fate;
import dev.assay.tck.mutants.Fate.Status;
import dev.assay.tck.mutants.SourceMutant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Looks for one mutant after the other: the judge, on the operations that use its file, in every
 * version of their kernels, with guards around the buffers; then calls between guards of two
 * patterns, which must give the same bytes.
 */
final class Battery {
  /** What is said where the battery fails without the mutant. */
  static final String CORRUPT = "the battery fails without the mutant";

  /** What finds a kernel that does not end. */
  static final String TIMEOUT = "timeout";

  private static final long SEED = 42;

  /** Cases of a first look, which finds most, and of a second one. */
  private static final int[] LOOKS = {8, 48};

  private static final int CALLS = 24;

  /** What looks at results and gradients directly; the others look at derivative rules. */
  private static final Set<Method> METHODS =
      EnumSet.of(Method.SPEC, Method.REFERENCE, Method.WILD, Method.TILES, Method.HARD_POINTS);

  /** NaN, −1 and true, which results of NaN do not change; 0 and false, nor those of 0; 0.7. */
  private static final int[] PATTERNS = {0xff, 0, 0x3f};

  /** An operation in one of the versions of its kernels. */
  record Use(String op, Variant variant) {}

  private final JoclDriver driver = new JoclDriver();
  private final Map<List<String>, List<Use>> uses = new HashMap<>();
  private final Map<Variant, Suspect> controls = new EnumMap<>(Variant.class);

  /** What becomes of a mutant. One whose kernels do not end leaves them to the process's end. */
  Fate fate(SourceMutant mutant) {
    Map<Variant, List<Suspect>> suspects = new EnumMap<>(Variant.class);
    Fate fate = look(mutant, suspects);
    if (!fate.by().equals(TIMEOUT)) {
      suspects.values().forEach(alike -> alike.forEach(Suspect::close));
    }
    return fate;
  }

  private Fate look(SourceMutant mutant, Map<Variant, List<Suspect>> suspects) {
    List<Use> users = users(mutant.file(), FileUse.ops(mutant));
    for (int cases : LOOKS) {
      for (Use use : users) {
        List<Suspect> alike = suspects.computeIfAbsent(use.variant(), v -> suspects(v, mutant));
        Optional<Fate> found = judged(mutant, alike.get(0), use, cases);
        if (found.isPresent()) {
          return found.get();
        }
      }
    }
    for (Use use : users) {
      Optional<Fate> found = compared(mutant, suspects.get(use.variant()), use);
      if (found.isPresent()) {
        return found.get();
      }
    }
    return new Fate(mutant, Status.SURVIVED, "", "nothing in " + users + " found it");
  }

  /** Proves that a mutant is no bug, or shows where it is one. */
  Fate proof(SourceMutant mutant) {
    Map<Variant, Suspect> suspects = new EnumMap<>(Variant.class);
    try {
      for (Use use : users(mutant.file(), FileUse.ops(mutant))) {
        Suspect suspect =
            suspects.computeIfAbsent(use.variant(), v -> suspect(v, mutant, PATTERNS[1]));
        Optional<String> difference =
            Equivalents.difference(use.op(), suspect, control(use.variant()));
        if (difference.isPresent()) {
          return new Fate(mutant, Status.SURVIVED, "", "not equivalent: " + difference.get());
        }
      }
    } finally {
      suspects.values().forEach(Suspect::close);
    }
    String proof = Equivalents.EXHAUSTION + " of " + Equivalents.calls() + " calls";
    return new Fate(mutant, Status.EQUIVALENT, proof, Equivalents.reason(mutant).orElseThrow());
  }

  private List<Suspect> suspects(Variant variant, SourceMutant mutant) {
    return Arrays.stream(PATTERNS).mapToObj(p -> suspect(variant, mutant, p)).toList();
  }

  private Suspect suspect(Variant variant, SourceMutant mutant, int pattern) {
    return new Suspect(driver, variant, pattern, mutant::in, false);
  }

  private Suspect control(Variant variant) {
    return controls.computeIfAbsent(
        variant, v -> new Suspect(driver, v, PATTERNS[0], (file, text) -> text, true));
  }

  /** The operations that use a file, in the versions that have kernels of their own. */
  private List<Use> users(String file, List<String> ops) {
    List<String> key = new ArrayList<>(ops);
    key.add(file);
    return uses.computeIfAbsent(key, k -> usersOf(file, ops));
  }

  private List<Use> usersOf(String file, List<String> ops) {
    List<Use> found = new ArrayList<>();
    for (String op : ops) {
      Set<String> known = new HashSet<>();
      for (Variant variant : Variant.values()) {
        Suspect fresh = new Suspect(driver, variant, PATTERNS[0], (name, text) -> text, true);
        scoped(() -> calls(op, fresh.backend()));
        boolean isNew = known.addAll(fresh.watched().kernels());
        // sizes decide which version runs where the variant leaves it open: probes want them all
        if (fresh.files().contains(file) && (isNew || !Probes.calls(op).isEmpty())) {
          found.add(new Use(op, variant));
        }
        fresh.close();
      }
    }
    if (found.isEmpty()) {
      throw new IllegalStateException(file + ": none of " + ops + " uses it");
    }
    return found;
  }

  private static List<List<Tensor>> calls(String op, Backend backend) {
    List<List<Tensor>> results = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      Optional<Call> call = Calls.drawn(op, i);
      results.add(call.map(c -> Calls.run(backend, c)).orElse(List.of()));
    }
    Probes.calls(op).forEach(call -> results.add(Calls.run(backend, call)));
    results.forEach(r -> r.forEach(Tensor::host));
    return results;
  }

  private Optional<Fate> judged(SourceMutant mutant, Suspect suspect, Use use, int cases) {
    Optional<Outcome> failure = failure(suspect, use, cases);
    if (suspect.watched().hasRefused()) {
      return Optional.of(new Fate(mutant, Status.STILLBORN, "", ""));
    }
    List<String> outside = suspect.guards().violations();
    if (!outside.isEmpty()) {
      return Optional.of(killed(mutant, use, "sentinels", outside.get(0)));
    }
    if (failure.isEmpty()) {
      return Optional.empty();
    }
    if (failure.get().message().contains("has not ended in")) {
      return Optional.of(killed(mutant, use, TIMEOUT, failure.get().message()));
    }
    return Optional.of(
        failure(control(use.variant()), use, cases).isPresent()
            ? new Fate(mutant, Status.SURVIVED, "", CORRUPT + ": " + use)
            : killed(mutant, use, failure.get().method().label(), failure.get().message()));
  }

  private static Optional<Outcome> failure(Suspect suspect, Use use, int cases) {
    Optional<Outcome> probe = scoped(() -> Probes.failure(use.op(), suspect.backend()));
    if (probe.isPresent()) {
      return probe;
    }
    Judge judge = new Judge(suspect.backend(), SEED, cases, METHODS);
    return scoped(() -> judge.firstFailure(OpRegistry.get(use.op())));
  }

  /** The same calls between guards of all patterns. */
  private static Optional<Fate> compared(SourceMutant mutant, List<Suspect> alike, Use use) {
    return scoped(
        () -> {
          List<List<List<Tensor>>> results = new ArrayList<>();
          for (Suspect s : alike) {
            try {
              results.add(calls(use.op(), s.backend()));
            } catch (BackendException e) {
              return Optional.of(
                  s.watched().hasRefused()
                      ? new Fate(mutant, Status.STILLBORN, "", "")
                      : killed(mutant, use, "error", e.getMessage()));
            }
            List<String> outside = s.guards().violations();
            if (!outside.isEmpty()) {
              return Optional.of(killed(mutant, use, "sentinels", outside.get(0)));
            }
          }
          List<List<Tensor>> first = results.get(0);
          for (List<List<Tensor>> other : results) {
            for (int i = 0; i < first.size(); i++) {
              if (!Calls.same(first.get(i), other.get(i))) {
                String what = "call " + i + " depends on what nobody wrote";
                return Optional.of(killed(mutant, use, "unwritten", what));
              }
            }
          }
          return Optional.empty();
        });
  }

  private static Fate killed(SourceMutant mutant, Use use, String by, String detail) {
    String first = detail.lines().findFirst().orElse("");
    return new Fate(
        mutant,
        Status.KILLED,
        by,
        use.op() + " " + use.variant() + ": " + first.substring(0, Math.min(200, first.length())));
  }

  /** Frees the device's tensors afterwards. */
  static <T> T scoped(Supplier<T> body) {
    MemoryScope scope = MemoryScope.open();
    try {
      return body.get();
    } finally {
      scope.close();
    }
  }
}
