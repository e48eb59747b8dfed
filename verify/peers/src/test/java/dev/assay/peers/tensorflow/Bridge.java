package dev.assay.peers.tensorflow;

import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.io.ByteSource;
import dev.assay.formats.io.Elements;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.EagerSession;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.exceptions.TFOutOfRangeException;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/** Our tensors as TensorFlow's and back, bit for bit, in a session that computes at once. */
final class Bridge implements AutoCloseable {
  private final EagerSession session = EagerSession.create();
  private final RawOps tf = new RawOps(session);

  @Override
  public void close() {
    session.close();
  }

  /** An operation of TensorFlow that runs when it is built. */
  OperationBuilder op(String type, Output<?>... inputs) {
    return tf.op(type, inputs);
  }

  /** TensorFlow's number for an element type. */
  static DataType type(DType dtype) {
    return switch (dtype) {
      case FLOAT16 -> DataType.DT_HALF;
      case BFLOAT16 -> DataType.DT_BFLOAT16;
      case FLOAT32 -> DataType.DT_FLOAT;
      case FLOAT64 -> DataType.DT_DOUBLE;
      case INT8 -> DataType.DT_INT8;
      case INT16 -> DataType.DT_INT16;
      case INT32 -> DataType.DT_INT32;
      case INT64 -> DataType.DT_INT64;
      case UINT8 -> DataType.DT_UINT8;
      case BOOL -> DataType.DT_BOOL;
      case STRING -> DataType.DT_STRING;
      case COMPLEX64 -> DataType.DT_COMPLEX64;
      case COMPLEX128 -> DataType.DT_COMPLEX128;
    };
  }

  private static DType dtype(DataType type) {
    return Arrays.stream(DType.values()).filter(d -> type(d) == type).findFirst().orElseThrow();
  }

  Output<?> strings(String... values) {
    return give(Tensor.ofStrings(Shape.of(values.length), values));
  }

  Output<?> string(String value) {
    return give(Tensor.of(value));
  }

  /** TensorFlow's tensor of the same elements. */
  Output<?> give(Tensor ours) {
    long[] dims = Arrays.stream(ours.shape().dims()).asLongStream().toArray();
    org.tensorflow.ndarray.Shape shape = org.tensorflow.ndarray.Shape.of(dims);
    if (ours.dtype() == DType.STRING) {
      return tf.constant(TString.tensorOfBytes(shape, DataBuffers.ofObjects(ours.host().bytes())));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      Elements.write(ours.host(), ByteOrder.LITTLE_ENDIAN, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int width = ours.dtype().bytes();
    TUint8 raw =
        TUint8.tensorOf(
            width == 1 ? shape : shape.append(width), DataBuffers.of(bytes.toByteArray()));
    return ours.dtype() == DType.BOOL
        ? op("Cast", tf.constant(raw)).setAttr("DstT", DataType.DT_BOOL).build().output(0)
        : bitcast(tf.constant(raw), type(ours.dtype()));
  }

  private Output<?> bitcast(Output<?> x, DataType to) {
    return op("Bitcast", x).setAttr("type", to).build().output(0);
  }

  /** Our tensor of the same elements. */
  Tensor take(Output<?> theirs) {
    Shape shape =
        Shape.of(Arrays.stream(theirs.shape().asArray()).mapToInt(Math::toIntExact).toArray());
    DType dtype = dtype(theirs.dataType());
    if (dtype == DType.STRING) {
      List<byte[]> strings = new ArrayList<>();
      ((TString) theirs.asTensor()).asBytes().scalars().forEach(s -> strings.add(s.getObject()));
      return Tensor.of(shape, HostStorage.ofBytes(strings.toArray(byte[][]::new)));
    }
    Output<?> raw =
        dtype == DType.BOOL
            ? op("Cast", theirs).setAttr("DstT", DataType.DT_UINT8).build().output(0)
            : bitcast(theirs, DataType.DT_UINT8);
    byte[] bytes = new byte[shape.elements() * dtype.bytes()];
    raw.asTensor().asRawTensor().data().read(bytes);
    ByteSource source = ByteSource.of("TensorFlow", bytes);
    return Tensor.of(
        shape, Elements.read(source, dtype, shape.elements(), ByteOrder.LITTLE_ENDIAN, "elements"));
  }

  /** The shape attribute of elements that are scalars. */
  static org.tensorflow.ndarray.Shape[] scalars() {
    return new org.tensorflow.ndarray.Shape[] {org.tensorflow.ndarray.Shape.scalar()};
  }

  /**
   * The records of a TFRecord file as TensorFlow reads them.
   *
   * @param compression empty, GZIP or ZLIB
   */
  List<byte[]> records(Path file, String compression) {
    Output<?> dataset =
        op("TFRecordDataset", strings(file.toString()), string(compression), give(Tensor.of(0L)))
            .build()
            .output(0);
    DataType[] types = {DataType.DT_STRING};
    Output<?> iterator =
        op("AnonymousIteratorV3")
            .setAttr("output_types", types)
            .setAttr("output_shapes", scalars())
            .build()
            .output(0);
    op("MakeIterator", dataset, iterator).build();
    List<byte[]> read = new ArrayList<>();
    while (true) {
      try {
        Output<?> next =
            op("IteratorGetNext", iterator)
                .setAttr("output_types", types)
                .setAttr("output_shapes", scalars())
                .build()
                .output(0);
        read.add(take(next).host().bytes()[0]);
      } catch (TFOutOfRangeException end) {
        return read;
      }
    }
  }
}
