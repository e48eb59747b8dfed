package dev.assay.programs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.assay.formats.checkpoint.Saver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same settings give the same checkpoint, whatever the virtual machine and however often. */
class SameBytesTest {
  @TempDir private Path folder;

  /**
   * The hashes were made with JDK 17. Another virtual machine that runs this test must come to the
   * same.
   */
  @ParameterizedTest
  @CsvSource({
    "linear-regression, 500, d7478d68ae2115eb2c76de7285278532fa75e1e10efc3517f52bccc5040d1046",
    "multiple-regression, 500, c0124ba9dfa73dc2606e7ecfa5c5153d827a1f4b6791a895e8f5a1cd29e513d3",
    "nonlinear-regression, 500, 254b6719081b8056bbc5eed4ede0ff6bdc0a8709659bb9ce3fc01ade40e10677",
    "logistic-mnist, 1, d030ba763ff27ae8c5a80704117b9a5ac6e54619ce6fbb114cc779586452e086",
    "perceptron, 30, 23217b63035dbee1d25d624a473186c97bb623e17f9af09cdfa58f10e21ee648",
    "backprop-mnist, 1, 311836c434f98f2afa3556c799d7478b5b5d03e691443cc43266d08785a13750",
    "mlp-mnist, 1, 97d56732e27bf429843835481aca4b9a3e16cd5fb69dd0755283868c7a32de5e",
    "mlp-boston, 40, 5dc8e8441f836deadb8c463051fb52fd97359cc2eb40b935abd37988dcd0209d",
    "mlp-book, 1, 733e205112776eefdf9bc9ed98a0dc8a217b6e2f3faa6a6d82ff011e51354367"
  })
  void everyProgramEndsWithTheBytesThatAreOnRecord(String program, String epochs, String hash)
      throws IOException, NoSuchAlgorithmException {
    Runs.run(program, Outputs.none().saving(folder, 1_000_000), "--epochs", epochs);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(checkpoint(folder));
    assertEquals(hash, HexFormat.of().formatHex(digest));
  }

  /** Shuffled batches, an optimizer with slots: stopped at step 250 and gone on to 500. */
  @ParameterizedTest
  @CsvSource({
    "logistic-mnist, adam, 16, 1, 2",
    "mlp-boston, adam, 36, 25, 50",
    "mlp-boston, nadam, 36, 25, 50",
    "mlp-book, momentum, 4, 1, 2",
  })
  void aRunThatIsRestoredEndsAsOneThatNeverStopped(
      String program, String optimizer, String batch, String half, String whole)
      throws IOException {
    Path once = folder.resolve("once");
    Path twice = folder.resolve("twice");
    String[] options = {"--optimizer", optimizer, "--batch", batch, "--epochs", whole};
    Runs.run(program, Outputs.none().saving(once, 1000), options);
    Runs.run(
        program,
        Outputs.none().saving(twice, 250),
        "--optimizer",
        optimizer,
        "--batch",
        batch,
        "--epochs",
        half);
    assertEquals("model-250", Saver.latestCheckpoint(twice).orElseThrow().getFileName().toString());
    Runs.run(program, Outputs.none().saving(twice, 250).restoring(twice), options);
    assertEquals("model-500", Saver.latestCheckpoint(twice).orElseThrow().getFileName().toString());
    assertArrayEquals(checkpoint(once), checkpoint(twice));
  }

  @Test
  void aRunMayGoOnFromTheMiddleOfAnEpoch() throws IOException {
    Path once = folder.resolve("once");
    Path twice = folder.resolve("twice");
    String[] options = {"--batch", "30", "--epochs", "10"};
    Runs.run("mlp-boston", Outputs.none().saving(once, 17), options);
    Path middle = once.resolve("model-102");
    Runs.run("mlp-boston", Outputs.none().saving(twice, 1000).restoring(middle), options);
    assertArrayEquals(checkpoint(once), checkpoint(twice));
  }

  @Test
  void anotherSeedGivesAnotherModel() throws IOException {
    Runs.run("mlp-boston", Outputs.none().saving(folder.resolve("a"), 99), "--epochs", "1");
    Runs.run(
        "mlp-boston",
        Outputs.none().saving(folder.resolve("b"), 99),
        "--epochs",
        "1",
        "--seed",
        "43");
    byte[] a = checkpoint(folder.resolve("a"));
    byte[] b = checkpoint(folder.resolve("b"));
    assertEquals(a.length, b.length);
    assertFalse(Arrays.equals(a, b));
  }

  /** The bytes of the latest checkpoint of a folder. */
  private static byte[] checkpoint(Path folder) throws IOException {
    Path prefix = Saver.latestCheckpoint(folder).orElseThrow();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String end : new String[] {".index", ".data-00000-of-00001"}) {
      bytes.write(Files.readAllBytes(prefix.resolveSibling(prefix.getFileName() + end)));
    }
    return bytes.toByteArray();
  }
}
