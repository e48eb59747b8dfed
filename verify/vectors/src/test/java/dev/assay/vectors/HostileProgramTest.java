package dev.assay.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.FormatException;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.npy.Npy;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a program writes, its other files are judged, and what cannot be read is refused. */
class HostileProgramTest {
  @TempDir private Path folder;
  private VectorSet set;
  private Path other;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    other = folder.resolve("other");
    new Export(7, 3).write(folder.resolve("set"), List.of(OpRegistry.get("add")));
    set = VectorSet.open(folder.resolve("set"));
    Program.write(set, other);
    file = other.resolve("add").resolve("0.result.0.npy");
  }

  private VectorVerdict judge() {
    return new Checker(set, other, "RN32").judge(List.of());
  }

  private void refused(String message) {
    VectorVerdict v = judge();
    assertFalse(v.passed());
    assertEquals("FAIL", v.word());
    assertEquals(1, v.count(OpTally.Status.REFUSED), v.line());
    assertEquals(0, v.count(OpTally.Status.FAIL), "the others are judged all the same");
    assertTrue(v.count(OpTally.Status.PASS) > 3);
    String failure = v.ops().get(0).failures().get(0);
    assertTrue(failure.contains(file.toString()), failure);
    assertTrue(failure.contains(message), failure);
  }

  @Test
  void otherShapesAndTypesAreRefused() {
    Tensor right = Npy.read(file);
    Npy.write(file, Tensor.of(right.shape().concat(Shape.of(1)), right.host()));
    refused("asked for is float32" + right.shape());
    Npy.write(file, Tensor.zeros(DType.FLOAT64, right.shape()));
    refused("asked for is float32" + right.shape());
    Npy.write(file, Tensor.zeros(DType.INT32, right.shape()));
    refused("asked for is float32" + right.shape());
    Npy.write(file, Tensor.ofStrings(Shape.of(1), "1"));
    refused("asked for is float32" + right.shape());
  }

  @Test
  void damagedFilesAreRefused() throws IOException {
    byte[] good = Files.readAllBytes(file);
    for (int length : new int[] {0, 3, 9, 60, 127, good.length - 1}) {
      Files.write(file, Arrays.copyOf(good, length));
      refused("");
    }
    Files.write(file, Arrays.copyOf(good, good.length + 1));
    refused("there is more after the end");
    String header = new String(good, 0, 128, StandardCharsets.ISO_8859_1);
    Files.writeString(
        file, header.replaceFirst("\\([^)]*\\)", "(1000000,1000000)"), StandardCharsets.ISO_8859_1);
    refused("");
    Files.writeString(
        file, header.replaceFirst("\\([^)]*\\)", "(2000000000,)"), StandardCharsets.ISO_8859_1);
    refused("are left");
    Files.writeString(file, header.replace("<f4", "|O "), StandardCharsets.ISO_8859_1);
    refused("");
    byte[] noise = new byte[200];
    new Random(3).nextBytes(noise);
    Files.write(file, noise);
    refused("not an npy file");
  }

  @Test
  void longFilesLinksAndFoldersAreRefused() throws IOException {
    byte[] good = Files.readAllBytes(file);
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(1L << 31);
    }
    refused("more than the");
    Files.delete(file);
    Path away = Files.write(folder.resolve("away.npy"), good);
    Files.createSymbolicLink(file, away);
    refused("a link");
    Files.delete(file);
    Files.createSymbolicLink(file, folder.resolve("nowhere"));
    refused("a link");
    Files.delete(file);
    Files.createDirectory(file);
    refused("not a file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"ops\":[]}",
        "{\"ops\":{\"add\":1}}",
        "{\"ops\":{\"add\":\"  \"}}",
        "{\"ops\":{\"ad\":\"a typo\"}}",
        "{\"ops\":{\"add\":\"x\",\"add\":\"y\"}}",
        "{\"parts\":{\"results\":\"a typo\"}}",
        "{\"types\":{\"float31\":\"a typo\"}}",
        "{\"kinds\":{}}",
        "{\"ops\":{}"
      })
  void aDeclarationThatCannotBeReadIsRefused(String json) throws IOException {
    Files.writeString(other.resolve("unsupported.json"), json);
    FormatException e = assertThrows(FormatException.class, this::judge);
    assertTrue(e.getMessage().contains("unsupported.json"), e.getMessage());
  }

  @Test
  void reasonsDoNotMoveTheCursor() throws IOException {
    Files.delete(file);
    Files.writeString(
        other.resolve("unsupported.json"), "{\"ops\":{\"add\":\"\\u001b[2Jverdict PASS\"}}");
    assertEquals(List.of("?[2Jverdict PASS"), judge().ops().get(0).reasons());
  }

  @Test
  void noFolderIsNoProgram() {
    FormatException e =
        assertThrows(FormatException.class, () -> new Checker(set, folder.resolve("none"), "RN32"));
    assertTrue(e.getMessage().contains("no such folder"), e.getMessage());
  }
}
