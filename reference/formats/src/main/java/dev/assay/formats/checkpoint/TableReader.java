package dev.assay.formats.checkpoint;

import dev.assay.engine.FormatException;
import dev.assay.formats.io.LittleEndian;
import dev.assay.formats.io.MaskedCrc;
import dev.assay.formats.io.Memory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a table: keys in order, each with a value.
 *
 * <pre>
 * file    = data block … · meta-index block · index block · footer
 * block   = contents · type (1 byte: 0 plain, 1 snappy) · masked CRC-32C of contents and type (4)
 * contents = entry … · offsets of the restarts (4 bytes each) · number of restarts (4)
 * entry   = bytes shared with the key before · bytes of its own · bytes of the value (varints) · …
 * footer  = handle of the meta-index · handle of the index (offset, size: varints) · zeros to 40
 *           bytes · magic number (8)
 * </pre>
 *
 * Every byte of the file is checked: the blocks stand one after the other without a gap, each has
 * its checksum, and the footer has one form only.
 */
final class TableReader {
  static final long MAGIC = 0xdb4775248b80fb57L;
  static final int HANDLES = 40;
  static final int FOOTER = HANDLES + Long.BYTES;
  static final int TRAILER = 5;

  /** The largest table that is read, and the most bytes of keys, which share their beginnings. */
  static final int LIMIT = 1 << 26;

  /** About what an entry takes besides its bytes, until a reader of checkpoints has parsed it. */
  private static final int ENTRY = 400;

  /** A key and its value. */
  record Entry(byte[] key, byte[] value) {}

  /** Where a block stands: {@code size} bytes of contents, then the trailer. */
  private record Handle(long offset, long size) {
    long end() {
      return offset + size + TRAILER;
    }
  }

  private final String name;
  private final byte[] file;
  private long keyBytes;
  private long memory;

  private TableReader(String name, byte[] file) {
    this.name = name;
    this.file = file;
    this.memory = 2L * file.length;
  }

  /**
   * The entries of a table.
   *
   * @param name what errors call the file
   */
  static List<Entry> read(String name, byte[] file) {
    return new TableReader(name, file).entries();
  }

  private List<Entry> entries() {
    if (file.length > LIMIT) {
      throw error(file.length + " bytes, the limit is " + LIMIT);
    }
    if (file.length < FOOTER) {
      throw error(file.length + " bytes, a table has a footer of " + FOOTER);
    }
    require(0);
    int footer = file.length - FOOTER;
    if (LittleEndian.getLong(file, footer + HANDLES) != MAGIC) {
      throw error("does not end with the magic number of a table");
    }
    Cursor handles = new Cursor(name + ": footer", file, footer, footer + HANDLES);
    Handle meta = handle(handles);
    Handle index = handle(handles);
    while (!handles.atEnd()) {
      if (handles.next() != 0) {
        throw handles.error("the padding is not zero");
      }
    }
    if (index.offset() != meta.end() || index.end() != footer) {
      throw error("the index is not between the meta-index and the footer");
    }
    block(meta, "meta-index");
    List<Entry> entries = new ArrayList<>();
    long end = 0;
    byte[] last = new byte[0];
    for (Entry pointer : block(index, "index")) {
      Cursor value = new Cursor(name + ": index", pointer.value());
      Handle handle = handle(value);
      if (!value.atEnd() || handle.offset() != end || handle.end() > meta.offset()) {
        throw error("the index points to a block that is not the next");
      }
      end = handle.end();
      for (Entry entry : block(handle, "block at " + handle.offset())) {
        if (!entries.isEmpty() && Arrays.compareUnsigned(last, entry.key()) >= 0) {
          throw error("the keys are not in order");
        }
        last = entry.key();
        entries.add(entry);
      }
      if (Arrays.compareUnsigned(last, pointer.key()) > 0) {
        throw error("a block goes on after its last key");
      }
    }
    if (end != meta.offset()) {
      throw error("bytes between the blocks and the meta-index");
    }
    return entries;
  }

  private static Handle handle(Cursor cursor) {
    long offset = cursor.varint();
    long size = cursor.varint();
    if (offset > LIMIT || size > LIMIT) {
      throw cursor.error("a block of " + size + " bytes at " + offset + " is beyond the end");
    }
    return new Handle(offset, size);
  }

  private List<Entry> block(Handle handle, String what) {
    if (handle.end() > file.length - FOOTER) {
      throw error(what + ": reaches beyond the end");
    }
    int from = (int) handle.offset();
    int size = (int) handle.size();
    int type = file[from + size];
    if (MaskedCrc.of(file, from, size + 1) != LittleEndian.getInt(file, from + size + 1)) {
      throw error(what + ": the checksum is wrong");
    }
    return switch (type) {
      case 0 -> contents(what, Arrays.copyOfRange(file, from, from + size));
      case 1 -> contents(what, decompressed(what, from, from + size));
      default -> throw error(what + ": compression of type " + type + " is not known");
    };
  }

  private byte[] decompressed(String what, int from, int to) {
    long most = Math.min(LIMIT, Memory.most() - memory);
    byte[] block = Snappy.decompress(name + ": " + what, file, from, to, most);
    require(block.length);
    return block;
  }

  /** Counts what is in memory, which many small entries make far more than the file. */
  private void require(long bytes) {
    memory += bytes;
    Memory.refusal(memory, "the table")
        .ifPresent(
            refusal -> {
              throw error(refusal);
            });
  }

  private List<Entry> contents(String what, byte[] block) {
    long restarts =
        block.length < Integer.BYTES
            ? 0
            : LittleEndian.getInt(block, block.length - Integer.BYTES) & 0xFFFFFFFFL;
    long end = block.length - Integer.BYTES * (restarts + 1);
    if (restarts == 0 || end < 0) {
      throw error(what + ": no room for " + restarts + " restarts");
    }
    Cursor in = new Cursor(name + ": " + what, block, 0, (int) end);
    List<Entry> entries = new ArrayList<>();
    byte[] key = new byte[0];
    while (!in.atEnd()) {
      long shared = in.varint();
      long own = in.varint();
      long valueSize = in.varint();
      int ownAt = in.skip(own);
      int valueAt = in.skip(valueSize);
      if (shared > key.length) {
        throw in.error("shares " + shared + " bytes with a key of " + key.length);
      }
      require(ENTRY + shared + own + valueSize);
      keyBytes += shared + own;
      if (keyBytes > LIMIT) {
        throw error("more than " + LIMIT + " bytes of keys");
      }
      key = Arrays.copyOf(key, (int) (shared + own));
      System.arraycopy(block, ownAt, key, (int) shared, (int) own);
      entries.add(new Entry(key, Arrays.copyOfRange(block, valueAt, valueAt + (int) valueSize)));
    }
    return entries;
  }

  private FormatException error(String message) {
    return new FormatException(name + ": " + message);
  }
}
