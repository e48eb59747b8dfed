package dev.assay.engine.ops.control;

import static dev.assay.engine.tensor.DType.FLOAT64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.backend.Devices;
import dev.assay.engine.backend.LazyBackend;
import dev.assay.engine.grad.GradientTape;
import dev.assay.engine.grad.Gradients;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Programs of nested branches and loops, made at random: in a graph they give what they give at
 * once, bit for bit, and their first and second derivatives are those of tapes; also on a backend
 * that puts off what it may.
 */
class RandomProgramsTest {
  private static final int DEPTH = 3;

  /** The same program at every call with the same seed, on the tensors that it can see. */
  private static Tensor program(SplittableRandom random, List<Tensor> seen, int depth) {
    Tensor a = seen.get(random.nextInt(seen.size()));
    Tensor b = seen.get(random.nextInt(seen.size()));
    long left = random.nextLong(); // seeds: a body is called as often as there are iterations
    long right = random.nextLong();
    if (depth == 0) {
      return switch (random.nextInt(4)) {
        case 0 -> Maths.sin(Maths.add(a, b));
        case 1 -> Maths.multiply(Maths.tanh(a), b);
        case 2 -> Maths.subtract(Maths.square(Maths.sin(a)), b);
        default -> Maths.multiply(a, Maths.cos(b));
      };
    }
    Tensor limit = Tensor.of(random.nextDouble(-1, 1));
    int most = random.nextInt(4);
    return switch (random.nextInt(6)) {
      case 0 ->
          Control.cond(
              Maths.less(a, limit),
              () -> program(new SplittableRandom(left), seen, depth - 1),
              () -> program(new SplittableRandom(right), seen, depth - 1));
      case 1 ->
          Control.whileLoop(
                  v -> Maths.less(Maths.abs(v.get(0)), Tensor.of(50.0)),
                  v ->
                      List.of(
                          Maths.multiply(
                              Maths.add(
                                  program(new SplittableRandom(left), with(seen, v), depth - 1),
                                  v.get(0)),
                              Tensor.of(1.5)),
                          program(new SplittableRandom(right), with(seen, v), depth - 1)),
                  List.of(a, b),
                  WhileOptions.DEFAULT.withMaximumIterations(most))
              .get(random.nextInt(2));
      case 2 -> {
        Tensor xs = stack(seen);
        yield Reduce.sum(
            Control.mapFn(
                e -> program(new SplittableRandom(left), with(seen, List.of(e)), depth - 1), xs));
      }
      case 3 ->
          Control.foldl(
              (acc, e) ->
                  program(new SplittableRandom(left), with(seen, List.of(acc, e)), depth - 1),
              stack(seen),
              a);
      case 4 ->
          Reduce.sum(
              Control.scan(
                  (acc, e) ->
                      Maths.sin(
                          program(
                              new SplittableRandom(right), with(seen, List.of(acc, e)), depth - 1)),
                  stack(seen),
                  b));
      default ->
          program(
              random,
              with(seen, List.of(program(new SplittableRandom(left), seen, depth - 1))),
              depth - 1);
    };
  }

  private static Tensor stack(List<Tensor> seen) {
    return ArrayOps.stack(seen.subList(0, Math.min(3, seen.size())), 0);
  }

  private static List<Tensor> with(List<Tensor> seen, List<Tensor> more) {
    List<Tensor> all = new ArrayList<>(seen);
    all.addAll(more);
    return all;
  }

  private static Tensor program(int seed, Tensor x, Tensor y) {
    return program(new SplittableRandom(seed), List.of(x, y), DEPTH);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 40, 80, 120, 160})
  void aGraphGivesWhatTheProgramGivesAtOnce(int first) {
    for (int seed = first; seed < first + 40; seed++) {
      check(seed);
    }
  }

  private static void check(int seed) {
    SplittableRandom random = new SplittableRandom(~seed);
    Tensor x0 = Tensor.of(random.nextDouble(-1.5, 1.5));
    Tensor y0 = Tensor.of(random.nextDouble(-1.5, 1.5));
    Tensor value;
    Tensor first;
    Tensor second;
    Tensor mixed;
    try (GradientTape outer = GradientTape.openPersistent()) {
      outer.watch(x0, y0);
      try (GradientTape inner = GradientTape.open()) {
        inner.watch(x0, y0);
        value = program(seed, x0, y0);
        first = inner.gradients(value, List.of(x0)).get(0).orZeros();
      }
      second = outer.gradients(first, List.of(x0)).get(0).orZeros();
      mixed = outer.gradients(first, List.of(y0)).get(0).orZeros();
    }
    Graph g = new Graph();
    Symbol x = g.placeholder("x", FLOAT64, Shape.scalar());
    Symbol y = g.placeholder("y", FLOAT64, Shape.scalar());
    Tensor later = program(seed, x, y);
    Tensor dx = Gradients.gradients(List.of(later), List.of(x)).get(0).orZeros();
    Tensor dxx = derivative(dx, x);
    Tensor dxy = derivative(dx, y);
    try (Session s = new Session(g)) {
      List<Tensor> got = s.run(List.of(later, dx, dxx, dxy), Map.of(x, x0, y, y0));
      List<Tensor> lazy =
          Devices.with(
              new LazyBackend(), () -> s.run(List.of(later, dx, dxx, dxy), Map.of(x, x0, y, y0)));
      for (int i = 0; i < got.size(); i++) {
        assertTrue(got.get(i).sameAs(lazy.get(i)), "program " + seed + ", fetch " + i);
      }
      assertTrue(value.sameAs(got.get(0)), () -> "program " + seed + ": " + value + " " + got);
      List<Tensor> expected = List.of(first, second, mixed);
      for (int i = 0; i < 3; i++) {
        double v = expected.get(i).toDouble();
        assertArrayEquals(
            new double[] {v},
            got.get(i + 1).toDoubles(),
            1e-10 * Math.max(1, Math.abs(v)),
            "program " + seed + ", derivative " + i);
      }
    }
  }

  private static Tensor derivative(Tensor dx, Tensor by) {
    return dx instanceof Symbol
        ? Gradients.gradients(List.of(dx), List.of(by)).get(0).orZeros()
        : Tensor.of(0.0);
  }
}
