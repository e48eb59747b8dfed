package dev.assay.engine.tensor;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ValueException;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;

/**
 * Elements in one Java array, row-major.
 *
 * <p>The array is {@code double[]} for float64, {@code float[]} for float32, {@code short[]} of raw
 * bits for the 16-bit floats, {@code byte[] short[] int[] long[]} for integers ({@code byte[]} also
 * for uint8), {@code boolean[]}, {@code byte[][]} for strings, and interleaved {@code float[]} or
 * {@code double[]} for complex numbers.
 *
 * <p>Kernels read through {@link #doubles()} and {@link #longs()}, which may return the array
 * itself: what they return is never modified. What they give to {@link #ofDoubles} and {@link
 * #ofLongs} is theirs no longer.
 */
public final class HostStorage implements Storage {
  private final DType dtype;
  private final Object array;
  private final int size;

  private HostStorage(DType dtype, Object array) {
    this.dtype = dtype;
    this.array = array;
    this.size = Array.getLength(array) / width(dtype);
  }

  /** Array elements per tensor element: 2 for complex numbers. */
  private static int width(DType dtype) {
    return dtype.isComplex() ? 2 : 1;
  }

  /**
   * Stores binary64 values, each rounded once to {@code dtype}; integers truncate towards zero and
   * wrap, bool is {@code ≠ 0}. For complex types the values are interleaved.
   *
   * @param values taken over; not modified afterwards by anybody
   */
  public static HostStorage ofDoubles(DType dtype, double[] values) {
    int n = values.length;
    Object array =
        switch (dtype) {
          case FLOAT64, COMPLEX128 -> values;
          case FLOAT32, COMPLEX64 -> {
            float[] a = new float[n];
            for (int i = 0; i < n; i++) {
              a[i] = (float) values[i];
            }
            yield a;
          }
          case FLOAT16, BFLOAT16 -> {
            HalfFloats format = half(dtype);
            short[] a = new short[n];
            for (int i = 0; i < n; i++) {
              a[i] = format.encode(values[i]);
            }
            yield a;
          }
          case INT8, INT16, INT32, INT64, UINT8, BOOL -> {
            long[] a = new long[n];
            for (int i = 0; i < n; i++) {
              a[i] = dtype == DType.BOOL ? (values[i] != 0 ? 1 : 0) : (long) values[i];
            }
            yield ofLongs(dtype, a).array;
          }
          case STRING -> throw new DTypeException("storage: strings are not numbers");
        };
    return new HostStorage(dtype, array);
  }

  /**
   * Stores 64-bit integers: wrapped as two's complement to an integer type, {@code ≠ 0} for bool,
   * rounded once for a floating type.
   *
   * @param values taken over; not modified afterwards by anybody
   */
  public static HostStorage ofLongs(DType dtype, long[] values) {
    int n = values.length;
    Object array =
        switch (dtype) {
          case INT64 -> values;
          case INT32 -> {
            int[] a = new int[n];
            for (int i = 0; i < n; i++) {
              a[i] = (int) values[i];
            }
            yield a;
          }
          case INT16 -> {
            short[] a = new short[n];
            for (int i = 0; i < n; i++) {
              a[i] = (short) values[i];
            }
            yield a;
          }
          case INT8, UINT8 -> {
            byte[] a = new byte[n];
            for (int i = 0; i < n; i++) {
              a[i] = (byte) values[i];
            }
            yield a;
          }
          case BOOL -> {
            boolean[] a = new boolean[n];
            for (int i = 0; i < n; i++) {
              a[i] = values[i] != 0;
            }
            yield a;
          }
          case FLOAT32 -> {
            float[] a = new float[n];
            for (int i = 0; i < n; i++) {
              a[i] = (float) values[i]; // straight from 64 bits: one rounding
            }
            yield a;
          }
          case FLOAT16, BFLOAT16, FLOAT64, COMPLEX64, COMPLEX128 -> {
            double[] a = new double[n * width(dtype)];
            for (int i = 0; i < n; i++) {
              a[i * width(dtype)] = oneRounding(dtype, values[i]);
            }
            yield ofDoubles(dtype, a).array;
          }
          case STRING -> throw new DTypeException("storage: strings are not numbers");
        };
    return new HostStorage(dtype, array);
  }

