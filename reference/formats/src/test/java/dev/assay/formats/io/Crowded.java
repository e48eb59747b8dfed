package dev.assay.formats.io;

import dev.assay.engine.FormatException;
import dev.assay.engine.tensor.DType;
import dev.assay.formats.event.EventReader;
import dev.assay.formats.example.Example;
import dev.assay.formats.example.ExampleParser;
import dev.assay.formats.example.FeatureSpec;
import dev.assay.formats.example.SequenceExample;
import dev.assay.formats.tfrecord.Compression;
import dev.assay.formats.tfrecord.TfRecordWriter;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A program that parses protocol buffers of so many small parts that they do not fit into memory,
 * though their bytes do, for {@link CrowdedTest}, which gives it little memory. Its exit code is
 * the number of those that are no format error.
 */
final class Crowded {
  private Crowded() {}

  /**
   * Parts that fill a sixth of the heap, inside of fields.
   *
   * @param part one part in hexadecimal
   * @param around what stands before the length of each field, the outermost first
   */
  private static byte[] message(String part, List<String> around) {
    byte[] one = HexFormat.of().parseHex(part);
    int parts = (int) (Memory.most() / 3 / one.length);
    byte[] head = {};
    for (int i = around.size() - 1; i >= 0; i--) {
      ByteArrayOutputStream outer = new ByteArrayOutputStream();
      outer.writeBytes(HexFormat.of().parseHex(around.get(i)));
      int length = head.length + parts * one.length;
      for (; length >= 0x80; length >>>= 7) {
        outer.write(length & 0x7F | 0x80);
      }
      outer.write(length);
      outer.writeBytes(head);
      head = outer.toByteArray();
    }
    byte[] bytes = new byte[head.length + parts * one.length];
    System.arraycopy(head, 0, bytes, 0, head.length);
    for (int i = 0; i < parts; i++) {
      System.arraycopy(one, 0, bytes, head.length + i * one.length, one.length);
    }
    return bytes;
  }

  /** 0 if it is a format error that speaks of the heap. */
  private static int refused(Runnable parsing) {
    try {
      parsing.run();
      return 1;
    } catch (FormatException e) {
      return e.getMessage().contains("larger than the heap") ? 0 : 1;
    }
  }

  private static void readEvents(Path file, byte[] event) {
    try (TfRecordWriter writer = TfRecordWriter.create(file, Compression.NONE)) {
      writer.write(event);
    }
    try (EventReader reader = EventReader.open(file)) {
      reader.next();
    }
  }

  /** Examples of strings of one letter, and an event of values that have a tag alone, in a file. */
  public static void main(String[] args) {
    List<String> around = List.of("0a", "0a", "0a016112", "0a");
    ExampleParser parser = new ExampleParser(Map.of("a", FeatureSpec.variable(DType.STRING)));
    int bad = refused(() -> Example.parse(message("0a0161", around)));
    bad += refused(() -> parser.parseSingleExample(message("0a0161", around)));
    bad += refused(() -> SequenceExample.parse(message("0a0161", around)));
    bad += refused(() -> readEvents(Path.of(args[0]), message("0a030a0161", List.of("2a"))));
    System.exit(bad);
  }
}
