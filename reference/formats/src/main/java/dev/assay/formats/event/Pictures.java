package dev.assay.formats.event;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.ops.image.Image;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Images of any range as PNG files, scaled as TensorFlow's image summaries are. */
final class Pictures {
  /** An image without a greater value is black. */
  private static final float NOTHING = 1e-6f;

  private static final byte[] BAD = {(byte) 255, 0, 0, (byte) 255};

  private Pictures() {}

  static List<SummaryValue> of(String tag, Tensor images, int maxOutputs) {
    DType dtype = images.dtype();
    if (dtype != DType.UINT8 && (!dtype.isFloating() || dtype == DType.BFLOAT16)) {
      throw new DTypeException(
          "summary " + tag + ": uint8, float16, float32 or float64 images, got " + dtype);
    }
    Shape shape = images.shape();
    int channels = shape.rank() == 4 ? shape.dim(3) : 0;
    if (channels != 1 && channels != 3 && channels != 4) {
      throw new ShapeException(
          "summary " + tag + ": images are [n,h,w,c] with 1, 3 or 4 channels, got " + shape);
    }
    if (shape.dim(1) == 0 || shape.dim(2) == 0) {
      throw new ShapeException("summary " + tag + ": images without pixels, " + shape);
    }
    if (maxOutputs < 1) {
      throw new ValueException("summary " + tag + ": at least one output, got " + maxOutputs);
    }
    List<SummaryValue> values = new ArrayList<>();
    Shape one = shape.without(0);
    for (int i = 0; i < Math.min(maxOutputs, shape.dim(0)); i++) {
      byte[] pixels = pixels(images, i * one.elements(), one.elements(), channels);
      Tensor file = Image.encodePng(Tensor.of(one, HostStorage.ofArray(DType.UINT8, pixels)));
      String name = tag + "/image" + (maxOutputs > 1 ? "/" + i : "");
      values.add(new SummaryValue.Image(name, shape.dim(1), shape.dim(2), channels, file));
    }
    return List.copyOf(values);
  }

  private static byte[] pixels(Tensor images, int from, int count, int channels) {
    HostStorage host = images.host();
    if (images.dtype() == DType.UINT8) {
      return Arrays.copyOfRange((byte[]) host.array(), from, from + count);
    }
    double[] x = Arrays.copyOfRange(host.doubles(), from, from + count);
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (int p = 0; p < count; p += channels) {
      if (isFinite(x, p, channels)) {
        for (int c = 0; c < channels; c++) {
          min = Math.min(min, (float) x[p + c]);
          max = Math.max(max, (float) x[p + c]);
        }
      }
    }
    float reach = min < 0 ? Math.max(-min, Math.abs(max)) : max;
    float full = min < 0 ? 127 : 255;
    // in the images' own precision, rounded after each step, as TensorFlow computes it
    double scale = images.dtype().round(reach < NOTHING ? 0 : full / reach);
    double offset = min < 0 ? 128 : 0;
    byte[] pixels = new byte[count];
    for (int p = 0; p < count; p += channels) {
      boolean finite = isFinite(x, p, channels);
      for (int c = 0; c < channels; c++) {
        double scaled = images.dtype().round(images.dtype().round(x[p + c] * scale) + offset);
        pixels[p + c] = finite ? (byte) scaled : BAD[c];
      }
    }
    return pixels;
  }

  private static boolean isFinite(double[] x, int from, int channels) {
    for (int c = 0; c < channels; c++) {
      if (Double.isNaN(x[from + c]) || Double.isInfinite(x[from + c])) {
        return false;
      }
    }
    return true;
  }
}
