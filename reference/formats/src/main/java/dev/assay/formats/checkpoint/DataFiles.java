package dev.assay.formats.checkpoint;

import dev.assay.engine.FormatException;
import dev.assay.engine.tensor.Shape;
import dev.assay.formats.io.Disk;
import dev.assay.formats.io.Memory;
import dev.assay.protos.BundleEntryProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The data files of a checkpoint. */
final class DataFiles {
  private static final int ZEROS = 1 << 12;

  private final List<Path> shards;

  private DataFiles(List<Path> shards) {
    this.shards = shards;
  }

  /**
   * The files, once it is known that the entries lie in them without overlapping, that they end
   * with the last entry, and that what lies between (a writer may align tensors) is zero.
   */
  static DataFiles open(
      CheckpointFiles files, Path index, int count, List<BundleEntryProto> entries) {
    List<Path> shards = new ArrayList<>();
    List<List<BundleEntryProto>> stored = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      shards.add(files.readableData(index, i, count));
      stored.add(new ArrayList<>());
    }
    entries.forEach(e -> stored.get(e.getShardId()).add(e));
    for (int i = 0; i < count; i++) {
      check(shards.get(i), stored.get(i));
    }
    return new DataFiles(shards);
  }

  private static void check(Path shard, List<BundleEntryProto> entries) {
    entries.sort(
        Comparator.comparingLong(BundleEntryProto::getOffset)
            .thenComparingLong(BundleEntryProto::getSize));
    try (FileChannel file = FileChannel.open(shard)) {
      long end = 0;
      for (BundleEntryProto e : entries) {
        if (e.getOffset() < end) {
          throw new FormatException(shard + ": two tensors overlap at byte " + e.getOffset());
        }
        requireZeros(shard, file, end, e.getOffset());
        end = e.getOffset() + e.getSize();
      }
      if (file.size() != end) {
        throw new FormatException(
            shard + ": " + file.size() + " bytes, the index speaks of " + end);
      }
    } catch (IOException e) {
      throw Disk.failed(shard, e);
    }
  }

  private static void requireZeros(Path shard, FileChannel file, long from, long to)
      throws IOException {
    if (to - from > ZEROS) {
      throw new FormatException(
          shard + ": " + (to - from) + " bytes from byte " + from + " belong to no tensor");
    }
    for (byte b : bytes(shard, file, from, (int) (to - from))) {
      if (b != 0) {
        throw new FormatException(shard + ": the bytes from " + from + " belong to no tensor");
      }
    }
  }

  /** The bytes of a tensor. */
  byte[] read(BundleEntryProto entry) {
    Path shard = shards.get(entry.getShardId());
    try (FileChannel file = FileChannel.open(shard)) {
      if (entry.getSize() > Shape.MAX_ELEMENTS) {
        throw new FormatException(shard + ": a tensor of " + entry.getSize() + " bytes");
      }
      Optional<String> refusal = Memory.refusal(2 * entry.getSize(), "a tensor");
      if (refusal.isPresent()) {
        throw new FormatException(shard + ": " + refusal.get());
      }
      return bytes(shard, file, entry.getOffset(), (int) entry.getSize());
    } catch (IOException e) {
      throw Disk.failed(shard, e);
    }
  }

  /** Bytes of a file; memory is taken only if the file is long enough. */
  private static byte[] bytes(Path shard, FileChannel file, long from, int size)
      throws IOException {
    if (file.size() < from + size) {
      throw new FormatException(
          shard + ": " + file.size() + " bytes, a tensor ends at " + (from + size));
    }
    ByteBuffer buffer = ByteBuffer.allocate(size);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, from + buffer.position()) < 0) {
        throw new FormatException(shard + ": became shorter while it was read");
      }
    }
    return buffer.array();
  }
}
