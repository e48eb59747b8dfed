package dev.assay.engine.ops.window;

import static dev.assay.engine.op.DTypes.FLOATS;
import static dev.assay.engine.ops.window.ConvForm.CONV2D;
import static dev.assay.engine.ops.window.ConvForm.DEPTHWISE_CONV2D;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * {@code separable_conv2d}: a depthwise convolution, then a convolution of one cell that mixes the
 * channels. Strides, dilations and padding are the first's. Rounded once, after both.
 */
final class SeparableConv2d {
  private static final int RANK = 4;

  static final Op OP = op();

  private SeparableConv2d() {}

  private static Op op() {
    Op.Builder b =
        Op.define("separable_conv2d")
            .formula("output = conv2d(depthwise_conv2d(input, depthwise_filter), pointwise_filter)")
            .note("Strides, dilations and padding are those of the depthwise convolution.")
            .input("input", FLOATS, "images")
            .input("depthwise_filter", FLOATS, DEPTHWISE_CONV2D.filterAxes())
            .input("pointwise_filter", FLOATS, "[1, 1, channels·multiplier, filters]")
            .sameDType(0, 1)
            .sameDType(0, 2);
    return DEPTHWISE_CONV2D
        .attributes(b)
        .require(
            Kind.SHAPE,
            "input, depthwise_filter and pointwise_filter have rank 4",
            o -> o.inputs().stream().allMatch(t -> t.rank() == RANK))
        .require(
            Kind.SHAPE,
            "depthwise_filter has at least one cell and one channel",
            o -> DEPTHWISE_CONV2D.isFilter(o.shape(1)))
        .require(
            Kind.SHAPE,
            DEPTHWISE_CONV2D.channelsText("input", "depthwise_filter"),
            o -> DEPTHWISE_CONV2D.channelsAgree(attrs(o), o.shape(0), o.shape(1)))
        .require(
            Kind.SHAPE,
            "pointwise_filter = [1, 1, channels·multiplier, filters], channels·multiplier >= 1",
            o -> o.shape(2).dim(2) != 0 && pointwise(o).compatible(o.shape(2)))
        .require(
            Kind.SHAPE,
            "the dilated window fits into the padded input",
            o -> DEPTHWISE_CONV2D.fits(attrs(o), o.shape(0), o.shape(1)))
        .type(
            o -> {
              Shape middle = DEPTHWISE_CONV2D.output(attrs(o), o.shape(0), o.shape(1));
              int channel = attrs(o).channelsFirst() ? 1 : RANK - 1;
              return new TensorType(o.dtype(0), middle.with(channel, o.shape(2).dim(RANK - 1)));
            })
        .kernel(SeparableConv2d::forward)
        .vjp(
            "input",
            p -> ConvBackpropInput.of(DEPTHWISE_CONV2D, p.attrs(), p.x(0), p.x(1), middleGrad(p)))
        .vjp(
            "depthwise_filter",
            p -> ConvBackpropFilter.of(DEPTHWISE_CONV2D, p.attrs(), p.x(0), p.x(1), middleGrad(p)))
        .vjp(
            "pointwise_filter",
            p -> ConvBackpropFilter.of(CONV2D, mixing(p.attrs()), middle(p), p.x(2), p.dy()))
        .build();
  }

  private static WindowAttrs attrs(Operands o) {
    return DEPTHWISE_CONV2D.window(o.attrs());
  }

  /** What the shape of pointwise_filter must be. */
  private static Shape pointwise(Operands o) {
    Shape middle = DEPTHWISE_CONV2D.output(attrs(o), o.shape(0), o.shape(1));
    return Shape.of(1, 1, attrs(o).channels(middle), Shape.UNKNOWN);
  }

  /** The attributes of the second convolution; SAME, that an empty image may have one cell. */
  private static Attributes mixing(Attributes attrs) {
    return Attributes.of("padding", "SAME").and("data_format", attrs.text("data_format"));
  }

  private static Tensor middle(Pullback p) {
    return ConvForward.of(DEPTHWISE_CONV2D, p.attrs(), p.x(0), p.x(1));
  }

  private static Tensor middleGrad(Pullback p) {
    return ConvBackpropInput.of(CONV2D, mixing(p.attrs()), middle(p), p.x(2), p.dy());
  }

  private static List<Tensor> forward(Call c) {
    WindowAttrs a = DEPTHWISE_CONV2D.window(c.attrs());
    Shape input = c.in(0).shape();
    Shape filter = c.in(1).shape();
    Shape mixer = c.in(2).shape();
    double[] x = a.channelsLast(c.in(0).host().doubles(), input);
    double[] middle = DEPTHWISE_CONV2D.loops(a, input, filter).forward(x, c.in(1).host().doubles());
    Shape between = DEPTHWISE_CONV2D.output(a, input, filter);
    double[] y =
        CONV2D
            .loops(CONV2D.window(mixing(c.attrs())), between, mixer)
            .forward(middle, c.in(2).host().doubles());
    return c.result(a.inFormat(y, c.output().shape()));
  }

  static Tensor of(Attributes attrs, Tensor input, Tensor depthwiseFilter, Tensor pointwiseFilter) {
    return Dispatch.one(OP, attrs, input, depthwiseFilter, pointwiseFilter);
  }
}
