package dev.assay.engine.ops.image;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.op.DTypes.REALS;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.image.Taps.Mode;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Resizing: {@code output[b, y, x, c] = Σ wʸ[y, i]·wˣ[x, j]·images[b, i, j, c]}, the weights of
 * {@link Taps}. The adjoint walks the same taps and adds.
 */
final class Resizing {
  private static final String LEGACY =
      "Output position i lies at i·in/out; align_corners: at i·(in − 1)/(out − 1);"
          + " half_pixel_centers: at (i + ½)·in/out − ½.";

  private static final String FLOAT_RESULT =
      "Integer images give float32, floating images their own type (TensorFlow: float32).";

  static final Op NEAREST_GRAD =
      grad(Mode.NEAREST, "resize_nearest_neighbor", () -> Resizing.NEAREST);

  static final Op NEAREST =
      forward(
          Mode.NEAREST,
          "resize_nearest_neighbor",
          "output[b, y, x, c] = images[b, i(y), j(x), c]",
          NEAREST_GRAD,
          "i(y) = ⌊y·in/out⌋; align_corners: y·(in − 1)/(out − 1) rounded, halves up;"
              + " half_pixel_centers: ⌊(y + ½)·in/out⌋. Exact, where TensorFlow's float32 may be"
              + " one off.");

  static final Op BILINEAR_GRAD = grad(Mode.BILINEAR, "resize_bilinear", () -> Resizing.BILINEAR);

  static final Op BILINEAR =
      forward(
          Mode.BILINEAR,
          "resize_bilinear",
          "output[b, y, x, c] = (1 − μ)(1 − λ)·v₀₀ + (1 − μ)λ·v₀₁ + μ(1 − λ)·v₁₀ + μλ·v₁₁",
          BILINEAR_GRAD,
          LEGACY,
          "v: the four samples around the position, the outermost repeated beyond the edge.");

  static final Op BICUBIC_GRAD = grad(Mode.BICUBIC, "resize_bicubic", () -> Resizing.BICUBIC);

  static final Op BICUBIC =
      forward(
          Mode.BICUBIC,
          "resize_bicubic",
          "output[b, y, x, c] = ΣΣ k(y − i)·k(x − j)·images[b, i, j, c], 4×4 samples",
          BICUBIC_GRAD,
          LEGACY,
          "k is Keys' kernel (IEEE Trans. ASSP 29, 1981): (a+2)|x|³ − (a+3)x² + 1 up to 1,"
              + " a|x|³ − 5ax² + 8a|x| − 4a up to 2.",
          "a = −0.75 and the outermost sample repeated; with half_pixel_centers a = −0.5 and"
              + " samples outside left out, the rest scaled to sum 1.",
          "The position is rounded to 1/1024 of a sample, as TensorFlow's table of weights does.");

  static final Op AREA_GRAD = grad(Mode.AREA, "resize_area", () -> Resizing.AREA);

  static final Op AREA =
      forward(
          Mode.AREA,
          "resize_area",
          "output[b, y, x, c] = the mean of images over [y, y + 1]·s × [x, x + 1]·s",
          AREA_GRAD,
          "s = in/out; align_corners: (in − 1)/(out − 1), beyond the edge the outermost sample"
              + " is repeated; where s = 0 the first sample.");

  static final List<Op> ROWS =
      List.of(
          NEAREST, NEAREST_GRAD, BILINEAR, BILINEAR_GRAD, BICUBIC, BICUBIC_GRAD, AREA, AREA_GRAD);

  private Resizing() {}

  private static Op forward(Mode mode, String name, String formula, Op grad, String... notes) {
    Op.Builder b = Op.define(name).formula(formula);
    for (String note : notes) {
      b.note(note);
    }
    if (mode != Mode.NEAREST) {
      b.note(FLOAT_RESULT);
    }
    b.input("images", REALS, "[b, h, w, c], h and w at least 1");
    b.attr("size", Type.INTS, "the new height and width");
    return attributes(b, mode, 0, "images")
        .require(
            Kind.ATTRIBUTE,
            "size is two integers >= 1",
            o -> {
              List<Long> size = o.attrs().longs("size");
              return size.size() == 2 && size.stream().allMatch(s -> s >= 1);
            })
        .type(o -> new TensorType(dtype(mode, o.dtype(0)), result(o)))
        .kernel(c -> mode == Mode.NEAREST ? picked(c) : c.result(resized(c, mode)))
        .vjp("images", p -> Dispatch.one(grad, p.attrs(), p.dy(), p.x(0)))
        .build();
  }

