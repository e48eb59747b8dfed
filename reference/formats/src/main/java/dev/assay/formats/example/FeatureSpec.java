package dev.assay.formats.example;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.util.Optional;

/** What a feature of an {@link Example} is read as. The type is string, float32 or int64. */
public sealed interface FeatureSpec {
  /** The type of the elements. */
  DType dtype();

  /**
   * Every example has exactly as many values as {@code shape} has elements; where the feature is
   * missing {@code defaultValue} stands for it.
   */
  record FixedLength(DType dtype, Shape shape, Optional<Tensor> defaultValue)
      implements FeatureSpec {
    /** Checks that the shape is known and that the default fits it. */
    public FixedLength {
      FeatureValues.requireListed(
          "fixed-length feature",
          ValueException.requireGiven(dtype, "fixed-length feature: dtype"));
      if (!ValueException.requireGiven(shape, "fixed-length feature: shape").isKnown()) {
        throw new ShapeException("fixed-length feature: all dimensions are known, got " + shape);
      }
      ValueException.requireGiven(defaultValue, "fixed-length feature: default");
      if (defaultValue.isPresent()) {
        Tensor value = defaultValue.get();
        if (value.dtype() != dtype) {
          throw new DTypeException(
              "fixed-length feature of " + dtype + ": the default is " + value.dtype());
        }
        if (value.size() != shape.elements()) {
          throw new ShapeException(
              "fixed-length feature of shape " + shape + ": the default has " + value.shape());
        }
      }
    }
  }

  /** Every example has any number of values, none where the feature is missing. */
  record VariableLength(DType dtype) implements FeatureSpec {
    /** Checks the type. */
    public VariableLength {
      FeatureValues.requireListed(
          "variable-length feature",
          ValueException.requireGiven(dtype, "variable-length feature: dtype"));
    }
  }

  /** A feature that every example must have. */
  static FeatureSpec fixed(DType dtype, Shape shape) {
    return new FixedLength(dtype, shape, Optional.empty());
  }

  /**
   * A feature that an example may lack.
   *
   * @param defaultValue as many elements as {@code shape} has
   */
  static FeatureSpec fixed(DType dtype, Shape shape, Tensor defaultValue) {
    ValueException.requireGiven(defaultValue, "fixed-length feature: default");
    return new FixedLength(dtype, shape, Optional.of(defaultValue));
  }

  /** A feature that has as many values as an example gives it. */
  static FeatureSpec variable(DType dtype) {
    return new VariableLength(dtype);
  }
}
