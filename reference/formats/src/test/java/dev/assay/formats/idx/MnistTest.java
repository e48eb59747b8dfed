package dev.assay.formats.idx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.DTypeException;
import dev.assay.engine.FormatException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.RealData;
import dev.assay.formats.image.LabelledImages;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class MnistTest {
  private static final Tensor IMAGES =
      Tensor.ofLongs(DType.UINT8, Shape.of(2, 1, 2), 0, 255, 51, 102);
  private static final Tensor LABELS = Tensor.ofLongs(DType.UINT8, Shape.of(2), 3, 0);

  @TempDir private Path folder;

  @Test
  void imagesAndLabelsAreFoundUnderTheirUsualNames() {
    Idx.write(folder.resolve("train10k-images-idx3-ubyte.gz"), IMAGES);
    Idx.write(folder.resolve("train10k-labels-idx1-ubyte.gz"), LABELS);
    Idx.write(folder.resolve("t10k-images.idx3-ubyte"), IMAGES);
    Idx.write(folder.resolve("t10k-labels.idx1-ubyte"), LABELS);
    LabelledImages train = Mnist.train(folder);
    assertTrue(train.images().sameAs(IMAGES));
    assertTrue(train.labels().sameAs(LABELS));
    assertEquals(2, Mnist.test(folder).count());
    assertEquals(2, Mnist.read(folder, "train10k").count());
    assertTrue(
        assertThrows(FormatException.class, () -> Mnist.read(folder, "val"))
            .getMessage()
            .contains("val-images-idx3-ubyte"));
  }

  @Test
  void imagesAndLabelsMustBelongTogether() {
    Path images = folder.resolve("i");
    Path labels = folder.resolve("l");
    Idx.write(images, IMAGES);
    Idx.write(labels, Tensor.ofLongs(DType.UINT8, Shape.of(3), 1, 2, 3));
    assertEquals(
        images + ": 2 images, but " + labels + " has 3 labels",
        assertThrows(FormatException.class, () -> Mnist.read(images, labels)).getMessage());
    assertEquals(
        labels + ": images are uint8 of rank 3, got uint8 [3]",
        assertThrows(FormatException.class, () -> Mnist.read(labels, labels)).getMessage());
    Idx.write(labels, Tensor.of(new float[] {1, 2}));
    assertThrows(FormatException.class, () -> Mnist.read(images, labels));
  }

  @Test
  void pixelsBecomeNumbersAndLabelsColumns() {
    LabelledImages set = new LabelledImages(IMAGES, LABELS);
    assertEquals(Shape.of(2, 2), set.flattened().shape());
    assertArrayEquals(new float[] {0, 1, 0.2f, 0.4f}, set.flattened().toFloats());
    assertEquals(IMAGES.shape(), set.scaled().shape());
    assertEquals("[[0. 0. 0. 1.]\n [1. 0. 0. 0.]]", set.oneHot(4).toString());
    assertThrows(ValueException.class, () -> set.oneHot(3));
    assertThrows(ValueException.class, () -> set.oneHot(0));
    Tensor second = Tensor.ofLongs(DType.UINT8, Shape.of(1, 1, 2), 51, 102);
    assertTrue(set.slice(1, 2).images().sameAs(second));
    assertEquals(0, set.slice(2, 2).count());
    assertThrows(ValueException.class, () -> set.slice(1, 3));
    assertThrows(ShapeException.class, () -> new LabelledImages(LABELS, IMAGES));
    assertThrows(DTypeException.class, () -> new LabelledImages(Tensor.of(1f), LABELS));
  }

  @Test
  @EnabledIf(value = "dev.assay.formats.RealData#isThere", disabledReason = RealData.MISSING)
  void thePublishedDigitsAreRead() {
    LabelledImages train = Mnist.train(RealData.file("mnist"));
    LabelledImages test = Mnist.test(RealData.file("mnist"));
    assertEquals(Shape.of(10_000, 28, 28), train.images().shape());
    assertEquals(Shape.of(10_000, 784), test.flattened().shape());
    long[] digits = new long[10];
    for (long label : test.labels().toLongs()) {
      digits[(int) label]++;
    }
    assertArrayEquals(new long[] {980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009}, digits);
  }
}
