package dev.assay.formats.example;

import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.io.Messages;
import dev.assay.protos.FeatureList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Features of a whole sequence, its context, and lists of features that have one entry for each
 * step. A feature is as in {@link Example}; here one of no kind is an empty list of strings, so
 * that steps keep their numbers.
 */
public final class SequenceExample {
  private final SortedMap<String, Tensor> context;
  private final SortedMap<String, List<Tensor>> featureLists;

  private SequenceExample(
      SortedMap<String, Tensor> context, SortedMap<String, List<Tensor>> featureLists) {
    this.context = Collections.unmodifiableSortedMap(context);
    this.featureLists = Collections.unmodifiableSortedMap(featureLists);
  }

  /**
   * A sequence example.
   *
   * @param context string, float32 or int64 tensors of any shape
   * @param featureLists for each name a tensor per step, of the same types
   */
  public static SequenceExample of(
      Map<String, Tensor> context, Map<String, List<Tensor>> featureLists) {
    SortedMap<String, List<Tensor>> lists = new TreeMap<>();
    ValueException.requireGiven(featureLists, "sequence example: the map of lists")
        .forEach(
            (name, steps) -> {
              ValueException.requireGiven(name, "sequence example: a name");
              String what = "sequence example: list \"" + name + "\"";
              List<Tensor> flat = new ArrayList<>();
              for (Tensor step : ValueException.requireGiven(steps, what)) {
                flat.add(FeatureValues.flat(what + ", step " + flat.size(), step));
              }
              lists.put(name, List.copyOf(flat));
            });
    return new SequenceExample(FeatureValues.flattened("sequence example", context), lists);
  }

  /** The sequence example in {@code bytes}. */
  public static SequenceExample parse(byte[] bytes) {
    ValueException.requireGiven(bytes, "sequence example: the bytes");
    return Messages.read(
        "sequence example",
        "a tf.SequenceExample",
        () -> {
          var message = dev.assay.protos.SequenceExample.parseFrom(bytes);
          Tensor none = Tensor.ofStrings(Shape.of(0));
          SortedMap<String, List<Tensor>> lists = new TreeMap<>();
          message
              .getFeatureLists()
              .getFeatureListMap()
              .forEach(
                  (name, list) ->
                      lists.put(
                          name,
                          list.getFeatureList().stream()
                              .map(f -> FeatureValues.value(f).orElse(none))
                              .toList()));
          return new SequenceExample(FeatureValues.values(message.getContext()), lists);
        });
  }

  /** The features of the whole, by name; each a tensor of rank 1. */
  public SortedMap<String, Tensor> context() {
    return context;
  }

  /** The features of the steps, by name; each a tensor of rank 1. */
  public SortedMap<String, List<Tensor>> featureLists() {
    return featureLists;
  }

  /** The bytes of the protocol buffer. */
  public byte[] toBytes() {
    dev.assay.protos.FeatureLists.Builder lists = dev.assay.protos.FeatureLists.newBuilder();
    featureLists.forEach(
        (name, steps) -> {
          FeatureList.Builder list = FeatureList.newBuilder();
          steps.forEach(step -> list.addFeature(FeatureValues.message(step)));
          lists.putFeatureList(name, list.build());
        });
    return FeatureValues.bytes(
        dev.assay.protos.SequenceExample.newBuilder()
            .setContext(FeatureValues.message(context))
            .setFeatureLists(lists)
            .build());
  }
}
