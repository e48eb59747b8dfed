package dev.assay.formats.checkpoint;

import dev.assay.formats.io.MaskedCrc;
import java.util.Arrays;

/**
 * Writes a table as TensorFlow's writer does, byte for byte: blocks of 256 KiB, not compressed, a
 * restart at every 16th key; see {@link TableReader} for the format.
 */
final class TableWriter {
  private static final int BLOCK = 1 << 18;
  private static final int RESTART = 16;

  private final Bytes file = new Bytes();
  private final Block index = new Block(1);
  private Block data = new Block(RESTART);
  private byte[] handle = new byte[0];

  /** The contents of a block as they grow. */
  private static final class Block {
    private final int interval;
    private final Bytes contents = new Bytes();
    private final Bytes restarts = new Bytes().fixed32(0);
    private int sinceRestart;
    private byte[] last = new byte[0];

    Block(int interval) {
      this.interval = interval;
    }

    void add(byte[] key, byte[] value) {
      int shared = 0;
      if (sinceRestart < interval) {
        shared = common(last, key);
      } else {
        restarts.fixed32(contents.size());
        sinceRestart = 0;
      }
      contents.varint(shared).varint(key.length - shared).varint(value.length);
      contents.add(key, shared, key.length - shared).add(value);
      last = key;
      sinceRestart++;
    }

    int size() {
      return contents.size() + restarts.size() + Integer.BYTES;
    }

    byte[] toArray() {
      int count = restarts.size() / Integer.BYTES;
      return new Bytes().add(contents.toArray()).add(restarts.toArray()).fixed32(count).toArray();
    }
  }

  /** Adds an entry, whose key follows all before it. */
  void add(byte[] key, byte[] value) {
    if (handle.length > 0) {
      index.add(separator(data.last, key), handle);
      handle = new byte[0];
      data = new Block(RESTART);
    }
    data.add(key, value);
    if (data.size() >= BLOCK) {
      handle = write(data);
    }
  }

  /** The whole file. */
  byte[] finish() {
    if (handle.length == 0) {
      handle = write(data);
    }
    index.add(successor(data.last), handle);
    byte[] handles = new Bytes().add(write(new Block(RESTART))).add(write(index)).toArray();
    file.add(Arrays.copyOf(handles, TableReader.HANDLES)).fixed64(TableReader.MAGIC);
    return file.toArray();
  }

  /** Appends a block; the result is its handle. */
  private byte[] write(Block block) {
    byte[] contents = block.toArray();
    byte[] typed = Arrays.copyOf(contents, contents.length + 1); // type 0: not compressed
    byte[] at = new Bytes().varint(file.size()).varint(contents.length).toArray();
    file.add(typed).fixed32(MaskedCrc.of(typed));
    return at;
  }

  private static int common(byte[] a, byte[] b) {
    int n = 0;
    while (n < Math.min(a.length, b.length) && a[n] == b[n]) {
      n++;
    }
    return n;
  }

  /** A short key that is at least {@code last} and before {@code next}. */
  private static byte[] separator(byte[] last, byte[] next) {
    int n = common(last, next);
    if (n < Math.min(last.length, next.length) && (last[n] & 0xFF) + 1 < (next[n] & 0xFF)) {
      byte[] key = Arrays.copyOf(last, n + 1);
      key[n]++;
      return key;
    }
    return last;
  }

  /** A short key that is at least {@code last}. */
  private static byte[] successor(byte[] last) {
    for (int n = 0; n < last.length; n++) {
      if (last[n] != (byte) 0xFF) {
        byte[] key = Arrays.copyOf(last, n + 1);
        key[n]++;
        return key;
      }
    }
    return last;
  }
}
