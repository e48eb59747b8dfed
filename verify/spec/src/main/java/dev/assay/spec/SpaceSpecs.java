package dev.assay.spec;

import dev.assay.engine.tensor.Shape;
import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/**
 * Specifications of the movements between space, depth and batch. TensorFlow defines them as
 * reshape, transpose, reshape; here every element is looked up by its index.
 */
final class SpaceSpecs {
  private SpaceSpecs() {}

  static List<Spec> specs() {
    return List.of(
        Spec.of("space_to_depth", SpaceSpecs::spaceToDepth).affineIn(0),
        Spec.of("depth_to_space", SpaceSpecs::depthToSpace).affineIn(0),
        Spec.of("space_to_batch_nd", SpaceSpecs::spaceToBatch).affineIn(0),
        Spec.of("batch_to_space_nd", SpaceSpecs::batchToSpace).affineIn(0));
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> spaceToDepth(SpecCall<T> c) {
    boolean last = c.attrs().text("data_format").equals("NHWC");
    int b = (int) c.attrs().integer("block_size");
    int[] s = channelsLast(c.shape(0).dims(), last);
    int[] out = {s[0], s[1] / b, s[2] / b, s[3] * b * b};
    return SpecTensor.at(
        Shape.of(asFormat(out, last)),
        ix -> {
          int[] o = channelsLast(ix, last);
          int i = o[3] / s[3] / b;
          int j = o[3] / s[3] % b;
          int[] from = {o[0], o[1] * b + i, o[2] * b + j, o[3] % s[3]};
          return c.in(0).at(asFormat(from, last));
        });
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> depthToSpace(SpecCall<T> c) {
    boolean last = c.attrs().text("data_format").equals("NHWC");
    int b = (int) c.attrs().integer("block_size");
    int[] s = channelsLast(c.shape(0).dims(), last);
    int channels = s[3] / (b * b);
    int[] out = {s[0], s[1] * b, s[2] * b, channels};
    return SpecTensor.at(
        Shape.of(asFormat(out, last)),
        ix -> {
          int[] o = channelsLast(ix, last);
          int block = o[1] % b * b + o[2] % b;
          int[] from = {o[0], o[1] / b, o[2] / b, block * channels + o[3]};
          return c.in(0).at(asFormat(from, last));
        });
  }

  private static int[] channelsLast(int[] v, boolean already) {
    return already ? v : new int[] {v[0], v[2], v[3], v[1]};
  }

  private static int[] asFormat(int[] v, boolean channelsLast) {
    return channelsLast ? v : new int[] {v[0], v[3], v[1], v[2]};
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> spaceToBatch(SpecCall<T> c) {
    int[] block = c.attrs().ints("block_shape");
    int[] pads = c.attrs().ints("paddings");
    int[] dims = c.shape(0).dims();
    int images = dims[0];
    for (int d = 0; d < block.length; d++) {
      dims[0] *= block[d];
      dims[d + 1] = (dims[d + 1] + pads[2 * d] + pads[2 * d + 1]) / block[d];
    }
    return SpecTensor.at(
        Shape.of(dims),
        ix -> {
          int[] from = ix.clone();
          from[0] = ix[0] % images;
          int rest = ix[0] / images;
          boolean inside = true;
          for (int d = block.length - 1; d >= 0; d--) {
            from[d + 1] = ix[d + 1] * block[d] + rest % block[d] - pads[2 * d];
            rest /= block[d];
            inside &= from[d + 1] >= 0 && from[d + 1] < c.shape(0).dim(d + 1);
          }
          return inside ? c.in(0).at(from) : c.k().of(0);
        });
  }

  private static <T extends RealFieldElement<T>> SpecTensor<T> batchToSpace(SpecCall<T> c) {
    int[] block = c.attrs().ints("block_shape");
    int[] crops = c.attrs().ints("crops");
    int[] dims = c.shape(0).dims();
    for (int d = 0; d < block.length; d++) {
      dims[0] /= block[d];
      dims[d + 1] = dims[d + 1] * block[d] - crops[2 * d] - crops[2 * d + 1];
    }
    int images = dims[0];
    return SpecTensor.at(
        Shape.of(dims),
        ix -> {
          int[] from = ix.clone();
          int k = 0;
          for (int d = 0; d < block.length; d++) {
            int i = ix[d + 1] + crops[2 * d];
            from[d + 1] = i / block[d];
            k = k * block[d] + i % block[d];
          }
          from[0] = k * images + ix[0];
          return c.in(0).at(from);
        });
  }
}
