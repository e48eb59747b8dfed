package dev.assay.formats.example;

import dev.assay.engine.DTypeException;
import dev.assay.engine.FormatException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.io.Messages;
import dev.assay.protos.Example;
import dev.assay.protos.Feature;
import dev.assay.protos.Features;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads chosen features of serialized examples as tensors: TensorFlow's {@code
 * parse_single_example} and {@code parse_example}. Features that are not asked for are skipped.
 * Safe to use from several threads.
 *
 * <p>A feature is missing if an example does not name it or gives it no kind. It is a {@link
 * FormatException} if a feature of fixed length is missing and has no default, has another number
 * of values than its shape (an empty list, too), or if a feature has values of another type.
 */
public final class ExampleParser {
  private final Map<String, FeatureSpec> features;

  /** A parser of the given features. */
  public ExampleParser(Map<String, FeatureSpec> features) {
    ValueException.requireGiven(features, "parse_example: the map of features");
    features.forEach(
        (name, spec) -> {
          ValueException.requireGiven(name, "parse_example: a name");
          ValueException.requireGiven(spec, "parse_example: feature \"" + name + "\"");
        });
    if (features.isEmpty()) {
      throw new ValueException("parse_example: no features are asked for");
    }
    this.features = new LinkedHashMap<>(features);
  }

  /**
   * The features of one example: of fixed length with their shape, of variable length with indices
   * {@code [n, 1]} and dense shape {@code [n]}.
   *
   * @param serialized the bytes of an example
   */
  public ParsedExamples parseSingleExample(byte[] serialized) {
    ValueException.requireGiven(serialized, "parse_single_example: the bytes");
    return parse(List.of(message("parse_single_example", serialized)), false);
  }

  /** As {@link #parseSingleExample(byte[])}, of a string scalar. */
  public ParsedExamples parseSingleExample(Tensor serialized) {
    byte[][] bytes = strings("parse_single_example", serialized, 0);
    return parseSingleExample(bytes[0]);
  }

  /**
   * The features of a batch: of fixed length with the shape {@code [batch] + shape}, of variable
   * length with indices {@code [n, 2]}, example and position, and dense shape {@code [batch, most
   * values of one example]}.
   *
   * @param serialized strings {@code [batch]}, the bytes of examples
   */
  public ParsedExamples parseExample(Tensor serialized) {
    byte[][] bytes = strings("parse_example", serialized, 1);
    List<Features> examples = new ArrayList<>();
    for (int i = 0; i < bytes.length; i++) {
      examples.add(message(where(i), bytes[i]));
    }
    return parse(examples, true);
  }

  private static String where(int example) {
    return "parse_example: example " + example;
  }

  private static Features message(String where, byte[] bytes) {
    return Messages.read(where, "a tf.Example", () -> Example.parseFrom(bytes).getFeatures());
  }

  private static byte[][] strings(String op, Tensor serialized, int rank) {
    ValueException.requireGiven(serialized, op + ": serialized");
    if (serialized.dtype() != DType.STRING) {
      throw new DTypeException(op + ": serialized is string, got " + serialized.dtype());
    }
    if (serialized.rank() != rank) {
      throw new ShapeException(
          op + ": serialized has rank " + rank + ", got shape " + serialized.shape());
    }
    return serialized.host().bytes();
  }

  private ParsedExamples parse(List<Features> examples, boolean batched) {
    Map<String, Tensor> dense = new LinkedHashMap<>();
    Map<String, SparseTensor> sparse = new LinkedHashMap<>();
    features.forEach(
        (name, spec) -> {
          List<HostStorage> lists = new ArrayList<>();
          for (Features example : examples) {
            String where = batched ? where(lists.size()) : "parse_single_example";
            lists.add(values(where + ": feature \"" + name + "\"", example, name, spec));
          }
          if (spec instanceof FeatureSpec.FixedLength fixed) {
            Shape batch = batched ? Shape.of(lists.size()) : Shape.scalar();
            dense.put(name, Tensor.of(batch.concat(fixed.shape()), joined(spec.dtype(), lists)));
          } else {
            sparse.put(name, sparse(spec.dtype(), lists, batched));
          }
        });
    return new ParsedExamples(dense, sparse);
  }

  /** What an example has for a feature, or the default; checked. */
  private static HostStorage values(String what, Features example, String name, FeatureSpec spec) {
    Optional<Tensor> given =
        FeatureValues.value(example.getFeatureOrDefault(name, Feature.getDefaultInstance()));
    if (given.isPresent() && given.get().dtype() != spec.dtype()) {
      throw new FormatException(
          what + " holds " + given.get().dtype() + ", asked for is " + spec.dtype());
    }
    if (spec instanceof FeatureSpec.FixedLength fixed) {
      Tensor values =
          given
              .or(fixed::defaultValue)
              .orElseThrow(
                  () ->
                      new FormatException(
                          what + " (" + spec.dtype() + ") is required and not there"));
      if (values.size() != fixed.shape().elements()) {
        throw new FormatException(
            what + " has " + values.size() + " values, asked for is shape " + fixed.shape());
      }
      return values.host();
    }
    return given.map(Tensor::host).orElseGet(() -> HostStorage.zeros(spec.dtype(), 0));
  }

  private static HostStorage joined(DType dtype, List<HostStorage> lists) {
    return lists.isEmpty() ? HostStorage.zeros(dtype, 0) : HostStorage.joined(lists);
  }

  private static SparseTensor sparse(DType dtype, List<HostStorage> lists, boolean batched) {
    HostStorage values = joined(dtype, lists);
    int rank = batched ? 2 : 1;
    long[] indices = new long[Math.multiplyExact(values.size(), rank)];
    int at = 0;
    int most = 0;
    for (int example = 0; example < lists.size(); example++) {
      int n = lists.get(example).size();
      for (int i = 0; i < n; i++) {
        if (batched) {
          indices[at++] = example;
        }
        indices[at++] = i;
      }
      most = Math.max(most, n);
    }
    long[] shape = batched ? new long[] {lists.size(), most} : new long[] {most};
    return new SparseTensor(
        Tensor.ofLongs(DType.INT64, Shape.of(values.size(), rank), indices),
        Tensor.of(Shape.of(values.size()), values),
        Tensor.ofLongs(DType.INT64, Shape.of(rank), shape));
  }
}
