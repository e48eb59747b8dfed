package dev.assay.engine.ops.window;

import static dev.assay.engine.op.DTypes.ANY;

import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.AttributeSpec.Type;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.Constraint.Kind;
import dev.assay.engine.op.Op;
import dev.assay.engine.op.Operands;
import dev.assay.engine.op.TensorType;
import dev.assay.engine.ops.array.Movement;
import dev.assay.engine.tensor.Index;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * {@code space_to_depth} and {@code depth_to_space}: a block of b × b pixels as one pixel of b²
 * times as many channels, and back. Each is the inverse and the adjoint of the other.
 */
final class SpaceToDepth {
  private static final List<String> FORMATS = List.of("NHWC", "NCHW");

  static final Op SPACE_TO_DEPTH =
      attributes(
              Op.define("space_to_depth")
                  .formula("output[n, y, x, (i·b + j)·C + c] = input[n, y·b + i, x·b + j, c]")
                  .note("b = block_size, 0 ≤ i, j < b, C the channels of input; also in NCHW.")
                  .input("input", ANY, "[N, H, W, C], or [N, C, H, W] in NCHW"))
          .require(
              Kind.SHAPE, "block_size divides the height and the width of input", o -> divides(o))
          .type(o -> new TensorType(o.dtype(0), deep(o)))
          .kernel(
              c -> {
                int[] to = map(c.in(0).shape(), c.output().shape(), c.attrs());
                int[] source = new int[to.length];
                for (int i = 0; i < to.length; i++) {
                  source[to[i]] = i;
                }
                return Movement.select(c, source);
              })
          .vjp("input", p -> Dispatch.one(depthToSpace(), p.attrs(), p.dy()))
          .build();

  static final Op DEPTH_TO_SPACE =
      attributes(
              Op.define("depth_to_space")
                  .formula("output[n, y·b + i, x·b + j, c] = input[n, y, x, (i·b + j)·C + c]")
                  .note("b = block_size, 0 ≤ i, j < b, C the channels of output; also in NCHW.")
                  .input("input", ANY, "[N, H, W, b²·C], or [N, b²·C, H, W] in NCHW"))
          .require(
              Kind.SHAPE,
              "block_size² divides the channels of input",
              o -> {
                int c = o.shape(0).dim(axes(o.attrs())[2]);
                return c == Shape.UNKNOWN || c % (block(o) * block(o)) == 0;
              })
          .type(o -> new TensorType(o.dtype(0), wide(o)))
          .kernel(c -> Movement.select(c, map(c.output().shape(), c.in(0).shape(), c.attrs())))
          .vjp("input", p -> Dispatch.one(SPACE_TO_DEPTH, p.attrs(), p.dy()))
          .build();

  static final List<Op> ROWS = List.of(SPACE_TO_DEPTH, DEPTH_TO_SPACE);

  private SpaceToDepth() {}

  /** Breaks the circle of two operations that are each other's derivative. */
  private static Op depthToSpace() {
    return DEPTH_TO_SPACE;
  }

  private static Op.Builder attributes(Op.Builder b) {
    return b.attr("block_size", Type.INT, "b, the side of a block")
        .choice("data_format", FORMATS, "the order of the axes of both tensors")
        .require(Kind.SHAPE, "input.rank = 4", o -> o.shape(0).rank() == 4)
        .require(Kind.ATTRIBUTE, "block_size >= 2", o -> o.attrs().integer("block_size") >= 2);
  }

  /** Where height, width and channels stand. */
  private static int[] axes(Attributes attrs) {
    return attrs.text("data_format").equals("NHWC") ? new int[] {1, 2, 3} : new int[] {2, 3, 1};
  }

  /** At most 2³¹ − 1, so that its square fits. */
  private static long block(Operands o) {
    return o.attrs().int32("block_size");
  }

  private static boolean divides(Operands o) {
    int[] axes = axes(o.attrs());
    int h = o.shape(0).dim(axes[0]);
    int w = o.shape(0).dim(axes[1]);
    return (h == Shape.UNKNOWN || h % block(o) == 0) && (w == Shape.UNKNOWN || w % block(o) == 0);
  }

  private static Shape deep(Operands o) {
    int[] axes = axes(o.attrs());
    Shape s = o.shape(0);
    long b = block(o);
    List<Long> dims = new ArrayList<>(Collections.nCopies(4, (long) s.dim(0)));
    dims.set(axes[0], s.dim(axes[0]) == Shape.UNKNOWN ? -1 : s.dim(axes[0]) / b);
    dims.set(axes[1], s.dim(axes[1]) == Shape.UNKNOWN ? -1 : s.dim(axes[1]) / b);
    // b² is cut down so that the product cannot overflow; too large stays too large
    long square = Math.min(b * b, 1L << 31);
    dims.set(axes[2], s.dim(axes[2]) == Shape.UNKNOWN ? -1 : s.dim(axes[2]) * square);
    return Shape.of(dims);
  }

  private static Shape wide(Operands o) {
    int[] axes = axes(o.attrs());
    Shape s = o.shape(0);
    long b = block(o);
    List<Long> dims = new ArrayList<>(Collections.nCopies(4, (long) s.dim(0)));
    dims.set(axes[0], s.dim(axes[0]) == Shape.UNKNOWN ? -1 : s.dim(axes[0]) * b);
    dims.set(axes[1], s.dim(axes[1]) == Shape.UNKNOWN ? -1 : s.dim(axes[1]) * b);
    dims.set(axes[2], s.dim(axes[2]) == Shape.UNKNOWN ? -1 : s.dim(axes[2]) / (b * b));
    return Shape.of(dims);
  }

  /** For every element of the wide tensor, row-major, its offset in the deep one. */
  private static int[] map(Shape wide, Shape deep, Attributes attrs) {
    int[] axes = axes(attrs);
    int b = attrs.int32("block_size");
    int channels = wide.dim(axes[2]);
    int[] strides = Index.strides(deep);
    int[] to = new int[wide.elements()];
    int[] index = new int[4];
    for (int k = 0; k < to.length; k++) {
      int y = index[axes[0]];
      int x = index[axes[1]];
      int channel = (y % b * b + x % b) * channels + index[axes[2]];
      to[k] =
          index[0] * strides[0]
              + y / b * strides[axes[0]]
              + x / b * strides[axes[1]]
              + channel * strides[axes[2]];
      for (int d = 3; d >= 0 && ++index[d] == wide.dim(d); d--) {
        index[d] = 0;
      }
    }
    return to;
  }

  static Tensor spaceToDepth(Tensor input, Attributes attrs) {
    return Dispatch.one(SPACE_TO_DEPTH, attrs, input);
  }

  static Tensor depthToSpace(Tensor input, Attributes attrs) {
    return Dispatch.one(DEPTH_TO_SPACE, attrs, input);
  }
}
