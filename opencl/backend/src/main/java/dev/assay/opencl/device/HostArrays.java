package dev.assay.opencl.device;

import dev.assay.engine.BackendException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import java.util.function.Supplier;
import org.jocl.Pointer;

/** Java arrays as OpenCL reads and writes them; truth values are bytes there. */
final class HostArrays {
  /**
   * Where to copy to.
   *
   * @param pointer the array
   * @param result what the array is, after copying
   */
  record Target(Pointer pointer, Supplier<HostStorage> result) {
    HostStorage storage() {
      return result.get();
    }
  }

  private HostArrays() {}

  /** Where the elements are. */
  static Pointer pointer(HostStorage storage) {
    Object array = storage.array();
    if (array instanceof float[] a) {
      return Pointer.to(a);
    } else if (array instanceof double[] a) {
      return Pointer.to(a);
    } else if (array instanceof int[] a) {
      return Pointer.to(a);
    } else if (array instanceof long[] a) {
      return Pointer.to(a);
    } else if (array instanceof short[] a) {
      return Pointer.to(a);
    } else if (array instanceof byte[] a) {
      return Pointer.to(a);
    } else if (array instanceof boolean[] a) {
      byte[] bytes = new byte[a.length];
      for (int i = 0; i < a.length; i++) {
        bytes[i] = a[i] ? (byte) 1 : 0;
      }
      return Pointer.to(bytes);
    }
    throw new BackendException("opencl: elements of " + storage.dtype() + " stay on the host");
  }

  /** A new array. */
  static Target target(DType dtype, int size) {
    switch (dtype) {
      case FLOAT32 -> {
        float[] a = new float[size];
        return new Target(Pointer.to(a), () -> HostStorage.ofArray(dtype, a));
      }
      case FLOAT64 -> {
        double[] a = new double[size];
        return new Target(Pointer.to(a), () -> HostStorage.ofArray(dtype, a));
      }
      case INT32 -> {
        int[] a = new int[size];
        return new Target(Pointer.to(a), () -> HostStorage.ofArray(dtype, a));
      }
      case INT64 -> {
        long[] a = new long[size];
        return new Target(Pointer.to(a), () -> HostStorage.ofArray(dtype, a));
      }
      case INT16 -> {
        short[] a = new short[size];
        return new Target(Pointer.to(a), () -> HostStorage.ofArray(dtype, a));
      }
      case INT8, UINT8 -> {
        byte[] a = new byte[size];
        return new Target(Pointer.to(a), () -> HostStorage.ofArray(dtype, a));
      }
      case BOOL -> {
        byte[] a = new byte[size];
        return new Target(Pointer.to(a), () -> HostStorage.ofArray(dtype, truths(a)));
      }
      default -> throw new BackendException("opencl: elements of " + dtype + " stay on the host");
    }
  }

  private static boolean[] truths(byte[] bytes) {
    boolean[] a = new boolean[bytes.length];
    for (int i = 0; i < a.length; i++) {
      a[i] = bytes[i] != 0;
    }
    return a;
  }
}
