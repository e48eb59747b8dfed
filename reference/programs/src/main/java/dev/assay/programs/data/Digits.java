package dev.assay.programs.data;

import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.idx.Mnist;
import dev.assay.formats.image.LabelledImages;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Images of digits to learn from, and others to be tested with.
 *
 * @param training inputs float32 {@code [n, 784]} in [0, 1], targets int64 {@code [n]}
 * @param test the same, of images that training does not see
 */
public record Digits(Examples training, Examples test) {
  /** How many digits are drawn to learn from. */
  public static final int DRAWN = 4000;

  /** How many digits are drawn to test with. */
  public static final int DRAWN_TEST = 1000;

  /** The files of a folder laid out like MNIST; without one, digits that are drawn. */
  public static Digits of(Optional<Path> folder, long seed) {
    return folder.isPresent()
        ? new Digits(examples(Mnist.train(folder.get())), examples(Mnist.test(folder.get())))
        : new Digits(
            examples(drawn(seed, 0, DRAWN)), examples(drawn(seed, DRAWN, DRAWN + DRAWN_TEST)));
  }

  private static Examples examples(LabelledImages images) {
    return new Examples(images.flattened(), ArrayOps.cast(images.labels(), DType.INT64));
  }

  /** The digits of those numbers that the seed draws; all ten are equally frequent. */
  public static LabelledImages drawn(long seed, int from, int to) {
    int side = DrawnDigits.SIDE;
    double[] pixels = new double[(to - from) * side * side];
    long[] labels = new long[to - from];
    for (int i = from; i < to; i++) {
      System.arraycopy(
          DrawnDigits.pixels(seed, i), 0, pixels, (i - from) * side * side, side * side);
      labels[i - from] = DrawnDigits.label(i);
    }
    return new LabelledImages(
        Tensor.of(DType.UINT8, Shape.of(to - from, side, side), pixels),
        Tensor.ofLongs(DType.UINT8, Shape.of(to - from), labels));
  }
}
