package dev.assay.programs.data;

import dev.assay.engine.FormatException;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.string.Strings;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.example.Example;
import dev.assay.formats.example.ExampleParser;
import dev.assay.formats.example.FeatureSpec;
import dev.assay.formats.idx.Mnist;
import dev.assay.formats.image.LabelledImages;
import dev.assay.formats.io.Disk;
import dev.assay.formats.tfrecord.TfRecordWriter;
import dev.assay.formats.tfrecord.TfRecords;
import dev.assay.learn.input.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * TFRecord files of digits as section 6.2.2 of the book lays them out: {@code data0.tfrecord} …
 * {@code data9.tfrecord}, of each digit the images, and each image a {@code tf.Example} with its
 * bytes, {@code img_raw}, and its {@code label}. Beside them may stand {@code test.tfrecord},
 * images to test with.
 */
public final class DigitRecords {
  private static final int CLASSES = 10;
  private static final String TEST = "test.tfrecord";
  private static final int PIXELS = DrawnDigits.SIDE * DrawnDigits.SIDE;

  /** How many digits are drawn to learn from; the book has 33. */
  private static final int DRAWN = 1000;

  /** How many digits are drawn to test with. */
  private static final int DRAWN_TEST = 500;

  private static final ExampleParser PARSER =
      new ExampleParser(
          Map.of(
              "img_raw", FeatureSpec.fixed(DType.STRING, Shape.scalar()),
              "label", FeatureSpec.fixed(DType.INT64, Shape.scalar())));

  private final List<Path> training;
  private final Optional<Path> test;

  private DigitRecords(List<Path> training, Optional<Path> test) {
    this.training = training;
    this.test = test;
  }

  /**
   * The files of {@code folder}. If it has none they are written first: from files laid out like
   * MNIST if it has those, into {@code scratch}; else, if it is empty, drawn digits, into it. A
   * folder that has the files of some digits alone, as one has that was left while they were
   * written, is an error.
   */
  public static DigitRecords in(Path folder, Path scratch, long seed) {
    if (!Files.isDirectory(folder)) {
      throw new FormatException(folder + ": a folder is needed; an empty one gets drawn digits");
    }
    DigitRecords found = found(folder);
    if (found.training.size() == CLASSES) {
      return found;
    }
    if (!found.training.isEmpty()) {
      throw new FormatException(
          folder
              + ": data0.tfrecord to data9.tfrecord are needed, there are only "
              + found.training.stream().map(Path::getFileName).toList());
    }
    if (isEmpty(folder)) {
      write(folder, Digits.drawn(seed, 0, DRAWN), Digits.drawn(seed, DRAWN, DRAWN + DRAWN_TEST));
      return found(folder);
    }
    write(scratch, Mnist.train(folder), Mnist.test(folder));
    return found(scratch);
  }

  private static DigitRecords found(Path folder) {
    List<Path> training = new ArrayList<>();
    for (int digit = 0; digit < CLASSES; digit++) {
      Path file = file(folder, digit);
      if (Files.exists(file)) {
        training.add(file);
      }
    }
    return new DigitRecords(training, Optional.of(folder.resolve(TEST)).filter(Files::exists));
  }

  private static Path file(Path folder, int digit) {
    return folder.resolve("data" + digit + ".tfrecord");
  }

  private static boolean isEmpty(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      throw Disk.failed(folder, e);
    }
  }

  private static void write(Path folder, LabelledImages training, LabelledImages test) {
    for (int digit = 0; digit < CLASSES; digit++) {
      try (TfRecordWriter writer = TfRecordWriter.create(file(folder, digit))) {
        write(writer, training, digit);
      }
    }
    try (TfRecordWriter writer = TfRecordWriter.create(folder.resolve(TEST))) {
      for (int digit = 0; digit < CLASSES; digit++) {
        write(writer, test, digit);
      }
    }
  }

  /** The images of one digit, one example each. */
  private static void write(TfRecordWriter writer, LabelledImages images, int digit) {
    byte[] pixels = (byte[]) images.images().host().array();
    int each = pixels.length / images.count();
    long[] labels = images.labels().toLongs();
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] == digit) {
        byte[][] raw = {Arrays.copyOfRange(pixels, i * each, (i + 1) * each)};
        Tensor image = Tensor.of(Shape.scalar(), HostStorage.ofBytes(raw));
        Example example = Example.of(Map.of("img_raw", image, "label", Tensor.of(labels[i])));
        writer.write(example.toBytes());
      }
    }
  }

  /**
   * The images to learn from, one of each file in turn: pixels float32 {@code [784]} in [0, 1], and
   * labels int64.
   */
  public Dataset training() {
    return Dataset.range(training.size())
        .interleave(CLASSES, 1, i -> records(training.get(i.get(0).toInts()[0])))
        .map(DigitRecords::parsed);
  }

  /** The images to test with, if there are some. */
  public Optional<Dataset> test() {
    return test.map(file -> records(file).map(DigitRecords::parsed));
  }

  /** How many images there are to learn from, one or more; reads the files once. */
  public int count() {
    long[] records = {0};
    training.forEach(file -> records(file).forEach(record -> records[0]++));
    if (records[0] == 0) {
      throw new FormatException(
          training.get(0).getParent() + ": the TFRecord files have no images");
    }
    return Math.toIntExact(records[0]);
  }

  private static Dataset records(Path file) {
    return Dataset.records(TfRecords.format(), file);
  }

  private static List<Tensor> parsed(List<Tensor> record) {
    Map<String, Tensor> features = PARSER.parseSingleExample(record.get(0)).dense();
    Tensor bytes = Strings.decodeRaw(features.get("img_raw"), DType.UINT8);
    if (bytes.size() != PIXELS) {
      throw new FormatException(
          "tfrecord: an image of " + PIXELS + " bytes is needed, got " + bytes.size());
    }
    Tensor pixels = Maths.divide(ArrayOps.cast(bytes, DType.FLOAT32), 255);
    return List.of(pixels, features.get("label"));
  }
}
