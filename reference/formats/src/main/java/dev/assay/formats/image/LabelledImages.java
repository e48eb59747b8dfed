package dev.assay.formats.image;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;

/**
 * Images of one size and the class of each.
 *
 * @param images uint8 {@code [n, height, width]} or {@code [n, height, width, channels]}
 * @param labels integers {@code [n]}
 */
public record LabelledImages(Tensor images, Tensor labels) {
  /** Checks that both belong together. */
  public LabelledImages {
    ValueException.requireGiven(images, "images: the images");
    ValueException.requireGiven(labels, "images: the labels");
    if (images.dtype() != DType.UINT8 || !labels.dtype().isInteger()) {
      throw new DTypeException(
          "images: uint8 images and integer labels, got "
              + images.dtype()
              + " and "
              + labels.dtype());
    }
    if (images.rank() < 3
        || images.rank() > 4
        || labels.rank() != 1
        || images.shape().dim(0) != labels.shape().dim(0)) {
      throw new ShapeException(
          "images: images [n,h,w] or [n,h,w,c] and labels [n], got "
              + images.shape()
              + " and "
              + labels.shape());
    }
  }

  /** How many there are. */
  public int count() {
    return images.shape().dim(0);
  }

  /** The images as float32 {@code [n, height·width·channels]}: {@code pixel/255}, in [0, 1]. */
  public Tensor flattened() {
    int[] dims = images.shape().dims();
    Shape each = Shape.of(dims).slice(1, dims.length);
    return scaled(Shape.of(count(), each.elements()));
  }

  /** The images as float32 of their shape: {@code pixel/255}, in [0, 1]. */
  public Tensor scaled() {
    return scaled(images.shape());
  }

  private Tensor scaled(Shape shape) {
    byte[] pixels = (byte[]) images.host().array();
    float[] values = new float[pixels.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((pixels[i] & 0xFF) / 255.0);
    }
    return Tensor.of(shape, HostStorage.ofArray(DType.FLOAT32, values));
  }

  /**
   * The labels as float32 {@code [n, classes]}: 1 in the column of the class, 0 elsewhere.
   *
   * @param classes every label is less
   */
  public Tensor oneHot(int classes) {
    if (classes < 1) {
      throw new ValueException("images: at least one class, got " + classes);
    }
    long[] label = labels.host().longs();
    Shape shape = Shape.of(label.length, classes);
    float[] hot = new float[shape.elements()];
    for (int i = 0; i < label.length; i++) {
      if (label[i] < 0 || label[i] >= classes) {
        throw new ValueException(
            "images: label " + i + " is " + label[i] + ", there are " + classes + " classes");
      }
      hot[i * classes + (int) label[i]] = 1;
    }
    return Tensor.of(shape, HostStorage.ofArray(DType.FLOAT32, hot));
  }

  /** The images from {@code from} (inclusive) to {@code to} (exclusive) with their labels. */
  public LabelledImages slice(int from, int to) {
    if (from < 0 || from > to || to > count()) {
      throw new ValueException(
          "images: " + from + " to " + to + " of " + count() + " images are asked for");
    }
    return new LabelledImages(rows(images, from, to), rows(labels, from, to));
  }

  private static Tensor rows(Tensor t, int from, int to) {
    Shape shape = t.shape().with(0, to - from);
    int each = t.shape().slice(1, t.rank()).elements();
    int[] source = new int[shape.elements()];
    for (int i = 0; i < source.length; i++) {
      source[i] = from * each + i;
    }
    return Tensor.of(shape, t.host().select(source, t.host()));
  }
}
