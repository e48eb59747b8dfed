package dev.assay.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.AssayException;
import dev.assay.engine.FormatException;
import dev.assay.engine.ValueException;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.npy.Npy;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a set is a typed error that names the file, and no program passes it. */
class HostileSetTest {
  @TempDir private Path folder;
  private Path home;

  @BeforeEach
  void export() throws IOException {
    home = folder.resolve("set");
    new Export(7, 6).write(home, List.of(OpRegistry.get("add"), OpRegistry.get("argmax")));
    Program.write(VectorSet.open(home), folder.resolve("other"));
  }

  private VectorVerdict judge() {
    return new Checker(VectorSet.open(home), folder.resolve("other"), "RN32").judge(List.of());
  }

  private String refused() {
    AssayException e = assertThrows(FormatException.class, this::judge);
    assertTrue(e.getMessage().contains(folder.toString()), "the file is named: " + e.getMessage());
    return e.getMessage();
  }

  /** Changes a file as somebody would who wants it to be believed: with all hashes made anew. */
  private void forge(String file, UnaryOperator<byte[]> change) throws IOException {
    byte[] before = Files.readAllBytes(home.resolve(file));
    byte[] after = change.apply(before);
    Files.write(home.resolve(file), after);
    Path manifest = home.resolve(Layout.MANIFEST);
    if (!file.equals(Layout.MANIFEST)) {
      String old = "\"bytes\":" + before.length + ",\"sha256\":\"" + Hash.of(before);
      String text = Files.readString(manifest);
      assertTrue(text.contains(old), file);
      Files.writeString(
          manifest,
          text.replace(old, "\"bytes\":" + after.length + ",\"sha256\":\"" + Hash.of(after)));
    }
    String hash = Hash.of(Files.readAllBytes(manifest));
    Files.writeString(home.resolve(Layout.HASH), hash + "  manifest.json\n");
  }

  private void forgeText(String file, String from, String to) throws IOException {
    forge(
        file,
        bytes -> {
          String text = new String(bytes, StandardCharsets.UTF_8);
          String changed = text.replaceFirst(from, to);
          assertTrue(!changed.equals(text), "nothing was changed in " + file + " by " + from);
          return changed.getBytes(StandardCharsets.UTF_8);
        });
  }

