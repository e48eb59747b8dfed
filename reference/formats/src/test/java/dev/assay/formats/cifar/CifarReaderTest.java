package dev.assay.formats.cifar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.FormatException;
import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.image.LabelledImages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarReaderTest {
  @TempDir private Path folder;

  private static byte[] records(int... labels) {
    return records(labels, 1);
  }

  /** Records whose byte {@code i} behind the labels is {@code i/1024·64 + i mod 64}. */
  private static byte[] records(int[] labels, int perRecord) {
    int n = labels.length / perRecord;
    byte[] all = new byte[n * (perRecord + 3072)];
    for (int r = 0; r < n; r++) {
      int at = r * (perRecord + 3072);
      for (int i = 0; i < perRecord; i++) {
        all[at + i] = (byte) labels[r * perRecord + i];
      }
      for (int i = 0; i < 3072; i++) {
        all[at + perRecord + i] = (byte) (i / 1024 * 64 + i % 64);
      }
    }
    return all;
  }

  private static CifarReader reader(byte[] bytes, CifarReader.Kind kind) {
    return CifarReader.of("x.bin", new ByteArrayInputStream(bytes), kind);
  }

  @Test
  void planesBecomePixels() {
    try (CifarReader reader = reader(records(9, 0), CifarReader.Kind.CIFAR_10)) {
      CifarReader.Labelled first = reader.next().orElseThrow();
      assertEquals(9, first.label());
      assertEquals(Optional.empty(), first.coarse());
      assertEquals(DType.UINT8, first.image().dtype());
      assertEquals(Shape.of(32, 32, 3), first.image().shape());
      long[] pixels = first.image().toLongs();
      for (int y = 0; y < 32; y++) {
        for (int x = 0; x < 32; x++) {
          for (int c = 0; c < 3; c++) {
            assertEquals(c * 64 + (y * 32 + x) % 64, pixels[(y * 32 + x) * 3 + c]);
          }
        }
      }
      assertEquals(0, reader.next().orElseThrow().label());
      assertEquals(Optional.empty(), reader.next());
      assertEquals(Optional.empty(), reader.next());
    }
  }

  @Test
  void theHundredClassesHaveCoarseOnes() {
    byte[] bytes = records(new int[] {19, 99, 0, 1}, 2);
    try (CifarReader reader = reader(bytes, CifarReader.Kind.CIFAR_100)) {
      CifarReader.Labelled first = reader.next().orElseThrow();
      assertEquals(99, first.label());
      assertEquals(Optional.of(19), first.coarse());
      assertEquals(128 + 63, first.image().toLongs()[3071]);
      assertEquals(1, reader.next().orElseThrow().label());
    }
  }

  @Test
  void filesAreReadOneAfterTheOther() throws IOException {
    Path a = Files.write(folder.resolve("a"), records(1, 2));
    Path b = Files.write(folder.resolve("b"), records(3));
    LabelledImages all = CifarReader.cifar10(List.of(a, b));
    assertEquals(Shape.of(3, 32, 32, 3), all.images().shape());
    assertEquals("[1 2 3]", all.labels().toString());
    assertEquals(64, all.images().toLongs()[2 * 3072 + 1]);
    int sum = 0;
    for (List<Tensor> element : CifarReader.elements(a, CifarReader.Kind.CIFAR_10)) {
      sum += element.get(1).toInts()[0];
    }
    assertEquals(3, sum);
    assertEquals(0, CifarReader.cifar10(List.of()).count());
    assertThrows(ValueException.class, () -> CifarReader.cifar10(null));
    Path none = folder.resolve("none");
    assertThrows(UncheckedIOException.class, () -> CifarReader.cifar10(List.of(none)));
  }

  @Test
  void refusalsNameTheRecord() {
    try (CifarReader reader = reader(records(3, 10), CifarReader.Kind.CIFAR_10)) {
      assertTrue(reader.next().isPresent());
      assertEquals(
          "x.bin: label 10 of record 1, there are 10 classes",
          assertThrows(FormatException.class, reader::next).getMessage());
    }
    byte[] cut = Arrays.copyOf(records(3, 4), 3073 + 1000);
    try (CifarReader reader = reader(cut, CifarReader.Kind.CIFAR_10)) {
      assertTrue(reader.next().isPresent());
      assertEquals(
          "x.bin, byte 4073: it ends within record 1, 2073 bytes are missing",
          assertThrows(FormatException.class, reader::next).getMessage());
    }
    assertThrows(ValueException.class, () -> reader(cut, null));
  }
}
