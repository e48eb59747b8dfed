package dev.assay.engine.ops.window;

import static dev.assay.engine.op.DTypes.ANY;
import static dev.assay.engine.op.DTypes.INDICES;
import static dev.assay.engine.op.DTypes.REALS;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.Scatter;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * {@code max_pool_with_argmax}: maxima and where they stand. Its derivative adds at these places,
 * {@code max_pool_grad_with_argmax}; the adjoint of that reads there, {@code
 * max_pool_grad_grad_with_argmax}.
 *
 * <p>Element {@code [b, y, x, c]} of an image H × W × C stands at {@code (y·W + x)·C + c} or, with
 * {@code include_batch_in_index}, at {@code ((b·H + y)·W + x)·C + c}.
 */
final class MaxPoolWithArgmax {
  private static final String PLACE =
      "argmax is (y·W + x)·C + c, with include_batch_in_index ((b·H + y)·W + x)·C + c, in either"
          + " data format.";

  static final Op OP =
      PoolWindows.covered(
              batchInIndex(
                  PoolWindows.attributes(
                          Op.define("max_pool_with_argmax")
                              .formula(
                                  "output[o] = max input[i] over the window at o, argmax[o] = i")
                              .note(PLACE)
                              .note(MaxPool.TIES)
                              .input("input", REALS, PoolWindows.axes(2))
                              .require(Kind.SHAPE, "input.rank = 4", o -> o.shape(0).rank() == 4),
                          2)
                      .attr("output_dtype", Type.DTYPE, DType.INT64, "the type of argmax")
                      .require(
                          Kind.ATTRIBUTE,
                          "output_dtype in [int32, int64]",
                          o -> INDICES.contains(o.attrs().dtype("output_dtype")))),
              2,
              Kind.SHAPE,
              "input",
              o -> o.shape(0))
          .outputs("output", "argmax")
          .shape(
              o -> {
                Shape pooled = PoolWindows.of(o.attrs(), 2).output(o.shape(0));
                return List.of(
                    new TensorType(o.dtype(0), pooled),
                    new TensorType(o.attrs().dtype("output_dtype"), pooled));
              })
          .kernel(MaxPoolWithArgmax::forward)
          .vjp(
              "input",
              p -> Dispatch.one(grad(), places(p.attrs()), p.x(0), p.dy(), p.outputs().get(1)))
          .build();

  static final Op GRAD =
      adjoint(
              Op.define("max_pool_grad_with_argmax")
                  .formula("output[i] = Σ grad[o] over all o with argmax[o] = i")
                  .note(
                      "The adjoint of max_pool_with_argmax; argmax says where, the windows do not.")
                  .note(PLACE)
                  .input("input", ANY, PoolWindows.axes(2) + "; gives the shape")
                  .input("grad", REALS, "the shape of argmax"))
          .require(Kind.SHAPE, "argmax.shape = grad.shape", o -> o.shape(2).compatible(o.shape(1)))
          .require(
              Kind.VALUE,
              "every entry of argmax is the place of an element of input",
              MaxPoolWithArgmax::inRange)
          .type(o -> new TensorType(o.dtype(1), o.shape(0)))
          .kernel(
              c -> {
                Shape shape = c.output().shape();
                int[] target = offsets(c);
                return List.of(
                    Tensor.of(shape, Scatter.sum(c.in(1).host(), target, shape.elements())));
              })
          .noGradient("input", "only the shape of input is used")
          .vjp("grad", p -> Dispatch.one(gradGrad(), p.attrs(), p.x(0), p.dy(), p.x(2)))
          .noGradient("argmax", "integers")
          .build();

  static final Op GRAD_GRAD =
      adjoint(
              Op.define("max_pool_grad_grad_with_argmax")
                  .formula("output[o] = grad[i] where i = argmax[o]")
                  .note("The adjoint of max_pool_grad_with_argmax.")
                  .note(PLACE)
                  .input("input", ANY, PoolWindows.axes(2) + "; gives the shape")
                  .input("grad", REALS, "the shape of input"))
          .require(Kind.SHAPE, "grad.shape = input.shape", o -> o.shape(1).compatible(o.shape(0)))
          .require(
              Kind.VALUE,
              "every entry of argmax is the place of an element of input",
              MaxPoolWithArgmax::inRange)
          .type(o -> new TensorType(o.dtype(1), o.shape(2)))
          .kernel(
              c -> {
                HostStorage none = HostStorage.zeros(c.in(1).dtype(), 1);
                return List.of(
                    Tensor.of(c.output().shape(), c.in(1).host().select(offsets(c), none)));
              })
          .noGradient("input", "only the shape of input is used")
          .vjp("grad", p -> Dispatch.one(GRAD, p.attrs(), p.x(0), p.dy(), p.x(2)))
          .noGradient("argmax", "integers")
          .build();

