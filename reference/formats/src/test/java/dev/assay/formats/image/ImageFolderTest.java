package dev.assay.formats.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.FormatException;
import dev.assay.engine.ValueException;
import dev.assay.engine.ops.image.Image;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.learn.input.Dataset;
import dev.assay.learn.input.DatasetIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
  private static final Tensor RED =
      Tensor.ofLongs(DType.UINT8, Shape.of(1, 2, 3), 200, 0, 0, 100, 0, 0);
  private static final Tensor GREY = Tensor.ofLongs(DType.UINT8, Shape.of(2, 1, 1), 10, 20);

  @TempDir private Path folder;

  private void put(String name, Tensor file) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    Files.write(path, file.host().bytes()[0]);
  }

  @BeforeEach
  void fill() throws IOException {
    put("dog/b.png", Image.encodePng(RED));
    put("dog/a.PNG", Image.encodePng(GREY));
    put("cat/10.png", Image.encodePng(GREY));
    put("cat/9.jpeg", Image.encodeJpeg(RED, 100));
    put("cat/.hidden.png", Tensor.of("x"));
    put("cat/notes.txt", Tensor.of("x"));
    put("loose.png", Tensor.of("x"));
    Files.createDirectories(folder.resolve("empty"));
    Files.createDirectories(folder.resolve(".git"));
  }

  @Test
  void classesAndImagesAreInTheOrderOfTheirNames() {
    ImageFolder images = ImageFolder.open(folder);
    assertEquals(List.of("cat", "dog", "empty"), images.classNames());
    assertEquals(4, images.size());
    List<String> names =
        List.of(0, 1, 2, 3).stream()
            .map(i -> images.get(i).label() + images.get(i).file().getFileName().toString())
            .toList();
    assertEquals(List.of("010.png", "09.jpeg", "1a.PNG", "1b.png"), names);
    assertTrue(images.get(3).image().sameAs(RED));
    assertEquals(Shape.of(2, 1, 3), images.get(0).image().shape());
    assertTrue(images.channels(1).get(0).image().sameAs(GREY));
    assertThrows(ValueException.class, () -> images.get(4));
    assertThrows(ValueException.class, () -> images.get(-1));
    assertThrows(ValueException.class, () -> images.channels(2));
  }

  @Test
  void imagesOfOneSizeBecomeATensor() {
    ImageFolder images = ImageFolder.open(folder);
    assertTrue(
        assertThrows(FormatException.class, images::readAll)
            .getMessage()
            .endsWith("; resize them"));
    LabelledImages all = images.resized(2, 4).readAll();
    assertEquals(Shape.of(4, 2, 4, 3), all.images().shape());
    assertEquals(DType.UINT8, all.images().dtype());
    assertEquals("[0 0 1 1]", all.labels().toString());
    // positions 0, ½, 1, 1½ of two columns: the last one is repeated
    long[] red = all.slice(3, 4).images().toLongs();
    assertEquals(List.of(200L, 150L, 100L, 100L), List.of(red[0], red[3], red[6], red[9]));
    assertThrows(ValueException.class, () -> images.resized(0, 1));
  }

  @Test
  void aDatasetReadsThemOneByOne() {
    Dataset batches = Dataset.of(ImageFolder.open(folder).resized(3, 3).elements()).batch(3);
    try (DatasetIterator iterator = batches.iterator()) {
      List<Tensor> first = iterator.next();
      assertEquals(Shape.of(3, 3, 3, 3), first.get(0).shape());
      assertEquals("[0 0 1]", first.get(1).toString());
      assertEquals(Shape.of(1, 3, 3, 3), iterator.next().get(0).shape());
    }
  }

  @Test
  void damagedFilesAndEmptyFoldersAreNamed() throws IOException {
    put("dog/b.png", Tensor.of("no picture"));
    Path bad = folder.resolve("dog/b.png");
    ImageFolder images = ImageFolder.open(folder);
    assertTrue(
        assertThrows(FormatException.class, () -> images.get(3))
            .getMessage()
            .startsWith(bad.toString()));
    Files.delete(bad);
    assertThrows(UncheckedIOException.class, () -> images.get(3));
    Path empty = folder.resolve("empty");
    assertThrows(FormatException.class, () -> ImageFolder.open(empty));
    Path none = folder.resolve("none");
    assertThrows(UncheckedIOException.class, () -> ImageFolder.open(none));
    assertThrows(ValueException.class, () -> ImageFolder.open(null));
  }
}
