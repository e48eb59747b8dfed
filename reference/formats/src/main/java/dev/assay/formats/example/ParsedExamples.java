package dev.assay.formats.example;

import dev.assay.engine.tensor.Tensor;
import java.util.Map;

/**
 * What {@link ExampleParser} reads.
 *
 * @param dense the features of fixed length, by name
 * @param sparse the features of variable length, by name
 */
public record ParsedExamples(Map<String, Tensor> dense, Map<String, SparseTensor> sparse) {
  /** Copies the maps. */
  public ParsedExamples {
    dense = Map.copyOf(dense);
    sparse = Map.copyOf(sparse);
  }
}
