package dev.assay.engine.ops.image;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;

/**
 * A decoded image.
 *
 * @param height rows
 * @param width columns
 * @param channels values per pixel
 * @param values row-major, 8 bits each
 */
record Picture(int height, int width, int channels, byte[] values) {
  /** More pixels are refused before anything of their size is allocated; TensorFlow's limit. */
  static final long MOST_PIXELS = 1L << 29;

  /** As a uint8 tensor {@code [height, width, channels]}. */
  Tensor tensor() {
    long[] v = new long[values.length];
    for (int i = 0; i < v.length; i++) {
      v[i] = values[i] & 0xFF;
    }
    return Tensor.ofLongs(DType.UINT8, Shape.of(height, width, channels), v);
  }

  /** The luma of red, green and blue as libjpeg has it: 16-bit weights, rounded. */
  static int luma(int r, int g, int b) {
    return (19595 * r + 38470 * g + 7471 * b + 32768) >> 16;
  }
}
