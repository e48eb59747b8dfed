package dev.assay.engine.ops.random;

import static dev.assay.engine.op.DTypes.ANY;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Call;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.Pullback;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/**
 * Cuts a box of a given size out of a tensor, at a random place: {@code offset[d] = r[d] mod
 * (value.dim(d) − size[d] + 1)} with {@code r} uniform integers of [0, 2³¹ − 1), as TensorFlow
 * composes it.
 */
final class Crop {
  static final Op STATELESS =
      row(Streams.stateless(Op.define("stateless_random_crop").input("value", ANY, "any shape"), 1))
          .kernel(c -> crop(c, Streams.stateless(c, 1)))
          .build();

  static final Op SEEDED =
      row(Streams.seeded(Op.define("random_crop").input("value", ANY, "any shape")))
          .draws(c -> Streams.RESERVED * c.in(0).shape().rank())
          .kernel(c -> crop(c, Streams.seeded(c)))
          .build();

  static final List<Op> ROWS = List.of(STATELESS, SEEDED);

  private Crop() {}

  private static Op.Builder row(Op.Builder b) {
    return b.formula("output[i] = value[offset + i], every offset equally likely")
        .note("offset[d] = r[d] mod (value.dim(d) − size[d] + 1), r uniform in [0, 2³¹ − 1).")
        .note("offset is a result of its own, int32; TensorFlow gives output only.")
        .outputs("output", "offset")
        .attr("size", Type.INTS, "the shape of the result")
        .require(
            Kind.ATTRIBUTE,
            "size has value.rank entries, all >= 0",
            o -> size(o).size() == o.shape(0).rank() && size(o).stream().allMatch(d -> d >= 0))
        .require(Kind.ATTRIBUTE, "size[d] <= value.dim(d)", Crop::fits)
        .shape(
            o ->
                List.of(
                    new TensorType(o.dtype(0), Shape.of(size(o))),
                    new TensorType(DType.INT32, Shape.of(o.shape(0).rank()))))
        .vjp("value", Crop::vjp);
  }

  private static List<Long> size(Operands o) {
    return o.attrs().longs("size");
  }

  private static boolean fits(Operands o) {
    Shape value = o.shape(0);
    for (int d = 0; d < value.rank(); d++) {
      if (value.dim(d) != Shape.UNKNOWN && size(o).get(d) > value.dim(d)) {
        return false;
      }
    }
    return true;
  }

  /** The adjoint of the gather_nd that takes the elements {@code offset + i}. */
  private static Tensor vjp(Pullback p) {
    Shape size = Shape.of(p.attrs().longs("size"));
    if (size.rank() == 0) {
      return p.dy();
    }
    Shape box = size.concat(Shape.of(size.rank()));
    long[] grid = new long[box.elements()];
    int[] strides = Index.strides(size);
    for (int i = 0; i < grid.length; i++) {
      int d = i % size.rank();
      grid[i] = i / size.rank() / Math.max(1, strides[d]) % Math.max(1, size.dim(d));
    }
    Tensor places = Tensor.of(box, HostStorage.ofLongs(DType.INT32, grid));
    Tensor indices = Maths.add(places, p.outputs().get(1));
    return Dispatch.one(OpRegistry.get("gather_nd_grad"), p.dy(), indices, p.x(0));
  }

  private static List<Tensor> crop(Call c, Philox stream) {
    Tensor value = c.in(0);
    Shape shape = value.shape();
    Shape size = c.output().shape();
    long[] offset = Uniforms.naturals(stream, shape.rank());
    int[] strides = Index.strides(shape);
    int base = 0;
    for (int d = 0; d < offset.length; d++) {
      offset[d] %= shape.dim(d) - size.dim(d) + 1L;
      base += (int) offset[d] * strides[d];
    }
    HostStorage host = value.host();
    int[] source = Index.offsets(size, strides, base);
    return List.of(
        Tensor.of(size, host.select(source, host)),
        Tensor.of(Shape.of(offset.length), HostStorage.ofLongs(DType.INT32, offset)));
  }
}
