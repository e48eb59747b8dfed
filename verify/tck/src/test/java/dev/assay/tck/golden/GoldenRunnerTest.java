package dev.assay.tck.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.backend.Backend;
import dev.assay.engine.backend.Capability;
import dev.assay.engine.backend.Devices;
import dev.assay.engine.backend.PrecisionClass;
import dev.assay.engine.backend.ReferenceBackend;
import dev.assay.engine.op.Call;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.golden.Golden;
import dev.assay.golden.GoldenEntry;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenRunnerTest {
  private static final GoldenRunner REFERENCE = new GoldenRunner(ReferenceBackend.instance());

  static Stream<GoldenEntry> entries() {
    return Golden.entries().stream();
  }

  @ParameterizedTest
  @MethodSource("entries")
  void theReferenceAgreesWithTheDocuments(GoldenEntry entry) {
    assertEquals(
        GoldenResult.Status.PASS,
        REFERENCE.run(entry).status(),
        () -> REFERENCE.run(entry).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "0.125, 0.13, true",
    "0.125, 0.12, true",
    "0.126, 0.12, false",
    "-0.125, -0.13, true",
    "2.5, 2, true",
    "2.5, 3, true",
    "2.5, 3., true",
    "2.6, 2, false",
    "-0.0, 0, true",
    "0.0, -0., true",
    "12345.678, 1.23e4, true",
    "12345.678, 1.24e4, false",
    "0.00012345, 1.2345e-04, true",
    "NaN, nan, true",
    "NaN, 0, false",
    "1, nan, false",
    "Infinity, inf, true",
    "-Infinity, inf, false",
    "1, x, false",
  })
  void aNumberIsRoundedToThePrintedDigits(double value, String text, boolean agrees) {
    assertEquals(agrees, Printed.agrees(Tensor.of(value), 0, text));
  }

  @Test
  void otherTypesPrintAsTheyAre() {
    assertTrue(Printed.agrees(Tensor.of(true), 0, "True"));
    assertTrue(!Printed.agrees(Tensor.of(true), 0, "1"));
    assertTrue(Printed.agrees(Tensor.of(7), 0, "7"));
    assertTrue(!Printed.agrees(Tensor.of(7), 0, "7.1"));
    assertTrue(Printed.agrees(Tensor.of("a b"), 0, "a b"));
    Tensor complex = Tensor.of(DType.COMPLEX64, Shape.scalar(), 1.5, -2);
    assertTrue(Printed.agrees(complex, 0, "(1.5-2.j)"));
    assertTrue(!Printed.agrees(complex, 0, "1.5+2j"));
  }

  private static GoldenResult run(String status, String steps, String expect) {
    String template =
        """
        {"document": "d.md", "title": "t", "entries": [{
          "id": "e", "section": "1", "about": "a", "status": "%s", "note": "n",
          "inputs": {"x": {"dtype": "float32", "shape": [2], "data": [1, 2]},
                     "four": {"dtype": "float32", "shape": [], "data": [4]}},
          "steps": [%s], "expect": [%s]}]}
        """;
    String json = String.format(Locale.ROOT, template, status, steps, expect);
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return REFERENCE.run(Golden.read("d.json", new ByteArrayInputStream(bytes)).entries().get(0));
  }

  private static final String CUBE =
      """
      {"op": "square", "in": {"x": "x"}, "out": ["s"]},
      {"op": "multiply", "in": {"x": "s", "y": "x"}, "out": ["c"]},
      {"op": "reduce_sum", "in": {"input": "c"}, "out": ["y"]},
      {"gradient": "y", "wrt": ["x"], "out": ["dx"]},
      {"gradient": "dx", "wrt": ["x"], "seed": "x", "out": ["ddx"]},
      {"jacobian": "c", "wrt": "x", "out": ["J"]},
      {"hessian": "y", "wrt": "x", "out": ["H"]}
      """;

  @Test
  void derivativesOfDerivatives() {
    String expect =
        """
        {"of": "dx", "dtype": "float32", "shape": [2], "printed": ["3", "12"]},
        {"of": "ddx", "dtype": "float32", "shape": [2], "printed": ["6", "24"]},
        {"of": "J", "text": "[[ 3.  0.]\\n [ 0. 12.]]"},
        {"of": "H", "text": "[[ 6.  0.]\\n [ 0. 12.]]"}
        """;
    assertEquals("PASS e", run("verbatim", CUBE, expect).toString());
  }

  @Test
  void differencesAreNamed() {
    assertEquals(
        "FAIL e: c [1] = 8.0 where 9 is printed",
        run(
                "verbatim",
                CUBE,
                "{\"of\": \"c\", \"dtype\": \"float32\", \"shape\": [2], \"printed\": [\"1\", \"9\"]}")
            .toString());
    assertEquals(
        "FAIL e: c is float32[2], expected float32[1,2]",
        run(
                "verbatim",
                CUBE,
                "{\"of\": \"c\", \"dtype\": \"float32\", \"shape\": [1, 2], \"printed\": [\"1\", \"8\"]}")
            .toString());
    assertEquals(
        "FAIL e: c prints as [1. 8.], the document as [1 8]",
        run("verbatim", CUBE, "{\"of\": \"c\", \"text\": \"[1 8]\"}").toString());
    assertEquals(
        "FAIL e: unknown_op unknown op \"cubed\", nearest: cumsum, squeeze, add",
        run(
                "verbatim",
                "{\"op\": \"cubed\", \"in\": {}, \"out\": [\"c\"]}",
                "{\"of\": \"c\", \"text\": \"\"}")
            .toString()
            .replaceAll("nearest: .*", "nearest: cumsum, squeeze, add"));
  }

  @Test
  void anErratumIsAssertedFromBothSides() {
    String item =
        "{\"of\": \"c\", \"dtype\": \"float32\", \"shape\": [2], \"printed\": [\"1\", \"%s\"], \"right\": [\"1\", \"%s\"]}";
    assertEquals(
        "PASS e", run("erratum", CUBE, String.format(Locale.ROOT, item, "9", "8")).toString());
    assertEquals(
        "FAIL e: c agrees with what is called an erratum: [1, 8]",
        run("erratum", CUBE, String.format(Locale.ROOT, item, "8", "8")).toString());
    assertEquals(
        "FAIL e: c [1] = 8.0 where 7 is right",
        run("erratum", CUBE, String.format(Locale.ROOT, item, "9", "7")).toString());
  }

  @Test
  void whatABackendLacksIsUnsupported() {
    Backend poor = new Fake(Capability.unsupported("nothing is"), Tensor.of(0f));
    GoldenEntry entry =
        Golden.entries().stream().filter(e -> e.uses("matmul")).findFirst().orElseThrow();
    assertEquals(GoldenResult.Status.UNSUPPORTED, new GoldenRunner(poor).run(entry).status());
  }

  private static final String HALVING =
      """
      {"repeat": 3, "carry": {"x": "next", "before": "x"}, "steps": [
          {"op": "square", "in": {"x": "x"}, "out": "s"},
          {"op": "reduce_sum", "in": {"input": "s"}, "out": "f"},
          {"gradient": "f", "wrt": "x", "out": "g"},
          {"op": "multiply", "in": {"x": "rate", "y": "g"}, "out": "d"},
          {"op": "subtract", "in": {"x": "x", "y": "d"}, "out": "next"}],
        "keep": [{"of": "next", "at": [1, 3], "out": ["x1", "x3"]},
                 {"of": "g", "at": [2], "out": "g2"},
                 {"of": "before", "at": [3], "out": "x1again"}]},
      {"gradient": "x3", "wrt": "x", "out": "dx"}
      """;

  @Test
  void aRepetitionCarriesAndKeepsAndIsDifferentiatedThrough() {
    String steps =
        """
        {"op": "multiply", "in": {"x": "x", "y": "x"}, "out": "before"},
        {"op": "rsqrt", "in": {"x": "four"}, "out": "half"},
        {"op": "square", "in": {"x": "half"}, "out": "rate"},
        """;
    String expect =
        """
        {"of": "x1", "text": "[0.5 1. ]"},
        {"of": "g2", "text": "[1. 2.]"},
        {"of": "x1again", "text": "[0.5 1. ]"},
        {"of": "x3", "text": "[0.125 0.25 ]"},
        {"of": "x", "text": "[1. 2.]"},
        {"of": "dx", "text": "[0.125 0.125]"}
        """;
    assertEquals("PASS e", run("verbatim", steps + HALVING, expect).toString());
  }

  @Test
  void repetitionsNest() {
    String steps =
        """
        {"repeat": 3, "carry": {"x": "y"}, "steps": [
          {"repeat": 2, "carry": {"x": "z"}, "steps": [
            {"op": "add", "in": {"x": "x", "y": "four"}, "out": "z"}],
            "keep": [{"of": "z", "at": [2], "out": "y"}]}],
          "keep": [{"of": "y", "at": [3], "out": "end"}]}
        """;
    assertEquals(
        "PASS e", run("verbatim", steps, "{\"of\": \"end\", \"text\": \"[25. 26.]\"}").toString());
  }

  @Test
  void aProgramThatBreaksOffLeavesNoTapeOpen() {
    String steps =
        """
        {"repeat": 2, "carry": {}, "steps": [
            {"op": "cubed", "in": {}, "out": "y"},
            {"gradient": "y", "wrt": "x", "out": "g"}],
          "keep": [{"of": "g", "at": [1], "out": "h"}]},
        {"gradient": "h", "wrt": "x", "out": "dx"}
        """;
    assertEquals(
        GoldenResult.Status.FAIL,
        run("verbatim", steps, "{\"of\": \"dx\", \"text\": \"\"}").status());
    // what a tape hears of is copied, so that each result is an object of its own
    Tensor fixed = Tensor.of(4f);
    Backend fake = new Fake(Capability.supported(), fixed);
    assertSame(fixed, Devices.with(fake, () -> Maths.square(Tensor.of(2f))));
  }

  /** Gives the same result to every call. */
  private record Fake(Capability capability, Tensor result) implements Backend {
    @Override
    public String name() {
      return "fake";
    }

    @Override
    public List<String> devices() {
      return List.of("/cpu:0");
    }

    @Override
    public Capability capability(Call call) {
      return capability;
    }

    @Override
    public PrecisionClass precision() {
      return PrecisionClass.RN32;
    }

    @Override
    public List<Tensor> run(Call call) {
      return List.of(result);
    }
  }

  /** The reference, its float32 results moved by so many ulps. */
  private record Moved(PrecisionClass precision, int ulps) implements Backend {
    @Override
    public String name() {
      return "moved";
    }

    @Override
    public List<String> devices() {
      return List.of("/moved:0");
    }

    @Override
    public Capability capability(Call call) {
      return Capability.supported();
    }

    @Override
    public List<Tensor> run(Call call) {
      return call.runReference().stream().map(this::moved).toList();
    }

    private Tensor moved(Tensor y) {
      if (y.dtype() != DType.FLOAT32) {
        return y;
      }
      double[] v = y.toDoubles();
      for (int i = 0; i < v.length; i++) {
        v[i] += ulps * Math.ulp((float) v[i]);
      }
      return Tensor.of(y.dtype(), y.shape(), v);
    }
  }

  /**
   * Printed with all digits of float32: another last digit is an error of whoever declares correct
   * rounding alone. The example is an erratum by one digit, which nobody else can be told from.
   */
  @ParameterizedTest
  @CsvSource({
    "RN32, 0, PASS",
    "RN32, 1, PASS",
    "RN32, 100, FAIL",
    "REFERENCE, 0, PASS",
    "REFERENCE, 1, FAIL",
  })
  void theLastDigitsAreThoseOfTheDeclaredArithmetic(
      PrecisionClass declared, int ulps, GoldenResult.Status status) {
    GoldenEntry softmax =
        Golden.entries().stream()
            .filter(e -> e.id().equals("book-6.3.2-softmax-rows"))
            .findFirst()
            .orElseThrow();
    assertEquals(status, new GoldenRunner(new Moved(declared, ulps)).run(softmax).status());
  }
}
