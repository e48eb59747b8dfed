package dev.assay.engine.ops.image;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.op.DTypes.INDICES;
import static dev.assay.engine.op.DTypes.REALS;
import static dev.assay.engine.ops.elementwise.Maths.add;
import static dev.assay.engine.ops.elementwise.Maths.multiply;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.array.Creation;
import dev.assay.engine.ops.array.Indexing;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * {@code crop_and_resize}: boxes of images, each resampled to one size.
 *
 * <p>Row {@code i} of {@code n} rows lies at {@code p = ((n − 1 − i)·y1 + i·y2)·(h − 1)/(n − 1)},
 * for {@code n = 1} at {@code (y1 + y2)/2·(h − 1)}. With {@code λ = p − ⌊p⌋} the sample is {@code
 * (1 − λ)·v⌊p⌋ + λ·v⌊p⌋₊₁}, and likewise along the other axis.
 *
 * <p>The derivative by a box needs the derivative of the samples by p, {@code v⌊p⌋₊₁ − v⌊p⌋}: that
 * is the attribute {@code order}, how often to differentiate by the position along rows and
 * columns. All derivatives of the three operations are the same three operations of other orders.
 */
final class CropAndResize {
  private static final String IMAGE_DTYPE = "image is of integers or has the dtype of boxes";

  static final Op OP =
      attributes(
              Op.define("crop_and_resize")
                  .formula("output[n, y, x, c] = image[box_ind[n]] at (p(y), p(x)), interpolated")
                  .note(
                      "p(i) = ((s − 1 − i)·y1 + i·y2)·(h − 1)/(s − 1) of s rows; (y1 + y2)/2·(h − 1)"
                          + " where s = 1; columns likewise. 1 is the last row: boxes may be"
                          + " flipped (y1 > y2) or reach outside [0, 1].")
                  .note("Outside [0, h − 1] the value is extrapolation_value.")
                  .note("nearest: p rounded, halves up; its derivative by the box is 0.")
                  .note("On a row of the image the derivative by p is 0, as in TensorFlow.")
                  .note("The result has the type of boxes; TensorFlow has float32 only.")
                  .note("order: (1, 0) gives the derivative by the position along the rows.")
                  .input("image", REALS, "[b, h, w, c], h and w at least 1")
                  .input("boxes", FLOATS, "[n, 4]: y1, x1, y2, x2")
                  .input("box_ind", INDICES, "[n]: the image of every box")
                  .attr("crop_size", Type.INTS, "height and width of the results")
                  .attr("extrapolation_value", Type.FLOAT, 0.0, "the value outside the image"),
              0,
              1)
          .require(Kind.DTYPE, IMAGE_DTYPE, o -> sameUnlessInteger(o, 0, 1))
          .require(
              Kind.ATTRIBUTE,
              "crop_size is two integers >= 1",
              o -> {
                List<Long> size = o.attrs().longs("crop_size");
                return size.size() == 2 && size.stream().allMatch(s -> s >= 1);
              })
          .type(o -> new TensorType(o.dtype(1), cropped(o)))
          .kernel(CropAndResize::crop)
          .vjp("image", p -> gradImage(Part.of(p, 0), p.dy(), p.x(1), p.x(2), p.x(0)))
          .vjp("boxes", p -> gradBoxes(Part.of(p, 0), p.dy(), p.x(0), p.x(1), p.x(2)))
          .noGradient("box_ind", "integers")
          .build();

  static final Op GRAD_IMAGE =
      grad(
              Op.define("crop_and_resize_grad_image")
                  .formula("output[b, i, j, c] = Σ grads[n, y, x, c]·(weight of image[b, i, j, c])")
                  .note("The adjoint of crop_and_resize in image.")
                  .input("grads", FLOATS, "[n, s, t, c], the cotangent of crop_and_resize")
                  .input("boxes", FLOATS, "as in crop_and_resize")
                  .input("box_ind", INDICES, "as in crop_and_resize")
                  .input("image", REALS, "as in crop_and_resize; gives the shape")
                  .sameDType(0, 1),
              3,
              1)
          .type(o -> new TensorType(o.dtype(0), o.shape(3)))
          .kernel(CropAndResize::spread)
          .vjp("grads", p -> crop(Part.of(p, 0), p.dy(), p.x(1), p.x(2)))
          .vjp("boxes", p -> gradBoxes(Part.of(p, 0), p.x(0), p.dy(), p.x(1), p.x(2)))
          .noGradient("box_ind", "integers")
          .noGradient("image", "only the shape of image is used")
          .build();