  @Test
  void theSetAsItIsPasses() {
    assertTrue(judge().passed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"manifest.json", "manifest.sha256", "add/cases.json", "add/float32.npy"})
  void everyByteCounts(String file) throws IOException {
    Path path = home.resolve(file);
    byte[] good = Files.readAllBytes(path);
    Random random = new Random(5);
    for (int k = 0; k < 40; k++) {
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(path, bad);
      refused();
    }
    Files.write(path, Arrays.copyOf(good, good.length - 1));
    refused();
    Files.write(path, Arrays.copyOf(good, good.length + 1));
    refused();
    Files.write(path, new byte[0]);
    refused();
    Files.delete(path);
    assertTrue(refused().contains("no such file"));
    Files.createDirectory(path);
    assertTrue(refused().contains("not a file"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"add\":\\{ | \"../add\":{ | a name of letters",
        "\"add\":\\{ | \"add/..\":{ | a name of letters",
        "\"add\":\\{ | \"/etc\":{ | a name of letters",
        "\"add\":\\{ | \"\":{ | a name of letters",
        "\"add\":\\{ | \"argmax\":{ | Duplicate field",
        "float32.npy | ../float32.npy | no file of a set is called",
        "float32.npy | /etc/passwd | no file of a set is called",
        "float32.npy | cases.json | Duplicate field",
        "cases.json | kases.json | no file of a set is called",
        "assay-vectors/1 | assay-vectors/2 | format assay-vectors/2, known is",
        "\"bytes\":\\d+ | \"bytes\":-1 | bytes must be an integer",
        "\"bytes\":\\d+ | \"bytes\":1000000000000 | bytes must be an integer",
        "\"bytes\":\\d+ | \"bytes\":1e3 | bytes must be an integer",
        "\"bytes\":\\d+ | \"bytes\":\"9\" | bytes must be an integer",
        "\"sha256\":\"[0-9a-f]{9} | \"sha256\":\" | sha256 must have 64 digits",
        "\"RN32\" | \"REFERENCE\" | a class is there twice",
        "\"ops\":\\{ | \"opz\":{ | ops: an object is needed",
        "\"ops\":\\{ | \"ops\":{},\"more\":{ | there is no operation",
        "\\}\\s*$ | '' | JSON",
        "^ | [ | an object is needed"
      })
  void aForgedManifestIsRefused(String from, String to, String message) throws IOException {
    forgeText("manifest.json", from, to);
    if (to.equals("[")) {
      forge("manifest.json", b -> "[1]".getBytes(StandardCharsets.UTF_8));
    }
    String said = refused();
    assertTrue(said.contains(message), said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"op\":\"add\" | \"op\":\"argmax\" | op is not add",
        "\"number\":1 | \"number\":0 | number must be 1",
        "\"id\":\"add/smooth/float64/\" | \"id\":\"add/smooth/float32/\" | is that of case 0",
        "\"id\":\"add/smooth/float32/\" | \"id\":\"add/'; rm -rf x\" | a replay token of add",
        "\"id\":\"add/smooth/float32/\" | \"id\":\"exp/smooth/float32/\" | a replay token of add",
        "\"name\":\"0\",\"file\" | \"name\":\"../0\",\"file\" | a name of letters",
        "0.result.0.npy | ../0.result.0.npy | file must be 0.result.0.npy",
        "0.gradient.y.npy | 0.gradient.x.npy | file must be 0.gradient.y.npy",
        "\"name\":\"y\",\"file\" | \"name\":\"x\",\"file\" | name x is there twice",
        "\"results\" | \"resultz\" | there are no results",
        "\"results\":\\[ | \"results\":[1, | results 0: an object is needed",
        "\"dtype\":\"float32\" | \"dtype\":\"float31\" | unknown dtype",
        "\"dtype\":\"float32\" | \"dtype\":\"bfloat16\" | more elements than bfloat16.npy has",
        "\"shape\":\\[[^\\]]* | \"shape\":[-2 | a dimension must be an integer",
        "\"shape\":\\[[^\\]]* | \"shape\":[2000000 | more elements than float32.npy has",
        "\"shape\":\\[[^\\]]* | \"shape\":[1000000,1000000 | elements",
        "\"shape\":\\[[^\\]]* | \"shape\":[1e12 | a dimension must be an integer",
        "\"at\":\\d+ | \"at\":100000 | at must be an integer from 0 to",
        "\"at\":\\d+ | \"at\":-1 | at must be an integer from 0 to",
        "\"bounds\":\\[\\d+, | \"bounds\":[ | 14 bounds for 15 classes",
        "\"bounds\":\\[\\d+, | \"bounds\":[100000, | bounds must be a list of integers from 0 to",
        "\"bounds\":\\[\\d+, | \"bounds\":[null, | bounds must be a list of integers",
        "\"bounds\" | \"boundz\" | bounds must be a list",
        "\"cases\":\\[ | \"cases\":[],\"kases\":[ | there is no case",
      })
  void forgedCasesAreRefused(String from, String to, String message) throws IOException {
    forgeText("add/cases.json", from, to);
    String said = refused();
    assertTrue(said.contains(message), said);
  }

  @Test
  void integersHaveNoBounds() throws IOException {
    forgeText("argmax/cases.json", "(\"file\":[^}]*)\\}", "$1,\"bounds\":[0]}");
    assertTrue(refused().contains("are exact, there are no bounds"));
  }

  /** Neither may make a wrong number pass: the only bounds are finite and not negative. */
  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -1, Double.NEGATIVE_INFINITY})
  void boundsThatAreNoBoundsAreRefused(double bound) throws IOException {
    forge(
        "add/float32.npy",
        bytes -> {
          double[] all = Npy.read("pool", bytes).toDoubles().clone();
          Arrays.fill(all, bound);
          return Npy.bytes(Tensor.of(DType.FLOAT32, Shape.of(all.length), all));
        });
    String said = refused();
    assertTrue(said.contains("a bound is " + bound), said);
  }

  @Test
  void damagedArraysAreRefusedWhateverTheHashesSay() throws IOException {
    Path file = home.resolve("add/float32.npy");
    byte[] good = Files.readAllBytes(file);
    forge("add/float32.npy", b -> Arrays.copyOf(b, b.length - 3));
    assertTrue(refused().contains("are left"));
    forge("add/float32.npy", b -> Arrays.copyOf(good, good.length + 3));
    assertTrue(refused().contains("there is more after the end"));
    String header = new String(good, 0, 128, StandardCharsets.ISO_8859_1);
    String claim = header.replaceFirst("\\(\\d+,\\)", "(1000000000000,)");
    forge("add/float32.npy", b -> claim.getBytes(StandardCharsets.ISO_8859_1));
    refused();
    String many = header.replaceFirst("\\(\\d+,\\)", "(2000000000,)");
    forge("add/float32.npy", b -> many.getBytes(StandardCharsets.ISO_8859_1));
    assertTrue(refused().contains("are left"));
    forge("add/float32.npy", b -> Npy.bytes(Tensor.zeros(DType.FLOAT64, Shape.of(900))));
    assertTrue(refused().contains("a list of float32 is needed"));
    forge("add/float32.npy", b -> Npy.bytes(Tensor.zeros(DType.FLOAT32, Shape.of(9, 100))));
    assertTrue(refused().contains("a list of float32 is needed"));
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    Path file = home.resolve("add/float32.npy");
    Path away = folder.resolve("away.npy");
    Files.move(file, away);
    Files.createSymbolicLink(file, away);
    assertTrue(refused().contains("a link"));
    Files.delete(file);
    Files.move(away, file);
    Path elsewhere = folder.resolve("elsewhere");
    Files.move(home.resolve("add"), elsewhere);
    Files.createSymbolicLink(home.resolve("add"), elsewhere);
    assertTrue(refused().contains("a link"));
    assertThrows(FormatException.class, () -> new Export(1, 1).write(home, List.of()));
    assertTrue(
        Files.exists(elsewhere.resolve("float32.npy")), "nothing behind the link is removed");
  }

  @Test
  void longFilesAreRefusedUnread() throws IOException {
    for (String name : List.of("manifest.json", "manifest.sha256", "add/float32.npy")) {
      Path file = home.resolve(name);
      byte[] good = Files.readAllBytes(file);
      try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
        sparse.setLength(1L << 40);
      } catch (IOException e) {
        Files.write(file, good); // a disk without sparse files
        continue;
      }
      assertTrue(refused().contains("more than the"));
      Files.write(file, good);
    }
    forge("manifest.json", b -> "[".repeat(4 << 20).getBytes(StandardCharsets.UTF_8));
    assertTrue(refused().contains("JSON: "));
  }

  /** Every tensor is a piece of a pool; ten thousand that are the whole of it take no more room. */
  @Test
  void manyNamesOfOneLargeArrayTakeNoMemory() throws IOException {
    int size = 2 << 20;
    forge("add/float32.npy", b -> Npy.bytes(Tensor.zeros(DType.FLOAT32, Shape.of(size))));
    StringBuilder text = new StringBuilder("{\"op\":\"add\",\"cases\":[");
    for (int n = 0; n < 10_000; n++) {
      text.append(n == 0 ? "" : ",").append("{\"number\":").append(n).append(",\"id\":\"add/");
      text.append(n).append("\",\"results\":[{\"name\":\"0\",\"file\":\"").append(n);
      text.append(".result.0.npy\",\"dtype\":\"float32\",\"shape\":[").append(size);
      text.append("],\"at\":0,\"bounds\":[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]}]}");
    }
    String all = text + "]}";
    forge("add/cases.json", b -> all.getBytes(StandardCharsets.UTF_8));
    VectorVerdict v = judge();
    assertEquals("FAIL", v.word());
    assertEquals(
        10_000,
        v.ops().get(0).count(OpTally.Status.FAIL) + v.ops().get(0).count(OpTally.Status.REFUSED));
  }

  @Test
  void aFolderOfOthersIsNotWrittenTo() throws IOException {
    Path foreign = Files.createDirectory(folder.resolve("foreign"));
    Path letter = Files.writeString(foreign.resolve("letter.txt"), "dear");
    ValueException e =
        assertThrows(ValueException.class, () -> new Export(1, 1).write(foreign, List.of()));
    assertTrue(e.getMessage().contains("not empty and holds no set"), e.getMessage());
    assertTrue(Files.exists(letter));
    Files.writeString(foreign.resolve("manifest.json"), "{\"name\":\"an app\"}");
    assertThrows(FormatException.class, () -> new Export(1, 1).write(foreign, List.of()));
    assertTrue(Files.exists(letter) && Files.exists(foreign.resolve("manifest.json")));
  }

  @Test
  void aSetIsReplacedAsAWholeAndOthersFilesStay() throws IOException {
    Path note = Files.writeString(home.resolve("note.txt"), "mine");
    new Export(7, 3).write(home, List.of(OpRegistry.get("exp")));
    assertEquals(List.of("exp"), VectorSet.open(home).ops());
    assertTrue(Files.notExists(home.resolve("add")));
    assertTrue(Files.exists(note));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 10_001})
  void theNumberOfCasesIsBounded(int cases) {
    assertThrows(ValueException.class, () -> new Export(1, cases));
  }
}
