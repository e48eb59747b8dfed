package dev.assay.engine.ops.image;

import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** {@code convert_image_dtype}: another type, and the scale that it goes with. */
final class ConvertImageDtype {
  static final Op OP =
      Op.define("convert_image_dtype")
          .formula("output = image·m(dtype)/m(image.dtype), m = 1 for floats, else the greatest")
          .note("Floating to floating: cast. Integer to floating: image/m.")
          .note("Floating to integer: image·(m + ½) towards 0, as cast; saturate clamps it first.")
          .note(
              "Integer to wider: times the ratio r = (m' + 1)/(m + 1); to narrower: ⌊image/r⌋. Then"
                  + " wrapped, or clamped (before it is multiplied) if saturate.")
          .input("image", Values.IMAGES, "any shape")
          .attr("dtype", Type.DTYPE, "the type of the result")
          .attr("saturate", Type.BOOL, false, "whether to clamp instead of wrapping")
          .require(
              Kind.ATTRIBUTE,
              "dtype is that of an image",
              o -> Values.IMAGES.contains(o.attrs().dtype("dtype")))
          .type(o -> new TensorType(o.attrs().dtype("dtype"), o.shape(0)))
          .kernel(ConvertImageDtype::convert)
          .vjp("image", p -> ArrayOps.cast(p.dy(), p.x(0).dtype()))
          .build();

  private ConvertImageDtype() {}

  private static List<Tensor> convert(Call c) {
    DType from = c.in(0).dtype();
    DType to = c.output().dtype();
    boolean saturate = c.attrs().flag("saturate");
    if (from == to) {
      return List.of(Tensor.of(c.in(0).shape(), c.in(0).storage()));
    }
    if (from.isInteger() && to.isInteger()) {
      return c.result(scaled(c.in(0).host().longs(), from, to, saturate));
    }
    double[] x = c.in(0).host().doubles();
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      if (from.isInteger()) {
        y[i] = x[i] / Values.unit(from);
      } else if (to.isInteger()) {
        double v = x[i] * (Values.unit(to) + 0.5);
        y[i] = saturate ? Values.clamp(to, v) : v;
      } else {
        y[i] = x[i];
      }
    }
    return List.of(Tensor.of(c.in(0).shape(), HostStorage.ofDoubles(to, y)));
  }

  private static long[] scaled(long[] x, DType from, DType to, boolean saturate) {
    long m = Values.greatest(from);
    long n = Values.greatest(to);
    long[] y = new long[x.length];
    for (int i = 0; i < y.length; i++) {
      long v = m > n ? Math.floorDiv(x[i], (m + 1) / (n + 1)) : x[i];
      v = saturate ? Math.max(Values.least(to), Math.min(n, v)) : v;
      y[i] = m > n ? v : v * ((n + 1) / (m + 1));
    }
    return y;
  }
}