  /** A binary64 that rounds to the same {@code dtype} as {@code value} itself would. */
  private static double oneRounding(DType dtype, long value) {
    return switch (dtype) {
      case FLOAT64, COMPLEX128 -> (double) value;
      case COMPLEX64 -> (float) value;
      default -> {
        // Round to odd: keeps on which side of a tie the integer lies when 64 bits become 53.
        double d = (double) value;
        if (Math.abs(d) < 0x1p53) {
          yield d;
        }
        long back = (long) d;
        boolean exact = back == value && d < 0x1p63;
        if (exact || (Double.doubleToRawLongBits(d) & 1) != 0) {
          yield d;
        }
        yield d > value || d >= 0x1p63 ? Math.nextDown(d) : Math.nextUp(d);
      }
    };
  }

  /**
   * Stores numbers given by their bits, as files hold them: the low bits of each {@code long}. For
   * complex types real and imaginary parts alternate. A bool is {@code ≠ 0}.
   */
  public static HostStorage ofBits(DType dtype, long[] bits) {
    int n = bits.length;
    return switch (dtype) {
      case FLOAT64, COMPLEX128 -> {
        double[] a = new double[n];
        for (int i = 0; i < n; i++) {
          a[i] = Double.longBitsToDouble(bits[i]);
        }
        yield new HostStorage(dtype, a);
      }
      case FLOAT32, COMPLEX64 -> {
        float[] a = new float[n];
        for (int i = 0; i < n; i++) {
          a[i] = Float.intBitsToFloat((int) bits[i]);
        }
        yield new HostStorage(dtype, a);
      }
      case FLOAT16, BFLOAT16 -> {
        short[] a = new short[n];
        for (int i = 0; i < n; i++) {
          a[i] = (short) bits[i];
        }
        yield new HostStorage(dtype, a);
      }
      default -> ofLongs(dtype, bits);
    };
  }

  /**
   * Stores {@code array} as it is: the array that {@link #array} of such a storage gives.
   *
   * @param array taken over; not modified afterwards by anybody
   */
  public static HostStorage ofArray(DType dtype, Object array) {
    ValueException.requireGiven(dtype, "storage: the dtype");
    ValueException.requireGiven(array, "storage: the array");
    Class<?> needed = zeros(dtype, 0).array.getClass();
    if (!needed.isInstance(array)) {
      throw new DTypeException(
          "storage: "
              + dtype
              + " is kept in "
              + needed.getSimpleName()
              + ", got "
              + array.getClass().getSimpleName());
    }
    if (Array.getLength(array) % width(dtype) != 0) {
      throw new ValueException(
          "storage: complex numbers are pairs, got " + Array.getLength(array) + " parts");
    }
    return new HostStorage(dtype, array);
  }

  /** Stores byte strings. */
  public static HostStorage ofBytes(byte[][] values) {
    return new HostStorage(DType.STRING, values);
  }

  private static HalfFloats half(DType dtype) {
    return dtype == DType.FLOAT16 ? HalfFloats.FLOAT16 : HalfFloats.BFLOAT16;
  }

  /** The elements widened to binary64 (interleaved for complex). Not to be modified. */
  public double[] doubles() {
    return switch (dtype) {
      case FLOAT64, COMPLEX128 -> (double[]) array;
      case FLOAT32, COMPLEX64 -> {
        float[] a = (float[]) array;
        double[] d = new double[a.length];
        for (int i = 0; i < a.length; i++) {
          d[i] = a[i];
        }
        yield d;
      }
      case FLOAT16, BFLOAT16 -> {
        HalfFloats format = half(dtype);
        short[] a = (short[]) array;
        double[] d = new double[a.length];
        for (int i = 0; i < a.length; i++) {
          d[i] = format.decode(a[i]);
        }
        yield d;
      }
      default -> {
        long[] a = longs();
        double[] d = new double[a.length];
        for (int i = 0; i < a.length; i++) {
          d[i] = a[i];
        }
        yield d;
      }
    };
  }

