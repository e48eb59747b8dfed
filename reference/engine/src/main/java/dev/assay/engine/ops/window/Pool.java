package dev.assay.engine.ops.window;

import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Tensor;

/** Windows of which the greatest or the mean element is taken, and movements of blocks. */
public final class Pool {
  private Pool() {}

  /** {@code output[n, y, x, (i·b + j)·C + c] = input[n, y·b + i, x·b + j, c]}, b = blockSize. */
  public static Tensor spaceToDepth(Tensor input, int blockSize) {
    return spaceToDepth(input, blockSize, "NHWC");
  }

  /** As {@link #spaceToDepth(Tensor, int)}; {@code dataFormat} is NHWC or NCHW. */
  public static Tensor spaceToDepth(Tensor input, int blockSize, String dataFormat) {
    return SpaceToDepth.spaceToDepth(input, block(blockSize, dataFormat));
  }

  /** {@code output[n, y·b + i, x·b + j, c] = input[n, y, x, (i·b + j)·C + c]}, b = blockSize. */
  public static Tensor depthToSpace(Tensor input, int blockSize) {
    return depthToSpace(input, blockSize, "NHWC");
  }

  /** As {@link #depthToSpace(Tensor, int)}; {@code dataFormat} is NHWC or NCHW. */
  public static Tensor depthToSpace(Tensor input, int blockSize, String dataFormat) {
    return SpaceToDepth.depthToSpace(input, block(blockSize, dataFormat));
  }

  private static Attributes block(int size, String dataFormat) {
    return Attributes.of("block_size", size).and("data_format", dataFormat);
  }

  /**
   * Every {@code blockShape}-th pixel of the padded images as an image of its own: {@code
   * output[k·N + n, s, r] = input[n, s·b + i(k) − before, r]}, 0 outside.
   */
  public static Tensor spaceToBatchNd(Tensor input, int[] blockShape, int[][] paddings) {
    return SpaceToBatch.spaceToBatchNd(input, blockShape, paddings);
  }

  /** Undoes {@link #spaceToBatchNd}: its paddings are the {@code crops}. */
  public static Tensor batchToSpaceNd(Tensor input, int[] blockShape, int[][] crops) {
    return SpaceToBatch.batchToSpaceNd(input, blockShape, crops);
  }
}
