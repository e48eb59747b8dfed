package dev.assay.engine.ops.image;

import static dev.assay.engine.ops.elementwise.Maths.add;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.pow;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.HardPoint;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.elementwise.Elementwise;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** Brightness, contrast and gamma. Integer images stand for fractions of their greatest value. */
final class Adjustments {
  private static final String INTEGERS =
      "Integer images as fractions of their greatest value m: ⌊y·(m + ½)⌋ of x/m, clamped.";

  static final Op BRIGHTNESS =
      Op.define("adjust_brightness")
          .formula("output = image + delta")
          .note(INTEGERS)
          .input("image", Values.IMAGES, "any shape")
          .attr("delta", Type.FLOAT, "what is added to every value")
          .kernel(
              c -> {
                double delta = c.attrs().number("delta") * Values.unit(c.in(0).dtype());
                return Values.result(c, Elementwise.map(c.in(0).host().doubles(), v -> v + delta));
              })
          .vjp("image", Pullback::dy)
          .build();

  static final Op GAMMA =
      Op.define("adjust_gamma")
          .formula("output = gain·image^gamma")
          .note(INTEGERS)
          .note("Where gamma is 0 the derivative is 0.")
          .input(
              "image", Values.IMAGES, "any shape; negative values give NaN unless gamma is whole")
          .attr("gamma", Type.FLOAT, 1.0, "the exponent")
          .attr("gain", Type.FLOAT, 1.0, "the factor")
          .require(Kind.ATTRIBUTE, "gamma >= 0", o -> o.attrs().number("gamma") >= 0)
          .kernel(
              c -> {
                double unit = Values.unit(c.in(0).dtype());
                double gain = c.attrs().number("gain");
                double gamma = c.attrs().number("gamma");
                return Values.result(
                    c,
                    Elementwise.map(
                        c.in(0).host().doubles(),
                        v -> gain * StrictMath.pow(v / unit, gamma) * unit));
              })
          .slope("image", "gain·gamma·image^(gamma − 1)", a -> 1.0)
          .vjp("image", Adjustments::gammaVjp)
          .hard(
              HardPoint.of(-0.0, -0.0, 1),
              HardPoint.of(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, 1),
              HardPoint.of(Double.NaN, Double.NaN, 1))
          .build();

  static final Op CONTRAST =
      contrast(
              Op.define("adjust_contrast")
                  .formula("output[…, y, x, c] = contrast_factor·(image − μ) + μ")
                  .note("μ is the mean over the rows and columns of an image, of every channel.")
                  .note(INTEGERS)
                  .input("images", Values.IMAGES, "[…, h, w, c]")
                  .attr("contrast_factor", Type.FLOAT, "by what distances from the mean grow"))
          .kernel(Adjustments::contrast)
          .vjp("images", Adjustments::contrastVjp)
          .build();

  static final List<Op> ROWS = List.of(BRIGHTNESS, CONTRAST, GAMMA);

  private Adjustments() {}

  private static Op.Builder contrast(Op.Builder b) {
    return Frames.requireFrames(b, 0, "images");
  }

  private static Tensor gammaVjp(Pullback p) {
    double gamma = p.attrs().number("gamma");
    if (gamma == 0) {
      return Creation.zerosLike(p.dy());
    }
    double factor = p.attrs().number("gain") * gamma;
    return multiply(p.dy(), multiply(pow(p.x(0), gamma - 1), factor));
  }

  private static List<Tensor> contrast(Call c) {
    double factor = c.attrs().number("contrast_factor");
    double[] x = c.in(0).host().doubles();
    Frames f = Frames.of(c, 0);
    int pixels = f.h() * f.w();
    double[] y = new double[x.length];
    for (int n = 0; n < f.n() && pixels > 0; n++) {
      for (int ch = 0; ch < f.c(); ch++) {
        int first = n * pixels * f.c() + ch;
        double sum = 0;
        for (int i = 0; i < pixels; i++) {
          sum += x[first + i * f.c()];
        }
        double mean = sum / pixels;
        for (int i = 0; i < pixels; i++) {
          int at = first + i * f.c();
          y[at] = factor * (x[at] - mean) + mean;
        }
      }
    }
    return Values.result(c, y);
  }

  /** {@code f·dy + (1 − f)·mean(dy)}: the map is its own adjoint. */
  private static Tensor contrastVjp(Pullback p) {
    double factor = p.attrs().number("contrast_factor");
    return add(multiply(p.dy(), factor), multiply(Reduce.mean(p.dy(), true, -3, -2), 1 - factor));
  }
}
