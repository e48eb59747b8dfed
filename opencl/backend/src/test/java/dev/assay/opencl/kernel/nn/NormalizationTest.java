package dev.assay.opencl.kernel.nn;

import static dev.assay.opencl.kernel.reduce.Lattice.call;
import static dev.assay.opencl.kernel.reduce.Lattice.numbers;
import static dev.assay.opencl.kernel.reduce.Lattice.reference;
import static dev.assay.opencl.kernel.reduce.Lattice.roundoff;
import static dev.assay.opencl.kernel.reduce.Lattice.wide;
import static dev.assay.opencl.kernel.reduce.Lattice.within;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.opencl.OpenClBackend;
import dev.assay.opencl.kernel.reduce.Lattice;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Normalisations of numbers x in [−2, 2] with epsilon = 1, so that √(σ² + 1) is in [1, √5]. */
class NormalizationTest {
  private static final double U = roundoff(DType.FLOAT32);

  private static List<OpenClBackend> backends;

  @BeforeAll
  static void open() {
    backends = Lattice.backends();
  }

  @AfterAll
  static void close() {
    backends.forEach(OpenClBackend::close);
  }

  /**
   * The error of x̂ over cells of n: the mean is off by 2·n·u, |x − μ| ≤ 4 by that and 4·u, σ² by
   * (8·(2·n + 4) + 16·(n + 3))·u (twice the deviation's error times 4, and n + 3 roundings of at
   * most 16), the root by half of it and 5·u, the quotient by their sum.
   */
  private static double hatError(double n) {
    double variance = 8 * (2 * n + 4) + 16 * (n + 3);
    return (2 * n + 4 + 4 * (variance / 2 + 5) + 4) * U;
  }

  private static void normalized(Call call, double[] expected, double n) {
    // times gamma, at most 2, plus beta, at most 2, two roundings of at most 10 each
    within(backends, call, expected, i -> 2 * hatError(n) + 20 * U);
  }

  @Test
  void layersGroupsAndInstances() {
    for (int c : new int[] {4, 16, 36, 132}) {
      Tensor x = numbers(DType.FLOAT32, c, Shape.of(3, 5, 7, c));
      Tensor gamma = numbers(DType.FLOAT32, 3, Shape.of(c));
      Tensor beta = numbers(DType.FLOAT32, 5, Shape.of(c));
      Attributes epsilon = Attributes.of("epsilon", 1);
      for (String op : List.of("layer_normalization", "instance_normalization")) {
        normalized(
            call(op, epsilon, x, gamma, beta),
            reference(op, epsilon, wide(x), wide(gamma), wide(beta)),
            op.startsWith("layer") ? c : 35);
      }
      Attributes groups = epsilon.and("groups", 4);
      normalized(
          call("group_normalization", groups, x, gamma, beta),
          reference("group_normalization", groups, wide(x), wide(gamma), wide(beta)),
          35 * c / 4.0);
      Attributes mean = Attributes.of("groups", 4);
      double n = 35 * c / 4.0;
      within(
          backends,
          call("group_mean", mean, x),
          reference("group_mean", mean, wide(x)),
          i -> 2 * (n + 1) * U);
    }
  }

  @Test
  void batchesOfImagesAndVolumes() {
    for (String format : List.of("NHWC", "NCHW", "NDHWC", "NCDHW")) {
      for (int c : new int[] {1, 3, 16, 33}) {
        boolean last = format.endsWith("C");
        Shape plane = format.length() == 4 ? Shape.of(5, 13) : Shape.of(2, 3, 7);
        Shape channels = Shape.of(c);
        Shape s = Shape.of(4).concat(last ? plane : channels).concat(last ? channels : plane);
        double n = 4.0 * plane.elements();
        Tensor x = numbers(DType.FLOAT32, c, s);
        Tensor scale = numbers(DType.FLOAT32, 3, channels);
        Tensor offset = numbers(DType.FLOAT32, 5, channels);
        Attributes attrs = Attributes.of("epsilon", 1).and("data_format", format);
        normalized(
            call("fused_batch_norm", attrs, x, scale, offset),
            reference("fused_batch_norm", attrs, wide(x), wide(scale), wide(offset)),
            n);
        Tensor dy = numbers(DType.FLOAT32, 7, s);
        // own = dy − M dy − x̂·M(dy·x̂), |dy| ≤ 2, |x̂| ≤ 4: off by 2·n·u, by 8·hat and by 4 times
        // the
        // error of M, which is 2·hat + 8·n·u, and by rounding terms of at most 36; times 2, over
        // the
        // root, whose error is below that of x̂
        double hat = hatError(n);
        double own = 2 * n * U + 8 * hat + 4 * (2 * hat + 8 * n * U) + 4 * 36 * U;
        within(
            backends,
            call("fused_batch_norm_grad", attrs, dy, x, scale),
            reference("fused_batch_norm_grad", attrs, wide(dy), wide(x), wide(scale)),
            i -> 2 * (own + 36 * (hat + 2 * U)));
      }
    }
  }
}
