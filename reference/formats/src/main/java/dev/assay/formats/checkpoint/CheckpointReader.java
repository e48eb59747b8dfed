package dev.assay.formats.checkpoint;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.assay.engine.DTypeException;
import dev.assay.engine.FormatException;
import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.io.Disk;
import dev.assay.formats.io.Memory;
import dev.assay.formats.io.TensorProtos;
import dev.assay.protos.BundleEntryProto;
import dev.assay.protos.BundleHeaderProto;
import dev.assay.protos.TensorShapeProto;
import dev.assay.protos.TensorSliceProto;
import dev.assay.protos.VersionDef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads a checkpoint: which tensors it has, and their values one at a time. Safe to use from
 * several threads; no file stays open.
 *
 * <pre>{@code
 * CheckpointReader reader = CheckpointReader.open(Path.of("model.ckpt-499"));
 * for (String name : reader.names()) {
 *   use(name, reader.dtype(name), reader.shape(name), reader.read(name));
 * }
 * }</pre>
 *
 * <p>Opening checks every byte of the index, and that the data files have exactly the bytes that
 * the index speaks of; reading a tensor checks its bytes. Whatever does not hold is a {@link
 * FormatException} that names the file.
 */
public final class CheckpointReader {
  /** The version of the format that is written, and the newest that is read. */
  static final int VERSION = 1;

  /** The most memory that an element takes in a part, in the whole, and its place in between. */
  private static final int PART_ELEMENT = 16 + 16 + Integer.BYTES;

  private final String name;
  private final DataFiles data;
  private final SortedMap<String, BundleEntryProto> entries;
  private final SortedMap<byte[], BundleEntryProto> parts;

  private CheckpointReader(
      String name,
      DataFiles data,
      SortedMap<String, BundleEntryProto> entries,
      SortedMap<byte[], BundleEntryProto> parts) {
    this.name = name;
    this.data = data;
    this.entries = entries;
    this.parts = parts;
  }

  /** Opens the checkpoint of {@code prefix}, such as {@code model.ckpt-499}. */
  public static CheckpointReader open(Path prefix) {
    CheckpointFiles files = CheckpointFiles.of(prefix);
    Path index = files.readableIndex();
    String name = index.toString();
    List<TableReader.Entry> table = TableReader.read(name, contents(index));
    if (table.isEmpty() || table.get(0).key().length > 0) {
      throw new FormatException(name + ": the table has no header");
    }
    int shards = shards(name, table.get(0).value());
    SortedMap<String, BundleEntryProto> entries = new TreeMap<>();
    SortedMap<byte[], BundleEntryProto> parts = new TreeMap<>(Arrays::compareUnsigned);
    List<BundleEntryProto> stored = new ArrayList<>();
    for (TableReader.Entry e : table.subList(1, table.size())) {
      BundleEntryProto entry = entry(name, e, shards);
      if (e.key()[0] == 0) {
        parts.put(e.key(), entry);
      } else {
        entries.put(text(name, e.key()), entry);
      }
      if (entry.getSlicesCount() == 0) {
        stored.add(entry);
      }
    }
    DataFiles data = DataFiles.open(files, index, shards, stored);
    return new CheckpointReader(name, data, entries, parts);
  }

  private static byte[] contents(Path index) {
    try {
      if (Files.size(index) > TableReader.LIMIT) {
        throw new FormatException(index + ": more than " + TableReader.LIMIT + " bytes");
      }
      return Files.readAllBytes(index);
    } catch (IOException e) {
      throw Disk.failed(index, e);
    }
  }

  private static int shards(String name, byte[] value) {
    BundleHeaderProto header;
    try {
      header = BundleHeaderProto.parseFrom(value);
    } catch (InvalidProtocolBufferException e) {
      throw new FormatException(name + ": the header: " + e.getMessage(), e);
    }
    VersionDef version = header.getVersion();
    if (version.getMinConsumer() > VERSION || version.getBadConsumersList().contains(VERSION)) {
      throw new FormatException(
          name
              + ": needs a reader of version "
              + version.getMinConsumer()
              + ", this is "
              + VERSION);
    }
    if (header.getEndianness() != BundleHeaderProto.Endianness.LITTLE) {
      throw new FormatException(name + ": the numbers are not little-endian, others are not read");
    }
    if (header.getNumShards() < 1 || header.getNumShards() > 99_999) {
      throw new FormatException(name + ": " + header.getNumShards() + " data files");
    }
    return header.getNumShards();
  }

  private static BundleEntryProto entry(String name, TableReader.Entry e, int shards) {
    String what = name + ": \"" + new String(e.key(), StandardCharsets.UTF_8) + "\"";
    BundleEntryProto entry;
    try {
      entry = BundleEntryProto.parseFrom(e.value());
    } catch (InvalidProtocolBufferException cause) {
      throw new FormatException(what + ": " + cause.getMessage(), cause);
    }
    long count = elements(what, entry.getShape());
    if (entry.getSlicesCount() > 0) {
      return entry;
    }
    if (entry.getShardId() < 0 || entry.getShardId() >= shards) {
      throw new FormatException(what + ": in data file " + entry.getShardId() + " of " + shards);
    }
    if (entry.getOffset() < 0
        || entry.getSize() < 0
        || entry.getOffset() > Long.MAX_VALUE - entry.getSize()) {
      throw new FormatException(what + ": " + entry.getSize() + " bytes at " + entry.getOffset());
    }
    TensorProtos.dtype(entry.getDtype())
        .ifPresent(
            dtype -> {
              if (!TensorBytes.fits(dtype, count, entry.getSize())) {
                throw new FormatException(
                    what
                        + ": "
                        + entry.getSize()
                        + " bytes do not hold "
                        + count
                        + " elements of "
                        + dtype);
              }
            });
    return entry;
  }

