package dev.assay.engine.tensor;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import java.nio.charset.StandardCharsets;

/**
 * An immutable n-dimensional array, row-major. Safe to share between threads.
 *
 * <p>Two tensors are equal only if they are the same object, so that a tensor can be a key of a
 * map; {@link #sameAs} compares contents. The only subclass is the graph's symbol, a tensor whose
 * value is known when a session runs.
 */
public class Tensor {
  private final DType dtype;
  private final Shape shape;

  /** For subclasses that hold no elements. */
  protected Tensor(DType dtype, Shape shape) {
    this.dtype = dtype;
    this.shape = shape;
  }

  /** A tensor whose elements are in {@code storage}; shape and storage must have one size. */
  public static Tensor of(Shape shape, Storage storage) {
    ValueException.requireGiven(shape, "tensor: the shape");
    ValueException.requireGiven(storage, "tensor: the storage");
    if (shape.elements() != storage.size()) {
      throw new ShapeException(
          "tensor: shape " + shape + " does not hold " + storage.size() + " elements");
    }
    return new Stored(shape, storage);
  }

  /** A tensor with elements: every tensor but a graph's symbol. */
  private static final class Stored extends Tensor {
    private final Storage storage;

    Stored(Shape shape, Storage storage) {
      super(storage.dtype(), shape);
      this.storage = storage;
    }

    @Override
    public Storage storage() {
      return storage;
    }
  }

  /**
   * A tensor of numbers given in binary64, rounded once to {@code dtype}.
   *
   * @param values row-major; copied
   */
  public static Tensor of(DType dtype, Shape shape, double... values) {
    ValueException.requireGiven(dtype, "tensor: the dtype");
    double[] given = ValueException.requireGiven(values, "tensor: the array of values");
    return of(shape, HostStorage.ofDoubles(dtype, given.clone()));
  }

  /**
   * A tensor of integers given in 64 bits, wrapped to {@code dtype}.
   *
   * @param values row-major; copied
   */
  public static Tensor ofLongs(DType dtype, Shape shape, long... values) {
    ValueException.requireGiven(dtype, "tensor: the dtype");
    long[] given = ValueException.requireGiven(values, "tensor: the array of values");
    return of(shape, HostStorage.ofLongs(dtype, given.clone()));
  }

  /** A tensor of strings, stored as UTF-8. */
  public static Tensor ofStrings(Shape shape, String... values) {
    ValueException.requireGiven(values, "tensor: the array of values");
    byte[][] bytes = new byte[values.length][];
    for (int i = 0; i < values.length; i++) {
      String value = ValueException.requireGiven(values[i], "tensor: element " + i);
      bytes[i] = value.getBytes(StandardCharsets.UTF_8);
    }
    return of(shape, HostStorage.ofBytes(bytes));
  }

  /** A tensor of the given shape and type that is zero, false or empty everywhere. */
  public static Tensor zeros(DType dtype, Shape shape) {
    ValueException.requireGiven(dtype, "tensor: the dtype");
    ValueException.requireGiven(shape, "tensor: the shape");
    return of(shape, HostStorage.zeros(dtype, shape.elements()));
  }

  /** A float32 scalar. */
  public static Tensor of(float value) {
    return of(DType.FLOAT32, Shape.scalar(), value);
  }

  /** A float64 scalar. */
  public static Tensor of(double value) {
    return of(DType.FLOAT64, Shape.scalar(), value);
  }

  /** An int32 scalar. */
  public static Tensor of(int value) {
    return ofLongs(DType.INT32, Shape.scalar(), value);
  }

  /** An int64 scalar. */
  public static Tensor of(long value) {
    return ofLongs(DType.INT64, Shape.scalar(), value);
  }

  /** A bool scalar. */
  public static Tensor of(boolean value) {
    return ofLongs(DType.BOOL, Shape.scalar(), value ? 1 : 0);
  }

  /** A string scalar, stored as UTF-8. */
  public static Tensor of(String value) {
    return ofStrings(Shape.scalar(), value);
  }

  /**
   * A tensor from a Java array of any depth: {@code float[][]} gives float32, {@code double[]}
   * float64, {@code int[]} int32, {@code long[]} int64, {@code short[]} int16, {@code byte[]} int8,
   * {@code boolean[]} bool, {@code String[]} string. All rows of one level have one length.
   */
  public static Tensor of(Object array) {
    return NestedArrays.toTensor(array);
  }

  /** The element type. */
  public final DType dtype() {
    return dtype;
  }

  /** The dimensions. */
  public final Shape shape() {
    return shape;
  }

  /** The number of dimensions. */
  public final int rank() {
    return shape.rank();
  }

  /** The number of elements. */
  public final int size() {
    return shape.elements();
  }

  /** Where the elements live. */
  public Storage storage() {
    throw new ValueException("tensor: " + this + " is symbolic; a session gives it a value");
  }

  /** The elements in Java arrays, copied from the device if they are on one. */
  public final HostStorage host() {
    return storage().toHost();
  }

  /** The elements widened to binary64, a copy. */
  public final double[] toDoubles() {
    return host().doubles().clone();
  }

  /** The elements of an integer or bool tensor, a copy. */
  public final long[] toLongs() {
    return host().longs().clone();
  }

  /** The elements as {@code int}s, a copy; of an integer or bool tensor. */
  public final int[] toInts() {
    long[] v = host().longs();
    int[] out = new int[v.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (int) v[i];
    }
    return out;
  }

  /** The elements rounded to binary32, a copy. */
  public final float[] toFloats() {
    double[] v = host().doubles();
    float[] out = new float[v.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) v[i];
    }
    return out;
  }

  /** The elements of a string tensor, read as UTF-8. */
  public final String[] toStrings() {
    byte[][] v = host().bytes();
    String[] out = new String[v.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = new String(v[i], StandardCharsets.UTF_8);
    }
    return out;
  }

  /** The only element, widened to binary64. */
  public final double toDouble() {
    if (size() != 1) {
      throw new ShapeException("tensor: not one element, got shape " + shape);
    }
    if (dtype.isComplex()) {
      throw new DTypeException("tensor: a complex number is not a double");
    }
    return host().doubles()[0];
  }

  /** Whether both have the same type, shape and bits: NaN is NaN, 0 is not −0. */
  public final boolean sameAs(Tensor other) {
    ValueException.requireGiven(other, "tensor: the other tensor");
    return dtype == other.dtype && shape.equals(other.shape) && host().sameBits(other.host());
  }

  /** The elements as NumPy prints them. */
  @Override
  public String toString() {
    return TensorFormat.format(this);
  }

  /**
   * The elements as NumPy prints them, of each dimension only the first and the last {@code edge}.
   *
   * @param edge negative for all
   */
  public final String summary(int edge) {
    return TensorFormat.summary(this, Math.min(edge, Shape.MAX_ELEMENTS / 4));
  }
}
