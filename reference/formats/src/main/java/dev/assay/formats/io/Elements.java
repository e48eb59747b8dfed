package dev.assay.formats.io;

import dev.assay.engine.DTypeException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Elements of tensors as files hold them: one after the other, each in {@link DType#bytes} bytes in
 * either order; of complex numbers the real part before the imaginary one; a bool is one byte.
 * Every type but string. Bits are kept, also those of NaN.
 */
public final class Elements {
  private static final int CHUNK = 1 << 16;

  private Elements() {}

  /**
   * Reads {@code count} elements; their memory is taken only if the source can hold them.
   *
   * @param what names the elements in messages
   */
  public static HostStorage read(
      ByteSource in, DType dtype, int count, ByteOrder order, String what) {
    requireFixed(dtype);
    long bytes = (long) count * dtype.bytes();
    in.requireLeft(bytes, what);
    in.requireRoom(in.isBounded() ? bytes : 2 * bytes, what);
    if ((long) count * parts(dtype) > Shape.MAX_ELEMENTS) {
      throw in.bad(what + ": more complex numbers than an array holds");
    }
    int width = dtype.bytes() / parts(dtype);
    int length = count * parts(dtype);
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(order);
    // of a stream without a known end memory grows as its bytes arrive
    Object array =
        Array.newInstance(element(dtype), in.isBounded() ? length : Math.min(length, CHUNK));
    for (int at = 0; at < length; ) {
      if (at == Array.getLength(array)) {
        Object longer = Array.newInstance(element(dtype), (int) Math.min(length, 2L * at));
        System.arraycopy(array, 0, longer, 0, at);
        array = longer;
      }
      int n = Math.min(CHUNK / width, Array.getLength(array) - at);
      in.read(chunk.array(), 0, n * width, what);
      get(chunk.clear(), array, at, n);
      at += n;
    }
    return HostStorage.ofArray(dtype, array);
  }

  /** Writes all elements. */
  public static void write(HostStorage elements, ByteOrder order, OutputStream out)
      throws IOException {
    DType dtype = elements.dtype();
    requireFixed(dtype);
    Object array = elements.array();
    int width = dtype.bytes() / parts(dtype);
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(order);
    int length = Array.getLength(array);
    for (int at = 0; at < length; ) {
      int n = Math.min(CHUNK / width, length - at);
      put(chunk.clear(), array, at, n);
      out.write(chunk.array(), 0, n * width);
      at += n;
    }
  }

  private static void requireFixed(DType dtype) {
    if (dtype == DType.STRING) {
      throw new DTypeException("elements: strings have no fixed size");
    }
  }

  private static int parts(DType dtype) {
    return dtype.isComplex() ? 2 : 1;
  }

  private static Class<?> element(DType dtype) {
    return HostStorage.zeros(dtype, 0).array().getClass().getComponentType();
  }

  private static void get(ByteBuffer from, Object array, int at, int n) {
    if (array instanceof byte[] a) {
      from.get(a, at, n);
    } else if (array instanceof boolean[] a) {
      for (int i = 0; i < n; i++) {
        a[at + i] = from.get(i) != 0;
      }
    } else if (array instanceof short[] a) {
      from.asShortBuffer().get(a, at, n);
    } else if (array instanceof int[] a) {
      from.asIntBuffer().get(a, at, n);
    } else if (array instanceof long[] a) {
      from.asLongBuffer().get(a, at, n);
    } else if (array instanceof float[] a) {
      from.asFloatBuffer().get(a, at, n);
    } else {
      from.asDoubleBuffer().get((double[]) array, at, n);
    }
  }

  private static void put(ByteBuffer to, Object array, int at, int n) {
    if (array instanceof byte[] a) {
      to.put(a, at, n);
    } else if (array instanceof boolean[] a) {
      for (int i = 0; i < n; i++) {
        to.put(i, (byte) (a[at + i] ? 1 : 0));
      }
    } else if (array instanceof short[] a) {
      to.asShortBuffer().put(a, at, n);
    } else if (array instanceof int[] a) {
      to.asIntBuffer().put(a, at, n);
    } else if (array instanceof long[] a) {
      to.asLongBuffer().put(a, at, n);
    } else if (array instanceof float[] a) {
      to.asFloatBuffer().put(a, at, n);
    } else {
      to.asDoubleBuffer().put((double[]) array, at, n);
    }
  }
}
