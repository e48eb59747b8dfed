package dev.assay.formats.event;

import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.op.SymbolicOperand;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.List;

/** What an event shows under one name. */
public sealed interface SummaryValue {
  /** Its name; parts between slashes are groups. */
  String tag();

  /**
   * A number over the steps.
   *
   * @param value rounded to binary32 when it is written
   */
  record Scalar(String tag, double value) implements SummaryValue {
    /** Checks the tag. */
    public Scalar {
      requireTag(tag);
    }
  }

  /** A distribution over the steps. */
  record Histogram(String tag, HistogramData data) implements SummaryValue {
    /** Checks the tag. */
    public Histogram {
      requireTag(tag);
      ValueException.requireGiven(data, "summary: the histogram " + tag);
    }
  }

  /**
   * A picture.
   *
   * @param height rows
   * @param width columns
   * @param channels 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA
   * @param file a PNG file, a scalar string
   */
  record Image(String tag, int height, int width, int channels, Tensor file)
      implements SummaryValue {
    /** Checks tag and file. */
    public Image {
      requireTag(tag);
      requireFile(file, "the picture " + tag);
    }
  }

  /**
   * Text, in Markdown.
   *
   * @param text strings; of a matrix the viewer makes a table
   */
  record Text(String tag, Tensor text) implements SummaryValue {
    /** Checks tag and text. */
    public Text {
      requireTag(tag);
      requireValue(text, "the text " + tag);
      if (text.dtype() != DType.STRING) {
        throw new ShapeException("summary: text is of strings, got " + text.dtype());
      }
    }
  }

  /**
   * A tensor for some other plug-in of the viewer.
   *
   * @param plugin its name; empty for none
   */
  record TensorValue(String tag, Tensor value, String plugin) implements SummaryValue {
    /** Checks tag and value. */
    public TensorValue {
      requireTag(tag);
      requireValue(value, "the tensor " + tag);
      ValueException.requireGiven(plugin, "summary: the plug-in of " + tag);
    }
  }

  /**
   * A sound.
   *
   * @param sampleRate samples per second
   * @param channels how many
   * @param frames samples per channel
   * @param file a file, a scalar string
   * @param contentType its type, {@code audio/wav}
   */
  record Audio(
      String tag, double sampleRate, long channels, long frames, Tensor file, String contentType)
      implements SummaryValue {
    /** Checks tag and file. */
    public Audio {
      requireTag(tag);
      requireFile(file, "the sound " + tag);
      ValueException.requireGiven(contentType, "summary: the type of " + tag);
    }
  }

  /** A value of a kind that only the viewer knows, or none. */
  record Unknown(String tag) implements SummaryValue {
    /** Checks the tag. */
    public Unknown {
      requireTag(tag);
    }
  }

  /** A number over the steps. */
  static SummaryValue scalar(String tag, double value) {
    return new Scalar(tag, value);
  }

  /** A number over the steps, of a tensor with one element. */
  static SummaryValue scalar(String tag, Tensor value) {
    requireTag(tag);
    requireValue(value, "the number " + tag);
    if (value.size() != 1) {
      throw new ShapeException("summary: " + tag + " is one number, got shape " + value.shape());
    }
    return new Scalar(tag, value.toDouble());
  }

  /** The distribution of the elements, which are finite. */
  static SummaryValue histogram(String tag, Tensor values) {
    requireTag(tag);
    try {
      return new Histogram(tag, HistogramData.of(values));
    } catch (ValueException e) {
      throw new ValueException("summary " + tag + ": " + e.getMessage());
    }
  }

  /**
   * The first of a batch of images, {@code [n, height, width, channels]}: one is called {@code
   * TAG/image}, several {@code TAG/image/0}, {@code TAG/image/1}, ….
   *
   * <p>uint8 is shown as it is. Floating images are scaled, each by its own extremes over its
   * finite values: without negative ones by {@code 255/max}, else {@code 128 + 127·x/max|x|}. A
   * pixel that is not finite is red, in grey images white.
   *
   * @param images uint8, float16, float32 or float64, with 1, 3 or 4 channels
   * @param maxOutputs how many at most
   */
  static List<SummaryValue> images(String tag, Tensor images, int maxOutputs) {
    requireTag(tag);
    requireValue(images, "the images " + tag);
    return Pictures.of(tag, images, maxOutputs);
  }

  /** One text. */
  static SummaryValue text(String tag, String text) {
    return new Text(tag, Tensor.of(ValueException.requireGiven(text, "summary: the text " + tag)));
  }

  /** Strings; of a matrix the viewer makes a table. */
  static SummaryValue text(String tag, Tensor text) {
    return new Text(tag, text);
  }

  /** A file as a scalar string. */
  static Tensor file(byte[] bytes) {
    return Tensor.of(Shape.scalar(), HostStorage.ofBytes(new byte[][] {bytes}));
  }

  private static void requireTag(String tag) {
    ValueException.requireGiven(tag, "summary: the tag");
  }

  private static void requireFile(Tensor file, String what) {
    requireValue(file, what);
    if (file.dtype() != DType.STRING || file.rank() != 0) {
      throw new ShapeException(
          "summary: " + what + " is a scalar string, got " + file.dtype() + " " + file.shape());
    }
  }

  private static void requireValue(Tensor value, String what) {
    if (ValueException.requireGiven(value, "summary: " + what) instanceof SymbolicOperand) {
      throw new ValueException("summary: " + what + " has no value, got " + value);
    }
  }
}
