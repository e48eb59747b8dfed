package dev.assay.engine.ops.window;

import dev.assay.engine.ValueException;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** Windows of which the greatest or the mean element is taken, and movements of blocks. */
public final class Pool {
  private Pool() {}

  /**
   * The greatest element of every window of {@code ksize} cells along each axis of {@code [N, W,
   * C]}.
   */
  public static Tensor maxPool1d(Tensor input, int ksize, Window window) {
    return maxPool1d(input, new int[] {ksize}, window);
  }

  /** The greatest element of every window; {@code ksize} has an entry per spatial axis. */
  public static Tensor maxPool1d(Tensor input, int[] ksize, Window window) {
    return MaxPool.maxPool(1, input, attributes(1, ksize, window));
  }

  /**
   * The greatest element of every window of {@code ksize} cells along each axis of {@code [N, H, W,
   * C]}.
   */
  public static Tensor maxPool(Tensor input, int ksize, Window window) {
    return maxPool(input, new int[] {ksize}, window);
  }

  /** The greatest element of every window; {@code ksize} has an entry per spatial axis. */
  public static Tensor maxPool(Tensor input, int[] ksize, Window window) {
    return MaxPool.maxPool(2, input, attributes(2, ksize, window));
  }

  /**
   * The greatest element of every window of {@code ksize} cells along each axis of {@code [N, D, H,
   * W, C]}.
   */
  public static Tensor maxPool3d(Tensor input, int ksize, Window window) {
    return maxPool3d(input, new int[] {ksize}, window);
  }

  /** The greatest element of every window; {@code ksize} has an entry per spatial axis. */
  public static Tensor maxPool3d(Tensor input, int[] ksize, Window window) {
    return MaxPool.maxPool(3, input, attributes(3, ksize, window));
  }

  /**
   * The mean of the elements of every window of {@code ksize} cells along each axis of {@code [N,
   * W, C]}.
   */
  public static Tensor avgPool1d(Tensor input, int ksize, Window window) {
    return avgPool1d(input, new int[] {ksize}, window);
  }

  /** The mean of the elements of every window; {@code ksize} has an entry per spatial axis. */
  public static Tensor avgPool1d(Tensor input, int[] ksize, Window window) {
    return AvgPool.avgPool(1, input, attributes(1, ksize, window));
  }

  /**
   * The mean of the elements of every window of {@code ksize} cells along each axis of {@code [N,
   * H, W, C]}.
   */
  public static Tensor avgPool(Tensor input, int ksize, Window window) {
    return avgPool(input, new int[] {ksize}, window);
  }

  /** The mean of the elements of every window; {@code ksize} has an entry per spatial axis. */
  public static Tensor avgPool(Tensor input, int[] ksize, Window window) {
    return AvgPool.avgPool(2, input, attributes(2, ksize, window));
  }

  /**
   * The mean of the elements of every window of {@code ksize} cells along each axis of {@code [N,
   * D, H, W, C]}.
   */
  public static Tensor avgPool3d(Tensor input, int ksize, Window window) {
    return avgPool3d(input, new int[] {ksize}, window);
  }

  /** The mean of the elements of every window; {@code ksize} has an entry per spatial axis. */
  public static Tensor avgPool3d(Tensor input, int[] ksize, Window window) {
    return AvgPool.avgPool(3, input, attributes(3, ksize, window));
  }

  /**
   * The greatest element of every window and where it stands, int64: {@code (y·W + x)·C + c}, with
   * {@code includeBatchInIndex} {@code ((b·H + y)·W + x)·C + c}.
   */
  public static List<Tensor> maxPoolWithArgmax(
      Tensor input, int[] ksize, Window window, boolean includeBatchInIndex) {
    return MaxPoolWithArgmax.maxPoolWithArgmax(
        input, attributes(2, ksize, window).and("include_batch_in_index", includeBatchInIndex));
  }

  /** The mean over all positions of each channel, {@code [N, C]}; channels stand last. */
  public static Tensor globalAveragePool(Tensor input) {
    return globalAveragePool(input, channelsLast(input), false);
  }

  /** The mean over all positions of each channel; {@code dataFormat} is NHWC, NCHW, NWC, … */
  public static Tensor globalAveragePool(Tensor input, String dataFormat, boolean keepdims) {
    return GlobalPool.average(input, global(dataFormat, keepdims));
  }

  /** The maximum over all positions of each channel, {@code [N, C]}; channels stand last. */
  public static Tensor globalMaxPool(Tensor input) {
    return globalMaxPool(input, channelsLast(input), false);
  }

  /** The maximum over all positions of each channel; {@code dataFormat} is NHWC, NCHW, NWC, … */
  public static Tensor globalMaxPool(Tensor input, String dataFormat, boolean keepdims) {
    return GlobalPool.max(input, global(dataFormat, keepdims));
  }

  private static String channelsLast(Tensor input) {
    int rank = ValueException.requireGiven(input, "global pool: input").rank();
    return rank == 3 ? "NWC" : rank == 5 ? "NDHWC" : "NHWC";
  }

  private static Attributes global(String dataFormat, boolean keepdims) {
    return Attributes.of("data_format", dataFormat).and("keepdims", keepdims);
  }

  /**
   * Every window of {@code [N, H, W, C]} as a line of channels, {@code [N, outH, outW, kh·kw·C]};
   * {@code padding} is VALID or SAME.
   */
  public static Tensor extractPatches(
      Tensor images, int[] sizes, int[] strides, int[] rates, String padding) {
    return ExtractPatches.extractPatches(
        images,
        Attributes.of("sizes", sizes)
            .and("strides", strides)
            .and("rates", rates)
            .and("padding", padding));
  }

  private static Attributes attributes(int n, int[] ksize, Window window) {
    return Window.attributes(window, n).and("ksize", ksize);
  }

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
