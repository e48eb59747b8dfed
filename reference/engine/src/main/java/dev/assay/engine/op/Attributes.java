package dev.assay.engine.op;

import dev.assay.engine.AttributeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Named values that are not tensors of the computation. Immutable, sorted by name. An attribute
 * that a call leaves out is absent or has its fallback once a {@link Call} has been made.
 */
public final class Attributes {
  private static final Attributes NONE = new Attributes(new TreeMap<>());

  private final Map<String, Object> values;

  private Attributes(TreeMap<String, Object> values) {
    this.values = Collections.unmodifiableMap(values);
  }

  /** No attributes. */
  public static Attributes none() {
    return NONE;
  }

  /** One attribute. */
  public static Attributes of(String name, Object value) {
    return NONE.and(name, value);
  }

  /** These attributes and one more, which replaces one of the same name. */
  public Attributes and(String name, Object value) {
    ValueException.requireGiven(name, "attributes: a name");
    TreeMap<String, Object> m = new TreeMap<>(values);
    m.put(name, value);
    return new Attributes(m);
  }

  /** These attributes and one more if there is a value. */
  public Attributes andIf(String name, Optional<?> value) {
    return value.isPresent() ? and(name, value.get()) : this;
  }

  /** All attributes by name, sorted. */
  public Map<String, Object> asMap() {
    return values;
  }

  /** Whether the attribute is given or has a fallback. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  private <T> T get(String name, Class<T> type) {
    Object v = values.get(name);
    if (!type.isInstance(v)) {
      throw new AttributeException(
          "attribute " + name + ": a " + type.getSimpleName() + " is needed, got " + v);
    }
    return type.cast(v);
  }

  /** An integer. */
  public long integer(String name) {
    return get(name, Long.class);
  }

  /** An integer that fits {@code int}; larger ones saturate. */
  public int int32(String name) {
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, integer(name)));
  }

  /** Whether the attribute is a list. */
  public boolean isList(String name) {
    return values.get(name) instanceof List;
  }

  /** A list of integers in full width. */
  public List<Long> longs(String name) {
    List<?> values = get(name, List.class);
    return values.stream().map(Long.class::cast).toList();
  }

  /** A list of integers; larger than {@code int} saturate. */
  public int[] ints(String name) {
    return longs(name).stream()
        .mapToInt(v -> (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, v)))
        .toArray();
  }

  /** A number. */
  public double number(String name) {
    return get(name, Double.class);
  }

  /** A truth value. */
  public boolean flag(String name) {
    return get(name, Boolean.class);
  }

  /** A text. */
  public String text(String name) {
    return get(name, String.class);
  }

  /** An element type. */
  public DType dtype(String name) {
    return get(name, DType.class);
  }

  /** A tensor. */
  public Tensor tensor(String name) {
    return get(name, Tensor.class);
  }

  /** A list of tensors. */
  public List<Tensor> tensors(String name) {
    return ((List<?>) get(name, List.class)).stream().map(Tensor.class::cast).toList();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Attributes a && values.equals(a.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
