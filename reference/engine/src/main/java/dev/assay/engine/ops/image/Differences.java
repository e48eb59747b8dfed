package dev.assay.engine.ops.image;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.ops.elementwise.Maths.add;
import static dev.assay.engine.ops.elementwise.Maths.multiply;
import static dev.assay.engine.ops.elementwise.Maths.sign;
import static dev.assay.engine.ops.elementwise.Maths.subtract;

import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.array.Indexing;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** Differences of neighbouring pixels, and the sum of their magnitudes. */
final class Differences {
  static final Op IMAGE_GRADIENTS =
      notEmpty(
              Op.define("image_gradients")
                  .formula(
                      "dy[b, y, x, c] = image[b, y + 1, x, c] − image[b, y, x, c], dx likewise")
                  .note("The last row of dy and the last column of dx are 0.")
                  .input("image", FLOATS, "[b, h, w, c], h and w at least 1")
                  .outputs("dy", "dx")
                  .require(Kind.SHAPE, "image.rank = 4", o -> o.shape(0).rank() == 4),
              "image")
          .shape(o -> List.of(TensorType.of(o.in(0)), TensorType.of(o.in(0))))
          .kernel(Differences::gradients)
          .vjp(
              "image",
              p ->
                  add(spread(vertical(p.dy(0), ":-1"), 1, 4), spread(across(p.dy(1), ":-1"), 2, 4)))
          .build();

  static final Op TOTAL_VARIATION =
      notEmpty(
              Frames.requireImage(
                  Op.define("total_variation")
                      .formula(
                          "output[b] = Σ|image[b, y + 1, x, c] − image[b, y, x, c]| + "
                              + "Σ|image[b, y, x + 1, c] − image[b, y, x, c]|")
                      .note("A scalar for one image. Where two neighbours are equal, derivative 0.")
                      .input("images", FLOATS, "[h, w, c] or [b, h, w, c], h and w at least 1"),
                  0,
                  "images"),
              "images")
          .type(o -> new TensorType(o.dtype(0), o.shape(0).slice(0, o.shape(0).rank() - 3)))
          .kernel(Differences::variation)
          .vjp("images", Differences::variationVjp)
          .build();

  static final List<Op> ROWS = List.of(IMAGE_GRADIENTS, TOTAL_VARIATION);

  private Differences() {}

  private static Op.Builder notEmpty(Op.Builder b, String image) {
    return b.require(
        Kind.SHAPE,
        image + ".dim(-3) >= 1 and " + image + ".dim(-2) >= 1",
        o -> o.shape(0).dim(-3) != 0 && o.shape(0).dim(-2) != 0);
  }

  private static Tensor vertical(Tensor image, String rows) {
    return Indexing.stridedSlice(image, "..., " + rows + ", :, :");
  }

  private static Tensor across(Tensor image, String columns) {
    return Indexing.stridedSlice(image, "..., " + columns + ", :");
  }

  /** The adjoint of {@code x[1:] − x[:-1]} along {@code axis}. */
  private static Tensor spread(Tensor d, int axis, int rank) {
    return subtract(padded(d, axis, rank, 1, 0), padded(d, axis, rank, 0, 1));
  }

  private static Tensor padded(Tensor d, int axis, int rank, int before, int after) {
    int[][] paddings = new int[rank][2];
    paddings[axis] = new int[] {before, after};
    return ArrayOps.pad(d, paddings);
  }

  private static List<Tensor> gradients(Call c) {
    double[] v = c.in(0).host().doubles();
    Frames f = Frames.of(c, 0);
    double[] dy = new double[v.length];
    double[] dx = new double[v.length];
    int row = f.w() * f.c();
    for (int i = 0; i < v.length; i++) {
      int y = i / row % f.h();
      int x = i / f.c() % f.w();
      dy[i] = y + 1 < f.h() ? v[i + row] - v[i] : 0;
      dx[i] = x + 1 < f.w() ? v[i + f.c()] - v[i] : 0;
    }
    Shape s = c.in(0).shape();
    return List.of(
        Tensor.of(s, HostStorage.ofDoubles(c.in(0).dtype(), dy)),
        Tensor.of(s, HostStorage.ofDoubles(c.in(0).dtype(), dx)));
  }

  private static List<Tensor> variation(Call c) {
    double[] v = c.in(0).host().doubles();
    Frames f = Frames.of(c, 0);
    double[] sum = new double[f.n()];
    int row = f.w() * f.c();
    int image = f.h() * row;
    for (int i = 0; i < v.length; i++) {
      if (i / row % f.h() + 1 < f.h()) {
        sum[i / image] += Math.abs(v[i + row] - v[i]);
      }
      if (i / f.c() % f.w() + 1 < f.w()) {
        sum[i / image] += Math.abs(v[i + f.c()] - v[i]);
      }
    }
    return c.result(sum);
  }

  private static Tensor variationVjp(Pullback p) {
    Tensor x = p.x(0);
    int rank = x.rank();
    Tensor dy = p.dy();
    for (int i = 0; i < 3; i++) {
      dy = ArrayOps.expandDims(dy, -1);
    }
    Tensor down = sign(subtract(vertical(x, "1:"), vertical(x, ":-1")));
    Tensor right = sign(subtract(across(x, "1:"), across(x, ":-1")));
    return add(
        spread(multiply(down, dy), rank - 3, rank), spread(multiply(right, dy), rank - 2, rank));
  }
}
