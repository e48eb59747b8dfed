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
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code space_to_batch_nd} and {@code batch_to_space_nd}: every b-th pixel as an image of its own,
 * and back. Paddings of the one are the crops of the other; then each is the adjoint of the other.
 */
final class SpaceToBatch {
  static final Op SPACE_TO_BATCH =
      attributes(
              Op.define("space_to_batch_nd")
                  .formula("output[k·N + n, s, r] = input[n, s·b + i(k) − before, r], 0 outside")
                  .note("s and b have an entry per axis of block_shape, r are the other axes.")
                  .note("i(k): the index of offset k in a row-major array of shape block_shape.")
                  .input("input", ANY, "[N, spatial axes, other axes]"),
              "paddings")
          .require(
              Kind.SHAPE,
              "every block_shape divides its padded dimension of input",
              o ->
                  IntStream.range(0, blocks(o).size())
                      .allMatch(
                          d ->
                              o.shape(0).dim(d + 1) == Shape.UNKNOWN
                                  || padded(o, d) % blocks(o).get(d) == 0))
          .type(o -> new TensorType(o.dtype(0), apart(o)))
          .kernel(
              c -> {
                Shape apart = c.output().shape();
                int[] source = new int[apart.elements()];
                new Walk(c.in(0).shape(), apart, c.attrs(), "paddings").run(source);
                return Movement.select(c, source);
              })
          .vjp(
              "input",
              p -> {
                Attributes crops =
                    Attributes.of("block_shape", p.attrs().longs("block_shape"))
                        .and("crops", p.attrs().longs("paddings"));
                return Dispatch.one(batchToSpace(), crops, p.dy());
              })
          .build();

  static final Op BATCH_TO_SPACE =
      attributes(
              Op.define("batch_to_space_nd")
                  .formula("output[n, s·b + i(k) − before, r] = input[k·N + n, s, r]")
                  .note("s and b have an entry per axis of block_shape, r are the other axes.")
                  .note("i(k): the index of offset k in a row-major array of shape block_shape.")
                  .input("input", ANY, "[N·Π block_shape, spatial axes, other axes]"),
              "crops")
          .require(
              Kind.SHAPE,
              "the product of block_shape divides input.dim(0)",
              o ->
                  o.shape(0).dim(0) == Shape.UNKNOWN || o.shape(0).dim(0) % product(blocks(o)) == 0)
          .require(
              Kind.SHAPE,
              "no two crops exceed their dimension of input times block_shape",
              o ->
                  IntStream.range(0, blocks(o).size())
                      .allMatch(d -> o.shape(0).dim(d + 1) == Shape.UNKNOWN || cropped(o, d) >= 0))
          .type(o -> new TensorType(o.dtype(0), together(o)))
          .kernel(
              c -> {
                Shape together = c.output().shape();
                int[] at = new int[c.in(0).size()];
                new Walk(together, c.in(0).shape(), c.attrs(), "crops").run(at);
                int[] source = new int[together.elements()];
                for (int i = 0; i < at.length; i++) {
                  if (at[i] >= 0) {
                    source[at[i]] = i;
                  }
                }
                return Movement.select(c, source);
              })
          .vjp(
              "input",
              p -> {
                Attributes paddings =
                    Attributes.of("block_shape", p.attrs().longs("block_shape"))
                        .and("paddings", p.attrs().longs("crops"));
                return Dispatch.one(SPACE_TO_BATCH, paddings, p.dy());
              })
          .build();

  static final List<Op> ROWS = List.of(SPACE_TO_BATCH, BATCH_TO_SPACE);

  private SpaceToBatch() {}

  /** Breaks the circle of two operations that are each other's derivative. */
  private static Op batchToSpace() {
    return BATCH_TO_SPACE;
  }

  private static Op.Builder attributes(Op.Builder b, String margins) {
    return b.attr("block_shape", Type.INTS, "b: one step per spatial axis, from axis 1 on")
        .attr(margins, Type.INTS, "[before, after] for every spatial axis")
        .require(
            Kind.SHAPE,
            "input.rank > the number of block_shape",
            o -> o.shape(0).rank() > blocks(o).size())
        .require(
            Kind.ATTRIBUTE,
            "every block_shape is >= 1",
            o -> blocks(o).stream().allMatch(v -> v >= 1))
        .require(
            Kind.ATTRIBUTE,
            margins + " holds a pair per block_shape",
            o -> o.attrs().longs(margins).size() == 2 * blocks(o).size())
        .require(
            Kind.ATTRIBUTE,
            "all " + margins + " are >= 0",
            o -> o.attrs().longs(margins).stream().allMatch(v -> v >= 0));
  }

