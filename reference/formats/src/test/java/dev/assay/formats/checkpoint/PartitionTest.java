package dev.assay.formats.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.FormatException;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.io.TensorProtos;
import dev.assay.protos.BundleEntryProto;
import dev.assay.protos.BundleHeaderProto;
import dev.assay.protos.TensorShapeProto;
import dev.assay.protos.TensorSliceProto;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tensors that are stored in parts, in several data files. */
class PartitionTest {
  @TempDir private Path folder;

  /** A part: its start and length in each dimension, in which −1 is all, and its elements. */
  private record Part(long[][] extents, Tensor value) {
    TensorSliceProto slice() {
      TensorSliceProto.Builder slice = TensorSliceProto.newBuilder();
      for (long[] e : extents) {
        TensorSliceProto.Extent.Builder extent = TensorSliceProto.Extent.newBuilder();
        slice.addExtent(e[1] < 0 ? extent : extent.setStart(e[0]).setLength(e[1]));
      }
      return slice.build();
    }
  }

  private static final long[] ALL = {0, -1};

  private static Part part(Tensor value, long[]... extents) {
    return new Part(extents, value);
  }

  private static TensorShapeProto shape(int... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    Arrays.stream(dims).forEach(d -> shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(d)));
    return shape.build();
  }

  /** Reads "v", float32 [3, 2], of which each part is in a data file of its own. */
  private Tensor read(List<Part> parts) throws IOException {
    byte[] name = "v".getBytes(StandardCharsets.UTF_8);
    BundleEntryProto.Builder whole =
        BundleEntryProto.newBuilder()
            .setDtype(dev.assay.protos.DataType.DT_FLOAT)
            .setShape(shape(3, 2));
    TreeMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);
    Path prefix = folder.resolve("p");
    for (int i = 0; i < parts.size(); i++) {
      Tensor value = parts.get(i).value();
      TensorSliceProto slice = parts.get(i).slice();
      TensorBytes bytes = TensorBytes.of(value.host());
      whole.addSlices(slice);
      entries.put(
          SliceKey.of(name, slice),
          BundleEntryProto.newBuilder()
              .setDtype(TensorProtos.type(value.dtype()))
              .setShape(shape(value.shape().dims()))
              .setShardId(i)
              .setSize(bytes.bytes().length)
              .setCrc32C(bytes.crc())
              .build()
              .toByteArray());
      Files.write(CheckpointFiles.of(prefix).data(i, parts.size()), bytes.bytes());
    }
    TableWriter table = new TableWriter();
    table.add(
        new byte[0],
        BundleHeaderProto.newBuilder().setNumShards(parts.size()).build().toByteArray());
    entries.forEach(table::add);
    table.add(name, whole.build().toByteArray());
    Files.write(folder.resolve("p.index"), table.finish());
    CheckpointReader reader = CheckpointReader.open(prefix);
    assertEquals(List.of("v"), reader.names());
    return reader.read("v");
  }

  private static Tensor floats(float[]... rows) {
    return Tensor.of(rows);
  }

  @Test
  void partsBecomeAWhole() throws IOException {
    Tensor expected = floats(new float[] {1, 2}, new float[] {3, 4}, new float[] {5, 6});
    List<List<Part>> ways =
        List.of(
            List.of(part(expected, ALL, ALL)),
            List.of(
                part(floats(new float[] {1, 2}), new long[] {0, 1}, ALL),
                part(floats(new float[] {3, 4}, new float[] {5, 6}), new long[] {1, 2}, ALL)),
            List.of(
                part(floats(new float[] {5, 6}), new long[] {2, 1}, new long[] {0, 2}),
                part(
                    floats(new float[] {2}, new float[] {4}), new long[] {0, 2}, new long[] {1, 1}),
                part(
                    floats(new float[] {1}, new float[] {3}),
                    new long[] {0, 2},
                    new long[] {0, 1})));
    for (List<Part> way : ways) {
      assertTrue(expected.sameAs(read(way)));
    }
  }

  @Test
  void whatIsNoPartitionIsAnError() {
    Part first = part(floats(new float[] {1, 2}), new long[] {0, 1}, ALL);
    Part rest = part(floats(new float[] {3, 4}, new float[] {5, 6}), new long[] {1, 2}, ALL);
    Part overlapping = part(floats(new float[] {3, 4}, new float[] {5, 6}), new long[] {0, 2}, ALL);
    Part outside = part(floats(new float[] {3, 4}, new float[] {5, 6}), new long[] {2, 2}, ALL);
    Part otherType = part(Tensor.of(new int[][] {{1, 2}}), new long[] {0, 1}, ALL);
    Part otherRank = part(Tensor.of(new float[] {1, 2}), new long[] {0, 1});
    Part otherShape = part(floats(new float[] {1}, new float[] {2}), new long[] {0, 1}, ALL);
    for (List<Part> parts :
        List.of(
            List.of(first),
            List.of(first, overlapping),
            List.of(first, outside),
            List.of(otherType, rest),
            List.of(otherRank, rest),
            List.of(otherShape, rest))) {
      assertThrows(FormatException.class, () -> read(parts), parts.toString());
    }
  }

  /** Numbers in the order of their encodings: ones for the length, then sign and value. */
  @Test
  void theKeysOfParts() {
    TensorSliceProto.Builder slice = TensorSliceProto.newBuilder();
    for (long[] e : new long[][] {{0, 63}, {64, 300}, {1 << 13, 1L << 40}}) {
      slice.addExtent(TensorSliceProto.Extent.newBuilder().setStart(e[0]).setLength(e[1]));
    }
    slice.addExtent(TensorSliceProto.Extent.getDefaultInstance());
    assertEquals(
        // number 0; the name, its zero and ff escaped, its end; number 4
        "00"
            + "61"
            + "00ff"
            + "ff00"
            + "0001"
            + "0104"
            // 0, 63; 64, 300; 8192, 2⁴⁰; 0, −1
            + "80"
            + "bf"
            + "c040"
            + "c12c"
            + "e02000"
            + "fd0000000000"
            + "80"
            + "7f",
        HexFormat.of().formatHex(SliceKey.of(new byte[] {'a', 0, -1}, slice.build())));
  }
}
