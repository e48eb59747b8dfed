package dev.assay.engine.ops.signal;

import static dev.assay.engine.op.DTypes.COMPLEX;
import static dev.assay.engine.op.DTypes.COMPLEX_PARTS;
import static dev.assay.engine.ops.elementwise.Elementwise.summed;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.elementwise.Elementwise;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** Rows of complex numbers and their parts. */
final class Parts {
  static final Op COMPLEX_OF =
      Elementwise.broadcasting("complex", "z = x + iy", "real", "imag", COMPLEX_PARTS)
          .note("float32 gives complex64, float64 complex128.")
          .type(
              o ->
                  new TensorType(o.dtype(0).complexType(), Shape.broadcast(o.shape(0), o.shape(1))))
          .kernel(Parts::join)
          .vjp("real", summed(0, p -> Signal.real(p.dy())))
          .vjp("imag", summed(1, p -> Signal.imag(p.dy())))
          .hard(
              new HardPoint(
                  List.of(Tensor.of(Double.NaN), Tensor.of(-0.0)),
                  Attributes.none(),
                  number(Double.NaN, -0.0),
                  List.of()))
          .build();

  static final Op REAL =
      part("real", "the real part")
          .kernel(c -> c.result(part(c, 0)))
          .vjp("input", p -> Signal.complex(p.dy(), Creation.zerosLike(p.dy())))
          .build();

  static final Op IMAG =
      part("imag", "the imaginary part")
          .kernel(c -> c.result(part(c, 1)))
          .vjp("input", p -> Signal.complex(Creation.zerosLike(p.dy()), p.dy()))
          .build();

  static final Op ANGLE =
      part("angle", "the angle of (re, im), −π … π")
          .note("atan2(im, re): at 0 the signs of the zeros decide; no derivative there (NaN).")
          .kernel(Parts::angle)
          .vjp("input", Parts::vjpAngle)
          .hard(
              angle(0.0, 0.0, 0.0),
              angle(-0.0, -0.0, -Math.PI),
              angle(-1, 0.0, Math.PI),
              angle(-1, -0.0, -Math.PI),
              angle(0.0, 1, Math.PI / 2))
          .build();

  static final Op CONJ =
      Op.define("conj")
          .formula("output = re − i·im")
          .input("input", COMPLEX, "any shape")
          .kernel(Parts::conj)
          .vjp("input", p -> Signal.conj(p.dy()))
          .hard(
              new HardPoint(
                  List.of(number(-0.0, 0.0)), Attributes.none(), number(-0.0, -0.0), List.of()))
          .build();

  static final List<Op> ROWS = List.of(COMPLEX_OF, REAL, IMAG, ANGLE, CONJ);

  private Parts() {}

  private static Op.Builder part(String name, String what) {
    return Op.define(name)
        .formula("output = " + what)
        .input("input", COMPLEX, "any shape")
        .type(o -> new TensorType(o.dtype(0).realType(), o.shape(0)));
  }

  private static Tensor number(double re, double im) {
    return Tensor.of(DType.COMPLEX128, Shape.scalar(), re, im);
  }

  private static HardPoint angle(double re, double im, double angle) {
    return new HardPoint(List.of(number(re, im)), Attributes.none(), Tensor.of(angle), List.of());
  }

  private static List<Tensor> join(Call c) {
    Shape shape = c.output().shape();
    double[] re = c.in(0).host().doubles();
    double[] im = c.in(1).host().doubles();
    int[] ri = Index.broadcast(c.in(0).shape(), shape);
    int[] ii = Index.broadcast(c.in(1).shape(), shape);
    double[] z = new double[2 * ri.length];
    for (int i = 0; i < ri.length; i++) {
      z[2 * i] = re[ri[i]];
      z[2 * i + 1] = im[ii[i]];
    }
    return c.result(z);
  }

  private static double[] part(Call c, int part) {
    double[] z = c.in(0).host().doubles();
    double[] y = new double[z.length / 2];
    for (int i = 0; i < y.length; i++) {
      y[i] = z[2 * i + part];
    }
    return y;
  }

  private static List<Tensor> conj(Call c) {
    double[] z = c.in(0).toDoubles();
    for (int i = 1; i < z.length; i += 2) {
      z[i] = -z[i];
    }
    return List.of(Tensor.of(c.output().shape(), HostStorage.ofDoubles(c.output().dtype(), z)));
  }

  private static List<Tensor> angle(Call c) {
    double[] z = c.in(0).host().doubles();
    double[] y = new double[z.length / 2];
    for (int i = 0; i < y.length; i++) {
      y[i] = StrictMath.atan2(z[2 * i + 1], z[2 * i]);
    }
    return c.result(y);
  }

  /** {@code dz = dy·(−im + i·re) / |z|²}. */
  private static Tensor vjpAngle(Pullback p) {
    Tensor re = Signal.real(p.x(0));
    Tensor im = Signal.imag(p.x(0));
    Tensor perSquare = Maths.divide(p.dy(), Maths.add(Maths.square(re), Maths.square(im)));
    return Signal.complex(Maths.neg(Maths.multiply(perSquare, im)), Maths.multiply(perSquare, re));
  }
}
