package dev.assay.engine.ops.signal;

import static dev.assay.engine.op.DTypes.COMPLEX;
import static dev.assay.engine.op.DTypes.COMPLEX_PARTS;
import static dev.assay.engine.ops.signal.Fourier.name;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of the transforms between real tensors and the half of their transform that is not the
 * conjugate of the other, over the last one, two or three axes, and of their adjoints.
 *
 * <p>With F the complex transform of lengths L, N = ΠL, B the choice of bins {@code 0 … L/2} of the
 * last axis, Bᵀ zeros elsewhere, and c = 2 but 1 in the bins 0 and L/2, which have no partner:
 *
 * <ul>
 *   <li>{@code rfft(x) = B·F·x}, adjoint {@code Re Fᴴ·Bᵀ·dy}
 *   <li>{@code irfft(y) = Re Fᴴ·Bᵀ·(c·y)/N}, adjoint {@code c·B·F·dy/N}
 * </ul>
 */
final class RealFourier {
  private static final String LENGTH =
      "the lengths of the real axes, cut off or padded with zeros at the end; without it those";

  static final List<Op> ROWS = rows();

  private RealFourier() {}

  private static List<Op> rows() {
    List<Op> rows = new ArrayList<>();
    for (int axes = 1; axes <= 3; axes++) {
      rows.add(rfft(axes));
      rows.add(rfftGrad(axes));
      rows.add(irfft(axes));
      rows.add(irfftGrad(axes));
    }
    return List.copyOf(rows);
  }

  private static Op rfft(int axes) {
    String name = name("rfft", axes);
    return checked(
            Op.define(name)
                .formula("output = " + name("fft", axes) + "(input), bins 0 … L/2 of the last axis")
                .note("The bins that are their own conjugates have imaginary part 0, exactly.")
                .input("input", COMPLEX_PARTS, "rank >= " + axes)
                .optionalAttr("fft_length", Type.INTS, LENGTH + " of input"),
            axes,
            "input",
            0)
        .type(o -> new TensorType(o.dtype(0).complexType(), bins(ofReal(o, 0, axes))))
        .kernel(c -> rfft(c, axes))
        .vjp("input", p -> grad(name, p.dy(), p.x(0), p.attrs()))
        .build();
  }

  private static Op rfftGrad(int axes) {
    String name = name("rfft", axes);
    return checked(
            Op.define(name + "_grad")
                .formula("output = Re Fᴴdy: the gradient of " + name + " by its input")
                .input("dy", COMPLEX, "the shape of " + name + " of like")
                .input("like", COMPLEX_PARTS, "the argument of " + name + "; gives the shape")
                .optionalAttr("fft_length", Type.INTS, LENGTH + " of like")
                .require(
                    Kind.DTYPE,
                    "dy.dtype is complex of like.dtype",
                    o -> o.dtype(0).realType() == o.dtype(1)),
            axes,
            "like",
            1)
        .require(
            Kind.SHAPE,
            "dy.shape = the shape of " + name + "(like)",
            o -> o.shape(0).compatible(bins(ofReal(o, 1, axes))))
        .type(o -> new TensorType(o.dtype(1), o.shape(1)))
        .kernel(c -> rfftGrad(c, axes))
        .vjp("dy", p -> call(name, p.attrs(), p.dy()))
        .noGradient("like", "only the shape of like is used")
        .build();
  }

  private static Op irfft(int axes) {
    String name = name("irfft", axes);
    return checked(
            Op.define(name)
                .formula("output = the real tensor whose " + name("rfft", axes) + " is input")
                .note("Imaginary parts that no real tensor has in its transform are not looked at.")
                .input("input", COMPLEX, "rank >= " + axes)
                .optionalAttr(
                    "fft_length", Type.INTS, LENGTH + " of input, but 2(n − 1) along the last"),
            axes,
            "input",
            0)
        .type(o -> new TensorType(o.dtype(0).realType(), ofBins(o, 0, axes)))
        .kernel(c -> irfft(c, axes))
        .vjp("input", p -> grad(name, p.dy(), p.x(0), p.attrs()))
        .build();
  }

  private static Op irfftGrad(int axes) {
    String name = name("irfft", axes);
    return checked(
            Op.define(name + "_grad")
                .formula("output = c·Fdy/N, c = 2 but 1 in bins 0 and L/2: the gradient of " + name)
                .input("dy", COMPLEX_PARTS, "the shape of " + name + " of like")
                .input("like", COMPLEX, "the argument of " + name + "; gives the shape")
                .optionalAttr(
                    "fft_length", Type.INTS, LENGTH + " of like, but 2(n − 1) along the last")
                .require(
                    Kind.DTYPE,
                    "like.dtype is complex of dy.dtype",
                    o -> o.dtype(1).realType() == o.dtype(0)),
            axes,
            "like",
            1)
        .require(
            Kind.SHAPE,
            "dy.shape = the shape of " + name + "(like)",
            o -> o.shape(0).compatible(ofBins(o, 1, axes)))
        .type(o -> new TensorType(o.dtype(1), o.shape(1)))
        .kernel(c -> irfftGrad(c, axes))
        .vjp("dy", p -> call(name, p.attrs(), p.dy()))
        .noGradient("like", "only the shape of like is used")
        .build();
  }

