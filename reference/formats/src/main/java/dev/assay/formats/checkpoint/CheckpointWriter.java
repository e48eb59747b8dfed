package dev.assay.formats.checkpoint;

import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.io.AtomicFile;
import dev.assay.formats.io.Disk;
import dev.assay.formats.io.TensorProtos;
import dev.assay.protos.BundleEntryProto;
import dev.assay.protos.BundleHeaderProto;
import dev.assay.protos.TensorShapeProto;
import dev.assay.protos.VersionDef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a checkpoint, tensor by tensor, as TensorFlow's SaveV2 does, byte for byte: one data file,
 * the tensors in the order in which they are added. For one thread.
 *
 * <pre>{@code
 * try (CheckpointWriter writer = CheckpointWriter.create(prefix)) {
 *   writer.add("weights", weights);
 *   writer.commit();
 * }
 * }</pre>
 *
 * <p>The checkpoint appears, or takes the place of the one that was there, with {@link #commit} as
 * a whole; without it nothing changes.
 */
public final class CheckpointWriter implements AutoCloseable {
  private final CheckpointFiles files;
  private final AtomicFile data;
  private final TreeMap<byte[], BundleEntryProto> entries = new TreeMap<>(Arrays::compareUnsigned);
  private long offset;
  private boolean broken;

  private CheckpointWriter(CheckpointFiles files) {
    this.files = files;
    this.data = AtomicFile.create(files.nextData());
  }

  /** Begins to write the checkpoint of {@code prefix}, whose folder is there. */
  public static CheckpointWriter create(Path prefix) {
    CheckpointFiles files = CheckpointFiles.of(prefix);
    files.settle();
    return new CheckpointWriter(files);
  }

  /** Writes the checkpoint of {@code prefix}: the tensors in the order of the map. */
  public static void write(Path prefix, Map<String, Tensor> tensors) {
    ValueException.requireGiven(tensors, "checkpoint: the map of tensors");
    try (CheckpointWriter writer = create(prefix)) {
      tensors.forEach(writer::add);
      writer.commit();
    }
  }

  /**
   * Adds a tensor.
   *
   * @param name not empty, and not of one added before; does not begin with a zero byte
   */
  public void add(String name, Tensor tensor) {
    ValueException.requireGiven(name, "checkpoint: a name");
    ValueException.requireGiven(tensor, "checkpoint: \"" + name + "\"");
    byte[] key = name.getBytes(StandardCharsets.UTF_8);
    if (key.length == 0 || key[0] == 0 || entries.containsKey(key)) {
      throw new ValueException(
          "checkpoint: a name is not empty, begins with no zero and stands once, got \""
              + name
              + "\"");
    }
    requireUsable();
    TensorBytes bytes = TensorBytes.of(tensor.host());
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int d : tensor.shape().dims()) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(d));
    }
    entries.put(
        key,
        BundleEntryProto.newBuilder()
            .setDtype(TensorProtos.type(tensor.dtype()))
            .setShape(shape)
            .setOffset(offset)
            .setSize(bytes.bytes().length)
            .setCrc32C(bytes.crc())
            .build());
    try {
      data.stream().write(bytes.bytes());
    } catch (IOException e) {
      broken = true;
      throw Disk.failed(files.nextData(), e);
    }
    offset += bytes.bytes().length;
  }

  /** Makes the checkpoint the one of its prefix, durably. Nothing can be added afterwards. */
  public void commit() {
    requireUsable();
    broken = true;
    data.commit();
    AtomicFile.write(files.nextIndex(), index());
    files.settle();
  }

  private void requireUsable() {
    if (broken) {
      throw new ValueException("checkpoint: the writer is committed, closed or failed");
    }
  }

  private byte[] index() {
    TableWriter table = new TableWriter();
    table.add(
        new byte[0],
        BundleHeaderProto.newBuilder()
            .setNumShards(1)
            .setVersion(VersionDef.newBuilder().setProducer(CheckpointReader.VERSION))
            .build()
            .toByteArray());
    entries.forEach((key, entry) -> table.add(key, entry.toByteArray()));
    return table.finish();
  }

  /** Gives up what was not committed. */
  @Override
  public void close() {
    broken = true;
    data.close();
  }
}
