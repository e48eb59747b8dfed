package dev.assay.opencl.kernel.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.ShapeException;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.OpenClBackend;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pools and patches against the reference over a lattice of shapes, windows, paddings, types. */
class PoolKernelsTest {
  private static final List<DType> FLOATS = List.of(DType.FLOAT32, DType.FLOAT64);

  /** Of each kind one: every one more takes its time to build. */
  private static final List<DType> ALL =
      List.of(DType.FLOAT32, DType.FLOAT64, DType.INT8, DType.INT64);

  private static OpenClBackend opencl;

  @BeforeAll
  static void open() {
    opencl = new OpenClBackend();
  }

  @AfterAll
  static void close() {
    opencl.close();
  }

  /** An input, windows over it, and the shape of what a pool gives. */
  private record Windows(int axes, Shape input, Attributes attrs, Shape output) {
    String name(String kind) {
      return kind + List.of("1d", "", "3d").get(axes - 1);
    }

    /** The most windows that hold an element, and the most elements that a window holds. */
    int most() {
      return Arrays.stream(attrs.ints("ksize")).reduce(1, (a, b) -> a * b);
    }
  }

  /** Every padding, sizes 1, 2 and primes, windows narrower and wider than the stride. */
  private static void forLattice(Consumer<Windows> body) {
    int number = 0;
    int there = 0;
    for (int axes = 1; axes <= 3; axes++) {
      for (int[] size : new int[][] {{1, 1, 1}, {5, 5, 5}, {2, 7, 3}, {67, 3, 5}}) {
        for (int[] kernel : new int[][] {{1, 1, 1}, {2, 2, 2}, {3, 3, 3}, {1, 3, 2}}) {
          for (int stride = 1; stride <= 3; stride++) {
            for (String padding : List.of("SAME", "VALID", "FULL", "CAUSAL", "EXPLICIT")) {
              number++;
              try {
                body.accept(windows(axes, size, kernel, stride, padding, number));
                there++;
              } catch (ShapeException e) {
                // a window that does not fit, or lies in the padding: the row refuses it
              }
            }
          }
        }
      }
    }
    assertEquals(720, number);
    assertTrue(there > 500, "only " + there);
  }

  private static Windows windows(
      int axes, int[] size, int[] kernel, int stride, String padding, int number) {
    boolean first = number % 2 == 1;
    Shape batch = Shape.of(number % 3);
    Shape channels = Shape.of(List.of(1, 3, 22, 4, 32).get(number / 6 % 5));
    Shape spatial = Shape.of(Arrays.copyOf(size, axes));
    String format = "DHW".substring(3 - axes);
    Attributes attrs =
        Attributes.of("ksize", Arrays.copyOf(kernel, axes))
            .and("strides", stride)
            .and("padding", padding)
            .and("data_format", first ? "NC" + format : "N" + format + "C");
    if (padding.equals("EXPLICIT")) {
      int[] around = new int[2 * axes];
      for (int i = 0; i < axes; i++) {
        around[2 * i] = kernel[i] / 2;
        around[2 * i + 1] = kernel[i] - 1;
      }
      attrs = attrs.and("explicit_paddings", around);
    }
    Shape input =
        first ? batch.concat(channels).concat(spatial) : batch.concat(spatial).concat(channels);
    String pool = "max_pool" + List.of("1d", "", "3d").get(axes - 1);
    Call call = call(pool, attrs, Tensor.zeros(DType.FLOAT32, input));
    return new Windows(axes, input, call.attrs(), call.output().shape());
  }

  private static Call call(String op, Attributes attrs, Tensor... inputs) {
    return Call.of(OpRegistry.get(op), List.of(inputs), attrs);
  }

