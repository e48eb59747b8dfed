package dev.assay.vectors;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.assay.engine.ValueException;
import dev.assay.engine.op.Op;
import dev.assay.formats.io.Disk;
import dev.assay.tck.json.Json;
import dev.assay.tck.judge.Declared;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes frozen cases of operations to a folder. The same seed and number of cases give the same
 * bytes on every machine.
 *
 * @param seed where cases come from
 * @param cases the most per operation
 */
public record Export(long seed, int cases) {
  /** What the frozen set in {@code golden/vectors} is made with. */
  public static final long SEED = 42;

  /** The cases per operation of the frozen set. */
  public static final int CASES = Drawing.CASES;

  /** More would not be looked at by anybody. */
  private static final int MOST_CASES = 10_000;

  /** Checks the number of cases. */
  public Export {
    if (cases < 1 || cases > MOST_CASES) {
      throw new ValueException("vectors: 1 to " + MOST_CASES + " cases, got " + cases);
    }
  }

  /**
   * What was written.
   *
   * @param ops how many operations
   * @param cases how many cases, each with results
   * @param gradients how many of them with gradients
   * @param products how many of them with second-order products
   * @param bytes of all files
   * @param sha256 of the manifest, which holds the hashes of all other files
   */
  public record Summary(
      int ops, int cases, int gradients, int products, long bytes, String sha256) {}

  /**
   * Writes the set. A folder that is not empty is written to only if it holds a set, which is
   * replaced.
   */
  public Summary write(Path folder, Collection<Op> ops) {
    prepare(folder);
    List<Op> sorted = ops.stream().sorted((a, b) -> a.name().compareTo(b.name())).toList();
    List<Declared> arithmetics = Declared.all();
    List<String> lines = new ArrayList<>();
    int[] counts = new int[3];
    long bytes = 0;
    List<OpFiles> all =
        sorted.parallelStream().map(op -> OpFiles.of(op, seed, cases, arithmetics)).toList();
    try {
      for (OpFiles op : all) {
        Path home = Files.createDirectories(folder.resolve(op.op()));
        for (Map.Entry<String, byte[]> file : op.files().entrySet()) {
          Files.write(home.resolve(file.getKey()), file.getValue());
          bytes += file.getValue().length;
        }
        counts[0] += op.cases();
        counts[1] += op.gradients();
        counts[2] += op.products();
        lines.add("\"" + op.op() + "\":" + Json.text(g -> write(g, op)));
      }
      byte[] manifest = manifest(arithmetics, lines).getBytes(StandardCharsets.UTF_8);
      String sha256 = Hash.of(manifest);
      Files.writeString(folder.resolve(Layout.HASH), sha256 + "  " + Layout.MANIFEST + "\n");
      Files.write(folder.resolve(Layout.MANIFEST), manifest);
      bytes += manifest.length;
      return new Summary(all.size(), counts[0], counts[1], counts[2], bytes, sha256);
    } catch (IOException e) {
      throw Disk.failed(folder, e);
    }
  }

  private String manifest(List<Declared> arithmetics, List<String> ops) {
    return "{\"format\":\""
        + Layout.FORMAT
        + "\",\"seed\":"
        + seed
        + ",\"cases\":"
        + cases
        + ",\n\"classes\":"
        + Json.text(
            g -> {
              g.writeStartArray();
              for (Declared d : arithmetics) {
                g.writeString(d.name());
              }
              g.writeEndArray();
            })
        + ",\n\"ops\":{\n"
        + String.join(",\n", ops)
        + "\n}}\n";
  }

  private static void write(JsonGenerator g, OpFiles op) throws IOException {
    g.writeStartObject();
    g.writeNumberField("cases", op.cases());
    g.writeNumberField("gradients", op.gradients());
    g.writeNumberField("products", op.products());
    g.writeObjectFieldStart("files");
    for (Map.Entry<String, byte[]> file : op.files().entrySet()) {
      g.writeObjectFieldStart(file.getKey());
      g.writeNumberField("bytes", file.getValue().length);
      g.writeStringField("sha256", Hash.of(file.getValue()));
      g.writeEndObject();
    }
    g.writeEndObject();
    g.writeEndObject();
  }

  /** Makes the folder, or removes the set in it. */
  private static void prepare(Path folder) {
    try {
      if (!Files.exists(folder)) {
        Files.createDirectories(folder);
      }
      try (Stream<Path> inside = Files.list(folder)) {
        if (inside.findAny().isEmpty()) {
          return;
        }
      }
      if (!Files.isRegularFile(folder.resolve(Layout.MANIFEST), LinkOption.NOFOLLOW_LINKS)) {
        throw new ValueException(
            "vectors: " + folder + " is not empty and holds no set of vectors: not written to");
      }
      remove(folder, VectorSet.open(folder));
    } catch (IOException e) {
      throw Disk.failed(folder, e);
    }
  }

  private static void remove(Path folder, VectorSet old) throws IOException {
    List<Path> files = new ArrayList<>(); // all of them checked before the first is gone
    List<Path> homes = new ArrayList<>();
    for (String op : old.ops()) {
      old.files(op).forEach(file -> files.add(old.path(op, file)));
      homes.add(folder.resolve(op));
    }
    Files.delete(folder.resolve(Layout.MANIFEST)); // from here on it is no set any more
    Files.delete(folder.resolve(Layout.HASH));
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
    for (Path home : homes) {
      try {
        Files.deleteIfExists(home);
      } catch (DirectoryNotEmptyException e) {
        continue; // files of others, which stay
      }
    }
  }
}
