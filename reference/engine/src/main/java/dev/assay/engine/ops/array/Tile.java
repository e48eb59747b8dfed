package dev.assay.engine.ops.array;

import static dev.assay.engine.op.DTypes.ANY;
import static dev.assay.engine.op.DTypes.NUMERIC;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** {@code tile}: a tensor side by side with itself, and its adjoint {@code tile_grad}. */
final class Tile {
  static final Op OP =
      Op.define("tile")
          .formula("output[i₀, i₁, …] = input[i₀ mod d₀, i₁ mod d₁, …], d = input.shape")
          .input("input", ANY, "any shape")
          .attr("multiples", Type.INTS, "how often along every axis")
          .require(Kind.ATTRIBUTE, "multiples holds an entry per axis of input", o -> perAxis(o, 0))
          .require(Kind.ATTRIBUTE, "every multiple is >= 0", o -> Fills.natural(o, "multiples"))
          .type(o -> new TensorType(o.dtype(0), tiled(o, 0)))
          .kernel(c -> Movement.select(c, source(c.in(0).shape(), c.attrs())))
          .vjp("input", p -> tileGrad(p.dy(), p.x(0), p.attrs()))
          .build();

  static final Op GRAD =
      Op.define("tile_grad")
          .formula("output[j] = Σ dy[i] over all i where tile puts element j of like")
          .note("The adjoint of tile, on tensors of the shape of like.")
          .input("dy", NUMERIC, "the shape of like, tiled")
          .input("like", ANY, "gives the shape")
          .attr("multiples", Type.INTS, "how often along every axis")
          .require(Kind.ATTRIBUTE, "multiples holds an entry per axis of like", o -> perAxis(o, 1))
          .require(Kind.ATTRIBUTE, "every multiple is >= 0", o -> Fills.natural(o, "multiples"))
          .require(
              Kind.SHAPE,
              "dy has the shape of like, tiled",
              o -> o.shape(0).compatible(tiled(o, 1)))
          .type(o -> new TensorType(o.dtype(0), o.shape(1)))
          .kernel(c -> Movement.sum(c, source(c.in(1).shape(), c.attrs())))
          .vjp("dy", p -> Dispatch.one(OP, p.attrs(), p.dy()))
          .noGradient("like", "only the shape of like is used")
          .build();

  static final List<Op> ROWS = List.of(OP, GRAD);

  private Tile() {}

  private static Tensor tileGrad(Tensor dy, Tensor like, Attributes attrs) {
    return Dispatch.one(GRAD, attrs, dy, like);
  }

  private static boolean perAxis(Operands o, int i) {
    return o.attrs().longs("multiples").size() == o.shape(i).rank();
  }

  private static Shape tiled(Operands o, int i) {
    List<Long> multiples = o.attrs().longs("multiples");
    List<Long> dims = new ArrayList<>();
    for (int d = 0; d < multiples.size(); d++) {
      long size = o.shape(i).dim(d);
      // a multiple past 2³¹ is too large for every size but 0; cut down, the product fits a long
      dims.add(size == Shape.UNKNOWN ? size : size * Math.min(multiples.get(d), 1L << 31));
    }
    return Shape.of(dims);
  }

  private static int[] source(Shape shape, Attributes attrs) {
    int[] multiples = attrs.ints("multiples");
    int[][] along = new int[shape.rank()][];
    for (int d = 0; d < along.length; d++) {
      int n = shape.dim(d);
      along[d] = IntStream.range(0, n * multiples[d]).map(i -> i % n).toArray();
    }
    return Movement.perAxis(shape, along);
  }

  static Tensor tile(Tensor input, int... multiples) {
    return Dispatch.one(OP, Attributes.of("multiples", multiples), input);
  }
}
