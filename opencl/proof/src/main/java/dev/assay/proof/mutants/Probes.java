package dev.assay.proof.mutants;

import static dev.assay.proof.mutants.ProbeTensors.bits;
import static dev.assay.proof.mutants.ProbeTensors.peaks;
import static dev.assay.proof.mutants.ProbeTensors.rare;
import static dev.assay.proof.mutants.ProbeTensors.rising;
import static dev.assay.proof.mutants.ProbeTensors.signs;
import static dev.assay.proof.mutants.ProbeTensors.special;
import static dev.assay.proof.mutants.ProbeTensors.whole;

import dev.assay.engine.BackendException;
import dev.assay.engine.backend.Backend;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.proof.Calls;
import dev.assay.tck.judge.Compare;
import dev.assay.tck.judge.Method;
import dev.assay.tck.judge.Outcome;
import dev.assay.tck.judge.RunningErrors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Calls that see what the judge does not: kept and reduced axes by turns, the signs of zeros, what
 * is wide. Results are exact in any order, as elements are small whole numbers or only chosen: they
 * must be the reference's, bit for bit; a few are rounded, within their bounds.
 */
final class Probes {
  private static final Map<String, List<Call>> CALLS = new HashMap<>();

  /** Results that may be rounded, within the running error of the formula. */
  private static final Map<String, List<Call>> ROUNDED = new HashMap<>();

  static {
    Shape turns = Shape.of(2, 3, 2, 4, 3, 2);
    Shape wide = Shape.of(2, 3, 2, 4, 3, 20);
    for (String op : List.of("reduce_sum", "reduce_max", "reduce_min", "reduce_prod")) {
      for (int[] axes : new int[][] {{0, 2, 4}, {1, 3, 5}, {1, 4}}) {
        add(op, Attributes.of("axis", axes), whole(turns));
        add(op, Attributes.of("axis", axes), op.equals("reduce_prod") ? signs(wide) : whole(wide));
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
      add(op, Attributes.of("axis", 1), rising(Shape.of(4, 100)));
      add(op, Attributes.of("axis", 1), rising(Shape.of(2, 20_484)));
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
    WideProbes.exact().forEach(call -> add(CALLS, call));
    WideProbes.rounded().forEach(call -> add(ROUNDED, call));
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

  private static void add(String op, Attributes attrs, Tensor... inputs) {
    add(CALLS, Call.of(OpRegistry.get(op), List.of(inputs), attrs));
  }

  private static void add(Map<String, List<Call>> calls, Call call) {
    calls.computeIfAbsent(call.op().name(), o -> new ArrayList<>()).add(call);
  }

  /** All probes of an operation. */
  static List<Call> calls(String op) {
    List<Call> all = new ArrayList<>(CALLS.getOrDefault(op, List.of()));
    all.addAll(ROUNDED.getOrDefault(op, List.of()));
    return all;
  }

  /** The first call whose results are not the reference's. */
  static Optional<Outcome> failure(String op, Backend backend) {
    for (Call call : calls(op)) {
      try {
        if (backend.capability(call).isSupported() && !isRight(call, backend)) {
          return Optional.of(Outcome.fail(Method.REFERENCE, "probe " + call + " differs"));
        }
      } catch (BackendException e) {
        return Optional.of(Outcome.fail(Method.REFERENCE, "probe " + call + " threw " + e));
      }
    }
    return Optional.empty();
  }

  private static boolean isRight(Call call, Backend backend) {
    List<Tensor> got = Calls.run(backend, call);
    if (CALLS.getOrDefault(call.op().name(), List.of()).contains(call)) {
      return Calls.same(call.runReference(), got);
    }
    RunningErrors errors = RunningErrors.of(backend);
    List<Tensor> want = call.runReference();
    errors.record(call, want);
    Compare compare = new Compare(Method.REFERENCE, "4·u·(running error) + one ulp");
    for (int j = 0; j < want.size(); j++) {
      DType type = want.get(j).dtype();
      double[] w = want.get(j).toDoubles();
      double[] g = got.get(j).toDoubles();
      double[] bounds = errors.bounds(want.get(j), backend);
      for (int i = 0; i < w.length; i++) {
        double bound = bounds[i] + Math.ulp((float) w[i]);
        compare.element("result " + j, want.get(j).shape(), i, type, g[i], w[i], bound);
      }
    }
    return compare.ok();
  }
}
