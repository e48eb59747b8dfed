package dev.assay.tck.report;

import dev.assay.engine.op.OpRegistry;
import dev.assay.golden.Golden;
import dev.assay.spec.SpecRegistry;
import dev.assay.tck.Suite;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Which suite judged.
 *
 * <p>The hash is SHA-256 over everything that a verdict depends on apart from the backend: the
 * class files and resources under {@code dev/assay/engine} (the reference), {@code spec}, {@code
 * tck} (cases, methods, laws) and {@code golden} (the documents), sorted by name, each as length of
 * name, name, length of content, content; lengths as 8 bytes, big-endian. It is the same whether
 * they lie in jars or in directories. Another compiler gives other class files and another hash.
 *
 * @param version the suite's version; {@code development} outside its jar
 * @param sha256 the hash, in hexadecimal
 */
public record SuiteIdentity(String version, String sha256) {
  private static final List<String> FOLDERS =
      List.of("dev/assay/engine/", "dev/assay/spec/", "dev/assay/tck/", "dev/assay/golden/");

  /** The suite on the class path. */
  public static SuiteIdentity current() {
    return Holder.CURRENT;
  }

  private static final class Holder {
    static final SuiteIdentity CURRENT = new SuiteIdentity(readVersion(), hash());
  }

  private static String readVersion() {
    String path = "/META-INF/maven/dev.assay/assay-tck/pom.properties";
    try (InputStream in = SuiteIdentity.class.getResourceAsStream(path)) {
      Properties p = new Properties();
      if (in != null) {
        p.load(in);
      }
      return p.getProperty("version", "development");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash() {
    TreeMap<String, byte[]> files = new TreeMap<>();
    for (Class<?> c : List.of(OpRegistry.class, SpecRegistry.class, Golden.class, Suite.class)) {
      try {
        Path home = Path.of(c.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(home)) {
          addDirectory(home, files);
        } else {
          addJar(home, files);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (URISyntaxException e) {
        throw new IllegalStateException(e);
      }
    }
    MessageDigest sha = digest();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      for (byte[] part : List.of(file.getKey().getBytes(StandardCharsets.UTF_8), file.getValue())) {
        sha.update(ByteBuffer.allocate(Long.BYTES).putLong(0, part.length));
        sha.update(part);
      }
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static boolean belongs(String name) {
    return FOLDERS.stream().anyMatch(name::startsWith);
  }

  private static void addDirectory(Path home, Map<String, byte[]> files) throws IOException {
    try (Stream<Path> all = Files.walk(home)) {
      for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        String name = home.relativize(file).toString().replace('\\', '/');
        if (belongs(name)) {
          files.put(name, Files.readAllBytes(file));
        }
      }
    }
  }

  private static void addJar(Path home, Map<String, byte[]> files) throws IOException {
    try (JarFile jar = new JarFile(home.toFile())) {
      for (JarEntry e : (Iterable<JarEntry>) jar.stream()::iterator) {
        if (belongs(e.getName()) && !e.isDirectory()) {
          try (InputStream in = jar.getInputStream(e)) {
            files.put(e.getName(), in.readAllBytes());
          }
        }
      }
    }
  }
}
