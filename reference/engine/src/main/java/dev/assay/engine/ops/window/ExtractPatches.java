package dev.assay.engine.ops.window;

import static dev.assay.engine.op.DTypes.ANY;
import static dev.assay.engine.op.DTypes.NUMERIC;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.Movement;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * {@code extract_patches}: every window of an image as one line of channels, and its adjoint, which
 * adds every patch to where it was taken from.
 */
final class ExtractPatches {
  static final Op OP =
      attributes(
              Op.define("extract_patches")
                  .formula(
                      "output[n, y, x, (i·kw + j)·C + c] = images[n, y·sh + i·rh − top,"
                          + " x·sw + j·rw − left, c]")
                  .note("sizes (kh, kw), strides (sh, sw), rates (rh, rw); 0 in the padding.")
                  .input("images", ANY, "[N, H, W, C]"),
              0,
              "images")
          .type(o -> new TensorType(o.dtype(0), patches(o, 0)))
          .kernel(c -> Movement.select(c, source(c.in(0).shape(), c.output().shape(), c.attrs())))
          .vjp("images", p -> Dispatch.one(grad(), p.attrs(), p.dy(), p.x(0)))
          .build();

  static final Op GRAD =
      attributes(
              Op.define("extract_patches_grad")
                  .formula("output[i] = Σ dy[o] over all o where extract_patches puts element i")
                  .note("The adjoint of extract_patches, on images of the shape of like.")
                  .input("dy", NUMERIC, "the patches of like")
                  .input("like", ANY, "[N, H, W, C]; gives the shape"),
              1,
              "like")
          .require(
              Kind.SHAPE,
              "dy has the shape of the patches of like",
              o -> patches(o, 1).compatible(o.shape(0)))
          .type(o -> new TensorType(o.dtype(0), o.shape(1)))
          .kernel(c -> Movement.sum(c, source(c.output().shape(), c.in(0).shape(), c.attrs())))
          .vjp("dy", p -> Dispatch.one(OP, p.attrs(), p.dy()))
          .noGradient("like", "only the shape of like is used")
          .build();

  static final List<Op> ROWS = List.of(OP, GRAD);

  private ExtractPatches() {}

  /** Breaks the circle of two operations that are each other's derivative. */
  private static Op grad() {
    return GRAD;
  }

  private static Op.Builder attributes(Op.Builder b, int at, String images) {
    b.require(Kind.SHAPE, images + ".rank = 4", o -> o.shape(at).rank() == 4)
        .attr("sizes", Type.INT_OR_INTS, "the size of a patch along each axis");
    WindowAttrs.positive(b, "sizes", 2);
    WindowAttrs.strides(b, 2)
        .attr("rates", Type.INT_OR_INTS, 1, "from one pixel of a patch to the next");
    return WindowAttrs.positive(b, "rates", 2)
        .choice("padding", List.of("VALID", "SAME"), "what surrounds the images")
        .require(
            Kind.SHAPE,
            "the patch fits into the padded " + images,
            o -> window(o.attrs()).fits(o.shape(at), sizes(o.attrs())));
  }

  /** Rates are what other windows call dilations. */
  private static WindowAttrs window(Attributes attrs) {
    Object rates = attrs.asMap().get("rates");
    return WindowAttrs.of(attrs.and("dilations", rates), 2);
  }

  private static int[] sizes(Attributes attrs) {
    return Arrays.stream(WindowAttrs.perAxis(attrs, "sizes", 2))
        .mapToInt(Math::toIntExact)
        .toArray();
  }

  private static Shape patches(Operands o, int i) {
    Shape images = o.shape(i);
    int[] sizes = sizes(o.attrs());
    // the cells are cut down so that the product cannot overflow; too large stays too large
    long cells = Math.min((long) sizes[0] * sizes[1], 1L << 31);
    WindowAttrs window = window(o.attrs());
    long depth = images.dim(3) == Shape.UNKNOWN ? -1 : cells * images.dim(3);
    return window.shape(images.dim(0), window.outputs(images, sizes), depth);
  }

  /** For every element of the patches, row-major, the element of the images, or nowhere. */
  private static int[] source(Shape images, Shape patches, Attributes attrs) {
    int[] source = new int[patches.elements()];
    Arrays.fill(source, Movement.NOWHERE);
    if (images.elements() == 0) {
      return source;
    }
    WindowGrid grid = window(attrs).grid(images, sizes(attrs));
    int channels = images.dim(3);
    grid.forEach(
        images.dim(0),
        (i, cell, o) -> {
          for (int c = 0; c < channels; c++) {
            source[(o * grid.cells() + cell) * channels + c] = i * channels + c;
          }
        });
    return source;
  }

  static Tensor extractPatches(Tensor images, Attributes attrs) {
    return Dispatch.one(OP, attrs, images);
  }
}
