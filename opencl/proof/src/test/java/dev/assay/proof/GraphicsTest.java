package dev.assay.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.engine.backend.Devices;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.ops.array.Ordering;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.OpenClBackend;
import dev.assay.opencl.device.DeviceInfo;
import dev.assay.opencl.device.Driver;
import dev.assay.opencl.device.JoclDriver;
import dev.assay.opencl.device.Settings;
import dev.assay.tck.judge.Failure;
import dev.assay.tck.judge.Judge;
import dev.assay.tck.judge.Method;
import dev.assay.tck.judge.OpVerdict;
import dev.assay.tck.judge.Outcome;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jocl.cl_kernel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is chosen on graphics processors, chosen on whatever device there is: the judge, with few
 * cases, and a step of training on a device that says it is one.
 */
@EnabledIf(
    value = "dev.assay.opencl.OpenClBackend#hasDevices",
    disabledReason = "no OpenCL device is installed")
class GraphicsTest {
  private static final int CASES = 4;
  private static final long SEED = 42;

  /**
   * What looks at results; derivative rules are compositions of operations that are judged here.
   */
  private static final Set<Method> METHODS =
      EnumSet.of(Method.SPEC, Method.REFERENCE, Method.TILES, Method.HARD_POINTS, Method.WILD);

  private static final OpenClBackend OPENCL = backend(0);

  /** A driver all of whose devices say that they are graphics processors. */
  private static final class Graphics extends ForwardingDriver {
    private final int computeUnits;
    private long largest;

    /** With so many compute units, or 0 for as many as there are. */
    Graphics(int computeUnits) {
      super(new JoclDriver());
      this.computeUnits = computeUnits;
    }

    @Override
    public List<DeviceInfo> devices() {
      return super.devices().stream().map(this::graphics).toList();
    }

    @Override
    public void launch(
        Session session, cl_kernel kernel, long[] offset, long[] global, long[] local) {
      largest = Math.max(largest, LongStream.of(global).reduce(1, (a, b) -> a * b));
      super.launch(session, kernel, offset, global, local);
    }

    private DeviceInfo graphics(DeviceInfo d) {
      int units = computeUnits == 0 ? d.computeUnits() : computeUnits;
      return d.with(d.number(), true, units, d.lanes());
    }
  }

  private static OpenClBackend backend(int computeUnits) {
    return backend(new Graphics(computeUnits));
  }

  private static OpenClBackend backend(Driver driver) {
    return new OpenClBackend(driver, Settings.ofProperties().with(Settings.Variant.AUTO));
  }

  @AfterAll
  static void close() {
    OPENCL.close();
  }

  @Test
  void theFirstIsCalledGpu0() {
    assertEquals(List.of("/gpu:0"), OPENCL.details().get(0).aliases());
  }

  @TestFactory
  Stream<DynamicTest> theJudgeFindsNothing() {
    Judge judge = new Judge(OPENCL, SEED, CASES, METHODS);
    return OpRegistry.all().stream()
        .map(op -> DynamicTest.dynamicTest(op.name(), () -> verify(judge, op)));
  }

  private static void verify(Judge judge, Op op) {
    List<Failure> failures = new ArrayList<>();
    OpVerdict verdict = judge.judge(op, failures);
    assumeTrue(verdict.status() != Outcome.Status.UNSUPPORTED, verdict::reason);
    assertEquals(List.of(), failures);
    assertTrue(verdict.count(Outcome.Status.PASS) > 0, "no case was decided");
  }

  @ParameterizedTest
  @MethodSource("dev.assay.proof.TrainingTest#exact")
  void aStepOfExactNumbersHasTheReferencesBits(TrainingTest.Net net) {
    TrainingTest.assertStepHasTheReferencesBits(net, OPENCL);
  }

  /** A kernel of one work-item that lasts for seconds is ended by the watchdog of a display. */
  @Test
  void aLongLineIsSearchedByManyWorkItems() {
    Graphics driver = new Graphics(0);
    try (OpenClBackend opencl = backend(driver)) {
      float[] x = new float[1 << 20];
      x[777_777] = 1;
      Tensor found = Devices.with(opencl, () -> Ordering.argmax(Tensor.of(x)));
      assertEquals(777_777, found.toLongs()[0]);
      assertTrue(driver.largest >= 1 << 10, driver.largest + " work-items");
    }
  }

  /** Products of numbers that C would multiply as int: 65535² is more than that holds. */
  @Test
  void productsOfSmallIntegersWrap() {
    for (DType type : List.of(DType.INT8, DType.UINT8, DType.INT16, DType.INT32, DType.INT64)) {
      Tensor x = Tensor.ofLongs(type, Shape.of(4), -1, 1, -32768, 32767);
      Tensor expected = Maths.multiply(x, x);
      Tensor got = Devices.with(OPENCL, () -> Maths.multiply(x, x));
      assertTrue(expected.sameAs(got), () -> expected + " but " + got);
    }
  }

  /** Small tiles run on many compute units, large ones on few. */
  @Test
  void theOrderOfAFiltersAdditionsDoesNotHangOnTheNumberOfComputeUnits() {
    Tensor filter = Tensor.of(new int[] {3, 3, 32, 128});
    Tensor x = noise(Shape.of(4, 28, 28, 32));
    Tensor dy = noise(Shape.of(4, 28, 28, 128));
    Attributes same = Attributes.of("padding", "SAME");
    Call call = Call.of(OpRegistry.get("conv2d_backprop_filter"), List.of(x, filter, dy), same);
    try (OpenClBackend few = backend(1);
        OpenClBackend many = backend(64)) {
      assertTrue(Calls.same(Calls.run(few, call), Calls.run(many, call)));
    }
  }

  private static Tensor noise(Shape shape) {
    Random random = new Random(shape.hashCode());
    double[] v = random.doubles(shape.elements(), -1, 1).toArray();
    return Tensor.of(DType.FLOAT32, shape, v);
  }
}