  static final Op GRAD_BOXES =
      grad(
              Op.define("crop_and_resize_grad_boxes")
                  .formula("output[n] = Σ grads[n, y, x, c]·∂crop_and_resize[n, y, x, c]/∂boxes[n]")
                  .note("The adjoint of crop_and_resize in boxes; 0 for nearest.")
                  .note("TensorFlow takes method bilinear here whatever that of the forward pass.")
                  .input("grads", FLOATS, "[n, s, t, c], the cotangent of crop_and_resize")
                  .input("image", REALS, "as in crop_and_resize")
                  .input("boxes", FLOATS, "as in crop_and_resize")
                  .input("box_ind", INDICES, "as in crop_and_resize")
                  .sameDType(0, 2),
              1,
              2)
          .require(Kind.DTYPE, IMAGE_DTYPE, o -> sameUnlessInteger(o, 1, 2))
          .type(o -> new TensorType(o.dtype(0), o.shape(2)))
          .kernel(CropAndResize::boxes)
          .vjp("grads", CropAndResize::boxesByGrads)
          .vjp("image", CropAndResize::boxesByImage)
          .vjp("boxes", CropAndResize::boxesByBoxes)
          .noGradient("box_ind", "integers")
          .build();

  static final List<Op> ROWS = List.of(OP, GRAD_IMAGE, GRAD_BOXES);

  private CropAndResize() {}

  /** The attributes and constraints of all three; the indices follow the boxes. */
  private static Op.Builder attributes(Op.Builder b, int image, int boxes) {
    return b.choice("method", List.of("bilinear", "nearest"), "how to interpolate")
        .attr("order", Type.INTS, List.of(0L, 0L), "derivatives by the position: rows, columns")
        .require(
            Kind.SHAPE,
            "image.rank = 4, image.dim(1) >= 1 and image.dim(2) >= 1",
            o ->
                o.shape(image).rank() == 4
                    && o.shape(image).dim(1) != 0
                    && o.shape(image).dim(2) != 0)
        .require(
            Kind.SHAPE,
            "boxes is [n, 4] and box_ind is [n]",
            o ->
                o.shape(boxes).compatible(Shape.of(Shape.UNKNOWN, 4))
                    && o.shape(boxes + 1).compatible(o.shape(boxes).slice(0, 1)))
        .require(
            Kind.VALUE,
            "every element of boxes is finite",
            o -> Arrays.stream(o.in(boxes).host().doubles()).allMatch(Double::isFinite))
        .require(
            Kind.VALUE,
            "0 <= box_ind < image.dim(0)",
            o ->
                Arrays.stream(o.in(boxes + 1).host().longs())
                    .allMatch(i -> 0 <= i && i < o.shape(image).dim(0)))
        .require(
            Kind.ATTRIBUTE,
            "order is two integers in [0, 2]",
            o -> {
              List<Long> order = o.attrs().longs("order");
              return order.size() == 2 && order.stream().allMatch(k -> 0 <= k && k <= 2);
            });
  }

  private static Op.Builder grad(Op.Builder b, int image, int boxes) {
    b.optionalAttr("crop_size", Type.INTS, "height and width of grads; absent: those it has");
    return attributes(b, image, boxes)
        .require(
            Kind.SHAPE,
            "grads is [n, s, t, c], s and t >= 1",
            o ->
                o.shape(0).rank() == 4
                    && Shape.dimsAgree(o.shape(0).dim(0), o.shape(boxes).dim(0))
                    && o.shape(0).dim(1) != 0
                    && o.shape(0).dim(2) != 0
                    && Shape.dimsAgree(o.shape(0).dim(3), o.shape(image).dim(3)))
        .require(
            Kind.ATTRIBUTE,
            "crop_size, if given, is [s, t]",
            o ->
                !o.attrs().has("crop_size")
                    || o.attrs().longs("crop_size").size() == 2
                        && Shape.dimsAgree(o.attrs().ints("crop_size")[0], o.shape(0).dim(1))
                        && Shape.dimsAgree(o.attrs().ints("crop_size")[1], o.shape(0).dim(2)));
  }