  private static List<Long> blocks(Operands o) {
    return o.attrs().longs("block_shape");
  }

  /** Too large stays too large: more than any dimension. */
  private static long product(List<Long> blocks) {
    return blocks.stream().reduce(1L, (a, b) -> Math.min(a, 1L << 31) * Math.min(b, 1L << 31));
  }

  /** The size of spatial axis d with its border; parts are cut down so that nothing overflows. */
  private static long padded(Operands o, int d) {
    List<Long> paddings = o.attrs().longs("paddings");
    return o.shape(0).dim(d + 1)
        + Math.min(paddings.get(2 * d), 1L << 61)
        + Math.min(paddings.get(2 * d + 1), 1L << 61);
  }

  /** The size of spatial axis d of the result; parts are cut down so that nothing overflows. */
  private static long cropped(Operands o, int d) {
    List<Long> crops = o.attrs().longs("crops");
    return o.shape(0).dim(d + 1) * Math.min(blocks(o).get(d), 1L << 31)
        - Math.min(crops.get(2 * d), 1L << 61)
        - Math.min(crops.get(2 * d + 1), 1L << 61);
  }

  private static Shape apart(Operands o) {
    Shape s = o.shape(0);
    List<Long> dims = new ArrayList<>();
    dims.add(s.dim(0) == Shape.UNKNOWN ? -1 : s.dim(0) * Math.min(product(blocks(o)), 1L << 31));
    for (int d = 1; d < s.rank(); d++) {
      boolean spatial = d <= blocks(o).size() && s.dim(d) != Shape.UNKNOWN;
      dims.add(spatial ? padded(o, d - 1) / blocks(o).get(d - 1) : s.dim(d));
    }
    return Shape.of(dims);
  }

  private static Shape together(Operands o) {
    Shape s = o.shape(0);
    List<Long> dims = new ArrayList<>();
    dims.add(s.dim(0) == Shape.UNKNOWN ? -1 : s.dim(0) / product(blocks(o)));
    for (int d = 1; d < s.rank(); d++) {
      boolean spatial = d <= blocks(o).size() && s.dim(d) != Shape.UNKNOWN;
      dims.add(spatial ? cropped(o, d - 1) : s.dim(d));
    }
    return Shape.of(dims);
  }

  /** Walks the many small images and finds every pixel in the few large ones. */
  private static final class Walk {
    private final Shape together;
    private final Shape apart;
    private final int[] strides;
    private final List<Long> blocks;
    private final List<Long> margins;

    Walk(Shape together, Shape apart, Attributes attrs, String margins) {
      this.together = together;
      this.apart = apart;
      this.strides = Index.strides(together);
      this.blocks = attrs.longs("block_shape");
      this.margins = attrs.longs(margins);
    }

    /** Fills in, for every element, its offset in the large images, or nowhere. */
    void run(int[] at) {
      int[] index = new int[apart.rank()];
      for (int k = 0; k < at.length; k++) {
        at[k] = offset(index);
        for (int d = index.length - 1; d >= 0 && ++index[d] == apart.dim(d); d--) {
          index[d] = 0;
        }
      }
    }

    private int offset(int[] index) {
      int images = together.dim(0);
      int offset = index[0] % images * strides[0];
      long phase = index[0] / images;
      for (int d = blocks.size(); d >= 1; d--) {
        long block = blocks.get(d - 1);
        long i = index[d] * block + phase % block - margins.get(2 * (d - 1));
        phase /= block;
        if (i < 0 || i >= together.dim(d)) {
          return Movement.NOWHERE;
        }
        offset += (int) i * strides[d];
      }
      for (int d = blocks.size() + 1; d < index.length; d++) {
        offset += index[d] * strides[d];
      }
      return offset;
    }
  }

  static Tensor spaceToBatchNd(Tensor input, int[] blockShape, int[][] paddings) {
    return Dispatch.one(
        SPACE_TO_BATCH, Attributes.of("block_shape", blockShape).and("paddings", paddings), input);
  }

  static Tensor batchToSpaceNd(Tensor input, int[] blockShape, int[][] crops) {
    return Dispatch.one(
        BATCH_TO_SPACE, Attributes.of("block_shape", blockShape).and("crops", crops), input);
  }
}
