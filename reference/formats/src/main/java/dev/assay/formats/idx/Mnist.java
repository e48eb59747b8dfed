package dev.assay.formats.idx;

import dev.assay.engine.FormatException;
import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.image.LabelledImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder with the files of MNIST or of a set that is published like it: {@code
 * PART-images-idx3-ubyte} and {@code PART-labels-idx1-ubyte}, also with {@code .idx} in place of
 * {@code -idx}, also with {@code .gz} behind.
 */
public final class Mnist {
  private static final List<String> TRAIN = List.of("train", "train10k");
  private static final List<String> TEST = List.of("t10k", "test");

  private Mnist() {}

  /** The training images of {@code folder}: its part {@code train}, or else {@code train10k}. */
  public static LabelledImages train(Path folder) {
    return first(folder, TRAIN);
  }

  /** The test images of {@code folder}: its part {@code t10k}, or else {@code test}. */
  public static LabelledImages test(Path folder) {
    return first(folder, TEST);
  }

  /** The images and labels of {@code folder} whose files' names begin with {@code part}. */
  public static LabelledImages read(Path folder, String part) {
    ValueException.requireGiven(part, "mnist: the part");
    return first(folder, List.of(part));
  }

  /** The images and labels of two files: uint8 {@code [n, height, width]} and uint8 {@code [n]}. */
  public static LabelledImages read(Path images, Path labels) {
    Tensor pictures = Idx.read(images);
    Tensor classes = Idx.read(labels);
    require(images, pictures, 3, "images");
    require(labels, classes, 1, "labels");
    if (pictures.shape().dim(0) != classes.shape().dim(0)) {
      throw new FormatException(
          images
              + ": "
              + pictures.shape().dim(0)
              + " images, but "
              + labels
              + " has "
              + classes.shape().dim(0)
              + " labels");
    }
    return new LabelledImages(pictures, classes);
  }

  private static void require(Path file, Tensor array, int rank, String what) {
    if (array.dtype() != DType.UINT8 || array.rank() != rank) {
      throw new FormatException(
          file
              + ": "
              + what
              + " are uint8 of rank "
              + rank
              + ", got "
              + array.dtype()
              + " "
              + array.shape());
    }
  }

  private static LabelledImages first(Path folder, List<String> parts) {
    ValueException.requireGiven(folder, "mnist: the folder");
    for (String part : parts) {
      for (String dot : List.of("-", ".")) {
        for (String end : List.of("", ".gz")) {
          Path images = folder.resolve(part + "-images" + dot + "idx3-ubyte" + end);
          if (Files.exists(images)) {
            return read(images, folder.resolve(part + "-labels" + dot + "idx1-ubyte" + end));
          }
        }
      }
    }
    throw new FormatException(
        folder
            + ": there is no file "
            + String.join(" or ", parts.stream().map(p -> p + "-images-idx3-ubyte").toList())
            + ", plain or with .gz");
  }
}