  /** The elements as 64-bit integers: integer types and bool (0, 1). Not to be modified. */
  public long[] longs() {
    long[] v = new long[dtype == DType.INT64 ? 0 : size];
    switch (dtype) {
      case INT64 -> v = (long[]) array;
      case INT32 -> {
        int[] a = (int[]) array;
        for (int i = 0; i < size; i++) {
          v[i] = a[i];
        }
      }
      case INT16 -> {
        short[] a = (short[]) array;
        for (int i = 0; i < size; i++) {
          v[i] = a[i];
        }
      }
      case INT8, UINT8 -> {
        byte[] a = (byte[]) array;
        for (int i = 0; i < size; i++) {
          v[i] = dtype.wrap(a[i]);
        }
      }
      case BOOL -> {
        boolean[] a = (boolean[]) array;
        for (int i = 0; i < size; i++) {
          v[i] = a[i] ? 1 : 0;
        }
      }
      default -> throw new DTypeException("storage: not integers, got " + dtype);
    }
    return v;
  }

  /** The byte strings. Not to be modified. */
  public byte[][] bytes() {
    if (array instanceof byte[][] a) {
      return a;
    }
    throw new DTypeException("storage: not strings, got " + dtype);
  }

  /** The Java array itself, for backends that copy it to a device. Not to be modified. */
  public Object array() {
    return array;
  }

  /**
   * Element {@code i} of the result is element {@code source[i]} of this storage, or {@code fill}'s
   * only element where {@code source[i] < 0}. The bits are copied, whatever the type.
   */
  public HostStorage select(int[] source, HostStorage fill) {
    int w = width(dtype);
    Object out = Array.newInstance(array.getClass().getComponentType(), source.length * w);
    for (int i = 0; i < source.length; i++) {
      int s = source[i];
      System.arraycopy(s < 0 ? fill.array : array, s < 0 ? 0 : s * w, out, i * w, w);
    }
    return new HostStorage(dtype, out);
  }

  /** The elements of all parts, which have one type, one part after the other. */
  public static HostStorage joined(List<HostStorage> parts) {
    HostStorage first = parts.get(0);
    int length = parts.stream().mapToInt(p -> Array.getLength(p.array)).sum();
    Object out = Array.newInstance(first.array.getClass().getComponentType(), length);
    int at = 0;
    for (HostStorage p : parts) {
      int n = Array.getLength(p.array);
      System.arraycopy(p.array, 0, out, at, n);
      at += n;
    }
    return new HostStorage(first.dtype, out);
  }

  /** A storage of {@code size} elements that are all zero, false or the empty string. */
  public static HostStorage zeros(DType dtype, int size) {
    if (dtype == DType.STRING) {
      byte[][] empty = new byte[size][];
      Arrays.fill(empty, new byte[0]);
      return ofBytes(empty);
    }
    return dtype.isContinuous()
        ? ofDoubles(dtype, new double[size * width(dtype)])
        : ofLongs(dtype, new long[size]);
  }

  /**
   * Element {@code i} of the result is element {@code source[i]} of this storage or, where that is
   * negative, element {@code −1 − source[i]} of {@code other}, which has the same type.
   */
  public HostStorage choose(int[] source, HostStorage other) {
    int w = width(dtype);
    Object out = Array.newInstance(array.getClass().getComponentType(), source.length * w);
    for (int i = 0; i < source.length; i++) {
      int s = source[i];
      System.arraycopy(s < 0 ? other.array : array, (s < 0 ? -1 - s : s) * w, out, i * w, w);
    }
    return new HostStorage(dtype, out);
  }

  /** Whether both hold the same bits: NaN equals NaN, 0 differs from −0. */
  public boolean sameBits(HostStorage other) {
    return dtype == other.dtype
        && Arrays.deepEquals(new Object[] {array}, new Object[] {other.array});
  }

  @Override
  public DType dtype() {
    return dtype;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public String device() {
    return "/cpu:0";
  }

  @Override
  public HostStorage toHost() {
    return this;
  }
}
