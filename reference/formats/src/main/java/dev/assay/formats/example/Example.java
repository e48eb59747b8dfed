package dev.assay.formats.example;

import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.io.Messages;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;

/**
 * Features by name, in the order of their names. A feature is a list of strings, of float32 or of
 * int64, here a tensor of rank 1.
 *
 * <pre>{@code
 * byte[] record =
 *     Example.of(Map.of("image", Tensor.ofStrings(…), "label", Tensor.of(7L))).toBytes();
 * Example read = Example.parse(record);
 * long label = read.features().get("label").toLongs()[0];
 * }</pre>
 *
 * <p>One example has one form in bytes: names in order, numbers packed, as TensorFlow's Python
 * writes it when asked to be deterministic.
 */
public final class Example {
  private final SortedMap<String, Tensor> features;

  private Example(SortedMap<String, Tensor> features) {
    this.features = Collections.unmodifiableSortedMap(features);
  }

  /**
   * An example of the given features.
   *
   * @param features string, float32 or int64 tensors of any shape; the elements in row-major order
   *     become the list
   */
  public static Example of(Map<String, Tensor> features) {
    return new Example(FeatureValues.flattened("example", features));
  }

  /** The example in {@code bytes}. A feature of no kind, which says nothing, is left out. */
  public static Example parse(byte[] bytes) {
    ValueException.requireGiven(bytes, "example: the bytes");
    return Messages.read(
        "example",
        "a tf.Example",
        () ->
            new Example(
                FeatureValues.values(dev.assay.protos.Example.parseFrom(bytes).getFeatures())));
  }

  /** The features by name, in order; each a tensor of rank 1. */
  public SortedMap<String, Tensor> features() {
    return features;
  }

  /** The bytes of the protocol buffer. */
  public byte[] toBytes() {
    return FeatureValues.bytes(
        dev.assay.protos.Example.newBuilder().setFeatures(FeatureValues.message(features)).build());
  }

  @Override
  public String toString() {
    return "Example" + features;
  }
}
