package dev.assay.proof.mutants;

import static dev.assay.proof.mutants.ProbeTensors.large;
import static dev.assay.proof.mutants.ProbeTensors.signs;
import static dev.assay.proof.mutants.ProbeTensors.small;
import static dev.assay.proof.mutants.ProbeTensors.whole;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Calls of kernels that run in wide registers, in pieces, or in work-groups that the last one does
 * not fill: as many channels as registers have lanes and more, long lines, many lines.
 */
final class WideProbes {
  private final List<Call> calls = new ArrayList<>();

  private WideProbes() {}

  /** Those whose results are exact in any order. */
  static List<Call> exact() {
    WideProbes p = new WideProbes();
    for (int stride : new int[] {1, 2}) {
      p.pools(stride);
      p.patches(stride);
      p.depthwise(stride);
    }
    p.volumes();
    p.products();
    p.lines();
    p.numbers();
    p.blocks();
    return p.calls;
  }

  /** Those whose results are rounded. */
  static List<Call> rounded() {
    WideProbes p = new WideProbes();
    for (Shape s : List.of(Shape.of(70, 37), Shape.of(1030, 19), Shape.of(3, 1030))) {
      int rows = s.dim(0);
      int classes = s.dim(1);
      Tensor x = small(s);
      Tensor labels = whole(Shape.of(rows), classes);
      for (int axis : new int[] {0, 1}) {
        p.add("softmax", Attributes.of("axis", axis), x);
        p.add("log_softmax", Attributes.of("axis", axis), x);
        p.add("softmax_cross_entropy_with_logits", Attributes.of("axis", axis), small(s), x);
        for (String op : List.of("reduce_logsumexp", "norm", "reduce_variance")) {
          p.add(op, Attributes.of("axis", new int[] {axis}), x);
        }
      }
      p.add("sparse_softmax_cross_entropy_with_logits", Attributes.none(), labels, x);
    }
    Shape image = Shape.of(2, 5, 7, 20);
    Attributes radius = Attributes.of("depth_radius", 2);
    Tensor x = small(image);
    Call response = p.add("local_response_normalization", radius, x);
    Tensor y = response.runReference().get(0);
    p.add("local_response_normalization_grad", radius, small(image), x, y);
    Tensor seed = Tensor.of(new int[] {3, 5});
    for (String op : List.of("stateless_random_normal", "stateless_truncated_normal")) {
      p.add(op, Attributes.of("shape", new int[] {1001}), seed);
    }
    // element 15452 is drawn again: its first number, −1.9999999976, rounds to −2 in float32
    Attributes many = Attributes.of("shape", new int[] {15_460});
    p.add("stateless_truncated_normal", many, Tensor.of(new int[] {1737, 5}));
    return p.calls;
  }

  private Call add(String op, Attributes attrs, Tensor... inputs) {
    Call call = Call.of(OpRegistry.get(op), List.of(inputs), attrs);
    calls.add(call);
    return call;
  }

  /** Means of one, two or four whole numbers are exact. */
  private void pools(int stride) {
    for (Shape image : List.of(Shape.of(2, 5, 6, 32), Shape.of(2, 5, 37, 3))) {
      Tensor x = whole(image);
      Attributes attrs = window("ksize", stride);
      Tensor mean = add("avg_pool", attrs, x).runReference().get(0);
      add("avg_pool_grad", attrs, Tensor.of(image.dims()), whole(mean.shape()));
      Tensor y = add("max_pool", attrs, x).runReference().get(0);
      add("max_pool_grad", attrs, x, y, whole(y.shape()));
      add("max_pool_grad_grad", attrs, x, y, whole(image));
      List<Tensor> both = add("max_pool_with_argmax", attrs, x).runReference();
      add("max_pool_grad_with_argmax", Attributes.none(), x, whole(y.shape()), both.get(1));
      add("max_pool_grad_grad_with_argmax", Attributes.none(), x, whole(image), both.get(1));
    }
  }

  private void patches(int stride) {
    for (Shape image : List.of(Shape.of(2, 5, 6, 32), Shape.of(2, 5, 37, 3))) {
      for (int rate : new int[] {1, 2}) {
        Attributes attrs = window("sizes", stride).and("rates", rate);
        Tensor y = add("extract_patches", attrs, whole(image)).runReference().get(0);
        add("extract_patches_grad", attrs, large(y.shape()), whole(image));
      }
    }
  }

  private void depthwise(int stride) {
    Shape image = Shape.of(2, 5, 6, 20);
    Attributes attrs = Attributes.of("strides", stride).and("padding", "SAME");
    for (int each : new int[] {1, 2}) {
      Shape filter = Shape.of(3, 3, 20, each);
      Tensor x = whole(image);
      Tensor w = whole(filter);
      Tensor y = add("depthwise_conv2d", attrs, x, w).runReference().get(0);
      Tensor dy = whole(y.shape());
      add("depthwise_conv2d_backprop_input", attrs, Tensor.of(image.dims()), w, dy);
      add("depthwise_conv2d_backprop_filter", attrs, x, Tensor.of(filter.dims()), dy);
    }
  }

