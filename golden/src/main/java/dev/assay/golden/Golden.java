package dev.assay.golden;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** All worked examples, from the class path. */
public final class Golden {
  private static final String FOLDER = "dev/assay/golden/documents/";

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Golden() {}

  /** One per document, sorted by file name. */
  public static List<GoldenDocument> documents() {
    return Holder.DOCUMENTS;
  }

  /** The entries of all documents. */
  public static List<GoldenEntry> entries() {
    return documents().stream().flatMap(d -> d.entries().stream()).toList();
  }

  /** Read on first use. */
  private static final class Holder {
    static final List<GoldenDocument> DOCUMENTS = load();
  }

  private static List<GoldenDocument> load() {
    List<GoldenDocument> out = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (String name : names()) {
      try (InputStream in = Golden.class.getClassLoader().getResourceAsStream(FOLDER + name)) {
        if (in == null) {
          throw new GoldenException(name + ": not on the class path");
        }
        GoldenDocument document = read(name, in);
        for (GoldenEntry e : document.entries()) {
          if (!ids.add(e.id())) {
            throw new GoldenException(name + ", " + e.id() + ": the id is used twice");
          }
        }
        out.add(document);
      } catch (IOException e) {
        throw new GoldenException(name + ": " + e.getMessage(), e);
      }
    }
    return List.copyOf(out);
  }

  /**
   * Reads and checks one file.
   *
   * @param name for messages
   */
  public static GoldenDocument read(String name, InputStream in) {
    try {
      return new GoldenReader(name).document(MAPPER.readTree(in));
    } catch (IOException e) {
      throw new GoldenException(name + ": " + e.getMessage(), e);
    }
  }

  /** The files beside this class, which may be in a jar or in a directory. */
  private static List<String> names() {
    CodeSource source = Golden.class.getProtectionDomain().getCodeSource();
    try {
      Path home = Path.of(source.getLocation().toURI());
      if (Files.isDirectory(home)) {
        try (Stream<Path> files = Files.list(home.resolve(FOLDER))) {
          return jsonFiles(files.map(p -> FOLDER + p.getFileName()));
        }
      }
      try (JarFile jar = new JarFile(home.toFile())) {
        return jsonFiles(jar.stream().map(e -> e.getName()));
      }
    } catch (IOException | URISyntaxException e) {
      throw new GoldenException("golden documents: " + e.getMessage(), e);
    }
  }

  private static List<String> jsonFiles(Stream<String> paths) {
    return paths
        .filter(p -> p.startsWith(FOLDER) && p.endsWith(".json"))
        .map(p -> p.substring(FOLDER.length()))
        .sorted()
        .toList();
  }
}
