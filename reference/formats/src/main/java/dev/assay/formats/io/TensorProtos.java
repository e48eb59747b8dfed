package dev.assay.formats.io;

import com.google.protobuf.ByteString;
import dev.assay.engine.FormatException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.protos.DataType;
import dev.assay.protos.TensorProto;
import dev.assay.protos.TensorShapeProto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tensors, shapes and element types as TensorFlow's protocol buffers hold them. */
public final class TensorProtos {
  private static final Map<DType, DataType> TYPES =
      Map.ofEntries(
          Map.entry(DType.FLOAT16, DataType.DT_HALF),
          Map.entry(DType.BFLOAT16, DataType.DT_BFLOAT16),
          Map.entry(DType.FLOAT32, DataType.DT_FLOAT),
          Map.entry(DType.FLOAT64, DataType.DT_DOUBLE),
          Map.entry(DType.INT8, DataType.DT_INT8),
          Map.entry(DType.INT16, DataType.DT_INT16),
          Map.entry(DType.INT32, DataType.DT_INT32),
          Map.entry(DType.INT64, DataType.DT_INT64),
          Map.entry(DType.UINT8, DataType.DT_UINT8),
          Map.entry(DType.BOOL, DataType.DT_BOOL),
          Map.entry(DType.STRING, DataType.DT_STRING),
          Map.entry(DType.COMPLEX64, DataType.DT_COMPLEX64),
          Map.entry(DType.COMPLEX128, DataType.DT_COMPLEX128));

  /** What one element may stand for, so that a few bytes cannot ask for all memory. */
  private static final int MOST_REPEATED = 1 << 20;

  private TensorProtos() {}

  /** The number that files use for {@code dtype}. */
  public static DataType type(DType dtype) {
    return TYPES.get(dtype);
  }

