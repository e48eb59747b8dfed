package dev.assay.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.ValueException;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.judge.Declared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is right passes, what is not fails with the place, what is missing is never a pass. */
class CheckerTest {
  private static final List<String> OPS =
      List.of("argmax", "complex", "string_upper", "exp", "matmul", "softmax");

  @TempDir private static Path shared;
  private static VectorSet set;

  @TempDir private Path other;

  @BeforeAll
  static void export() {
    Path folder = shared.resolve("set");
    List<Op> ops = OPS.stream().map(OpRegistry::get).toList();
    new Export(Export.SEED, Export.CASES).write(folder, ops);
    set = VectorSet.open(folder);
  }

  private VectorVerdict judge(String precision) {
    return new Checker(set, other, precision).judge(List.of());
  }

  private static OpTally of(VectorVerdict v, String op) {
    return v.ops().stream().filter(o -> o.op().equals(op)).findFirst().orElseThrow();
  }

  @Test
  void whatTheReferenceHasPassesInEveryClass() throws IOException {
    Program.write(set, other);
    assertEquals(Declared.all().stream().map(Declared::name).toList(), set.classes());
    for (String precision : set.classes()) {
      VectorVerdict v = judge(precision);
      assertTrue(v.passed(), precision + v.ops().stream().map(OpTally::failures).toList());
      assertEquals(0, v.worst());
      assertEquals(0, v.count(OpTally.Status.UNSUPPORTED));
    }
    assertTrue(
        judge("RN32")
            .line()
            .matches(
                "verdict PASS vectors=own class=RN32 ops=6 cases=(\\d+) pass=\\1 fail=0 refused=0"
                    + " unsupported=0 sha256=[0-9a-f]{64}"),
        judge("RN32").line());
  }

  /** The bounds are sharp to the next float32 number: on it passes, beyond it fails. */
  @Test
  void aNumberMayBeAsFarAsItsBoundAndNoFarther() throws IOException {
    int rn32 = set.index("RN32");
    Program.write(set, other, (c, part, w) -> Optional.of(moved(w, rn32, false)));
    VectorVerdict inside = judge("RN32");
    assertTrue(inside.passed(), inside.ops().stream().map(OpTally::failures).toList().toString());
    assertTrue(inside.worst() > 0.9 && inside.worst() <= 1, "worst " + inside.worst());
    Program.write(set, other, (c, part, w) -> Optional.of(moved(w, rn32, true)));
    VectorVerdict outside = judge("RN32");
    assertEquals("FAIL", outside.word());
    assertEquals(OpTally.Status.FAIL, of(outside, "exp").status());
    VectorVerdict coarser = judge("BF16"); // what is exact may be no farther there either
    for (String op : List.of("exp", "matmul", "softmax")) {
      int fails = of(coarser, op).count(OpTally.Status.FAIL);
      assertTrue(fails < of(outside, op).count(OpTally.Status.FAIL), op);
    }
  }

  /** The first float32 number moved to the last one within its bound, or to the next after it. */
  private static Tensor moved(VectorCase.Wanted w, int k, boolean beyond) {
    Tensor t = w.tensor();
    double v = Program.isFloat32(w) ? t.toDoubles()[0] : Double.NaN;
    if (!Double.isFinite(v)) {
      return t;
    }
    float far = (float) (v + w.bounds(k, "test")[0]);
    if (far - v > w.bounds(k, "test")[0]) {
      far = Math.nextDown(far);
    }
    return Program.with(t, 0, beyond ? Math.nextUp(far) : far);
  }

  @Test
  void aFailureNamesTensorPlaceNumbersAndTheCommandThatShowsTheCase() throws IOException {
    Program.write(
        set,
        other,
        (c, part, w) ->
            Optional.of(
                c.id().equals("matmul/smooth/float32/") && part == Part.GRADIENT
                    ? Program.with(w.tensor(), 3, 100)
                    : w.tensor()));
    VectorVerdict v = judge("FTZ32");
    assertEquals("FAIL", v.word());
    assertEquals(1, v.count(OpTally.Status.FAIL));
    String failure = of(v, "matmul").failures().get(0);
    assertTrue(
        failure.startsWith("matmul 0, gradient: gradient a[1, 1] is 100.0, expected "), failure);
    assertTrue(failure.contains(" > bound "), failure);
    assertTrue(failure.contains("the set's bound for class FTZ32"), failure);
    assertTrue(failure.endsWith("./assay verify --replay 'matmul/smooth/float32/'"), failure);
  }

  @Test
  void nanAndInfinitiesPassOnlyWhereTheyAreExpected() throws IOException {
    for (double special : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      Program.write(
          set,
          other,
          (c, part, w) ->
              Optional.of(
                  Program.isFloat32(w) && Double.isFinite(w.tensor().toDoubles()[0])
                      ? Program.with(w.tensor(), 0, special)
                      : w.tensor()));
      VectorVerdict v = judge("FAST_MATH/opencl");
      assertEquals("FAIL", v.word());
      for (String op : List.of("exp", "matmul", "softmax")) {
        assertTrue(of(v, op).count(OpTally.Status.FAIL) > 5, op + " with " + special);
      }
    }
    Program.write(set, other, (c, part, w) -> Optional.of(withoutSpecials(w)));
    assertTrue(of(judge("FAST_MATH/opencl"), "exp").count(OpTally.Status.FAIL) > 0);
  }

