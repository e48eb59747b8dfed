package dev.assay.engine.ops.window;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.op.DTypes.INDICES;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * {@code conv2d_backprop_filter} and its like, the adjoint of a convolution by its filter: {@code
 * dw[k…, c, q] = Σ input[b, o·stride + k·dilation − before …, c]·dy[b, o…, q]} over images b and
 * windows o.
 */
final class ConvBackpropFilter {
  private static final Map<ConvForm, Op> OPS = new EnumMap<>(ConvForm.class);

  static {
    for (ConvForm f : ConvForm.values()) {
      if (f.adjoint() == f) {
        OPS.put(f, op(f));
      }
    }
  }

  private ConvBackpropFilter() {}

  static List<Op> rows() {
    return List.copyOf(OPS.values());
  }

  private static Op op(ConvForm f) {
    Op.Builder b =
        Op.define(f.op() + "_backprop_filter")
            .formula(
                "output[k…,c,q] = Σ input[b,o·stride+k·dilation−before…,c]·out_backprop[b,o…,q]")
            .note("The adjoint of " + f.op() + " by its filter, which has the shape filter_sizes.")
            .input("input", FLOATS, "images")
            .input("filter_sizes", INDICES, "the shape of the result, " + f.filterAxes())
            .input("out_backprop", FLOATS, "of the shape of " + f.op() + "'s result");
    f.attributes(b.sameDType(0, 2));
    return b.require(
            Kind.SHAPE,
            f.ranksText("input", "out_backprop"),
            o -> o.shape(0).rank() == f.rank() && o.shape(2).rank() == f.rank())
        .require(
            Kind.SHAPE,
            "filter_sizes is a vector of " + f.rank(),
            o -> o.shape(1).compatible(Shape.of(f.rank())))
        .require(
            Kind.VALUE,
            "every entry of filter_sizes is in [0, "
                + Shape.MAX_ELEMENTS
                + "], at least one cell and one channel",
            o -> ConvForm.areSizes(o, 1) && f.isFilter(f.sizes(o, 1)))
        .require(
            Kind.VALUE,
            f.channelsText("input", "filter_sizes"),
            o -> f.channelsAgree(f.window(o.attrs()), o.shape(0), f.sizes(o, 1)))
        .require(
            Kind.VALUE,
            "the dilated window fits into the padded input",
            o -> f.fits(f.window(o.attrs()), o.shape(0), f.sizes(o, 1)))
        .require(
            Kind.VALUE,
            "out_backprop has the shape that " + f.op() + " gives a filter of that shape",
            o -> f.output(f.window(o.attrs()), o.shape(0), f.sizes(o, 1)).compatible(o.shape(2)))
        .type(o -> new TensorType(o.dtype(0), f.sizes(o, 1)))
        .kernel(c -> backprop(f, c))
        .vjp("input", p -> ConvBackpropInput.of(f, p.attrs(), p.x(0), p.dy(), p.x(2)))
        .noGradient("filter_sizes", "sizes are integers")
        .vjp("out_backprop", p -> ConvForward.of(f, p.attrs(), p.x(0), p.dy()))
        .build();
  }

  private static List<Tensor> backprop(ConvForm f, Call c) {
    WindowAttrs a = f.window(c.attrs());
    Shape input = c.in(0).shape();
    double[] x = a.channelsLast(c.in(0).host().doubles(), input);
    double[] dy = a.channelsLast(c.in(2).host().doubles(), c.in(2).shape());
    return c.result(f.loops(a, input, c.output().shape()).backpropFilter(x, dy));
  }

  /** The cotangent of {@code filter}; only its shape is used. */
  static Tensor of(ConvForm f, Attributes attrs, Tensor input, Tensor filter, Tensor dy) {
    return bySizes(f, attrs, input, ArrayOps.shape(filter), dy);
  }

  static Tensor bySizes(ConvForm f, Attributes attrs, Tensor input, Tensor sizes, Tensor dy) {
    return Dispatch.one(OPS.get(f), attrs, input, sizes, dy);
  }
}
