package dev.assay.engine.ops.window;

import static dev.assay.engine.op.DTypes.FLOATS;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * {@code conv1d}, {@code conv2d}, {@code conv3d}, {@code depthwise_conv2d}, {@code atrous_conv2d}:
 * {@code output[b, o…, q] = Σ input[b, o·stride + k·dilation − before …, c]·filter[k…, c, q]}, over
 * the cells k of the window and the channels c. The filter is not flipped: TensorFlow's convolution
 * is the signal processor's correlation.
 */
final class ConvForward {
  private static final Map<ConvForm, Op> OPS = new EnumMap<>(ConvForm.class);

  static {
    for (ConvForm form : ConvForm.values()) {
      OPS.put(form, op(form));
    }
  }

  private ConvForward() {}

  static List<Op> rows() {
    return List.copyOf(OPS.values());
  }

  private static Op op(ConvForm f) {
    Op.Builder b =
        Op.define(f.op())
            .formula(
                f == ConvForm.DEPTHWISE_CONV2D
                    ? "output[b,o…,c·m+q] = Σ input[b,o·stride+k·dilation−before…,c]·filter[k…,c,q]"
                    : "output[b,o…,q] = Σ input[b,o·stride+k·dilation−before…,c]·filter[k…,c,q]")
            .note(
                "The filter is not flipped. Padding adds nothing, not 0·Inf where the filter is Inf.")
            .input(f.input(), FLOATS, "images")
            .input(f.filter(), FLOATS, f.filterAxes());
    f.attributes(b.sameDType(0, 1));
    return b.require(
            Kind.SHAPE,
            f.ranksText(f.input(), f.filter()),
            o -> o.shape(0).rank() == f.rank() && o.shape(1).rank() == f.rank())
        .require(
            Kind.SHAPE,
            f.filter() + " has at least one cell and one channel",
            o -> f.isFilter(o.shape(1)))
        .require(
            Kind.SHAPE,
            f.channelsText(f.input(), f.filter()),
            o -> f.channelsAgree(f.window(o.attrs()), o.shape(0), o.shape(1)))
        .require(
            Kind.SHAPE,
            "the dilated window fits into the padded " + f.input(),
            o -> f.fits(f.window(o.attrs()), o.shape(0), o.shape(1)))
        .type(
            o -> new TensorType(o.dtype(0), f.output(f.window(o.attrs()), o.shape(0), o.shape(1))))
        .kernel(c -> forward(f, c))
        .vjp(
            f.input(),
            p -> ConvBackpropInput.of(f.adjoint(), f.common(p.attrs()), p.x(0), p.x(1), p.dy()))
        .vjp(
            f.filter(),
            p -> ConvBackpropFilter.of(f.adjoint(), f.common(p.attrs()), p.x(0), p.x(1), p.dy()))
        .build();
  }

  private static List<Tensor> forward(ConvForm f, Call c) {
    WindowAttrs a = f.window(c.attrs());
    Shape input = c.in(0).shape();
    double[] x = a.channelsLast(c.in(0).host().doubles(), input);
    double[] y = f.loops(a, input, c.in(1).shape()).forward(x, c.in(1).host().doubles());
    return c.result(a.inFormat(y, c.output().shape()));
  }

  static Tensor of(ConvForm f, Attributes attrs, Tensor input, Tensor filter) {
    return Dispatch.one(OPS.get(f), attrs, input, filter);
  }
}
