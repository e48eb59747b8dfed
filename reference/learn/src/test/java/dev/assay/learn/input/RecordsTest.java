package dev.assay.learn.input;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.FormatException;
import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records of files: lines, records of one length, whole files. */
class RecordsTest {
  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.write(folder.resolve(name), text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static List<String> texts(Dataset d) {
    return d.toList().stream()
        .map(e -> new String(e.get(0).host().bytes()[0], StandardCharsets.ISO_8859_1))
        .toList();
  }

  @Test
  void linesLoseTheirEndsAndNothingElse() throws IOException {
    Path a = file("a", "one\r\ntwo\n\nfo\rur\r\r\nlast\r");
    Path empty = file("empty", "");
    Path b = file("b", "x\n");
    Dataset d = Dataset.textLines(a, empty, b);
    assertEquals(List.of("one", "two", "", "fo\rur\r", "last\r", "x"), texts(d));
    assertEquals(Shape.scalar(), d.toList().get(0).get(0).shape());
    assertEquals(List.of("\u00ff"), texts(Dataset.textLines(file("latin", "\u00ff"))));
    assertEquals(
        List.of("two", "", "fo\rur\r", "last\r"),
        texts(Dataset.records(RecordFormat.lines(1), a, empty)));
    assertEquals(List.of(), texts(Dataset.textLines()));
  }

  @Test
  void recordsOfOneLengthMustFillTheFile() throws IOException {
    Path f = file("f", "HEADaabbccF");
    assertEquals(
        List.of("aa", "bb", "cc"), texts(Dataset.records(RecordFormat.fixedLength(4, 2, 1), f)));
    FormatException e =
        assertThrows(
            FormatException.class,
            () -> Dataset.records(RecordFormat.fixedLength(4, 4, 1), f).toList());
    assertEquals(
        "fixed_length_records: "
            + f
            + ": the size 11 is not header + n * length + footer = 4 + n * 4 + 1",
        e.getMessage());
    assertThrows(
        FormatException.class,
        () -> Dataset.records(RecordFormat.fixedLength(12, 1, 0), f).toList());
    assertEquals(List.of(), texts(Dataset.records(RecordFormat.fixedLength(11, 1, 0), f)));
    assertThrows(ValueException.class, () -> RecordFormat.fixedLength(0, 0, 0));
    assertThrows(ValueException.class, () -> RecordFormat.fixedLength(-1, 1, 0));
  }

  @Test
  void wholeFiles() throws IOException {
    Path f = file("f", "a\nb");
    assertEquals(List.of("a\nb", "a\nb"), texts(Dataset.records(RecordFormat.wholeFile(), f, f)));
  }

  @Test
  void aMissingFileIsNamedWhenItsTurnComes() throws IOException {
    Path a = file("a", "one\n");
    Path none = folder.resolve("none");
    try (DatasetIterator it = Dataset.textLines(a, none).iterator()) {
      it.next();
      FormatException e = assertThrows(FormatException.class, it::next);
      assertTrue(e.getMessage().startsWith("text_lines: cannot read " + none), e.getMessage());
    }
    for (RecordFormat format :
        List.of(RecordFormat.wholeFile(), RecordFormat.fixedLength(0, 1, 0))) {
      assertThrows(FormatException.class, () -> Dataset.records(format, none).toList());
      assertThrows(FormatException.class, () -> Dataset.records(format, folder).toList());
    }
    assertThrows(ValueException.class, () -> Dataset.textLines((Path) null));
  }

  /** Every byte of a file of 64 MB is seen once. */
  @Test
  void aLargeFileIsReadToItsEnd() throws IOException {
    byte[] line = new byte[1024];
    Arrays.fill(line, (byte) 'x');
    line[1023] = '\n';
    Path big = folder.resolve("big");
    try (var out = new BufferedOutputStream(Files.newOutputStream(big))) {
      for (int i = 0; i < 65_536; i++) {
        out.write(line);
      }
    }
    long[] seen = {0, 0};
    Dataset.textLines(big)
        .map(e -> List.of(Tensor.of(e.get(0).host().bytes()[0].length)))
        .batch(1024)
        .forEach(
            e -> {
              seen[0] += e.get(0).size();
              seen[1] += Arrays.stream(e.get(0).toLongs()).sum();
            });
    assertArrayEquals(new long[] {65_536, 65_536L * 1023}, seen);
  }
}
