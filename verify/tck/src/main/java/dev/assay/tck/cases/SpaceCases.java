package dev.assay.tck.cases;

import static dev.assay.tck.cases.Domain.REAL;
import static dev.assay.tck.cases.OpCases.tensor;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Shape;
import java.util.List;

/** Cases of moving blocks between space, depth and batch. */
final class SpaceCases {
  private SpaceCases() {}

  static List<OpCases> cases() {
    return List.of(
        OpCases.of("space_to_depth", SpaceCases::spaceToDepth)
            .reject("C1", block(2), tensor(2, 2, 2))
            .reject("C1", block(2), tensor(1, 2, 2, 2, 1))
            .reject("C2", block(1), tensor(1, 2, 2, 1))
            .reject("C2", block(Long.MIN_VALUE), tensor(1, 2, 2, 1))
            .reject("C3", block(2), tensor(1, 2, 3, 1))
            .reject("C3", block(2).and("data_format", "NCHW"), tensor(1, 2, 2, 1))
            .reject("C3", block(Long.MAX_VALUE), tensor(1, 2, 2, 1)),
        OpCases.of("depth_to_space", SpaceCases::depthToSpace)
            .reject("C1", block(2), tensor(4))
            .reject("C2", block(0), tensor(1, 1, 1, 4))
            .reject("C3", block(2), tensor(1, 2, 2, 6))
            .reject("C3", block(2).and("data_format", "NCHW"), tensor(1, 1, 1, 4))
            .reject("C3", block(Long.MAX_VALUE), tensor(1, 1, 1, 4)),
        OpCases.of("space_to_batch_nd", SpaceCases::spaceToBatch)
            .reject("C1", blocks("paddings", List.of(2), List.of(0, 0)), tensor(2))
            .reject("C2", blocks("paddings", List.of(0), List.of(0, 0)), tensor(1, 2))
            .reject("C3", blocks("paddings", List.of(2), List.of(0)), tensor(1, 2))
            .reject("C3", blocks("paddings", List.of(1, 2), List.of(0, 0)), tensor(1, 2, 2))
            .reject("C4", blocks("paddings", List.of(2), List.of(-1, 1)), tensor(1, 2))
            .reject("C5", blocks("paddings", List.of(2), List.of(0, 1)), tensor(1, 2))
            .reject("C5", blocks("paddings", List.of(Long.MAX_VALUE), List.of(0, 1)), tensor(1, 2)),
        OpCases.of("batch_to_space_nd", SpaceCases::batchToSpace)
            .reject("C1", blocks("crops", List.of(2, 1), List.of(0, 0, 0, 0)), tensor(2, 2))
            .reject("C2", blocks("crops", List.of(-2), List.of(0, 0)), tensor(2, 2))
            .reject("C3", blocks("crops", List.of(2), List.of(0, 0, 0)), tensor(2, 2))
            .reject("C4", blocks("crops", List.of(2), List.of(0, -1)), tensor(2, 2))
            .reject("C5", blocks("crops", List.of(2), List.of(0, 0)), tensor(3, 2))
            .reject("C6", blocks("crops", List.of(2), List.of(2, 3)), tensor(2, 2))
            .reject(
                "C6",
                blocks("crops", List.of(2), List.of(Long.MAX_VALUE, Long.MAX_VALUE)),
                tensor(2, 2)));
  }

  private static Attributes block(long size) {
    return Attributes.of("block_size", size);
  }

  private static Attributes blocks(String margins, List<?> shape, List<?> values) {
    return Attributes.of("block_shape", shape).and(margins, values);
  }

  private static Case spaceToDepth(Draw d) {
    int b = d.between(2, 3);
    String format = d.pick("NHWC", "NCHW");
    int n = d.pick(1, 2, 0);
    int h = d.extent(1, 2, 3, 0) * b;
    int w = d.extent(1, 2, 3) * b;
    int c = d.extent(1, 2, 3);
    Shape s = format.equals("NHWC") ? Shape.of(n, h, w, c) : Shape.of(n, c, h, w);
    return new Case(
        "space_to_depth", List.of(d.floats(s, REAL)), block(b).and("data_format", format));
  }

  private static Case depthToSpace(Draw d) {
    int b = d.between(2, 3);
    String format = d.pick("NHWC", "NCHW");
    int n = d.pick(1, 2, 0);
    int h = d.extent(1, 2, 3, 0);
    int w = d.extent(1, 2, 3);
    int c = d.extent(1, 2, 3) * b * b;
    Shape s = format.equals("NHWC") ? Shape.of(n, h, w, c) : Shape.of(n, c, h, w);
    return new Case(
        "depth_to_space", List.of(d.floats(s, REAL)), block(b).and("data_format", format));
  }

  private static Case spaceToBatch(Draw d) {
    int m = d.pick(1, 2, 3, 0);
    int[] block = new int[m];
    int[] paddings = new int[2 * m];
    int[] dims = new int[m + 1];
    dims[0] = d.pick(1, 2, 0, 3);
    for (int i = 0; i < m; i++) {
      block[i] = d.pick(2, 1, 3);
      int size = block[i] * d.extent(1, 2, 3);
      paddings[2 * i] = d.choose(Math.min(3, size + 1));
      paddings[2 * i + 1] = d.choose(Math.min(3, size - paddings[2 * i] + 1));
      dims[i + 1] = size - paddings[2 * i] - paddings[2 * i + 1];
    }
    Shape s = Shape.of(dims).concat(d.pick(Shape.of(1), Shape.scalar(), Shape.of(2, 2)));
    return new Case(
        "space_to_batch_nd",
        List.of(d.floats(s, REAL)),
        Attributes.of("block_shape", block).and("paddings", paddings));
  }

  private static Case batchToSpace(Draw d) {
    int m = d.pick(1, 2, 3, 0);
    int[] block = new int[m];
    int[] crops = new int[2 * m];
    int[] dims = new int[m + 1];
    dims[0] = d.pick(1, 2, 0, 3);
    for (int i = 0; i < m; i++) {
      block[i] = d.pick(2, 1, 3);
      dims[0] *= block[i];
      dims[i + 1] = d.extent(1, 2, 3, 0);
      int size = dims[i + 1] * block[i];
      crops[2 * i] = d.choose(Math.min(4, size + 1));
      crops[2 * i + 1] = d.choose(Math.min(4, size - crops[2 * i] + 1));
    }
    Shape s = Shape.of(dims).concat(d.pick(Shape.of(1), Shape.scalar(), Shape.of(2)));
    return new Case(
        "batch_to_space_nd",
        List.of(d.floats(s, REAL)),
        Attributes.of("block_shape", block).and("crops", crops));
  }
}