  private static Op grad(Mode mode, String of, Supplier<Op> forward) {
    Set<DType> dtypes = mode == Mode.NEAREST ? REALS : FLOATS;
    Op.Builder b =
        Op.define(of + "_grad")
            .formula("output[b, i, j, c] = ΣΣ wʸ[y, i]·wˣ[x, j]·grads[b, y, x, c]")
            .note("The adjoint of " + of + ", whose weights w are.")
            .input("grads", dtypes, "the cotangent of the result of " + of)
            .input("original_image", REALS, "[b, h, w, c]; gives the shape")
            .optionalAttr("size", Type.INTS, "height and width of grads; absent: those it has");
    return attributes(b, mode, 1, "original_image")
        .require(
            Kind.SHAPE,
            "grads and original_image have rank 4, one batch and one number of channels",
            o ->
                o.shape(0).rank() == 4
                    && Shape.dimsAgree(o.shape(0).dim(0), o.shape(1).dim(0))
                    && Shape.dimsAgree(o.shape(0).dim(3), o.shape(1).dim(3)))
        .require(
            Kind.SHAPE,
            "grads.dim(1) >= 1 and grads.dim(2) >= 1",
            o -> o.shape(0).dim(1) != 0 && o.shape(0).dim(2) != 0)
        .require(
            Kind.ATTRIBUTE,
            "size, if given, is [grads.dim(1), grads.dim(2)]",
            o ->
                !o.attrs().has("size")
                    || o.attrs().longs("size").size() == 2
                        && Shape.dimsAgree(o.attrs().ints("size")[0], o.shape(0).dim(1))
                        && Shape.dimsAgree(o.attrs().ints("size")[1], o.shape(0).dim(2)))
        .type(o -> new TensorType(o.dtype(0), o.shape(1)))
        .kernel(c -> added(c, mode))
        .vjp("grads", p -> again(p, forward.get()))
        .noGradient("original_image", "only the shape of original_image is used")
        .build();
  }

  private static Op.Builder attributes(Op.Builder b, Mode mode, int at, String images) {
    b.attr("align_corners", Type.BOOL, false, "whether the corner samples of both coincide");
    if (mode != Mode.AREA) {
      b.attr("half_pixel_centers", Type.BOOL, false, "whether samples lie at the middle of pixels");
    }
    b.require(Kind.SHAPE, images + ".rank = 4", o -> o.shape(at).rank() == 4)
        .require(
            Kind.SHAPE,
            images + ".dim(1) >= 1 and " + images + ".dim(2) >= 1",
            o -> o.shape(at).dim(1) != 0 && o.shape(at).dim(2) != 0);
    return mode == Mode.AREA
        ? b
        : b.require(
            Kind.ATTRIBUTE,
            "not both align_corners and half_pixel_centers",
            o -> !(o.attrs().flag("align_corners") && o.attrs().flag("half_pixel_centers")));
  }

  private static DType dtype(Mode mode, DType images) {
    return mode == Mode.NEAREST || images.isFloating() ? images : DType.FLOAT32;
  }

  private static Shape result(Operands o) {
    List<Long> size = o.attrs().longs("size");
    Shape s = o.shape(0);
    return s.slice(0, 1).concat(Shape.of(size)).concat(s.slice(3, 4));
  }

  private static Tensor again(Pullback p, Op forward) {
    Attributes attrs =
        p.attrs().has("size")
            ? p.attrs()
            : p.attrs().and("size", List.of(p.knownDim(0, 1), p.knownDim(0, 2)));
    return Dispatch.one(forward, attrs, p.dy());
  }

  private static Taps taps(Call c, Mode mode, int in, int out) {
    boolean half = c.attrs().has("half_pixel_centers") && c.attrs().flag("half_pixel_centers");
    return Taps.of(mode, in, out, c.attrs().flag("align_corners"), half);
  }

  private static List<Tensor> picked(Call c) {
    Frames in = Frames.of(c, 0);
    Frames out = Frames.of(c.output().shape());
    Taps rows = taps(c, Mode.NEAREST, in.h(), out.h());
    Taps columns = taps(c, Mode.NEAREST, in.w(), out.w());
    return Frames.select(c, (y, x) -> rows.index(y) * in.w() + columns.index(x));
  }

  private static double[] resized(Call c, Mode mode) {
    double[] v = c.in(0).host().doubles();
    double[] out = new double[c.output().shape().elements()];
    walk(c, mode, Frames.of(c, 0), Frames.of(c.output().shape()), (i, o, w) -> out[o] += w * v[i]);
    return out;
  }

  private static List<Tensor> added(Call c, Mode mode) {
    Frames in = Frames.of(c, 1);
    Frames out = Frames.of(c, 0);
    int n = c.in(1).size();
    if (c.in(0).dtype().isInteger()) {
      long[] g = c.in(0).host().longs();
      long[] sum = new long[n];
      walk(c, mode, in, out, (i, o, w) -> sum[i] += g[o]);
      return c.result(sum);
    }
    double[] g = c.in(0).host().doubles();
    double[] sum = new double[n];
    walk(c, mode, in, out, (i, o, w) -> sum[i] += w * g[o]);
    return c.result(sum);
  }

  /** What is done with one tap: input offset, output offset, weight. */
  private interface Tap {
    void run(int i, int o, double w);
  }

  /** Visits every tap of every output element, in row-major order of the output. */
  private static void walk(Call c, Mode mode, Frames in, Frames out, Tap tap) {
    Taps rows = taps(c, mode, in.h(), out.h());
    Taps columns = taps(c, mode, in.w(), out.w());
    int o = 0;
    for (int n = 0; n < in.n(); n++) {
      for (int y = 0; y < out.h(); y++) {
        for (int x = 0; x < out.w(); x++) {
          for (int ch = 0; ch < in.c(); ch++, o++) {
            for (int ty = rows.start[y]; ty < rows.start[y + 1]; ty++) {
              int row = (n * in.h() + rows.index(ty)) * in.w();
              for (int tx = columns.start[x]; tx < columns.start[x + 1]; tx++) {
                double w = rows.weight(ty) * columns.weight(tx);
                tap.run((row + columns.index(tx)) * in.c() + ch, o, w);
              }
            }
          }
        }
      }
    }
  }
}