  private void volumes() {
    Attributes attrs = window("ksize", 2);
    Tensor x = whole(Shape.of(1, 4, 3, 6, 32));
    Tensor y = add("max_pool3d", attrs, x).runReference().get(0);
    add("max_pool3d_grad", attrs, x, y, whole(y.shape()));
    add("max_pool3d_grad_grad", attrs, x, y, whole(x.shape()));
  }

  /** Whole tiles and pieces of them in all three dimensions. */
  private void products() {
    for (boolean ta : new boolean[] {false, true}) {
      for (boolean tb : new boolean[] {false, true}) {
        Tensor a = whole(ta ? Shape.of(40, 70) : Shape.of(70, 40));
        Tensor b = whole(tb ? Shape.of(150, 40) : Shape.of(40, 150));
        add("matmul", Attributes.of("transpose_a", ta).and("transpose_b", tb), a, b);
      }
    }
  }

  private static Attributes window(String size, int stride) {
    return Attributes.of(size, 2).and("strides", stride).and("padding", "SAME");
  }

  private void lines() {
    for (int width : new int[] {15, 16, 31, 32}) { // registers that are full, or but for one lane
      for (String op : List.of("reduce_sum", "reduce_max", "reduce_min")) {
        add(op, Attributes.of("axis", new int[] {1}), whole(Shape.of(3, 5, width)));
      }
    }
    for (Shape s : List.of(Shape.of(2, 40_001), Shape.of(70, 37), Shape.of(1030, 19))) {
      for (int axis : new int[] {0, 1}) {
        for (boolean reverse : new boolean[] {false, true}) {
          Attributes attrs =
              Attributes.of("axis", axis).and("reverse", reverse).and("exclusive", reverse);
          add("cumsum", attrs, whole(s));
          add("cumprod", attrs, signs(s));
          Attributes way = Attributes.of("axis", axis).and("reverse", reverse);
          add("linear_recurrence", way, signs(s), whole(s));
        }
        for (String op : List.of("reduce_sum", "reduce_max", "reduce_min")) {
          add(op, Attributes.of("axis", new int[] {axis}), whole(s));
        }
        add("reduce_prod", Attributes.of("axis", new int[] {axis}), signs(s));
        add("sort", Attributes.of("axis", axis), whole(s));
      }
      Tensor rows = whole(Shape.of(s.dim(0)), s.dim(0));
      add("gather", Attributes.none(), whole(s), rows);
      add("unsorted_segment_sum", Attributes.of("num_segments", s.dim(0)), whole(s), rows);
    }
  }

  /** Copies of several blocks, the last of which is short. */
  private void blocks() {
    Shape s = Shape.of(130, 90);
    add("pad", Attributes.of("paddings", new int[] {1, 2, 3, 4}), whole(s));
    add("concat", Attributes.of("axis", 0), whole(s), whole(s));
    add("roll", Attributes.of("shift", new int[] {7}).and("axis", new int[] {0}), whole(s));
    add("transpose", Attributes.none(), whole(s));
    add("transpose", Attributes.of("perm", new int[] {1, 0, 2}), whole(Shape.of(130, 7, 90)));
    // as many dimensions as an operand can have that repeats its elements along every other one
    add("add", Attributes.none(), whole(alternating(2, 1)), whole(alternating(1, 2)));
    Attributes places = Attributes.of("shape", new int[] {20_001});
    add("scatter_nd", places, whole(Shape.of(3000, 1), 20_001), whole(Shape.of(3000)));
    add("dropout", Attributes.of("rate", 0.5), whole(Shape.of(40_001)));
  }

  private static Shape alternating(int even, int odd) {
    return Shape.of(even, odd, even, odd, even, odd, even, odd);
  }

  private void numbers() {
    double infinity = Double.POSITIVE_INFINITY;
    double[] rows = {infinity, 1, -infinity, 0, 0, 0, 3, 4, 0};
    Tensor x = Tensor.of(DType.FLOAT32, Shape.of(3, 3), rows);
    add("norm", Attributes.of("axis", new int[] {1}), x);
    Tensor seed = Tensor.of(new int[] {3, 5});
    Attributes shape = Attributes.of("shape", new int[] {1001});
    add("stateless_random_uniform", shape, seed);
    for (DType dtype : List.of(DType.INT32, DType.INT64)) {
      Attributes attrs = shape.and("dtype", dtype).and("minval", -7).and("maxval", 1000);
      add("stateless_random_uniform_int", attrs, seed);
    }
    Tensor bases = Tensor.ofLongs(DType.UINT8, Shape.of(3), new long[] {2, 3, 5});
    Tensor exponents = Tensor.ofLongs(DType.UINT8, Shape.of(3), new long[] {128, 129, 200});
    add("pow", Attributes.none(), bases, exponents);
    SplittableRandom random = new SplittableRandom(1);
    double[] v = random.ints(200, -1, 2).mapToDouble(i -> i == 0 ? -0.0 : i).toArray();
    v[0] = 0.0;
    Tensor var = Tensor.of(DType.FLOAT32, Shape.of(200), v);
    for (double l1 : new double[] {0, 1}) {
      add(
          "apply_proximal_gradient_descent",
          Attributes.none(),
          var,
          Tensor.of(1f),
          Tensor.of((float) l1),
          Tensor.of(0f),
          Tensor.zeros(DType.FLOAT32, Shape.of(200)));
    }
  }
}