  private static boolean sameUnlessInteger(Operands o, int image, int boxes) {
    return o.dtype(image).isInteger() || o.dtype(image) == o.dtype(boxes);
  }

  private static Shape cropped(Operands o) {
    Shape size = Shape.of(o.attrs().longs("crop_size"));
    return o.shape(1).slice(0, 1).concat(size).concat(o.shape(0).slice(3, 4));
  }

  private static List<Tensor> crop(Call c) {
    CropWalk walk = new CropWalk(c, 1, 0, c.output().shape());
    double[] v = c.in(0).host().doubles();
    double[] out = new double[c.output().shape().elements()];
    boolean values = Arrays.stream(walk.order).allMatch(k -> k == 0);
    double beyond = values ? c.attrs().number("extrapolation_value") : 0;
    for (int n = 0; n < walk.crop.n(); n++) {
      CropWalk.Samples rows = walk.rows(n, 0);
      CropWalk.Samples columns = walk.columns(n, 0);
      walk.each(
          n,
          (o, box, y, x, first) -> {
            out[o] = rows.inside[y] && columns.inside[x] ? 0 : beyond;
            walk.taps(rows, y, columns, x, first, (i, w) -> out[o] += w * v[i]);
          });
    }
    return c.result(out);
  }

  private static List<Tensor> spread(Call c) {
    CropWalk walk = new CropWalk(c, 1, 3, c.in(0).shape());
    double[] g = c.in(0).host().doubles();
    double[] sum = new double[c.output().shape().elements()];
    for (int n = 0; n < walk.crop.n(); n++) {
      CropWalk.Samples rows = walk.rows(n, 0);
      CropWalk.Samples columns = walk.columns(n, 0);
      walk.each(
          n,
          (o, box, y, x, first) ->
              walk.taps(rows, y, columns, x, first, (i, w) -> sum[i] += w * g[o]));
    }
    return c.result(sum);
  }

  private static List<Tensor> boxes(Call c) {
    CropWalk walk = new CropWalk(c, 2, 1, c.in(0).shape());
    double[] g = c.in(0).host().doubles();
    double[] v = c.in(1).host().doubles();
    double[] sum = new double[c.output().shape().elements()];
    int h = walk.crop.h();
    int w = walk.crop.w();
    for (int n = 0; n < walk.crop.n(); n++) {
      CropWalk.Samples rows = walk.rows(n, 0);
      CropWalk.Samples columns = walk.columns(n, 0);
      CropWalk.Samples downwards = walk.rows(n, 1);
      CropWalk.Samples sideways = walk.columns(n, 1);
      walk.each(
          n,
          (o, box, y, x, first) -> {
            double up = h > 1 ? (double) y / (h - 1) : 0.5;
            double left = w > 1 ? (double) x / (w - 1) : 0.5;
            double dy = g[o] * (walk.image.h() - 1);
            double dx = g[o] * (walk.image.w() - 1);
            walk.taps(
                downwards,
                y,
                columns,
                x,
                first,
                (i, k) -> {
                  sum[4 * box] += dy * (1 - up) * k * v[i];
                  sum[4 * box + 2] += dy * up * k * v[i];
                });
            walk.taps(
                rows,
                y,
                sideways,
                x,
                first,
                (i, k) -> {
                  sum[4 * box + 1] += dx * (1 - left) * k * v[i];
                  sum[4 * box + 3] += dx * left * k * v[i];
                });
          });
    }
    return c.result(sum);
  }

  /** The attributes of a derivative: method, size and order. */
  private record Part(String method, List<Long> size, int rows, int columns) {
    /** Those of a call whose crop, if its attributes do not say, is its {@code at}-th argument. */
    static Part of(Pullback p, int at) {
      return new Part(
          p.attrs().text("method"),
          p.attrs().has("crop_size")
              ? p.attrs().longs("crop_size")
              : List.of((long) p.knownDim(at, 1), (long) p.knownDim(at, 2)),
          p.attrs().ints("order")[0],
          p.attrs().ints("order")[1]);
    }

