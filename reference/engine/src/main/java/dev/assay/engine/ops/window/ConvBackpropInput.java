package dev.assay.engine.ops.window;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.op.DTypes.INDICES;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The adjoint of a convolution by its input, {@code dx[b, i…, c] = Σ dy[b, o…, q]·filter[k…, c, q]}
 * over all o, k with o·stride + k·dilation − before = i. It is called {@code conv2d_backprop_input}
 * and, with other names and another order of the arguments, {@code conv2d_transpose}.
 */
final class ConvBackpropInput {
  private static final Map<ConvForm, Op> OPS = new EnumMap<>(ConvForm.class);
  private static final Map<ConvForm, Op> TRANSPOSES = new EnumMap<>(ConvForm.class);

  /**
   * The arguments: their names and where they stand. The filter is the second.
   *
   * @param sizes the shape of the convolution's input
   * @param dy the cotangent of the convolution's result
   */
  private record Order(String sizes, int sizesAt, String dy, int dyAt) {
    String name(int i, ConvForm f) {
      return i == 1 ? f.filter() : i == sizesAt ? sizes : dy;
    }
  }

  static {
    for (ConvForm f : ConvForm.values()) {
      if (f.adjoint() == f) {
        String name = f.op() + "_backprop_input";
        OPS.put(f, op(f, name, new Order("input_sizes", 0, "out_backprop", 2)));
      }
      if (f != ConvForm.DEPTHWISE_CONV2D) {
        String name = f.op() + "_transpose";
        TRANSPOSES.put(f, op(f, name, new Order("output_shape", 2, f.input(), 0)));
      }
    }
  }

  private ConvBackpropInput() {}

  static List<Op> rows() {
    List<Op> rows = new ArrayList<>(OPS.values());
    rows.addAll(TRANSPOSES.values());
    return rows;
  }

  private static Op op(ConvForm f, String name, Order order) {
    int s = order.sizesAt;
    int y = order.dyAt;
    Op.Builder b =
        Op.define(name)
            .formula(
                "output[b,i…,c] = Σ "
                    + order.dy
                    + "[b,o…,q]·"
                    + f.filter()
                    + "[k…,c,q] where o·stride+k·dilation−before = i")
            .note("The adjoint of " + f.op() + " by its input, which has the shape " + order.sizes)
            .note("The filter's axes are those of the convolution.");
    for (int i = 0; i < 3; i++) {
      b.input(
          order.name(i, f),
          i == s ? INDICES : FLOATS,
          i == s
              ? "the shape of the result"
              : i == y ? "of the shape of " + f.op() + "'s result" : f.filterAxes());
    }
    f.attributes(b.sameDType(Math.min(1, y), Math.max(1, y)));
    return b.require(
            Kind.SHAPE,
            f.ranksText(order.dy, f.filter()),
            o -> o.shape(y).rank() == f.rank() && o.shape(1).rank() == f.rank())
        .require(
            Kind.SHAPE,
            order.sizes + " is a vector of " + f.rank(),
            o -> o.shape(s).compatible(Shape.of(f.rank())))
        .require(
            Kind.SHAPE,
            f.filter() + " has at least one cell and one channel",
            o -> f.isFilter(o.shape(1)))
        .require(
            Kind.VALUE,
            "every entry of " + order.sizes + " is in [0, " + Shape.MAX_ELEMENTS + "]",
            o -> ConvForm.areSizes(o, s))
        .require(
            Kind.VALUE,
            f.channelsText(order.sizes, f.filter()),
            o -> f.channelsAgree(f.window(o.attrs()), f.sizes(o, s), o.shape(1)))
        .require(
            Kind.VALUE,
            "the dilated window fits into the padded " + order.sizes,
            o -> f.fits(f.window(o.attrs()), f.sizes(o, s), o.shape(1)))
        .require(
            Kind.VALUE,
            order.dy + " has the shape that " + f.op() + " gives an input of that shape",
            o -> f.output(f.window(o.attrs()), f.sizes(o, s), o.shape(1)).compatible(o.shape(y)))
        .type(o -> new TensorType(o.dtype(1), result(f, o, s, y)))
        .kernel(c -> backprop(f, c, y))
        .noGradient(order.sizes, "sizes are integers")
        .vjp(
            f.filter(),
            p -> ConvBackpropFilter.of(f.adjoint(), f.common(p.attrs()), p.dy(), p.x(1), p.x(y)))
        .vjp(order.dy, p -> ConvForward.of(f.adjoint(), f.common(p.attrs()), p.dy(), p.x(1)))
        .build();
  }

  /** The sizes that are given; while they are not, the batch is known from the cotangent. */
  private static Shape result(ConvForm f, Operands o, int s, int y) {
    Shape sizes = f.sizes(o, s);
    return sizes.dim(0) == Shape.UNKNOWN ? sizes.with(0, o.shape(y).dim(0)) : sizes;
  }

  private static List<Tensor> backprop(ConvForm f, Call c, int y) {
    WindowAttrs a = f.window(c.attrs());
    Shape sizes = c.output().shape();
    double[] w = c.in(1).host().doubles();
    double[] dy = a.channelsLast(c.in(y).host().doubles(), c.in(y).shape());
    double[] dx = f.loops(a, sizes, c.in(1).shape()).backpropInput(w, dy);
    return c.result(a.inFormat(dx, sizes));
  }

  /** The cotangent of {@code input}; only its shape is used. */
  static Tensor of(ConvForm f, Attributes attrs, Tensor input, Tensor filter, Tensor dy) {
    return bySizes(f, attrs, ArrayOps.shape(input), filter, dy);
  }

  static Tensor bySizes(ConvForm f, Attributes attrs, Tensor sizes, Tensor filter, Tensor dy) {
    return Dispatch.one(OPS.get(f), attrs, sizes, filter, dy);
  }

  static Tensor transpose(
      ConvForm f, Attributes attrs, Tensor input, Tensor filter, Tensor outputShape) {
    return Dispatch.one(TRANSPOSES.get(f), attrs, input, filter, outputShape);
  }
}
