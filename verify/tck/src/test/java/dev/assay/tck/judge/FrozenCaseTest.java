package dev.assay.tck.judge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.tck.cases.Case;
import dev.assay.tck.cases.CaseRegistry;
import dev.assay.tck.cases.Choices;
import dev.assay.tck.cases.Draw;
import dev.assay.tck.eval.WideGradients;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Cases for whoever does not run Java have the judge's bounds, and leave nothing open. */
class FrozenCaseTest {
  private static final List<Declared> ALL = Declared.all();
  private static final double U = 0x1p-24;

  private static int index(String name) {
    return ALL.stream().map(Declared::name).toList().indexOf(name);
  }

  private static Optional<FrozenCase> frozen(String token) {
    return FrozenCase.of(Token.parse(token), ALL, true);
  }

  /** 4·u·|x + y| of one rounding, A the sum of |x| and |y|, four least numbers, one ulp. */
  @Test
  void theBoundOfASumIsItsFormula() {
    FrozenCase c = frozen("add/smooth/float32/").orElseThrow();
    double x = c.kase().inputs().get(0).toDouble();
    double y = c.kase().inputs().get(1).toDouble();
    FrozenCase.Frozen sum = c.results().get(0);
    double v = sum.want().toDouble();
    double ulp = Math.ulp((float) v);
    assertEquals((float) (x + y), v);
    double running = 4 * U * (Math.abs(x) + Math.abs(y)) + 4 * Float.MIN_VALUE + ulp;
    assertEquals(running, sum.bounds().get(index("RN32"))[0]);
    double coarse = 4 * 0x1p-8 * (Math.abs(x) + Math.abs(y)) + 4 * Float.MIN_VALUE + ulp;
    assertEquals(coarse, sum.bounds().get(index("BF16"))[0]);
  }

  /** OpenCL grants exp two ulps more, 4u·|y| each time 4. */
  @Test
  void theAccuracyOfFunctionsIsDeclaredToo() {
    FrozenCase.Frozen y = frozen("exp/smooth/float32/").orElseThrow().results().get(0);
    double more = y.bounds().get(index("RN32/opencl"))[0] - y.bounds().get(index("RN32"))[0];
    double exact = y.want().toDoubles()[0]; // rounded once: within u of the formula's number
    assertEquals(4 * 2 * 2 * U * exact, more, 4 * 2 * 2 * U * U * exact * 2);
  }

  @Test
  void gradientsAreThoseOfTheOracleRoundedOnce() {
    for (String token : List.of("matmul/smooth/float32/", "softmax/smooth/float32/3.4")) {
      FrozenCase c = frozen(token).orElseThrow();
      List<Optional<Tensor>> oracle = WideGradients.of(c.kase().call(), c.cotangents());
      for (int i = 0; i < c.gradients().size(); i++) {
        FrozenCase.Frozen dx = c.gradients().get(i);
        assertTrue(dx.want().sameAs(oracle.get(i).orElseThrow()), token);
        assertEquals(DType.FLOAT32, dx.want().dtype());
      }
    }
  }

  /** {@code xy}: the gradients (vy, vx) along (s, t) are (vt, vs). */
  @Test
  void productsAreAHessianTimesTheDirections() {
    FrozenCase c = frozen("multiply/smooth/float64/").orElseThrow();
    double v = c.cotangents().get(0).toDouble();
    double s = c.directions().get(0).toDouble();
    double t = c.directions().get(1).toDouble();
    assertEquals(v * t, c.products().get(0).want().toDouble());
    assertEquals(v * s, c.products().get(1).want().toDouble());
  }

  /** A program that computes no gradients would have these right. */
  @Test
  void gradientsOfZerosAreNone() {
    FrozenCase c = frozen("floor/smooth/float32/").orElseThrow();
    assertEquals(List.of(), c.gradients());
    assertEquals(List.of(), c.cotangents());
    assertEquals(List.of(), frozen("add/smooth/float64/").orElseThrow().products());
  }

  @Test
  void whatAnOperationDoesNotTakeIsNone() {
    assertTrue(frozen("exp/integers/int32/").isEmpty());
  }

  /** exp of 127 is beyond float32: whether that is infinity hangs on who truncates. */
  @Test
  void whatOverflowsInFloat32AloneIsNone() {
    boolean any = false;
    for (int i = 0; i < 40; i++) {
      Choices choices = Choices.seeded(11, "exp", i);
      CaseRegistry.find("exp")
          .orElseThrow()
          .draw(new Draw(choices, DType.FLOAT32, Draw.Values.INTEGERS));
      Token token = new Token("exp", Draw.Values.INTEGERS, DType.FLOAT32, choices.token());
      double[] x = token.draw().inputs().get(0).toDoubles();
      boolean beyond = false;
      for (double d : x) {
        beyond |= d > 88.8;
      }
      any |= beyond;
      assertTrue(!beyond || FrozenCase.of(token, ALL, false).isEmpty(), token.toString());
    }
    assertTrue(any, "no case was beyond");
  }

  /** Every bound of every frozen case is a number, and right where the judge says so. */
  @Test
  void boundsAreFiniteAndThoseOfTheJudge() {
    int cases = 0;
    for (String op : List.of("exp", "matmul", "log_softmax", "divide", "max_pool", "svd")) {
      for (int i = 0; i < 12; i++) {
        Choices choices = Choices.seeded(3, op, i);
        Draw.Values values = i % 2 == 0 ? Draw.Values.SMOOTH : Draw.Values.WILD;
        CaseRegistry.find(op).orElseThrow().draw(new Draw(choices, DType.FLOAT32, values));
        Token token = new Token(op, values, DType.FLOAT32, choices.token());
        Optional<FrozenCase> c = FrozenCase.of(token, ALL, false);
        if (c.isEmpty()) {
          continue;
        }
        cases++;
        for (int k = 0; k < ALL.size(); k++) {
          ResultBound judge = ResultBound.of(trial(token, ALL.get(k), c.get().kase()));
          for (int j = 0; j < c.get().results().size(); j++) {
            FrozenCase.Frozen y = c.get().results().get(j);
            if (!y.bounds().isEmpty()) {
              check(y, y.bounds().get(k), judge.bounds().get(j));
            }
          }
        }
      }
    }
    assertTrue(cases > 30, "only " + cases + " cases");
  }

  private static Trial trial(Token token, Declared declared, Case kase) {
    return new Trial(declared, kase, token.values(), 0);
  }

  private static void check(FrozenCase.Frozen y, double[] bounds, double[] judge) {
    double[] v = y.want().toDoubles();
    assertEquals(v.length, bounds.length);
    double[] expected = judge.clone();
    for (int i = 0; i < v.length; i++) {
      assertTrue(bounds[i] >= 0 && bounds[i] < Double.POSITIVE_INFINITY);
      expected[i] = Double.isFinite(v[i]) ? judge[i] : 0;
    }
    assertArrayEquals(expected, bounds);
  }

  @Test
  void everyClassIsThereWithBothAccuracies() {
    assertEquals(15, ALL.size());
    assertEquals(15, ALL.stream().map(Declared::name).distinct().count());
  }
}
