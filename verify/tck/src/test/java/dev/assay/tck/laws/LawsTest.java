package dev.assay.tck.laws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.BackendException;
import dev.assay.engine.FormatException;
import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Capability;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.backend.ReferenceBackend;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.judge.EntryVerdict;
import dev.assay.tck.judge.Failure;
import dev.assay.tck.judge.Outcome;
import dev.assay.tck.mutants.FaultyBackend;
import dev.assay.tck.mutants.Mutant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every law holds on the reference, says what it runs, and is broken by a wrong operation. */
class LawsTest {
  private static final Backend REFERENCE = ReferenceBackend.instance();
  private static final int CASES = 24;

  @TestFactory
  Stream<DynamicTest> everyLawHoldsAndSaysSomething() {
    return Laws.all().stream()
        .map(law -> DynamicTest.dynamicTest(law.name(), () -> holdsAndSaysSomething(law)));
  }

  private static void holdsAndSaysSomething(Law law) {
    List<Failure> failures = new ArrayList<>();
    EntryVerdict verdict = law.judge(REFERENCE, 7, CASES, failures);
    assertEquals(List.of(), failures);
    assertEquals(Outcome.Status.PASS, verdict.status(), "nothing was stated");
    assertTrue(verdict.tightness() < 0.5, "hardly within its bound: " + verdict.tightness());
  }

  @TestFactory
  Stream<DynamicTest> everyLawNamesTheOperationsThatItRuns() {
    return Laws.all().stream()
        .map(
            law ->
                DynamicTest.dynamicTest(
                    law.name(),
                    () -> {
                      Set<String> ran = new TreeSet<>();
                      for (int seed = 0; seed < CASES; seed++) {
                        ran.addAll(law.ran(REFERENCE, seed));
                      }
                      assertEquals(List.copyOf(ran), law.ops());
                      law.ops().forEach(OpRegistry::get);
                    }));
  }

  @Test
  void namesAreDifferent() {
    assertEquals(
        Laws.all().size(), new HashSet<>(Laws.all().stream().map(Law::name).toList()).size());
    assertTrue(Laws.all().size() > 200, Laws.all().size() + " laws");
  }

  /** Numbers off by 1e-4, integers by one, truth values inverted, the last byte of texts too. */
  private static List<Tensor> wrong(List<Tensor> right) {
    return right.stream().map(LawsTest::wrong).toList();
  }

  private static Tensor wrong(Tensor t) {
    if (t.dtype() == DType.STRING) {
      byte[][] texts = t.host().bytes().clone();
      for (int i = 0; i < texts.length; i++) {
        texts[i] = texts[i].length == 0 ? new byte[1] : texts[i].clone();
        texts[i][texts[i].length - 1] ^= 1;
      }
      return Tensor.of(t.shape(), HostStorage.ofBytes(texts));
    }
    double[] v = t.toDoubles();
    for (int i = 0; i < v.length; i++) {
      v[i] = t.dtype().isFloating() ? v[i] * (1 + 1e-4) + 1e-4 : v[i] + 1;
      v[i] = t.dtype() == DType.BOOL ? 2 - v[i] : v[i];
    }
    return Tensor.of(t.shape(), HostStorage.ofDoubles(t.dtype(), v));
  }

  /** The laws that are particular, not one of a class, find a wrong operation that they run. */
  @TestFactory
  Stream<DynamicTest> aWrongOperationBreaksALaw() {
    Set<String> concerned = new TreeSet<>();
    Laws.all().stream()
        .filter(l -> !l.name().contains("."))
        .forEach(l -> concerned.addAll(l.ops()));
    assertTrue(concerned.size() > 130, concerned.size() + " operations");
    return concerned.stream()
        .map(op -> DynamicTest.dynamicTest(op, () -> assertTrue(isBroken(op), op + " survives")));
  }

  private static boolean isBroken(String op) {
    Backend faulty = new FaultyBackend(Mutant.kernel(op, "off", (call, y) -> wrong(y)));
    return Laws.all().stream()
        .filter(l -> l.ops().contains(op) && !l.name().contains("."))
        .anyMatch(
            l -> {
              List<Failure> failures = new ArrayList<>();
              l.judge(faulty, 7, CASES, failures);
              return !failures.isEmpty();
            });
  }

  /** One that says something in float64 alone, too. */
  @Test
  void lawsOfWhatABackendLacksAreUnsupported() {
    Backend nothing =
        new Backend() {
          @Override
          public String name() {
            return "nothing";
          }

          @Override
          public List<String> devices() {
            return List.of("/nothing:0");
          }

          @Override
          public PrecisionClass precision() {
            return PrecisionClass.RN32;
          }

          @Override
          public Capability capability(Call call) {
            return Capability.unsupported("nothing is");
          }

          @Override
          public List<Tensor> run(Call call) {
            throw BackendException.unsupported("nothing is");
          }
        };
    for (Law law : Laws.all()) {
      EntryVerdict verdict = law.judge(nothing, 42, 12, new ArrayList<>());
      assertEquals(Outcome.Status.UNSUPPORTED, verdict.status(), law.name());
    }
  }

  @Test
  void aFailureIsShrunkAndReplaysFromItsToken() {
    Backend faulty = new FaultyBackend(Mutant.kernel("relu", "off", (call, y) -> wrong(y)));
    Law law =
        Laws.all().stream()
            .filter(l -> l.name().equals("relu-difference"))
            .findFirst()
            .orElseThrow();
    List<Failure> failures = new ArrayList<>();
    law.judge(faulty, 7, CASES, failures);
    Failure failure = failures.get(0);
    Law.Case again = Law.Case.parse(failure.token());
    assertEquals(failure.token(), again.toString());
    assertEquals(failure.message(), again.judge(faulty).orElseThrow().message());
    assertEquals(Outcome.Status.PASS, again.judge(REFERENCE).orElseThrow().status());
    assertTrue(failure.mismatch().isPresent());
  }

  @Test
  void malformedTokensAreTypedErrors() {
    for (String token :
        List.of(
            "law:",
            "law:no-such-law/smooth/float64/0",
            "law:relu-difference/smooth/float64",
            "law:relu-difference/rough/float64/0",
            "law:relu-difference/smooth/float64/?")) {
      assertThrows(FormatException.class, () -> Law.Case.parse(token), token);
    }
  }
}
