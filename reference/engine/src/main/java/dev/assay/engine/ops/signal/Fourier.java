package dev.assay.engine.ops.signal;

import static dev.assay.engine.op.DTypes.COMPLEX;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of the complex transforms over the last one, two or three axes.
 *
 * <p>The matrix F of a transform is symmetric, so that its adjoint is {@code v ↦ conj(F·conj v)}.
 */
final class Fourier {
  static final List<Op> ROWS = rows();

  private Fourier() {}

  private static List<Op> rows() {
    List<Op> rows = new ArrayList<>();
    for (int axes = 1; axes <= 3; axes++) {
      rows.add(forward(axes));
      rows.add(inverse(axes));
    }
    return List.copyOf(rows);
  }

  /** The name for so many axes: {@code fft}, {@code fft2d}, {@code fft3d}. */
  static String name(String stem, int axes) {
    return axes == 1 ? stem : stem + axes + "d";
  }

  private static Op forward(int axes) {
    return row(
            name("fft", axes),
            axes,
            axes == 1
                ? "output[…,k] = Σⱼ input[…,j]·e^(−2πi·jk/n)"
                : "output[…,k] = Σⱼ input[…,j]·e^(−2πi·Σ_d j_d·k_d/n_d)")
        .note("An error in the norm: about 2⁻⁵³·log₂ n of the largest element, in binary64.")
        .kernel(
            c -> {
              double[] z = c.in(0).toDoubles();
              Transform.forward(z, c.in(0).shape(), axes);
              return c.result(z);
            })
        .hard(
            quarters(axes, new double[] {1, 0, 0, 0, 0, 0, 0, 0}, 1, 0, 1, 0, 1, 0, 1, 0),
            quarters(axes, new double[] {0, 0, 1, 0, 0, 0, 0, 0}, 1, 0, 0, -1, -1, 0, 0, 1))
        .build();
  }

  private static Op inverse(int axes) {
    return row(
            name("ifft", axes),
            axes,
            axes == 1
                ? "output[…,k] = (1/n)·Σⱼ input[…,j]·e^(+2πi·jk/n)"
                : "output[…,k] = (1/Πn_d)·Σⱼ input[…,j]·e^(+2πi·Σ_d j_d·k_d/n_d)")
        .note("The inverse of " + name("fft", axes) + ".")
        .kernel(
            c -> {
              double[] z = c.in(0).toDoubles();
              Transform.backward(z, c.in(0).shape(), axes);
              return c.result(Transform.divided(z, Transform.size(c.in(0).shape(), axes)));
            })
        .hard(quarters(axes, new double[] {0, 0, 4, 0, 0, 0, 0, 0}, 1, 0, 0, 1, -1, 0, 0, -1))
        .build();
  }

  private static Op.Builder row(String name, int axes, String formula) {
    return Op.define(name)
        .formula(formula)
        .input("input", COMPLEX, "rank >= " + axes)
        .require(Kind.SHAPE, "input.rank >= " + axes, o -> o.shape(0).rank() >= axes)
        .vjp("input", Fourier::adjoint);
  }

  private static Tensor adjoint(Pullback p) {
    return Signal.conj(Dispatch.one(p.call().op(), Signal.conj(p.dy())));
  }

  static Tensor of(String name, Tensor input) {
    return Dispatch.one(OpRegistry.get(name), input);
  }

  /** Four numbers along the last axis: their transform is exact. */
  private static HardPoint quarters(int axes, double[] x, double... y) {
    int[] dims = new int[axes];
    Arrays.fill(dims, 1);
    Shape shape = Shape.of(dims).with(axes - 1, 4);
    return new HardPoint(
        List.of(Tensor.of(DType.COMPLEX128, shape, x)),
        Attributes.none(),
        Tensor.of(DType.COMPLEX128, shape, y),
        List.of());
  }
}
