package dev.assay.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.assay.bench.Contender;
import dev.assay.bench.Work;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** TensorFlow is timed at the same work: it computes what the reference does. */
class TensorFlowContenderTest {
  static Stream<Work> works() {
    return Stream.of(
        new Work.MatMul(33),
        new Work.Conv2d(Work.Direction.FORWARD, 2, 7, 3, 5),
        new Work.Conv2d(Work.Direction.BACKPROP_INPUT, 2, 7, 3, 5),
        new Work.Conv2d(Work.Direction.BACKPROP_FILTER, 2, 7, 3, 5),
        new Work.Add(4),
        new Work.Add(5000));
  }

  @ParameterizedTest
  @MethodSource("works")
  void itComputesTheSame(Work work) {
    List<Tensor> x = new ArrayList<>();
    for (float[] values : work.values()) {
      HostStorage storage = HostStorage.ofArray(DType.FLOAT32, values);
      x.add(Tensor.of(work.arguments().get(x.size()), storage));
    }
    double[] expected = work.call(x.get(0), x.get(1)).toDoubles();
    try (Contender.Ready ready = new TensorFlowContender().prepare(work)) {
      ready.run(3);
      float[] got = ready.runWithTransfers();
      assertEquals(expected.length, got.length);
      // |x|, |y| ≤ 1: a sum of k products errs by k·u·k at most in any order, u = 2⁻²⁴, and
      // rounding
      // the reference adds half a unit of at most k
      double k = Math.max(2, work.operations() / 2 / got.length);
      for (int i = 0; i < got.length; i++) {
        assertEquals(expected[i], got[i], (k * k + k) * 0x1p-24, "element " + i);
      }
    }
  }

  @Test
  void itIsFoundOnTheClassPath() {
    assertInstanceOf(TensorFlowContender.class, Contender.named("tensorflow"));
  }
}