  /** The number of elements, once it is known that a tensor may have the shape. */
  private static long elements(String what, TensorShapeProto proto) {
    long n = 1;
    boolean empty = false;
    for (TensorShapeProto.Dim dim : proto.getDimList()) {
      long d = dim.getSize();
      if (d < 0 || d > Shape.MAX_ELEMENTS) {
        throw new FormatException(what + ": a dimension of " + d);
      }
      empty |= d == 0;
      n = Math.min(n * Math.max(d, 1), 1L + Shape.MAX_ELEMENTS);
    }
    if (proto.getUnknownRank() || !empty && n > Shape.MAX_ELEMENTS || proto.getDimCount() > 254) {
      throw new FormatException(what + ": no tensor has the shape " + shape(proto));
    }
    return empty ? 0 : n;
  }

  private static Shape shape(TensorShapeProto proto) {
    return Shape.of(proto.getDimList().stream().map(TensorShapeProto.Dim::getSize).toList());
  }

  private static String text(String name, byte[] key) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
    } catch (CharacterCodingException e) {
      throw new FormatException(name + ": a name that is not UTF-8", e);
    }
  }

  /** The names of the tensors, in order. */
  public List<String> names() {
    return List.copyOf(entries.keySet());
  }

  /** Whether there is a tensor of that name. */
  public boolean contains(String tensor) {
    return entries.containsKey(ValueException.requireGiven(tensor, "checkpoint: the name"));
  }

  /** The type of a tensor; an error if tensors do not have it here (uint16, resources, …). */
  public DType dtype(String tensor) {
    BundleEntryProto entry = find(tensor);
    return TensorProtos.dtype(entry.getDtype())
        .orElseThrow(
            () ->
                new DTypeException(
                    what(tensor) + ": tensors have no type number " + entry.getDtypeValue()));
  }

  /** The shape of a tensor. */
  public Shape shape(String tensor) {
    return shape(find(tensor).getShape());
  }

  /** The value of a tensor. */
  public Tensor read(String tensor) {
    BundleEntryProto entry = find(tensor);
    DType dtype = dtype(tensor);
    Shape shape = shape(entry.getShape());
    if (entry.getSlicesCount() > 0) {
      Partition partition = new Partition(what(tensor), dtype, shape);
      partsOf(tensor, entry)
          .forEach(
              (slice, part) ->
                  partition.add(slice, shape(part.getShape()), () -> value(tensor, dtype, part)));
      return partition.whole();
    }
    return value(tensor, dtype, entry);
  }

  /** The parts of a tensor, which are different ones and have as many elements as it has. */
  private Map<TensorSliceProto, BundleEntryProto> partsOf(String tensor, BundleEntryProto entry) {
    byte[] key = tensor.getBytes(StandardCharsets.UTF_8);
    Map<TensorSliceProto, BundleEntryProto> found = new LinkedHashMap<>();
    long elements = 0;
    for (TensorSliceProto slice : entry.getSlicesList()) {
      BundleEntryProto part = parts.get(SliceKey.of(key, slice));
      if (part == null || part.getSlicesCount() > 0 || part.getDtype() != entry.getDtype()) {
        throw new FormatException(what(tensor) + ": a part is missing or of another type");
      }
      if (found.put(slice, part) != null) {
        throw new FormatException(what(tensor) + ": a part is named twice");
      }
      elements += shape(part.getShape()).elements();
    }
    Memory.refusal(elements * PART_ELEMENT, what(tensor))
        .ifPresent(
            refusal -> {
              throw new FormatException(refusal);
            });
    if (elements != shape(entry.getShape()).elements()) {
      throw new FormatException(
          what(tensor)
              + ": the parts have "
              + elements
              + " elements, another number than "
              + shape(entry.getShape()));
    }
    return found;
  }

  private Tensor value(String tensor, DType dtype, BundleEntryProto entry) {
    Shape shape = shape(entry.getShape());
    TensorBytes bytes = new TensorBytes(data.read(entry), entry.getCrc32C());
    return Tensor.of(shape, bytes.toStorage(what(tensor), dtype, shape.elements()));
  }

  /** Reads everything, which checks everything; all values by name. */
  public SortedMap<String, Tensor> readAll() {
    SortedMap<String, Tensor> values = new TreeMap<>();
    names().forEach(n -> values.put(n, read(n)));
    return Collections.unmodifiableSortedMap(values);
  }

  private BundleEntryProto find(String tensor) {
    BundleEntryProto entry =
        entries.get(ValueException.requireGiven(tensor, "checkpoint: the name"));
    if (entry == null) {
      throw new ValueException(what(tensor) + ": there is no tensor of that name");
    }
    return entry;
  }

  private String what(String tensor) {
    return name + ": \"" + tensor + "\"";
  }
}