  /** A number where none is expected. */
  private static Tensor withoutSpecials(VectorCase.Wanted w) {
    Tensor t = w.tensor();
    for (int i = 0; Program.isFloat32(w) && i < t.size(); i++) {
      t = Double.isFinite(t.toDoubles()[i]) ? t : Program.with(t, i, 1);
    }
    return t;
  }

  @Test
  void integersTruthValuesAndTextsAreExact() throws IOException {
    Program.write(
        set,
        other,
        (c, part, w) ->
            Optional.of(
                w.dtype() == DType.INT64 && w.shape().elements() > 0
                    ? Program.with(w.tensor(), 0, w.tensor().toDoubles()[0] + 1)
                    : w.tensor()));
    String failure = of(judge("FAST_MATH"), "argmax").failures().get(0);
    assertTrue(
        failure.matches("(?s)argmax \\d+, result: result 0\\[.*\\] is \\d+, expected \\d+.*"),
        failure);
  }

  @Test
  void whatIsMissingFailsUnlessItIsDeclared() throws IOException {
    Program.write(
        set,
        other,
        (c, part, w) -> part == Part.RESULT ? Optional.of(w.tensor()) : Optional.empty());
    VectorVerdict silent = judge("RN32");
    assertEquals("FAIL", silent.word());
    assertTrue(of(silent, "exp").failures().get(0).contains("not written: 0.gradient.x.npy"));
    declare("{\"parts\":{\"gradient\":\"no tape\",\"product\":\"no tape\"}}");
    VectorVerdict declared = judge("RN32");
    assertTrue(declared.passed(), declared.line());
    assertTrue(declared.count(OpTally.Status.UNSUPPORTED) > 0);
    assertEquals(List.of("no tape"), of(declared, "exp").reasons());
  }

  @Test
  void whatIsDeclaredAndWrittenIsJudgedNevertheless() throws IOException {
    Program.write(set, other, (c, part, w) -> Optional.of(moved(w, set.index("BF16"), true)));
    declare(
        "{\"ops\":{\"exp\":\"not now\",\"matmul\":\"no\",\"softmax\":\"no\",\"complex\":\"no\"}}");
    assertEquals("FAIL", judge("RN32").word());
  }

  /** Half of a part is not a part that is not supported. */
  @Test
  void oneGradientOfTwoIsAFailureDeclaredOrNot() throws IOException {
    Program.write(
        set,
        other,
        (c, part, w) ->
            part == Part.GRADIENT && w.name().equals("b")
                ? Optional.empty()
                : Optional.of(w.tensor()));
    declare("{\"parts\":{\"gradient\":\"only a\"}}");
    VectorVerdict v = judge("RN32");
    assertEquals(OpTally.Status.FAIL, of(v, "matmul").status());
    assertTrue(of(v, "matmul").failures().get(0).contains("not written: 0.gradient.b.npy"));
  }

  @Test
  void nothingJudgedIsNoPass() throws IOException {
    declare(
        "{\"parts\":{\"result\":\"nothing yet\",\"gradient\":\"nothing\",\"product\":\"nothing\"}}");
    VectorVerdict v = judge("RN32");
    assertEquals("UNSUPPORTED", v.word());
    assertFalse(v.passed());
    Files.delete(other.resolve("unsupported.json"));
    assertEquals("FAIL", judge("RN32").word());
  }

  @Test
  void declarationsByTypeAndCase() throws IOException {
    Program.write(
        set,
        other,
        (c, part, w) ->
            c.types().contains(DType.COMPLEX64) || c.types().contains(DType.COMPLEX128)
                ? Optional.empty()
                : c.id().equals("exp/smooth/float64/")
                    ? Optional.empty()
                    : Optional.of(w.tensor()));
    declare(
        "{\"types\":{\"complex64\":\"real only\",\"complex128\":\"real only\"},"
            + "\"cases\":{\"exp/smooth/float64/\":\"hangs\"}}");
    VectorVerdict v = judge("RN32");
    assertTrue(v.passed(), v.line() + v.ops().stream().map(OpTally::failures).toList());
    assertEquals(OpTally.Status.UNSUPPORTED, of(v, "complex").status());
    assertEquals(List.of("hangs", "real only"), of(v, "exp").reasons());
  }

  @Test
  void unknownClassesAndOperationsAreNamed() throws IOException {
    ValueException e = assertThrows(ValueException.class, () -> judge("RN64"));
    assertTrue(e.getMessage().contains("known: REFERENCE, RN32, "), e.getMessage());
    Checker checker = new Checker(set, other, "RN32");
    e = assertThrows(ValueException.class, () -> checker.judge(List.of("exp", "log")));
    assertEquals("vectors: the set has no operation log", e.getMessage());
  }

  private void declare(String json) throws IOException {
    Files.writeString(other.resolve("unsupported.json"), json);
  }
}
