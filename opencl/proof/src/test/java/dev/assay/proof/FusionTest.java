package dev.assay.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.backend.Devices;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.ops.array.Indexing;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.nn.Nn;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.OpenClBackend;
import dev.assay.opencl.device.JoclDriver;
import dev.assay.opencl.device.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.jocl.cl_kernel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Chains of elementwise operations in graphs run as one kernel, with the bits of many. */
@EnabledIf(
    value = "dev.assay.opencl.OpenClBackend#hasDevices",
    disabledReason = "no OpenCL device is installed")
class FusionTest {
  private static final int CHAINS = 24;

  /** Counts launches. */
  private static final class CountingDriver extends ForwardingDriver {
    private int launches;

    CountingDriver() {
      super(new JoclDriver());
    }

    @Override
    public void launch(
        Session session, cl_kernel kernel, long[] offset, long[] global, long[] local) {
      launches++;
      super.launch(session, kernel, offset, global, local);
    }
  }

  private static final List<UnaryOperator<Tensor>> UNARY =
      List.of(
          Maths::neg,
          Maths::tanh,
          Maths::square,
          Maths::sin,
          Maths::abs,
          Nn::relu,
          Nn::sigmoid,
          x -> Maths.multiply(x, 0.75),
          x -> Maths.add(x, -1),
          x -> Indexing.where(Maths.greater(x, 0), x, Maths.neg(x)));

  private static final List<BinaryOperator<Tensor>> BINARY =
      List.of(
          Maths::add,
          Maths::subtract,
          Maths::multiply,
          Maths::maximum,
          Maths::divide,
          (x, y) -> Indexing.where(Maths.less(x, y), x, y));

  private final CountingDriver driver = new CountingDriver();
  private final OpenClBackend opencl = new OpenClBackend(driver, Settings.ofProperties());

  @AfterEach
  void close() {
    opencl.close();
  }

  private static Tensor numbers(Shape shape, long seed) {
    double[] values = new Random(seed).doubles(shape.elements(), -4, 4).toArray();
    return Tensor.of(DType.FLOAT32, shape, values);
  }

  private Tensor inGraph(UnaryOperator<Tensor> program, Tensor x) {
    Graph g = new Graph();
    Symbol p = g.placeholder("x", x.dtype(), x.shape());
    Tensor y = program.apply(p);
    try (Session s = new Session(g)) {
      return Devices.with(opencl, () -> s.run(y, Map.of(p, x)));
    }
  }

  private static Tensor sixOperations(Tensor x) {
    return Maths.multiply(Nn.sigmoid(Maths.add(Maths.tanh(Maths.neg(Maths.square(x))), 0.5)), 3);
  }

  @Test
  void sixOperationsAreOneLaunch() {
    Tensor x = numbers(Shape.of(1000), 1);
    Tensor unfused = Devices.with(opencl, () -> sixOperations(x));
    assertEquals(6, driver.launches);
    Tensor fused = inGraph(FusionTest::sixOperations, x);
    assertEquals(7, driver.launches);
    assertTrue(fused.sameAs(unfused));
  }

  @Test
  void whatIsReducedIsComputedFirst() {
    Tensor x = numbers(Shape.of(40, 30), 2);
    UnaryOperator<Tensor> program = t -> Reduce.sum(Maths.square(Maths.tanh(t)));
    Tensor unfused = Devices.with(opencl, () -> program.apply(x));
    int before = driver.launches;
    assertTrue(inGraph(program, x).sameAs(unfused));
    int reduction = before - 2;
    assertEquals(1 + reduction, driver.launches - before);
  }

  /** A result that broadcasts is computed once for each of its elements, not where it is read. */
  @Test
  void whatBroadcastsIsComputedFirst() {
    Tensor row = numbers(Shape.of(30), 3);
    Tensor x = numbers(Shape.of(40, 30), 4);
    Tensor fused = inGraph(t -> Maths.add(Maths.tanh(t), Maths.exp(Maths.neg(row))), x);
    Tensor unfused =
        Devices.with(opencl, () -> Maths.add(Maths.tanh(x), Maths.exp(Maths.neg(row))));
    assertTrue(fused.sameAs(unfused));
  }

  @Test
  void randomChainsHaveTheSameBits() {
    Random random = new Random(5);
    for (int i = 0; i < CHAINS; i++) {
      List<Integer> choices = new ArrayList<>();
      random.ints(12, 0, UNARY.size() + BINARY.size()).forEach(choices::add);
      Shape shape = i % 3 == 0 ? Shape.of(7) : i % 3 == 1 ? Shape.of(5, 33) : Shape.of(2, 1, 17);
      Tensor x = numbers(shape, i);
      Tensor other = i % 2 == 0 ? numbers(Shape.of(shape.dim(-1)), i + 99) : numbers(shape, i + 7);
      UnaryOperator<Tensor> program = t -> chain(choices, t, other);
      Tensor unfused = Devices.with(opencl, () -> program.apply(x));
      int before = driver.launches;
      Tensor fused = inGraph(program, x);
      assertTrue(fused.sameAs(unfused), () -> choices + " of " + x.shape());
      assertTrue(driver.launches - before < choices.size() / 2, () -> choices.toString());
    }
  }

  private static Tensor chain(List<Integer> choices, Tensor x, Tensor other) {
    Tensor y = x;
    for (int c : choices) {
      y = c < UNARY.size() ? UNARY.get(c).apply(y) : BINARY.get(c - UNARY.size()).apply(y, other);
    }
    return y;
  }
}
