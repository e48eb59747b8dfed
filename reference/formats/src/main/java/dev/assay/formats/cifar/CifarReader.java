package dev.assay.formats.cifar;

import dev.assay.engine.FormatException;
import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.image.LabelledImages;
import dev.assay.formats.io.ByteSource;
import dev.assay.formats.io.Pulled;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads the binary files of CIFAR one record after the other, in constant memory.
 *
 * <pre>
 *   1 byte       CIFAR-10: the class, 0 … 9
 *   2 bytes      CIFAR-100: the coarse class, 0 … 19, and the fine class, 0 … 99
 *   1024 bytes   the red channel, 32 rows of 32
 *   1024 bytes   green
 *   1024 bytes   blue
 * </pre>
 *
 * A file may be compressed by gzip. For one thread.
 */
public final class CifarReader implements AutoCloseable {
  /** Rows and columns of an image. */
  public static final int SIZE = 32;

  /** Red, green, blue. */
  public static final int CHANNELS = 3;

  private static final int PLANE = SIZE * SIZE;
  private static final Shape IMAGE = Shape.of(SIZE, SIZE, CHANNELS);

  /** Which of the two sets. */
  public enum Kind {
    /** Ten classes. */
    CIFAR_10(10),
    /** Twenty coarse classes of five fine ones each. */
    CIFAR_100(20, 100);

    private final int[] classes;

    Kind(int... classes) {
      this.classes = classes;
    }

    /** Bytes of a record. */
    public int recordBytes() {
      return classes.length + CHANNELS * PLANE;
    }
  }

  /**
   * An image and its class.
   *
   * @param image uint8 {@code [32, 32, 3]}
   * @param label the class; the fine one of CIFAR-100
   * @param coarse the coarse class of CIFAR-100
   */
  public record Labelled(Tensor image, int label, Optional<Integer> coarse) {}

  private final ByteSource in;
  private final Kind kind;
  private final byte[] record;
  private long records;

  private CifarReader(ByteSource in, Kind kind) {
    this.in = in;
    this.kind = ValueException.requireGiven(kind, "cifar: the kind");
    this.record = new byte[kind.recordBytes()];
  }

  /** Opens {@code file}. */
  public static CifarReader open(Path file, Kind kind) {
    return new CifarReader(ByteSource.openPlainOrGzip(file), kind);
  }

  /**
   * Reads a stream, which closes with the reader.
   *
   * @param name what messages call it
   */
  public static CifarReader of(String name, InputStream stream, Kind kind) {
    return new CifarReader(ByteSource.of(name, stream).inflatedIfGzip(), kind);
  }

  /** All images of CIFAR-10's {@code files}, in their order: uint8 {@code [n, 32, 32, 3]}. */
  public static LabelledImages cifar10(List<Path> files) {
    ValueException.requireGiven(files, "cifar: the list of files");
    List<byte[]> images = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (Path file : files) {
      try (CifarReader reader = open(file, Kind.CIFAR_10)) {
        while (reader.advance()) {
          reader.in.requireRoom(
              2L * (images.size() + 1) * CHANNELS * PLANE, "the images up to here");
          images.add(reader.interleaved());
          labels.add((int) reader.record[0]);
        }
      }
    }
    Shape shape = Shape.of(images.size()).concat(IMAGE);
    byte[] all = new byte[shape.elements()];
    for (int i = 0; i < images.size(); i++) {
      System.arraycopy(images.get(i), 0, all, i * CHANNELS * PLANE, CHANNELS * PLANE);
    }
    return new LabelledImages(
        Tensor.of(shape, HostStorage.ofArray(DType.UINT8, all)),
        Tensor.ofLongs(
            DType.UINT8,
            Shape.of(labels.size()),
            labels.stream().mapToLong(Integer::longValue).toArray()));
  }

  /**
   * Image and label (a uint8 scalar) of each record: of every pass a reader of its own, which
   * closes at the end.
   */
  public static Iterable<List<Tensor>> elements(Path file, Kind kind) {
    ValueException.requireGiven(file, "cifar: the path");
    ValueException.requireGiven(kind, "cifar: the kind");
    return () -> {
      CifarReader reader = open(file, kind);
      return new Pulled<>(() -> reader.next().map(CifarReader::element), reader::close);
    };
  }

  private static List<Tensor> element(Labelled record) {
    return List.of(record.image, Tensor.ofLongs(DType.UINT8, Shape.scalar(), record.label));
  }

  /** The next record; empty at the end of the file. */
  public Optional<Labelled> next() {
    if (!advance()) {
      return Optional.empty();
    }
    Tensor image = Tensor.of(IMAGE, HostStorage.ofArray(DType.UINT8, interleaved()));
    boolean both = kind == Kind.CIFAR_100;
    return Optional.of(
        new Labelled(
            image, record[both ? 1 : 0], both ? Optional.of((int) record[0]) : Optional.empty()));
  }

  private boolean advance() {
    if (in.atEnd()) {
      return false;
    }
    in.read(record, 0, record.length, "record " + records);
    for (int i = 0; i < kind.classes.length; i++) {
      int label = record[i] & 0xFF;
      if (label >= kind.classes[i]) {
        throw new FormatException(
            in.name()
                + ": label "
                + label
                + " of record "
                + records
                + ", there are "
                + kind.classes[i]
                + " classes");
      }
    }
    records++;
    return true;
  }

  /** Row-major pixels of three channels, from one plane per channel. */
  private byte[] interleaved() {
    byte[] planes = Arrays.copyOfRange(record, kind.classes.length, record.length);
    byte[] pixels = new byte[planes.length];
    for (int c = 0; c < CHANNELS; c++) {
      for (int p = 0; p < PLANE; p++) {
        pixels[p * CHANNELS + c] = planes[c * PLANE + p];
      }
    }
    return pixels;
  }

  @Override
  public void close() {
    in.close();
  }
}