  private static Op.Builder checked(Op.Builder row, int axes, String shaped, int input) {
    return row.require(Kind.SHAPE, shaped + ".rank >= " + axes, o -> o.shape(input).rank() >= axes)
        .require(
            Kind.ATTRIBUTE,
            "fft_length has a length for each of " + axes + (axes == 1 ? " axis" : " axes"),
            o -> !o.attrs().has("fft_length") || o.attrs().longs("fft_length").size() == axes)
        .require(
            Kind.ATTRIBUTE,
            "fft_length >= 0",
            o ->
                !o.attrs().has("fft_length")
                    || o.attrs().longs("fft_length").stream().allMatch(n -> n >= 0));
  }

  /** The shape of the real side where input {@code i} is real: the lengths in the last axes. */
  private static Shape ofReal(Operands o, int i, int axes) {
    return o.attrs().has("fft_length") ? withLengths(o, i, axes) : o.shape(i);
  }

  /** The shape of the real side where input {@code i} holds bins. */
  private static Shape ofBins(Operands o, int i, int axes) {
    if (o.attrs().has("fft_length")) {
      return withLengths(o, i, axes);
    }
    Shape s = o.shape(i);
    long bins = s.dim(-1);
    long length = bins == Shape.UNKNOWN ? bins : Math.max(0, 2 * (bins - 1));
    return s.slice(0, s.rank() - 1).concat(Shape.of(List.of(length)));
  }

  private static Shape withLengths(Operands o, int i, int axes) {
    Shape s = o.shape(i);
    return s.slice(0, s.rank() - axes).concat(Shape.of(o.attrs().longs("fft_length")));
  }

  /** The shape of the bins of a real shape. */
  private static Shape bins(Shape real) {
    int n = real.dim(-1);
    return real.with(real.rank() - 1, n == Shape.UNKNOWN || n == 0 ? n : n / 2 + 1);
  }

  private static Operands operands(Call c) {
    return new Operands(c.op(), c.inputs(), c.attrs());
  }

  private static List<Tensor> rfft(Call c, int axes) {
    Shape real = ofReal(operands(c), 0, axes);
    double[] x = Transform.pairs(c.in(0).host().doubles());
    return c.result(transformed(Transform.fitted(x, c.in(0).shape(), real), real, axes));
  }

  private static List<Tensor> irfftGrad(Call c, int axes) {
    Shape real = c.in(0).shape();
    double[] z = transformed(Transform.pairs(c.in(0).host().doubles()), real, axes);
    weigh(z, real);
    Transform.divided(z, Transform.size(real, axes));
    return c.result(Transform.fitted(z, bins(real), c.output().shape()));
  }

  private static List<Tensor> rfftGrad(Call c, int axes) {
    Shape real = ofReal(operands(c), 1, axes);
    double[] z = Transform.fitted(c.in(0).host().doubles(), c.in(0).shape(), real);
    Transform.backward(z, real, axes);
    return c.result(Transform.reals(Transform.fitted(z, real, c.output().shape())));
  }

  private static List<Tensor> irfft(Call c, int axes) {
    Shape real = c.output().shape();
    Shape bins = bins(real);
    double[] y = Transform.fitted(c.in(0).host().doubles(), c.in(0).shape(), bins);
    dropImaginary(y, real, axes);
    weigh(y, real);
    double[] z = Transform.fitted(y, bins, real);
    Transform.backward(z, real, axes);
    return c.result(Transform.divided(Transform.reals(z), Transform.size(real, axes)));
  }

  /** {@code B·F·x} of a real x, given as pairs. */
  private static double[] transformed(double[] x, Shape real, int axes) {
    Transform.forward(x, real, axes);
    double[] y = Transform.fitted(x, real, bins(real));
    dropImaginary(y, real, axes);
    return y;
  }

  /** In the bins that are their own conjugates, for a real x; Bins in {@code y}. Modified. */
  private static void dropImaginary(double[] y, Shape real, int axes) {
    Shape bins = bins(real);
    for (int i = 0; i < y.length / 2; i++) {
      boolean own = true;
      int rest = i;
      for (int d = 1; d <= axes; d++) {
        own &= 2L * (rest % bins.dim(-d)) % real.dim(-d) == 0;
        rest /= bins.dim(-d);
      }
      y[2 * i + 1] = own ? 0 : y[2 * i + 1];
    }
  }

  /** Counts twice the bins of the last axis that stand for two. Modified. */
  private static void weigh(double[] y, Shape real) {
    int length = real.dim(-1);
    int bins = bins(real).dim(-1);
    for (int i = 0; i < y.length; i++) {
      int k = i / 2 % bins;
      y[i] *= 2L * k % length == 0 ? 1 : 2;
    }
  }

  private static Tensor grad(String name, Tensor dy, Tensor like, Attributes attrs) {
    return Dispatch.one(OpRegistry.get(name + "_grad"), attrs, dy, like);
  }

  static Tensor of(String name, Tensor input, int... fftLength) {
    Attributes none = Attributes.none();
    return call(name, fftLength.length == 0 ? none : none.and("fft_length", fftLength), input);
  }

  private static Tensor call(String name, Attributes attrs, Tensor input) {
    return Dispatch.one(OpRegistry.get(name), attrs, input);
  }
}
