package dev.assay.programs.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.FormatException;
import dev.assay.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigitRecordsTest {
  @TempDir private Path folder;

  @Test
  void anEmptyFolderGetsDrawnDigitsWhichAreReadTwice() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("new"));
    DigitRecords first = DigitRecords.in(empty, folder, 9);
    try (Stream<Path> files = Files.list(empty)) {
      assertEquals(11, files.count());
    }
    DigitRecords again = DigitRecords.in(empty, folder, 10); // there already: the seed draws none
    assertEquals(1000, first.count());
    List<List<Tensor>> some = first.training().take(20).toList();
    List<List<Tensor>> same = again.training().take(20).toList();
    for (int i = 0; i < 20; i++) {
      assertEquals(i % 10, some.get(i).get(1).toLongs()[0]);
      assertArrayEquals(some.get(i).get(0).toDoubles(), same.get(i).get(0).toDoubles());
    }
    byte[] drawn = (byte[]) Digits.drawn(9, 0, 1).images().host().array();
    float[] read = some.get(0).get(0).toFloats();
    for (int p = 0; p < read.length; p++) {
      assertEquals((float) ((drawn[p] & 0xFF) / 255.0), read[p]);
    }
  }

  @Test
  void filesThatAreBrokenAreErrorsThatNameThem() throws IOException {
    Path made = Files.createDirectory(folder.resolve("new"));
    DigitRecords.in(made, folder, 9);
    Path three = made.resolve("data3.tfrecord");
    byte[] bytes = Files.readAllBytes(three);
    bytes[bytes.length / 2] ^= 1;
    Files.write(three, bytes);
    DigitRecords broken = DigitRecords.in(made, folder, 9);
    FormatException e = assertThrows(FormatException.class, broken::count);
    assertTrue(e.getMessage().contains("data3.tfrecord"), e.getMessage());
  }

  @Test
  void aFolderOfSomethingElseIsAnError() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "nothing to learn from");
    assertThrows(FormatException.class, () -> DigitRecords.in(folder, folder, 9));
  }

  /** Digits are written one file after the other; whoever is killed between two leaves some. */
  @Test
  void theFilesOfSomeDigitsAloneAreAnError() throws IOException {
    Path made = Files.createDirectory(folder.resolve("new"));
    DigitRecords.in(made, folder, 9);
    for (int digit = 2; digit < 10; digit++) {
      Files.delete(made.resolve("data" + digit + ".tfrecord"));
    }
    FormatException e = assertThrows(FormatException.class, () -> DigitRecords.in(made, folder, 9));
    assertTrue(e.getMessage().endsWith("only [data0.tfrecord, data1.tfrecord]"), e.getMessage());
  }

  @Test
  void filesWithoutImagesAreAnError() throws IOException {
    Path made = Files.createDirectory(folder.resolve("new"));
    for (int digit = 0; digit < 10; digit++) {
      Files.createFile(made.resolve("data" + digit + ".tfrecord"));
    }
    DigitRecords none = DigitRecords.in(made, folder, 9);
    FormatException e = assertThrows(FormatException.class, none::count);
    assertTrue(e.getMessage().startsWith(made.toString()), e.getMessage());
  }

  /** A name that is mistyped makes no folder and trains on nothing else. */
  @Test
  void aFolderThatIsNotThereIsAnError() {
    Path missing = folder.resolve("missing");
    assertThrows(FormatException.class, () -> DigitRecords.in(missing, folder, 9));
    assertFalse(Files.exists(missing));
  }
}
