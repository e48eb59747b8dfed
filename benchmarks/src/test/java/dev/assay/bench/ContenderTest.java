package dev.assay.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.OpenClBackend;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What is timed is the work and nothing else: every contender computes what the reference does. */
class ContenderTest {
  private static final List<Work> WORKS =
      List.of(
          new Work.MatMul(33),
          new Work.Conv2d(Work.Direction.FORWARD, 2, 7, 3, 5),
          new Work.Conv2d(Work.Direction.BACKPROP_INPUT, 2, 7, 3, 5),
          new Work.Conv2d(Work.Direction.BACKPROP_FILTER, 2, 7, 3, 5),
          new Work.Add(1000));

  @TestFactory
  Stream<DynamicTest> allComputeTheSame() {
    return WORKS.stream()
        .map(
            work ->
                DynamicTest.dynamicTest(
                    work.toString(),
                    () -> {
                      Assumptions.assumeTrue(OpenClBackend.hasDevices(), "no OpenCL device");
                      assertFalse(Contender.all().isEmpty());
                      Contender.all().forEach(c -> check(work, c));
                    }));
  }

  private static void check(Work work, Contender contender) {
    Tensor x = tensor(work, 0);
    Tensor y = tensor(work, 1);
    double[] expected = work.call(x, y).toDoubles();
    try (Contender.Ready ready = contender.prepare(work)) {
      ready.run(3);
      float[] got = ready.runWithTransfers();
      assertEquals(expected.length, got.length);
      // |x|, |y| ≤ 1: a sum of k products errs by k·u·k at most in any order, u = 2⁻²⁴
      // (VERIFICATION
      // §3, T1), and rounding the reference adds half a unit of at most k
      double k = Math.max(2, work.operations() / 2 / got.length);
      for (int i = 0; i < got.length; i++) {
        assertEquals(expected[i], got[i], (k * k + k) * 0x1p-24, contender.name() + ", " + i);
      }
    }
  }

  private static Tensor tensor(Work work, int i) {
    Shape shape = work.arguments().get(i);
    return Tensor.of(shape, HostStorage.ofArray(DType.FLOAT32, work.values().get(i)));
  }
}
