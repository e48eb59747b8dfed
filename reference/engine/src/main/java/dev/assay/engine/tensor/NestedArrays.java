package dev.assay.engine.tensor;

import dev.assay.engine.DTypeException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Java arrays of arrays as tensors. */
final class NestedArrays {
  private static final Map<Class<?>, DType> TYPES =
      Map.of(
          double.class, DType.FLOAT64,
          float.class, DType.FLOAT32,
          long.class, DType.INT64,
          int.class, DType.INT32,
          short.class, DType.INT16,
          byte.class, DType.INT8,
          boolean.class, DType.BOOL,
          String.class, DType.STRING);

  private NestedArrays() {}

  static Tensor toTensor(Object array) {
    Class<?> leaf = ValueException.requireGiven(array, "tensor: the array").getClass();
    List<Integer> dims = new ArrayList<>();
    Object level = array;
    while (leaf.isArray()) {
      int n = level == null ? 0 : Array.getLength(level);
      dims.add(n);
      level = n == 0 ? null : Array.get(level, 0);
      leaf = leaf.getComponentType();
    }
    DType dtype = TYPES.get(MethodType.methodType(leaf).unwrap().returnType());
    if (dtype == null) {
      throw new DTypeException("tensor: no dtype for elements of " + leaf.getName());
    }
    Shape shape = Shape.of(dims.stream().mapToInt(Integer::intValue).toArray());
    List<Object> flat = new ArrayList<>(shape.elements());
    flatten(array, shape, 0, flat);
    return switch (dtype) {
      case STRING -> {
        byte[][] bytes = new byte[flat.size()][];
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = ((String) flat.get(i)).getBytes(StandardCharsets.UTF_8);
        }
        yield Tensor.of(shape, HostStorage.ofBytes(bytes));
      }
      case FLOAT32, FLOAT64 ->
          Tensor.of(
              shape,
              HostStorage.ofDoubles(
                  dtype, flat.stream().mapToDouble(v -> ((Number) v).doubleValue()).toArray()));
      default ->
          Tensor.of(
              shape,
              HostStorage.ofLongs(dtype, flat.stream().mapToLong(NestedArrays::integer).toArray()));
    };
  }

  private static long integer(Object v) {
    return v instanceof Boolean b ? (b ? 1 : 0) : ((Number) v).longValue();
  }

  private static void flatten(Object level, Shape shape, int depth, List<Object> out) {
    if (depth == shape.rank()) {
      out.add(level);
      return;
    }
    int n = Array.getLength(level);
    if (n != shape.dim(depth)) {
      throw new ShapeException(
          "tensor: a ragged array, row lengths " + shape.dim(depth) + " and " + n);
    }
    for (int i = 0; i < n; i++) {
      flatten(Array.get(level, i), shape, depth + 1, out);
    }
  }
}