  /** The type of that number; empty if no tensor of ours has it. */
  public static Optional<DType> dtype(DataType type) {
    return TYPES.entrySet().stream()
        .filter(e -> e.getValue() == type)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** {@code shape}; −1 for an unknown dimension. */
  public static TensorShapeProto shape(Shape shape) {
    TensorShapeProto.Builder proto = TensorShapeProto.newBuilder();
    for (int dim : shape.dims()) {
      proto.addDim(TensorShapeProto.Dim.newBuilder().setSize(dim));
    }
    return proto.build();
  }

  /** How messages call the type of that number: {@code float32}, {@code DT_RESOURCE}. */
  public static String label(int type) {
    DataType known = DataType.forNumber(type);
    if (known == null) {
      return "type " + type;
    }
    return dtype(known).map(DType::label).orElse(known.name());
  }

  /** {@code [2,-1]}, or {@code ?} for an unknown rank. */
  public static String text(TensorShapeProto proto) {
    return proto.getUnknownRank()
        ? "?"
        : proto.getDimList().stream()
            .map(d -> String.valueOf(d.getSize()))
            .collect(Collectors.joining(",", "[", "]"));
  }

  /** A tensor that has a value: strings one by one, all else as the bytes of the elements. */
  public static TensorProto of(Tensor tensor) {
    TensorProto.Builder proto =
        TensorProto.newBuilder()
            .setDtype(type(tensor.dtype()))
            .setTensorShape(shape(tensor.shape()));
    if (tensor.dtype() == DType.STRING) {
      for (byte[] s : tensor.host().bytes()) {
        proto.addStringVal(ByteString.copyFrom(s));
      }
      return proto.build();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      Elements.write(tensor.host(), ByteOrder.LITTLE_ENDIAN, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return proto.setTensorContent(ByteString.copyFrom(bytes.toByteArray())).build();
  }

  /**
   * The tensor that {@code proto} holds, as the bytes of its elements or as a list whose last
   * element stands for all that are missing.
   *
   * @param what names it in messages
   */
  public static Tensor read(TensorProto proto, String what) {
    DType dtype =
        dtype(proto.getDtype())
            .orElseThrow(
                () ->
                    new FormatException(
                        what + ": no tensor has elements " + proto.getDtypeValue()));
    Shape shape = shape(proto.getTensorShape(), what);
    byte[] content = proto.getTensorContent().toByteArray();
    if (dtype != DType.STRING && content.length > 0) {
      if (content.length != (long) shape.elements() * dtype.bytes()) {
        throw new FormatException(
            what + ": " + content.length + " bytes for " + dtype + " of shape " + shape);
      }
      try (ByteSource in = ByteSource.of(what, content)) {
        return Tensor.of(
            shape, Elements.read(in, dtype, shape.elements(), ByteOrder.LITTLE_ENDIAN, what));
      }
    }
    return Tensor.of(shape, listed(proto, dtype, shape.elements(), what));
  }

  private static Shape shape(TensorShapeProto proto, String what) {
    if (proto.getUnknownRank()) {
      throw new FormatException(what + ": a value of unknown rank");
    }
    List<Long> dims = new ArrayList<>();
    for (TensorShapeProto.Dim dim : proto.getDimList()) {
      dims.add(dim.getSize());
    }
    try {
      Shape shape = Shape.of(dims);
      shape.elements();
      return shape;
    } catch (ShapeException e) {
      throw new FormatException(what + ": " + e.getMessage(), e);
    }
  }

  private static HostStorage listed(TensorProto p, DType dtype, int count, String what) {
    if (dtype == DType.STRING) {
      return strings(p.getStringValList(), count, what);
    }
    List<? extends Number> given =
        switch (dtype) {
          case FLOAT32 -> p.getFloatValList();
          case FLOAT64 -> p.getDoubleValList();
          case INT32, INT16, INT8, UINT8 -> p.getIntValList();
          case INT64 -> p.getInt64ValList();
          case BOOL -> p.getBoolValList().stream().map(b -> b ? 1 : 0).toList();
          case FLOAT16, BFLOAT16 -> p.getHalfValList();
          case COMPLEX64 -> p.getScomplexValList();
          default -> p.getDcomplexValList();
        };
    int parts = dtype.isComplex() ? 2 : 1;
    requireCount(given.size(), (long) count * parts, dtype, what);
    if (given.size() % parts != 0) {
      throw new FormatException(what + ": " + given.size() + " parts of complex numbers");
    }
    if (dtype == DType.FLOAT16 || dtype == DType.BFLOAT16) {
      long[] bits = new long[count];
      for (int i = 0; i < count; i++) {
        bits[i] = given.get(Math.min(i, given.size() - 1)).longValue();
      }
      return HostStorage.ofBits(dtype, bits);
    }
    if (!dtype.isContinuous()) {
      long[] values = new long[count];
      for (int i = 0; i < count; i++) {
        values[i] = given.get(Math.min(i, given.size() - 1)).longValue();
      }
      return HostStorage.ofLongs(dtype, values);
    }
    double[] values = new double[count * parts];
    for (int i = 0; i < values.length; i++) {
      int at = i < given.size() ? i : given.size() - parts + i % parts;
      values[i] = given.get(at).doubleValue();
    }
    return HostStorage.ofDoubles(dtype, values);
  }

  private static HostStorage strings(List<ByteString> given, int count, String what) {
    requireCount(given.size(), count, DType.STRING, what);
    byte[][] values = new byte[count][];
    for (int i = 0; i < count; i++) {
      values[i] = given.get(Math.min(i, given.size() - 1)).toByteArray();
    }
    return HostStorage.ofBytes(values);
  }

  private static void requireCount(int given, long count, DType dtype, String what) {
    boolean all = given == count;
    boolean repeated = given > 0 && given < count && count <= MOST_REPEATED;
    if (!all && !repeated) {
      throw new FormatException(
          what + ": " + given + " elements of " + dtype + " are given, the shape has " + count);
    }
  }
}
