package dev.assay.vectors;

import dev.assay.engine.FormatException;
import dev.assay.engine.ValueException;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.npy.Npy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A set that was written to a folder. Nothing in it is believed: the manifest has to have the hash
 * beside it, every file the size and the hash that the manifest states, every name to be one of the
 * layout's; operations are read one at a time. Whatever is wrong is a {@link FormatException}.
 *
 * <p>A hash tells damage, not malice: whoever changes a set can change its hashes. Which set was
 * judged with, the verdict's hash says.
 */
public final class VectorSet {
  /** Of a text file: the frozen set's have a tenth of it. */
  private static final int MOST_TEXT = 4 << 20;

  /** Of all files of one operation. */
  private static final int MOST_BYTES = 16 << 20;

  private static final int HASH_DIGITS = 64;

  private record Entry(long bytes, String sha256) {}

  private final Folder folder;
  private final String sha256;
  private final List<String> classes;
  private final Map<String, Map<String, Entry>> ops;

  private VectorSet(
      Folder folder, String sha256, List<String> classes, Map<String, Map<String, Entry>> ops) {
    this.folder = folder;
    this.sha256 = sha256;
    this.classes = classes;
    this.ops = ops;
  }

  /** Opens the set in a folder. */
  public static VectorSet open(Path root) {
    Folder folder = Folder.of(root);
    byte[] bytes = folder.read(MOST_TEXT, Layout.MANIFEST);
    String sha256 = Hash.of(bytes);
    byte[] stated = folder.read(MOST_TEXT, Layout.HASH);
    String line = sha256 + "  " + Layout.MANIFEST + "\n";
    if (!new String(stated, StandardCharsets.ISO_8859_1).equals(line)) {
      throw new FormatException(
          folder.path(Layout.MANIFEST)
              + ": its SHA-256 is "
              + sha256
              + ", not what "
              + Layout.HASH
              + " states");
    }
    Fields manifest = Fields.parse(bytes, folder.path(Layout.MANIFEST).toString());
    if (!manifest.text("format").equals(Layout.FORMAT)) {
      throw manifest.bad(
          "format " + Layout.brief(manifest.text("format")) + ", known is " + Layout.FORMAT);
    }
    List<String> classes = manifest.texts("classes");
    if (new HashSet<>(classes).size() < classes.size()) {
      throw manifest.bad("a class is there twice");
    }
    Map<String, Map<String, Entry>> ops = new TreeMap<>();
    Fields all = manifest.object("ops");
    for (String op : all.names()) {
      ops.put(Layout.requireName(op, all.where()), entries(all.object(op).object("files")));
    }
    if (ops.isEmpty()) {
      throw manifest.bad("there is no operation");
    }
    return new VectorSet(folder, sha256, classes, ops);
  }

  private static Map<String, Entry> entries(Fields files) {
    Map<String, Entry> out = new TreeMap<>();
    long sum = 0;
    for (String name : files.names()) {
      if (!name.equals(Layout.CASES) && Layout.poolType(name).isEmpty()) {
        throw files.bad("no file of a set is called \"" + Layout.brief(name) + "\"");
      }
      Fields file = files.object(name);
      int most = name.equals(Layout.CASES) ? MOST_TEXT : MOST_BYTES;
      Entry entry = new Entry(file.integer("bytes", 1, most), file.text("sha256"));
      if (entry.sha256.length() != HASH_DIGITS) {
        throw file.bad("sha256 must have " + HASH_DIGITS + " digits");
      }
      sum += entry.bytes;
      out.put(name, entry);
    }
    if (!out.containsKey(Layout.CASES)) {
      throw files.bad(Layout.CASES + " is missing");
    }
    if (sum > MOST_BYTES) {
      throw files.bad(sum + " bytes in all, more than " + MOST_BYTES);
    }
    return out;
  }

  /** The operations, sorted. */
  public List<String> ops() {
    return List.copyOf(ops.keySet());
  }

  /** The classes that there are bounds for, in the order of the bounds. */
  public List<String> classes() {
    return List.copyOf(classes);
  }

  /** The hash of the manifest. */
  public String sha256() {
    return sha256;
  }

  /** Where the class called {@code name} stands. */
  int index(String name) {
    int k = classes.indexOf(name);
    if (k < 0) {
      throw new ValueException(
          "vectors: there are no bounds for class "
              + name
              + ", known: "
              + String.join(", ", classes));
    }
    return k;
  }

  List<String> files(String op) {
    return List.copyOf(ops.get(op).keySet());
  }

  /** The path of a file that {@link #files} names. */
  Path path(String op, String file) {
    return folder.path(op, file);
  }

  /** The cases of an operation. */
  List<VectorCase> cases(String op) {
    Map<DType, Tensor> pools = new EnumMap<>(DType.class);
    byte[] text = {};
    for (Map.Entry<String, Entry> e : ops.get(op).entrySet()) {
      byte[] bytes = contents(op, e.getKey(), e.getValue());
      if (e.getKey().equals(Layout.CASES)) {
        text = bytes;
      } else {
        DType type = Layout.poolType(e.getKey()).orElseThrow();
        pools.put(type, pool(type, path(op, e.getKey()).toString(), bytes));
      }
    }
    Fields cases = Fields.parse(text, path(op, Layout.CASES).toString());
    if (!cases.text("op").equals(op)) {
      throw cases.bad("op is not " + op);
    }
    List<VectorCase> out = new ArrayList<>();
    Map<String, Integer> ids = new HashMap<>();
    for (Fields each : cases.objects("cases")) {
      VectorCase c = VectorCase.read(each, op, out.size(), pools, classes.size());
      Integer earlier = ids.putIfAbsent(c.id(), c.number());
      if (earlier != null) {
        throw each.bad("id " + c.id() + " is that of case " + earlier);
      }
      out.add(c);
    }
    if (out.isEmpty()) {
      throw cases.bad("there is no case");
    }
    return out;
  }

  private byte[] contents(String op, String name, Entry stated) {
    byte[] bytes = folder.read(stated.bytes, op, name);
    if (bytes.length != stated.bytes) {
      throw new FormatException(
          path(op, name) + ": " + bytes.length + " bytes, the manifest states " + stated.bytes);
    }
    String hash = Hash.of(bytes);
    if (!hash.equals(stated.sha256)) {
      throw new FormatException(
          path(op, name)
              + ": its SHA-256 is "
              + hash
              + ", the manifest states "
              + Layout.brief(stated.sha256));
    }
    return bytes;
  }

  private static Tensor pool(DType type, String where, byte[] bytes) {
    Tensor pool = Npy.read(where, bytes);
    if (pool.dtype() != type || pool.rank() != 1) {
      throw new FormatException(
          where + ": " + pool.dtype() + pool.shape() + ", a list of " + type + " is needed");
    }
    return pool;
  }
}
