package dev.assay.peers.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.tfrecord.Compression;
import dev.assay.formats.tfrecord.TfRecordReader;
import dev.assay.formats.tfrecord.TfRecordWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Output;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.DataType;

/** TFRecord files of ours are read by TensorFlow, and TensorFlow's by us. */
class TfRecordInteropTest {
  @TempDir Path folder;

  private static List<byte[]> records() {
    Random random = new Random(5);
    List<byte[]> out = new ArrayList<>();
    for (int size : new int[] {0, 1, 7, 8, 9, 255, 4096, 1 << 20, 0}) {
      byte[] record = new byte[size];
      random.nextBytes(record);
      out.add(record);
    }
    return out;
  }

  private static String name(Compression compression) {
    return compression == Compression.NONE ? "" : compression.name();
  }

  @ParameterizedTest
  @EnumSource
  void tensorFlowReadsOurs(Compression compression) {
    Path file = folder.resolve("ours");
    try (TfRecordWriter writer = TfRecordWriter.create(file, compression)) {
      records().forEach(writer::write);
    }
    try (Bridge bridge = new Bridge()) {
      assertSame(records(), bridge.records(file, name(compression)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void weReadTensorFlows(Compression compression) {
    Path file = folder.resolve("theirs");
    try (Bridge bridge = new Bridge()) {
      Tensor records =
          Tensor.of(
              Shape.of(records().size()), HostStorage.ofBytes(records().toArray(byte[][]::new)));
      Output<?> dataset =
          bridge
              .op("TensorSliceDataset")
              .addInputList(new Output<?>[] {bridge.give(records)})
              .setAttr("Toutput_types", new DataType[] {DataType.DT_STRING})
              .setAttr("output_shapes", Bridge.scalars())
              .build()
              .output(0);
      bridge
          .op(
              "DatasetToTFRecord",
              dataset,
              bridge.string(file.toString()),
              bridge.string(name(compression)))
          .build();
    }
    List<byte[]> read = new ArrayList<>();
    try (TfRecordReader reader = TfRecordReader.open(file, compression)) {
      for (Optional<byte[]> r = reader.read(); r.isPresent(); r = reader.read()) {
        read.add(r.get());
      }
    }
    assertSame(records(), read);
  }

  /** The harness would notice: TensorFlow refuses a file of ours with one bit turned. */
  @ParameterizedTest
  @EnumSource(names = "NONE")
  void tensorFlowRefusesATurnedBit(Compression compression) throws Exception {
    Path file = folder.resolve("turned");
    try (TfRecordWriter writer = TfRecordWriter.create(file, compression)) {
      records().forEach(writer::write);
    }
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 4;
    Files.write(file, bytes);
    try (Bridge bridge = new Bridge()) {
      TensorFlowException e =
          assertThrows(TensorFlowException.class, () -> bridge.records(file, name(compression)));
      assertTrue(e.getMessage().contains("corrupted"), e.getMessage());
    }
  }

  private static void assertSame(List<byte[]> want, List<byte[]> got) {
    assertEquals(want.size(), got.size());
    for (int i = 0; i < want.size(); i++) {
      assertArrayEquals(want.get(i), got.get(i), "record " + i);
    }
  }
}