  static final List<Op> ROWS = List.of(OP, GRAD, GRAD_GRAD);

  private MaxPoolWithArgmax() {}

  private static Op grad() {
    return GRAD;
  }

  private static Op gradGrad() {
    return GRAD_GRAD;
  }

  private static Op.Builder batchInIndex(Op.Builder b) {
    return b.attr("include_batch_in_index", Type.BOOL, false, "argmax counts over all images");
  }

  /** The end of the signature of both adjoints and the constraints that they share. */
  private static Op.Builder adjoint(Op.Builder b) {
    b.input("argmax", INDICES, "places of elements of input");
    WindowAttrs.dataFormat(b, 2);
    return batchInIndex(b)
        .require(
            Kind.SHAPE,
            "input.rank = 4 and argmax.rank = 4",
            o -> o.shape(0).rank() == 4 && o.shape(2).rank() == 4)
        .require(
            Kind.SHAPE,
            "input and argmax have as many images and channels",
            o -> {
              WindowAttrs a = WindowAttrs.of(window(o.attrs()), 2);
              Shape in = o.shape(0);
              Shape at = o.shape(2);
              return Shape.dimsAgree(in.dim(0), at.dim(0))
                  && Shape.dimsAgree(a.channels(in), a.channels(at));
            });
  }

  /** What the adjoints need of the attributes. */
  private static Attributes places(Attributes attrs) {
    return Attributes.of("data_format", attrs.text("data_format"))
        .and("include_batch_in_index", attrs.flag("include_batch_in_index"));
  }

  /** Attributes of a window that does nothing, for reading the format. */
  private static Attributes window(Attributes attrs) {
    return attrs.and("padding", "VALID");
  }

  private static boolean inRange(Operands o) {
    Shape s = o.shape(0);
    long end = s.elements();
    if (!o.attrs().flag("include_batch_in_index")) {
      end /= Math.max(1, s.dim(0));
    }
    for (long i : o.in(2).host().longs()) {
      if (i < 0 || i >= end) {
        return false;
      }
    }
    return true;
  }

  private static List<Tensor> forward(Call c) {
    Shape input = c.in(0).shape();
    int[] winners = MaxPool.winners(c, 2);
    Shape pooled = c.output().shape();
    HostStorage none = HostStorage.zeros(c.in(0).dtype(), 1);
    Tensor y = Tensor.of(pooled, c.in(0).host().select(winners, none));
    boolean first = WindowAttrs.of(c.attrs(), 2).channelsFirst();
    int image = winners.length == 0 ? 0 : Index.product(input, 1, 4);
    int channels = first ? input.dim(1) : 1;
    long[] argmax = new long[winners.length];
    for (int o = 0; o < argmax.length; o++) {
      int b = c.attrs().flag("include_batch_in_index") ? winners[o] / image : 0;
      argmax[o] = (long) b * image + transposed(winners[o] % image, channels, image / channels);
    }
    return List.of(y, Tensor.of(pooled, HostStorage.ofLongs(c.outputs().get(1).dtype(), argmax)));
  }

  /** Offset {@code r·columns + k} of a matrix as the offset in its transpose. */
  private static int transposed(int at, int rows, int columns) {
    return at % columns * rows + at / columns;
  }

  /** The offsets in the first input that the third tells the places of. */
  private static int[] offsets(Call c) {
    Shape input = c.in(0).shape();
    long[] argmax = c.in(2).host().longs();
    boolean first = WindowAttrs.of(window(c.attrs()), 2).channelsFirst();
    int image = argmax.length == 0 ? 0 : Index.product(input, 1, 4);
    int channels = first ? input.dim(1) : 1;
    int each = argmax.length / Math.max(1, input.dim(0));
    boolean batch = c.attrs().flag("include_batch_in_index");
    int[] at = new int[argmax.length];
    for (int o = 0; o < at.length; o++) {
      int b = batch ? (int) (argmax[o] / image) : o / each;
      at[o] = b * image + transposed((int) (argmax[o] % image), image / channels, channels);
    }
    return at;
  }

  static List<Tensor> maxPoolWithArgmax(Tensor input, Attributes attrs) {
    return Dispatch.call(OP, attrs, List.of(input));
  }
}
