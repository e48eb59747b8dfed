package dev.assay.formats.npy;

import dev.assay.engine.FormatException;
import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.io.AtomicFile;
import dev.assay.formats.io.ByteSource;
import dev.assay.formats.io.Disk;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Named arrays as {@code numpy.savez} and {@code savez_compressed} write them: a zip file whose
 * entries are npy files called {@code NAME.npy}.
 *
 * <p>An entry is read only as far as its npy header says, and that header is checked against the
 * entry's size, which is checked against the heap: a small file cannot make large arrays.
 */
public final class Npz {
  private static final String SUFFIX = ".npy";

  /** Two bytes of the zip format hold the length of a name. */
  private static final int LONGEST_NAME = 0xFFFF;

  /** What Python's zipfile notes for an entry written from memory. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private Npz() {}

  /** The names of the arrays in {@code file}, in its order. */
  public static List<String> names(Path file) {
    try (ZipFile zip = open(file)) {
      return entries(file, zip).keySet().stream().toList();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** All arrays in {@code file} by name, in its order. */
  public static Map<String, Tensor> read(Path file) {
    try (ZipFile zip = open(file)) {
      Map<String, Tensor> arrays = new LinkedHashMap<>();
      for (Map.Entry<String, ZipEntry> e : entries(file, zip).entrySet()) {
        arrays.put(e.getKey(), array(file, zip, e.getValue()));
      }
      return Collections.unmodifiableMap(arrays);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** The array called {@code name} in {@code file}; the others are not read. */
  public static Tensor read(Path file, String name) {
    try (ZipFile zip = open(file)) {
      Map<String, ZipEntry> entries = entries(file, zip);
      ZipEntry entry = entries.get(name);
      if (entry == null) {
        throw new ValueException(
            file + ": no array is called " + name + ", there are " + entries.keySet());
      }
      return array(file, zip, entry);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static ZipFile open(Path file) {
    ValueException.requireGiven(file, "npz: the path");
    try {
      return new ZipFile(file.toFile());
    } catch (IOException e) {
      throw unreadable(file, e);
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      throw new FormatException(file + ": not a zip file of npy files: " + e.getMessage(), e);
    }
  }

  /** A file that is no zip file is one of a wrong format, not one that cannot be read. */
  private static RuntimeException unreadable(Path file, IOException e) {
    return e instanceof ZipException || e instanceof EOFException
        ? new FormatException(file + ": not a valid zip file: " + e.getMessage(), e)
        : Disk.failed(file, e);
  }

  private static Map<String, ZipEntry> entries(Path file, ZipFile zip) {
    Map<String, ZipEntry> entries = new LinkedHashMap<>();
    List<? extends ZipEntry> all;
    try {
      all = Collections.list(zip.entries());
    } catch (IllegalArgumentException e) { // the runtime's word for a name that is not UTF-8
      throw new FormatException(file + ": an entry's name is not UTF-8: " + e.getMessage(), e);
    }
    for (ZipEntry entry : all) {
      String name = entry.getName();
      if (!name.endsWith(SUFFIX)) {
        throw new FormatException(file + ": entry " + name + " is not called NAME.npy");
      }
      if (entries.put(name.substring(0, name.length() - SUFFIX.length()), entry) != null) {
        throw new FormatException(file + ": there are two entries " + name);
      }
    }
    return entries;
  }

  private static Tensor array(Path file, ZipFile zip, ZipEntry entry) throws IOException {
    CRC32 crc = new CRC32();
    InputStream inflated = zip.getInputStream(entry);
    if (inflated == null) {
      throw new FormatException(file + ": entry " + entry.getName() + " has no contents");
    }
    String name = file + ", entry " + entry.getName();
    try (ByteSource in =
        ByteSource.inflated(
            name,
            new CheckedInputStream(inflated, crc),
            entry.getSize(),
            entry.getCompressedSize())) {
      Tensor array = Npy.next(in);
      in.requireEnd("the array " + array.shape());
      if (crc.getValue() != entry.getCrc()) {
        throw in.bad("the checksum is wrong");
      }
      return array;
    }
  }

  /**
   * Writes {@code arrays} as a whole, in the map's order, uncompressed; the same arrays give the
   * same bytes.
   */
  public static void write(Path file, Map<String, Tensor> arrays) {
    write(file, arrays, false);
  }

  /** As {@link #write(Path, Map)}, compressed; how far depends on the runtime's zlib. */
  public static void writeCompressed(Path file, Map<String, Tensor> arrays) {
    write(file, arrays, true);
  }

  private static void write(Path file, Map<String, Tensor> arrays, boolean compressed) {
    ValueException.requireGiven(arrays, "npz: the map of arrays");
    List<byte[]> headers = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    arrays.forEach(
        (name, array) -> {
          names.add(requireName(ValueException.requireGiven(name, "npz: the name of an array")));
          headers.add(Npy.header(array));
        });
    try (AtomicFile whole = AtomicFile.create(file)) {
      ZipOutputStream zip = new ZipOutputStream(whole.stream());
      int i = 0;
      for (String name : names) {
        add(zip, name, headers.get(i++), arrays.get(name), compressed);
      }
      zip.finish();
      whole.commit();
    } catch (IOException e) {
      throw Disk.failed(file, e);
    }
  }

  private static String requireName(String name) {
    int bytes = (name + SUFFIX).getBytes(StandardCharsets.UTF_8).length;
    if (bytes > LONGEST_NAME) {
      throw new ValueException("npz: a name of " + bytes + " bytes, more than " + LONGEST_NAME);
    }
    return name;
  }

  private static void add(
      ZipOutputStream zip, String name, byte[] header, Tensor array, boolean compressed)
      throws IOException {
    ZipEntry entry = new ZipEntry(name + SUFFIX);
    entry.setTimeLocal(TIME);
    entry.setMethod(compressed ? ZipEntry.DEFLATED : ZipEntry.STORED);
    if (!compressed) {
      Tally tally = new Tally();
      CheckedOutputStream checked = new CheckedOutputStream(tally, new CRC32());
      checked.write(header);
      Npy.writeElements(array, checked);
      entry.setCrc(checked.getChecksum().getValue());
      entry.setSize(tally.bytes);
    }
    zip.putNextEntry(entry);
    zip.write(header);
    Npy.writeElements(array, zip);
    zip.closeEntry();
  }

  /** Counts what it is given. */
  private static final class Tally extends OutputStream {
    private long bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] b, int from, int count) {
      bytes += count;
    }
  }
}
