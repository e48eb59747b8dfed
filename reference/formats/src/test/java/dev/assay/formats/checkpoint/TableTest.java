package dev.assay.formats.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.FormatException;
import dev.assay.formats.io.MaskedCrc;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Tables of keys and values. */
class TableTest {
  private static byte[] written(Map<byte[], byte[]> entries) {
    TableWriter writer = new TableWriter();
    entries.forEach(writer::add);
    return writer.finish();
  }

  private static void assertHolds(Map<byte[], byte[]> entries, List<TableReader.Entry> read) {
    assertArrayEquals(
        entries.keySet().toArray(), read.stream().map(TableReader.Entry::key).toArray());
    assertArrayEquals(
        entries.values().toArray(), read.stream().map(TableReader.Entry::value).toArray());
  }

  @Property(tries = 300)
  void entriesComeBack(@ForAll @Size(max = 60) Map<byte[], byte[]> entries) {
    TreeMap<byte[], byte[]> sorted = new TreeMap<>(Arrays::compareUnsigned);
    sorted.putAll(entries);
    assertHolds(sorted, TableReader.read("table", written(sorted)));
  }

  /** Values that fill blocks; keys whose separators are short, long and impossible to shorten. */
  @Test
  void severalBlocks() {
    TreeMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);
    for (int i = 0; i < 60; i++) {
      byte[] key = new byte[i % 4 + 1];
      Arrays.fill(key, (byte) (i * 5));
      entries.put(key, new byte[50_000 + i]);
    }
    entries.put(new byte[] {-1, -1}, new byte[300_000]);
    assertHolds(entries, TableReader.read("table", written(entries)));
  }

  /** A table of one data block with these contents and type. */
  static byte[] around(byte[] block, int type) {
    return around(block, type, HexFormat.of().parseHex("7f"));
  }

  private static byte[] around(byte[] block, int type, byte[] lastKey) {
    Bytes file = new Bytes();
    byte[] data = put(file, block, type);
    byte[] meta = put(file, HexFormat.of().parseHex("0000000001000000"), 0);
    byte[] index =
        put(
            file,
            new Bytes()
                .add(0)
                .add(lastKey.length)
                .add(data.length)
                .add(lastKey)
                .add(data)
                .fixed32(0)
                .fixed32(1)
                .toArray(),
            0);
    byte[] handles = new Bytes().add(meta).add(index).toArray();
    return file.add(Arrays.copyOf(handles, 40)).fixed64(TableReader.MAGIC).toArray();
  }

  private static byte[] put(Bytes file, byte[] block, int type) {
    byte[] typed = Arrays.copyOf(block, block.length + 1);
    typed[block.length] = (byte) type;
    byte[] handle = new Bytes().varint(file.size()).varint(block.length).toArray();
    file.add(typed).fixed32(MaskedCrc.of(typed));
    return handle;
  }

  private static String error(byte[] file) {
    return assertThrows(FormatException.class, () -> TableReader.read("table", file)).getMessage();
  }

  /** With good checksums, too, nothing but a table is one. */
  @Test
  void contentsThatCannotBe() {
    HexFormat hex = HexFormat.of();
    String restarts = "0000000001000000";
    assertEquals(1, TableReader.read("t", around(hex.parseHex("00010161ff" + restarts), 0)).size());
    Map<String, String> bad =
        Map.of(
            "00010161ff" + "00010161ff" + restarts,
            "not in order",
            "00010162ff" + "00010161ff" + restarts,
            "not in order",
            "01010161ff" + restarts,
            "shares 1 bytes with a key of 0",
            "00010961ff" + restarts,
            "needs 9 more bytes, has 1",
            "00ffffffffffffffff7f0161ff" + restarts,
            "needs 9223372036854775807 more bytes",
            "00ffffffffffffffffff01" + restarts,
            "more than 63 bits",
            "0081000161ff" + restarts,
            "leading zeros",
            "00010161ff" + "00000000" + "ffffffff",
            "no room for 4294967295 restarts",
            "00010161ff" + "00000000",
            "no room for 0 restarts",
            "00",
            "no room for 0 restarts");
    bad.forEach(
        (block, message) -> {
          String thrown = error(around(hex.parseHex(block), 0));
          assertTrue(thrown.contains(message), thrown + " for " + block);
        });
    byte[] good = hex.parseHex("00010161ff" + restarts);
    assertTrue(error(around(good, 2)).contains("compression of type 2"));
    assertTrue(error(around(good, 0, hex.parseHex("60"))).contains("after its last key"));
  }

  /** A few bytes of shared keys are many bytes of keys. */
  @Test
  void keysAreLimited() {
    Bytes block = new Bytes().varint(0).varint(1 << 20).varint(0).add(new byte[1 << 20]);
    for (int i = 0; i < 100; i++) {
      block.varint((1 << 20) + i).varint(1).varint(0).add(1);
    }
    assertTrue(error(around(block.fixed32(0).fixed32(1).toArray(), 0)).contains("bytes of keys"));
  }

  @Test
  void snappyBlocks() {
    HexFormat hex = HexFormat.of();
    // literal of 3; a copy of 5 from 3 back that overlaps itself
    assertEquals(
        "abcabcab",
        new String(
            Snappy.decompress("s", hex.parseHex("08" + "08616263" + "0503"), 0, 7, 9),
            StandardCharsets.US_ASCII));
    // the same copy with an offset of two and of four bytes
    for (String copy : List.of("120300", "1303000000")) {
      byte[] bytes = hex.parseHex("08" + "08616263" + copy);
      assertEquals(
          "abcabcab",
          new String(
              Snappy.decompress("s", bytes, 0, bytes.length, 1 << 20), StandardCharsets.US_ASCII));
    }
    // literals with lengths of one to four bytes
    for (int size = 1; size <= 4; size++) {
      Bytes bytes = new Bytes().varint(200).add(59 + size << 2).add(199);
      bytes.add(new byte[size - 1]).add(new byte[200]);
      assertArrayEquals(
          new byte[200], Snappy.decompress("s", bytes.toArray(), 0, bytes.size(), 200));
    }
    for (String bad :
        List.of(
            "08" + "08616263" + "0504", // from before the beginning
            "08" + "08616263" + "0500", // from nowhere
            "07" + "08616263" + "0503", // longer than stated
            "09" + "08616263" + "0503", // shorter than stated
            "08" + "08616263", // shorter than stated
            "08" + "0861", // cut within a literal
            "03" + "fcffffffff616263", // a literal of 4 GiB
            "ffffffff0f" + "08616263")) { // 4 GiB stated
      byte[] bytes = hex.parseHex(bad);
      assertThrows(
          FormatException.class,
          () -> Snappy.decompress("s", bytes, 0, bytes.length, 1 << 20),
          bad);
    }
    // the block "a" ↦ ff as snappy's literal
    byte[] plain = hex.parseHex("00010161ff0000000001000000");
    byte[] block = new Bytes().varint(13).add(12 << 2).add(plain).toArray();
    List<TableReader.Entry> entries = TableReader.read("table", around(block, 1));
    assertArrayEquals(new byte[] {'a'}, entries.get(0).key());
    assertArrayEquals(new byte[] {-1}, entries.get(0).value());
  }
}
