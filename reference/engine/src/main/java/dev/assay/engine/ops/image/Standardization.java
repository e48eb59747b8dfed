package dev.assay.engine.ops.image;

import static dev.assay.engine.ops.elementwise.Maths.divide;
import static dev.assay.engine.ops.elementwise.Maths.greaterEqual;
import static dev.assay.engine.ops.elementwise.Maths.maximum;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.reciprocal;
import static dev.assay.engine.ops.elementwise.Maths.sqrt;
import static dev.assay.engine.ops.elementwise.Maths.subtract;

import dev.assay.engine.op.Call;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** {@code per_image_standardization}: mean 0 and variance 1, unless an image is nearly uniform. */
final class Standardization {
  static final Op OP =
      Frames.requireFrames(
              Op.define("per_image_standardization")
                  .formula("output = (image − μ)/max(σ, 1/√N), over the N values of every image")
                  .note("σ is that of a population. Integer images give float32.")
                  .note("Where σ = 1/√N the derivative is that of the branch σ.")
                  .input("image", Values.IMAGES, "[…, h, w, c]"),
              0,
              "image")
          .type(
              o -> new TensorType(o.dtype(0).isFloating() ? o.dtype(0) : DType.FLOAT32, o.shape(0)))
          .kernel(Standardization::forward)
          .vjp("image", Standardization::vjp)
          .build();

  private Standardization() {}

  private static List<Tensor> forward(Call c) {
    Frames f = Frames.of(c, 0);
    int n = f.h() * f.w() * f.c();
    double[] x = c.in(0).host().doubles();
    double[] y = new double[x.length];
    for (int start = 0; start < x.length; start += n) {
      double sum = 0;
      for (int i = start; i < start + n; i++) {
        sum += x[i];
      }
      double mean = sum / n;
      double squares = 0;
      for (int i = start; i < start + n; i++) {
        squares += (x[i] - mean) * (x[i] - mean);
      }
      double deviation = Math.max(Math.sqrt(squares / n), 1 / Math.sqrt(n));
      for (int i = start; i < start + n; i++) {
        y[i] = (x[i] - mean) / deviation;
      }
    }
    return c.result(y);
  }

  /** {@code (dy − mean(dy) − y·mean(dy·y))/a}, without the last term where a = 1/√N. */
  private static Tensor vjp(Pullback p) {
    Tensor x = ArrayOps.cast(p.x(0), p.dy().dtype());
    Tensor least = reciprocal(Reduce.sum(Creation.onesLike(x), true, -3, -2, -1));
    Tensor variance = Reduce.variance(x, true, -3, -2, -1);
    Tensor along =
        Hue.keep(
            greaterEqual(variance, least), Reduce.mean(multiply(p.dy(), p.y()), true, -3, -2, -1));
    Tensor centred = subtract(p.dy(), Reduce.mean(p.dy(), true, -3, -2, -1));
    return divide(subtract(centred, multiply(p.y(), along)), sqrt(maximum(variance, least)));
  }
}
