package dev.assay.engine.ops.nn;

import static dev.assay.engine.op.DTypes.REALS;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/** {@code bias_add}: one number per channel, added to every element of the channel. */
final class BiasAdd {
  static final Op OP =
      Op.define("bias_add")
          .formula(
              "output[…,c] = value[…,c] + bias[c]; NCHW: output[n,c,…] = value[n,c,…] + bias[c]")
          .note("Integers wrap.")
          .input("value", REALS, "rank >= 2; channels last, or second with NCHW")
          .input("bias", REALS, "[channels]")
          .choice("data_format", List.of("NHWC", "NCHW"), "where the channels stand")
          .sameDType(0, 1)
          .require(Kind.SHAPE, "value.rank >= 2", o -> o.shape(0).rank() >= 2)
          .require(Kind.SHAPE, "bias.rank = 1", o -> o.shape(1).rank() == 1)
          .require(
              Kind.SHAPE,
              "bias.dim(0) = value's number of channels",
              o -> Shape.dimsAgree(o.shape(1).dim(0), o.shape(0).dim(channelAxis(o))))
          .kernel(BiasAdd::forward)
          .vjp("value", Pullback::dy)
          .vjp("bias", BiasAdd::vjpBias)
          .build();

  private BiasAdd() {}

  private static int channelAxis(Operands o) {
    return channelAxis(o.attrs(), o.shape(0).rank());
  }

  private static int channelAxis(Attributes attrs, int rank) {
    return attrs.text("data_format").equals("NCHW") ? 1 : rank - 1;
  }

  private static List<Tensor> forward(Call c) {
    Shape shape = c.in(0).shape();
    Lines lines = Lines.along(shape, channelAxis(c.attrs(), shape.rank()));
    if (c.in(0).dtype().isInteger()) {
      long[] y = c.in(0).host().longs().clone();
      long[] bias = c.in(1).host().longs();
      for (int i = 0; i < y.length; i++) {
        y[i] += bias[i / lines.inner() % lines.n()];
      }
      return c.result(y);
    }
    double[] y = c.in(0).host().doubles().clone();
    double[] bias = c.in(1).host().doubles();
    for (int i = 0; i < y.length; i++) {
      y[i] += bias[i / lines.inner() % lines.n()];
    }
    return c.result(y);
  }

  /** The cotangent summed over every axis but that of the channels. */
  private static Tensor vjpBias(Pullback p) {
    int rank = p.x(0).rank();
    int channel = channelAxis(p.attrs(), rank);
    return Reduce.sum(p.dy(), false, IntStream.range(0, rank).filter(a -> a != channel).toArray());
  }

  static Tensor biasAdd(Tensor value, Tensor bias, String dataFormat) {
    return Dispatch.one(OP, Attributes.of("data_format", dataFormat), value, bias);
  }
}
