package dev.assay.proof.mutants;

import dev.assay.engine.BackendException;
import dev.assay.engine.backend.Backend;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.proof.Calls;
import dev.assay.tck.judge.Method;
import dev.assay.tck.judge.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Calls that see what the judge does not: kept and reduced axes by turns, the signs of zeros.
 * Results are exact in any order, as elements are small whole numbers or only chosen: they must be
 * the reference's, bit for bit.
 */
final class Probes {
  private static final Map<String, List<Call>> CALLS = new HashMap<>();

  private static final double[] SPECIAL = {
    0.0, -0.0, 1, -1, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, -0.0, 0.0
  };

  static {
    Shape turns = Shape.of(2, 3, 2, 4, 3, 2);
    for (String op : List.of("reduce_sum", "reduce_max", "reduce_min", "reduce_prod")) {
      for (int[] axes : new int[][] {{0, 2, 4}, {1, 3, 5}, {1, 4}}) {
        add(op, Attributes.of("axis", axes), whole(turns));
      }
    }
    for (String op : List.of("relu", "crelu", "abs", "sign", "max_pool")) {
      Attributes attrs =
          op.equals("max_pool")
              ? Attributes.of("ksize", 2).and("padding", "SAME")
              : Attributes.none();
      add(op, attrs, special(Shape.of(1, 3, 5, 3)));
    }
    for (int n : new int[] {255, 256, 257, 512}) { // whole chunks of compact.cl and others
      Tensor kept = bits(n);
      add("boolean_mask", Attributes.none(), whole(Shape.of(n)), kept);
      add("where", Attributes.none(), kept);
    }
    for (String op : List.of("argmax", "argmin")) { // lines in pieces, the last of which is short
      for (Shape s : List.of(Shape.of(1, 20_484), Shape.of(3, 20_011))) {
        add(op, Attributes.of("axis", 1), peaks(s));
      }
      add(op, Attributes.of("axis", 0), peaks(Shape.of(20_011, 3)));
    }
    // 1000 is no power of two: the lower word of a uniform tells classes apart now and then
    CALLS.put(
        "stateless_categorical",
        List.of(
            Call.of(
                OpRegistry.get("stateless_categorical"),
                List.of(
                    Tensor.zeros(DType.FLOAT32, Shape.of(1, 1000)), Tensor.of(new int[] {3, 5})),
                Attributes.of("num_samples", 1 << 16))));
    convolutions();
    for (String op : List.of("maximum", "minimum")) {
      add(op, Attributes.none(), special(Shape.of(9, 1)), special(Shape.of(1, 9)));
    }
  }

  private Probes() {}

  /**
   * Whole blocks of channels and filters; then infinities and NaN among them, which must not meet
   * the zeros of the padding.
   */
  private static void convolutions() {
    Attributes same = Attributes.of("padding", "SAME");
    Shape image = Shape.of(2, 3, 4, 24);
    Shape filter = Shape.of(3, 3, 24, 20);
    Shape result = Shape.of(2, 3, 4, 20);
    for (boolean rare : new boolean[] {false, true}) {
      Tensor x = rare ? rare(image, 38, 77) : whole(image);
      Tensor w = rare ? rare(filter, 165, 331) : whole(filter);
      // one, in the last filters, which fill a second register
      Tensor dy = rare ? rare(result, 18, 480) : whole(result);
      add("conv2d", same, whole(image), w);
      add("conv2d", same, x, whole(filter));
      add("conv2d_backprop_filter", same, x, Tensor.of(filter.dims()), whole(result));
      add("conv2d_backprop_filter", same, whole(image), Tensor.of(filter.dims()), dy);
      add("conv2d_backprop_input", same, Tensor.of(image.dims()), w, whole(result));
      add("conv2d_backprop_input", same, Tensor.of(image.dims()), whole(filter), dy);
    }
  }

  /** Whole numbers, but for an infinity or a NaN now and then. */
  private static Tensor rare(Shape shape, int first, int every) {
    double[] v = whole(shape).toDoubles();
    for (int i = first, n = 0; i < v.length; i += every, n++) {
      v[i] = n % 3 == 2 ? Double.NaN : n % 3 == 1 ? -1.0 / 0 : 1.0 / 0;
    }
    return Tensor.of(DType.FLOAT32, shape, v);
  }

  private static void add(String op, Attributes attrs, Tensor... inputs) {
    CALLS
        .computeIfAbsent(op, o -> new ArrayList<>())
        .add(Call.of(OpRegistry.get(op), List.of(inputs), attrs));
  }

  private static Tensor whole(Shape shape) {
    SplittableRandom random = new SplittableRandom(shape.elements());
    return Tensor.of(
        DType.FLOAT32,
        shape,
        random.ints(shape.elements(), 1, 4).mapToDouble(i -> i % 2 == 0 ? -i : i).toArray());
  }

  private static Tensor bits(int n) {
    return Tensor.ofLongs(
        DType.BOOL, Shape.of(n), new SplittableRandom(n).longs(n, 0, 2).toArray());
  }

  /** NaN, then whole numbers, now and then a greatest or a least one. */
  private static Tensor peaks(Shape shape) {
    double[] v = whole(shape).toDoubles();
    for (int i = 0; i < v.length; i++) {
      v[i] = i < 99 ? Double.NaN : i % 6007 == 6000 ? 5 : i % 7001 == 7000 ? -5 : v[i];
    }
    return Tensor.of(DType.FLOAT32, shape, v);
  }

  /** Zeros, infinities and NaN among others. */
  private static Tensor special(Shape shape) {
    double[] v = new double[shape.elements()];
    for (int i = 0; i < v.length; i++) {
      v[i] = SPECIAL[i % SPECIAL.length];
    }
    return Tensor.of(DType.FLOAT32, shape, v);
  }

  static List<Call> calls(String op) {
    return List.copyOf(CALLS.getOrDefault(op, List.of()));
  }

  /** The first call whose results are not the reference's. */
  static Optional<Outcome> failure(String op, Backend backend) {
    for (Call call : calls(op)) {
      try {
        if (backend.capability(call).isSupported()
            && !Calls.same(call.runReference(), Calls.run(backend, call))) {
          return Optional.of(Outcome.fail(Method.REFERENCE, "probe " + call + " differs"));
        }
      } catch (BackendException e) {
        return Optional.of(Outcome.fail(Method.REFERENCE, "probe " + call + " threw " + e));
      }
    }
    return Optional.empty();
  }
}
