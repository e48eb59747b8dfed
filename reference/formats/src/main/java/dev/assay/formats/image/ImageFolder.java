package dev.assay.formats.image;

import dev.assay.engine.BackendException;
import dev.assay.engine.FormatException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.image.Image;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.io.ByteSource;
import dev.assay.formats.io.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A folder of PNG and JPEG files with a sub-folder for each class:
 *
 * <pre>
 *   FOLDER/cat/1.png
 *   FOLDER/cat/2.jpg
 *   FOLDER/dog/1.png
 * </pre>
 *
 * <p>Classes are numbered in the order of their names, images follow each other in the order of
 * classes and names; names are compared by their UTF-16 code units, the same everywhere. Files that
 * end in neither {@code .png}, {@code .jpg} nor {@code .jpeg}, and names that begin with a dot, are
 * passed over. Only the names are kept: an image is read when it is asked for.
 */
public final class ImageFolder {
  private static final List<String> ENDS = List.of(".png", ".jpg", ".jpeg");

  /**
   * An image of the folder.
   *
   * @param image uint8 {@code [height, width, channels]}
   * @param label the number of its class
   * @param file where it was
   */
  public record Item(Tensor image, int label, Path file) {}

  private record Entry(Path file, int label) {}

  private final Path root;
  private final List<String> classes;
  private final List<Entry> entries;
  private final int channels;
  private final int height;
  private final int width;

  private ImageFolder(
      Path root, List<String> classes, List<Entry> entries, int channels, int height, int width) {
    this.root = root;
    this.classes = List.copyOf(classes);
    this.entries = List.copyOf(entries);
    this.channels = channels;
    this.height = height;
    this.width = width;
  }

  /** The images of {@code folder}, each with three channels and of the size it has. */
  public static ImageFolder open(Path folder) {
    ValueException.requireGiven(folder, "images: the folder");
    List<String> classes = new ArrayList<>();
    List<Entry> entries = new ArrayList<>();
    for (Path sub : sorted(folder)) {
      if (Files.isDirectory(sub)) {
        for (Path file : sorted(sub)) {
          String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
          if (ENDS.stream().anyMatch(name::endsWith) && Files.isRegularFile(file)) {
            entries.add(new Entry(file, classes.size()));
          }
        }
        classes.add(sub.getFileName().toString());
      }
    }
    if (entries.isEmpty()) {
      throw new FormatException(
          folder + ": no sub-folder holds files that end in " + String.join(", ", ENDS));
    }
    return new ImageFolder(folder, classes, entries, 3, 0, 0);
  }

  private static List<Path> sorted(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> !f.getFileName().toString().startsWith("."))
          .sorted(Comparator.comparing(f -> f.getFileName().toString()))
          .toList();
    } catch (IOException e) {
      throw Disk.failed(folder, e);
    }
  }

  /** With 1 channel, grey, or with 3, red, green and blue. */
  public ImageFolder channels(int count) {
    if (count != 1 && count != 3) {
      throw new ValueException("images: 1 or 3 channels, got " + count);
    }
    return new ImageFolder(root, classes, entries, count, height, width);
  }

  /** With every image brought to one size: interpolated linearly, rounded. */
  public ImageFolder resized(int toHeight, int toWidth) {
    if (toHeight < 1 || toWidth < 1) {
      throw new ValueException("images: a size of " + toHeight + " by " + toWidth);
    }
    return new ImageFolder(root, classes, entries, channels, toHeight, toWidth);
  }

  /** The names of the classes; a label is a position in this list. */
  public List<String> classNames() {
    return classes;
  }

  /** How many images there are. */
  public int size() {
    return entries.size();
  }

  /** Reads image {@code i}. */
  public Item get(int i) {
    if (i < 0 || i >= entries.size()) {
      throw new ValueException(
          root + ": there are " + entries.size() + " images, asked for number " + i);
    }
    Entry entry = entries.get(i);
    return new Item(image(entry.file), entry.label, entry.file);
  }

  private Tensor image(Path file) {
    try {
      Tensor image = Image.decodeImage(contents(file), channels);
      return height == 0 ? image : resized(image);
    } catch (FormatException | ShapeException e) {
      throw new FormatException(file + ": " + e.getMessage(), e);
    } catch (BackendException e) {
      throw new BackendException(file + ": " + e.getMessage(), e);
    }
  }

  private Tensor resized(Tensor image) {
    Tensor batch = ArrayOps.expandDims(image, 0);
    Tensor real = Image.resizeBilinear(batch, height, width);
    Tensor rounded = ArrayOps.cast(Maths.rint(real), DType.UINT8);
    return ArrayOps.reshape(rounded, height, width, channels);
  }

  private static Tensor contents(Path file) {
    try (ByteSource in = ByteSource.open(file)) {
      long size = Files.size(file);
      in.requireRoom(size, "the file");
      byte[] bytes = in.next((int) Math.min(size, Shape.MAX_ELEMENTS), "the file");
      return Tensor.of(Shape.scalar(), HostStorage.ofBytes(new byte[][] {bytes}));
    } catch (IOException e) {
      throw Disk.failed(file, e);
    }
  }

  /** Image and label (an int32 scalar) of every file, read as they are asked for. */
  public Iterable<List<Tensor>> elements() {
    return () -> {
      Iterator<Item> items = IntStream.range(0, size()).mapToObj(this::get).iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return items.hasNext();
        }

        @Override
        public List<Tensor> next() {
          Item item = items.next();
          return List.of(item.image, Tensor.of(item.label));
        }
      };
    };
  }

  /** All images, which have one size, and their labels, int32. */
  public LabelledImages readAll() {
    List<Tensor> images = new ArrayList<>();
    int[] labels = new int[size()];
    for (int i = 0; i < size(); i++) {
      Item item = get(i);
      images.add(item.image);
      labels[i] = item.label;
      if (!item.image.shape().equals(images.get(0).shape())) {
        throw new FormatException(
            item.file
                + ": the image is "
                + item.image.shape()
                + ", the first one "
                + images.get(0).shape()
                + "; resize them");
      }
    }
    return new LabelledImages(ArrayOps.stack(images, 0), Tensor.of(labels));
  }
}