  /** Few integers, so that ties abound and sums are exact. */
  private static Tensor tied(int seed, DType dtype, Shape shape) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] v = random.longs(shape.elements(), -2, 3).toArray();
    return dtype.isInteger()
        ? Tensor.ofLongs(dtype, shape, v)
        : Tensor.of(dtype, shape, Arrays.stream(v).asDoubleStream().toArray());
  }

  /** Numbers in general position. */
  private static Tensor general(int seed, DType dtype, Shape shape) {
    return Tensor.of(
        dtype, shape, new SplittableRandom(seed).doubles(shape.elements(), -1, 1).toArray());
  }

  private static void assertExact(Call call) {
    assertTrue(opencl.capability(call).isSupported(), call::toString);
    List<Tensor> expected = call.runReference();
    List<Tensor> got = opencl.run(call);
    for (int i = 0; i < expected.size(); i++) {
      assertTrue(
          expected.get(i).sameAs(got.get(i)),
          () -> call + "\n" + expected + "\nbut the device says\n" + got);
    }
  }

  /**
   * |error| ≤ n·u·scale: n roundings on the way to each element, one of which is the reference's
   * own, of numbers that are at most scale together.
   */
  private static void assertClose(Call call, Call absolute, int n) {
    assertTrue(opencl.capability(call).isSupported(), call::toString);
    double u = call.output().dtype() == DType.FLOAT32 ? 0x1p-24 : 0x1p-53;
    double[] expected = call.runReference().get(0).toDoubles();
    double[] scale = absolute.runReference().get(0).toDoubles();
    double[] got = opencl.run(call).get(0).toDoubles();
    assertEquals(expected.length, got.length);
    for (int i = 0; i < got.length; i++) {
      assertTrue(Math.abs(got[i] - expected[i]) <= n * u * scale[i], call + " at " + i);
    }
  }

  private static Tensor absolute(Tensor t) {
    return Tensor.of(t.dtype(), t.shape(), Arrays.stream(t.toDoubles()).map(Math::abs).toArray());
  }

  private static Tensor sizes(Shape shape) {
    return Tensor.of(shape.dims());
  }

  @Test
  void maximaAndTheirAdjointsTakeTheSameElements() {
    int[] seed = {0};
    forLattice(
        w -> {
          DType dtype = ALL.get(seed[0] % ALL.size());
          Tensor x = tied(seed[0]++, dtype, w.input());
          Tensor y = tied(seed[0]++, dtype, w.output());
          assertExact(call(w.name("max_pool"), w.attrs(), x));
          assertExact(call(w.name("max_pool") + "_grad", w.attrs(), x, y, y));
          assertExact(call(w.name("max_pool") + "_grad_grad", w.attrs(), x, y, x));
        });
  }

  @Test
  void gradientsOfMaximaAreSumsInBinary32And64() {
    int[] seed = {0};
    forLattice(
        w -> {
          DType dtype = FLOATS.get(seed[0] / 2 % 2);
          Tensor x = general(seed[0]++, dtype, w.input());
          Tensor dy = general(seed[0]++, dtype, w.output());
          String op = w.name("max_pool") + "_grad";
          assertClose(
              call(op, w.attrs(), x, dy, dy),
              call(op, w.attrs(), x, dy, absolute(dy)),
              w.most()); // most − 1 sums, and the reference's rounding
        });
  }

  @Test
  void meansAndTheirAdjoints() {
    int[] seed = {0};
    forLattice(
        w -> {
          DType dtype = FLOATS.get(seed[0] / 2 % 2);
          Tensor x = general(seed[0]++, dtype, w.input());
          Tensor dy = general(seed[0]++, dtype, w.output());
          int n = w.most() + 5; // most − 1 sums, a division of 2.5 ulp, the reference's rounding
          String op = w.name("avg_pool");
          assertClose(call(op, w.attrs(), x), call(op, w.attrs(), absolute(x)), n);
          assertClose(
              call(op + "_grad", w.attrs(), sizes(w.input()), dy),
              call(op + "_grad", w.attrs(), sizes(w.input()), absolute(dy)),
              n);
        });
  }

  @Test
  void placesOfMaxima() {
    int[] seed = {0};
    forLattice(
        w -> {
          DType dtype = ALL.get(seed[0] % ALL.size());
          Tensor x = tied(seed[0]++, dtype, w.input());
          Tensor dy = tied(seed[0]++, dtype, w.output());
          if (w.axes() == 2) {
            boolean batch = seed[0] / 4 % 2 == 1;
            Attributes places =
                Attributes.of("data_format", w.attrs().text("data_format"))
                    .and("include_batch_in_index", batch);
            Call pool =
                call(
                    "max_pool_with_argmax",
                    w.attrs()
                        .and("include_batch_in_index", batch)
                        .and("output_dtype", seed[0] / 2 % 2 == 1 ? DType.INT32 : DType.INT64),
                    x);
            assertExact(pool);
            Tensor argmax = pool.runReference().get(1);
            assertExact(call("max_pool_grad_with_argmax", places, x, dy, argmax));
            assertExact(call("max_pool_grad_grad_with_argmax", places, x, x, argmax));
          }
        });
  }

  @Test
  void patches() {
    int[] seed = {0};
    for (int[] size : new int[][] {{1, 1}, {5, 5}, {2, 7}, {67, 3}, {0, 3}}) {
      for (int[] patch : new int[][] {{1, 1}, {2, 2}, {3, 3}, {1, 4}}) {
        for (int[] stride : new int[][] {{1, 1}, {2, 3}, {1 << 30, 1 << 30}}) {
          for (int[] rate : new int[][] {{1, 1}, {2, 3}, {Integer.MAX_VALUE, 1}}) {
            for (String padding : List.of("SAME", "VALID")) {
              DType dtype = ALL.get(seed[0]++ % ALL.size());
              Shape shape =
                  Shape.of(seed[0] % 3, size[0], size[1], List.of(1, 0, 3, 4, 32).get(seed[0] % 5));
              Attributes attrs =
                  Attributes.of("sizes", patch)
                      .and("strides", stride)
                      .and("rates", rate)
                      .and("padding", padding);
              Tensor x = tied(seed[0], dtype, shape);
              try {
                Call forward = call("extract_patches", attrs, x);
                assertExact(forward);
                Tensor dy = tied(seed[0], dtype, forward.output().shape());
                assertExact(call("extract_patches_grad", attrs, dy, x));
              } catch (ShapeException e) {
                assertEquals("VALID", padding, e::getMessage);
              }
            }
          }
        }
      }
    }
    assertEquals(360, seed[0]);
  }

  @Test
  void globalPoolsAreReductionsOfTheSpatialAxes() {
    for (String format : List.of("NWC", "NCW", "NHWC", "NCHW", "NDHWC", "NCDHW")) {
      Shape shape = Shape.of(Arrays.copyOf(new int[] {2, 4, 4, 4, 4}, format.length()));
      for (boolean keepdims : new boolean[] {false, true}) {
        Attributes attrs = Attributes.of("data_format", format).and("keepdims", keepdims);
        Tensor x = tied(1, DType.FLOAT32, shape);
        assertExact(call("global_max_pool", attrs, x));
        assertExact(call("global_average_pool", attrs, x)); // a sum of integers over a power of 2
      }
    }
  }

  @Test
  void twoRunsGiveTheSameBytes() {
    Tensor x = general(1, DType.FLOAT32, Shape.of(2, 33, 31, 5));
    Attributes attrs = Attributes.of("ksize", 3).and("strides", 2).and("padding", "SAME");
    Tensor dy = general(2, DType.FLOAT32, Shape.of(2, 17, 16, 5));
    Call call = call("max_pool_grad", attrs, x, dy, dy);
    assertTrue(opencl.run(call).get(0).sameAs(opencl.run(call).get(0)));
  }
}
