package dev.assay.formats.example;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import dev.assay.engine.DTypeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.protos.BytesList;
import dev.assay.protos.Feature;
import dev.assay.protos.Features;
import dev.assay.protos.FloatList;
import dev.assay.protos.Int64List;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Between tensors and the messages of features. */
final class FeatureValues {
  private FeatureValues() {}

  /** The features with their elements in one dimension, sorted; an error if a type has no list. */
  static SortedMap<String, Tensor> flattened(String where, Map<String, Tensor> features) {
    SortedMap<String, Tensor> sorted = new TreeMap<>();
    ValueException.requireGiven(features, where + ": the map of features")
        .forEach(
            (name, tensor) -> {
              ValueException.requireGiven(name, where + ": a name");
              String what = where + ": feature \"" + name + "\"";
              sorted.put(name, flat(what, tensor));
            });
    return sorted;
  }

  /** The elements in one dimension. */
  static Tensor flat(String what, Tensor tensor) {
    HostStorage host = ValueException.requireGiven(tensor, what).host();
    requireListed(what, host.dtype());
    return Tensor.of(Shape.of(host.size()), host);
  }

  /** An error unless there is a list for elements of the type. */
  static void requireListed(String what, DType dtype) {
    if (dtype != DType.STRING && dtype != DType.FLOAT32 && dtype != DType.INT64) {
      throw new DTypeException(what + ": string, float32 or int64, got " + dtype);
    }
  }

  /** The features of a message that have a kind. */
  static SortedMap<String, Tensor> values(Features message) {
    SortedMap<String, Tensor> values = new TreeMap<>();
    message
        .getFeatureMap()
        .forEach((name, feature) -> value(feature).ifPresent(v -> values.put(name, v)));
    return values;
  }

  /** The list of a feature; empty if it has no kind. */
  static Optional<Tensor> value(Feature feature) {
    return switch (feature.getKindCase()) {
      case BYTES_LIST -> {
        byte[][] strings = new byte[feature.getBytesList().getValueCount()][];
        for (int i = 0; i < strings.length; i++) {
          strings[i] = feature.getBytesList().getValue(i).toByteArray();
        }
        yield Optional.of(vector(HostStorage.ofBytes(strings)));
      }
      case FLOAT_LIST -> {
        long[] bits = new long[feature.getFloatList().getValueCount()];
        for (int i = 0; i < bits.length; i++) {
          bits[i] = Float.floatToRawIntBits(feature.getFloatList().getValue(i));
        }
        yield Optional.of(vector(HostStorage.ofBits(DType.FLOAT32, bits)));
      }
      case INT64_LIST -> {
        long[] longs = new long[feature.getInt64List().getValueCount()];
        for (int i = 0; i < longs.length; i++) {
          longs[i] = feature.getInt64List().getValue(i);
        }
        yield Optional.of(vector(HostStorage.ofLongs(DType.INT64, longs)));
      }
      case KIND_NOT_SET -> Optional.empty();
    };
  }

  private static Tensor vector(HostStorage storage) {
    return Tensor.of(Shape.of(storage.size()), storage);
  }

  /** The message of sorted features. */
  static Features message(SortedMap<String, Tensor> features) {
    Features.Builder builder = Features.newBuilder();
    features.forEach((name, tensor) -> builder.putFeature(name, message(tensor)));
    return builder.build();
  }

  /** The message of one list. */
  static Feature message(Tensor tensor) {
    HostStorage host = tensor.host();
    Feature.Builder feature = Feature.newBuilder();
    switch (host.dtype()) {
      case STRING -> {
        BytesList.Builder list = BytesList.newBuilder();
        for (byte[] value : host.bytes()) {
          list.addValue(ByteString.copyFrom(value));
        }
        feature.setBytesList(list);
      }
      case FLOAT32 -> {
        FloatList.Builder list = FloatList.newBuilder();
        for (float value : (float[]) host.array()) {
          list.addValue(value);
        }
        feature.setFloatList(list);
      }
      default -> {
        Int64List.Builder list = Int64List.newBuilder();
        for (long value : host.longs()) {
          list.addValue(value);
        }
        feature.setInt64List(list);
      }
    }
    return feature.build();
  }

  /** The bytes of a message, the entries of maps in the order of their keys. */
  static byte[] bytes(MessageLite message) {
    byte[] bytes = new byte[message.getSerializedSize()];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      message.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("example: " + e.getMessage(), e);
    }
    return bytes;
  }
}
