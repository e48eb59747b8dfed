package dev.assay.engine.ops.image;

import dev.assay.engine.op.Call;
import dev.assay.engine.op.DTypes;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The values of images. A floating image has 1 for the greatest intensity, an integer image the
 * greatest number of its type, its {@code unit}: integers are {@code unit} times the fractions that
 * TensorFlow converts them to, {@code x/unit}, and a result {@code y·unit} becomes the integer
 * {@code ⌊y·(unit + ½)⌋}, towards 0, clamped to the type.
 *
 * <p>Kernels work with {@code y·unit}, which needs no division: where that is exact, so is the
 * integer.
 */
final class Values {
  /** Types of images whose values are converted: floats and integers of up to 32 bits. */
  static final Set<DType> IMAGES = images();

  private Values() {}

  private static Set<DType> images() {
    Set<DType> s = EnumSet.copyOf(DTypes.FLOATS);
    s.addAll(Set.of(DType.UINT8, DType.INT16, DType.INT32));
    return Collections.unmodifiableSet(s);
  }

  /** The value of the greatest intensity: 1 for floating images. */
  static double unit(DType dtype) {
    return dtype.isFloating() ? 1 : greatest(dtype);
  }

  /** The greatest number of an integer type. */
  static long greatest(DType dtype) {
    return dtype == DType.UINT8 ? 255 : (1L << (8 * dtype.bytes() - 1)) - 1;
  }

  /** The least number of an integer type. */
  static long least(DType dtype) {
    return dtype == DType.UINT8 ? 0 : -greatest(dtype) - 1;
  }

  /** The first result of a call from its values in units of {@code unit}; modifies them. */
  static List<Tensor> result(Call c, double[] y) {
    DType dtype = c.output().dtype();
    if (dtype.isInteger()) {
      double unit = unit(dtype);
      for (int i = 0; i < y.length; i++) {
        y[i] = clamp(dtype, y[i] * (unit + 0.5) / unit);
      }
    }
    return c.result(y);
  }

  /** The number of an integer type that is nearest; NaN passes. */
  static double clamp(DType dtype, double y) {
    return Math.max(least(dtype), Math.min(greatest(dtype), y));
  }
}
