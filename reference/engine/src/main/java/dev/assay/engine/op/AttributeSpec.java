package dev.assay.engine.op;

import dev.assay.engine.AttributeException;
import dev.assay.engine.DTypeException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An attribute that an operation takes.
 *
 * @param name TensorFlow's argument name
 * @param type what values it takes
 * @param fallback the value where the caller gives none; absent for a required or optional one
 * @param required whether a call without it is an error
 * @param choices the texts it accepts; empty for any
 * @param doc one sentence
 */
public record AttributeSpec(
    String name,
    Type type,
    Optional<Object> fallback,
    boolean required,
    List<String> choices,
    String doc) {

  /** What values an attribute takes. */
  public enum Type {
    /** A 64-bit integer: {@code Long}. */
    INT,
    /** A list of integers, nested lists flattened, or one for a list of one: {@code List<Long>}. */
    INTS,
    /** An integer or a list of integers, which mean different things: {@code Long} or a list. */
    INT_OR_INTS,
    /** A binary64 number: {@code Double}. */
    FLOAT,
    /** {@code Boolean}. */
    BOOL,
    /** {@code String}. */
    TEXT,
    /** An element type: {@link DType}. */
    DTYPE,
    /** A {@link Tensor}. */
    TENSOR,
    /** A list of tensors, of whatever types: {@code List<Tensor>}. */
    TENSORS
  }

  /** Brings a value to its canonical Java type, or says why it is none of this attribute's. */
  Object canonical(String op, Object value) {
    Optional<Object> v =
        switch (type) {
          case INT -> integer(value).map(Object.class::cast);
          case INTS -> integers(value).map(Object.class::cast);
          case INT_OR_INTS ->
              integer(value)
                  .map(Object.class::cast)
                  .or(() -> integers(value).map(Object.class::cast));
          case FLOAT ->
              value instanceof Number n ? Optional.of((Object) n.doubleValue()) : Optional.empty();
          case BOOL -> value instanceof Boolean ? Optional.of(value) : Optional.empty();
          case TEXT ->
              value instanceof String s && (choices.isEmpty() || choices.contains(s))
                  ? Optional.of(value)
                  : Optional.empty();
          case DTYPE ->
              value instanceof String s
                  ? Optional.of(named(op, s))
                  : value instanceof DType ? Optional.of(value) : Optional.empty();
          case TENSOR -> value instanceof Tensor ? Optional.of(value) : Optional.empty();
          case TENSORS ->
              value instanceof List<?> list && list.stream().allMatch(Tensor.class::isInstance)
                  ? Optional.of(List.copyOf(list))
                  : Optional.empty();
        };
    return v.orElseThrow(
        () ->
            new AttributeException(
                op + ": attribute " + name + " must be " + expected() + ", got " + value));
  }

  private DType named(String op, String label) {
    try {
      return DType.named(label);
    } catch (DTypeException e) {
      throw new DTypeException(op + ": attribute " + name + ": " + e.getMessage());
    }
  }

  /** What values it takes, in words. */
  public String expected() {
    return switch (type) {
      case INT -> "an integer";
      case INTS, INT_OR_INTS -> "an integer or a list of integers";
      case FLOAT -> "a number";
      case BOOL -> "true or false";
      case TEXT -> choices.isEmpty() ? "a text" : "one of " + choices;
      case DTYPE -> "a dtype";
      case TENSOR -> "a tensor";
      case TENSORS -> "a list of tensors";
    };
  }

  private static Optional<Long> integer(Object value) {
    if (value instanceof Long || value instanceof Integer || value instanceof Short) {
      return Optional.of(((Number) value).longValue());
    }
    return Optional.empty();
  }

  private static Optional<List<Long>> integers(Object value) {
    if (value instanceof int[] a) {
      List<Long> out = new ArrayList<>();
      for (int v : a) {
        out.add((long) v);
      }
      return Optional.of(List.copyOf(out));
    }
    if (value instanceof long[] a) {
      return Optional.of(Arrays.stream(a).boxed().toList());
    }
    if (value instanceof int[][] rows) {
      return integers(Arrays.asList(rows));
    }
    if (value instanceof List<?> list) {
      List<Long> out = new ArrayList<>();
      for (Object v : list) {
        Optional<List<Long>> part = integers(v);
        if (part.isEmpty()) {
          return Optional.empty();
        }
        out.addAll(part.get());
      }
      return Optional.of(List.copyOf(out));
    }
    return integer(value).map(List::of);
  }
}