    /** The second derivative of samples that are linear is 0, and so are all others. */
    Part plus(int moreRows, int moreColumns) {
      return new Part(
          method, size, Math.min(2, rows + moreRows), Math.min(2, columns + moreColumns));
    }

    Attributes attrs() {
      return Attributes.of("method", method)
          .and("crop_size", size)
          .and("order", List.of((long) rows, (long) columns));
    }

    /** Of every sample of an axis (0: rows), the part that the end of the box has in it. */
    double[] parts(int axis) {
      int n = (int) Math.max(0, size.get(axis));
      double[] t = new double[n];
      for (int i = 0; i < n; i++) {
        t[i] = n > 1 ? (double) i / (n - 1) : 0.5;
      }
      return t;
    }
  }

  private static Tensor crop(Part part, Tensor image, Tensor boxes, Tensor boxInd) {
    return Dispatch.one(OP, part.attrs(), image, boxes, boxInd);
  }

  private static Tensor gradImage(
      Part part, Tensor grads, Tensor boxes, Tensor boxInd, Tensor image) {
    return Dispatch.one(GRAD_IMAGE, part.attrs(), grads, boxes, boxInd, image);
  }

  private static Tensor gradBoxes(
      Part part, Tensor grads, Tensor image, Tensor boxes, Tensor boxInd) {
    return Dispatch.one(GRAD_BOXES, part.attrs(), grads, image, boxes, boxInd);
  }

  /** How far row (axis 0) or column y of a crop moves if the boxes move by {@code d}, [n, 4]. */
  private static Tensor movement(Part part, Tensor d, Tensor image, int axis) {
    double[] end = part.parts(axis);
    double[] begin = Arrays.stream(end).map(t -> 1 - t).toArray();
    Tensor first = Indexing.stridedSlice(d, ":, " + axis + ":" + (axis + 1));
    Tensor last = Indexing.stridedSlice(d, ":, " + (axis + 2) + ":" + (axis + 3));
    Tensor both =
        add(
            multiply(first, Creation.constant(begin, d.dtype())),
            multiply(last, Creation.constant(end, d.dtype())));
    Tensor size = Indexing.stridedSlice(ArrayOps.shape(image), (axis + 1) + ":" + (axis + 2));
    Tensor scaled = multiply(both, Maths.subtract(ArrayOps.cast(size, d.dtype()), 1));
    return axis == 0
        ? ArrayOps.expandDims(ArrayOps.expandDims(scaled, -1), -1)
        : ArrayOps.expandDims(ArrayOps.expandDims(scaled, -1), 1);
  }

  private static Tensor boxesByGrads(Pullback p) {
    Part part = Part.of(p, 0);
    Tensor image = p.x(1);
    return add(
        multiply(crop(part.plus(1, 0), image, p.x(2), p.x(3)), movement(part, p.dy(), image, 0)),
        multiply(crop(part.plus(0, 1), image, p.x(2), p.x(3)), movement(part, p.dy(), image, 1)));
  }

  private static Tensor boxesByImage(Pullback p) {
    Part part = Part.of(p, 0);
    Tensor image = p.x(1);
    Tensor rows = multiply(p.x(0), movement(part, p.dy(), image, 0));
    Tensor columns = multiply(p.x(0), movement(part, p.dy(), image, 1));
    return add(
        gradImage(part.plus(1, 0), rows, p.x(2), p.x(3), image),
        gradImage(part.plus(0, 1), columns, p.x(2), p.x(3), image));
  }

  private static Tensor boxesByBoxes(Pullback p) {
    Part part = Part.of(p, 0);
    Tensor image = p.x(1);
    Tensor rows = multiply(p.x(0), movement(part, p.dy(), image, 0));
    Tensor columns = multiply(p.x(0), movement(part, p.dy(), image, 1));
    return add(
        gradBoxes(part.plus(1, 0), rows, image, p.x(2), p.x(3)),
        gradBoxes(part.plus(0, 1), columns, image, p.x(2), p.x(3)));
  }
}
