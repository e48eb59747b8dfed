package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.formats.event.EventReader;
import dev.assay.programs.Program;
import dev.assay.programs.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainCommandTest {
  private static final String LINE =
      "trained linear-regression epochs=500 steps=500 w=2.1989663 b=0.13775873"
          + " train_loss=0.3555594 seed=42";

  @TempDir private Path folder;

  private static Ran train(String... args) {
    List<String> all = new ArrayList<>(List.of("train"));
    all.addAll(List.of(args));
    return Ran.of(all.toArray(String[]::new));
  }

  @Test
  void withoutANameItListsThePrograms() {
    Ran r = train();
    assertEquals(0, r.status());
    for (Program p : Programs.all()) {
      assertTrue(r.out().contains(p.name()), p.name());
    }
    assertEquals(2 * Programs.all().size(), r.out().lines().count());
  }

  @Test
  void theLastLineHasTheMetricsAndNothingElseIsOnStandardError() {
    Ran r = train("linear-regression");
    assertEquals(LINE, r.last());
    assertEquals("step 1: w 1.91, b 1.2", r.out().lines().findFirst().orElseThrow());
    assertEquals(0, r.status());
    assertEquals("", r.err());
  }

  @Test
  void checkpointsSummariesAndPlotAreLeftAndARunGoesOn() throws IOException {
    Path save = folder.resolve("checkpoints");
    Path summaries = folder.resolve("summaries");
    Path plot = folder.resolve("loss.png");
    Ran half =
        train(
            "linear-regression",
            "--epochs",
            "250",
            "--save",
            save.toString(),
            "--summaries",
            summaries.toString(),
            "--plot",
            plot.toString());
    assertEquals(0, half.status(), half.err());
    assertTrue(Files.exists(save.resolve("model-250.index")));
    byte[] picture = Files.readAllBytes(plot);
    assertEquals("PNG", new String(picture, 1, 3, StandardCharsets.US_ASCII));
    // version, graph, 250 losses, twice the histograms of two variables
    assertEquals(1 + 1 + 250 + 2 * 2, events(summaries));
    Ran whole = train("linear-regression", "--restore", save.toString());
    assertEquals(LINE, whole.last());
    assertEquals(
        "step 251: w 2.1839721, b 0.20195228", whole.out().lines().findFirst().orElseThrow());
    Ran prefix = train("linear-regression", "--restore", save.resolve("model-250").toString());
    assertEquals(LINE, prefix.last());
  }

  private static int events(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return EventReader.readAll(files.findFirst().orElseThrow()).size();
    }
  }

  @Test
  void aLossThatIsNoNumberEndsTheRunWithStatusOne() {
    Ran r = train("nonlinear-regression", "--learning-rate", "0.005");
    assertEquals(1, r.status());
    assertTrue(r.last().startsWith("trained nonlinear-regression epochs=3000 steps="), r.last());
    assertTrue(r.err().contains("no finite number"), r.err());
  }

  /** The only step moves the line out of float32's range, after its own loss was taken. */
  @Test
  void aMetricThatIsNoNumberIsStatusOneToo() {
    Ran r = train("linear-regression", "--learning-rate", "1e30", "--epochs", "1");
    assertEquals(1, r.status());
    assertTrue(r.last().contains(" steps=1 ") && r.last().contains("train_loss=inf"), r.last());
    assertTrue(r.err().contains("no finite number"), r.err());
  }

  /** Before the first step, not after the last. */
  @Test
  void whereNothingCanBeWrittenTheRunDoesNotBegin() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    for (String[] output :
        new String[][] {{"--save", file.toString()}, {"--summaries", file.toString()}}) {
      Ran r = train("linear-regression", output[0], output[1]);
      assertEquals(2, r.status());
      assertEquals("", r.out());
      assertTrue(r.err().contains(file + ": a folder is needed, this is a file"), r.err());
    }
    Ran r = train("linear-regression", "--plot", folder.toString());
    assertEquals(2, r.status());
    assertEquals("", r.out());
    assertTrue(r.err().contains(folder + ": the picture is a file"), r.err());
  }

  @Test
  void whatADeviceCannotDoRunsOnTheReferenceAndIsSaid() {
    Ran reference = train("linear-regression", "--epochs", "2");
    Ran placed = train("linear-regression", "--epochs", "2", "--device", "/test:1");
    assertEquals(0, placed.status(), placed.err());
    assertEquals(reference.out(), placed.out());
    assertTrue(
        placed
            .err()
            .matches(
                "assay train: on the reference, \\d+ calls: multiply: backend broken-relu does not"
                    + " support it: no products on the second\n"),
        placed.err());
    assertEquals(reference, train("linear-regression", "--epochs", "2", "--device", "/test:0"));
    Ran strict = train("linear-regression", "--backend", "broken-relu", "--device", "/test:1");
    assertEquals(2, strict.status());
    assertTrue(strict.err().contains("no products on the second"), strict.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mlp-mnits | unknown program \"mlp-mnits\"; did you mean mlp-mnist?",
        "mlp-mnist --epochs -3 | mlp-mnist: epochs >= 0, got -3",
        "mlp-mnist --epochs x | Invalid value for option '--epochs'",
        "mlp-mnist --batch 0 | mlp-mnist: batch >= 1, got 0",
        "mlp-mnist --optimizer adan | unknown optimizer \"adan\"; did you mean adam?",
        "mlp-mnist --backend none | unknown backend \"none\"",
        "linear-regression --backend absent | backend absent does not support it: no platform",
        "linear-regression --device /gpu:77 | there is no device /gpu:77",
        "mlp-mnist --data /nowhere | /nowhere: there is no file train-images-idx3-ubyte",
        "mlp-boston --data /nowhere.csv | /nowhere.csv",
        "linear-regression --restore /nowhere | /nowhere",
        "linear-regression --save-steps 0 | train: save steps >= 1, got 0",
        "linear-regression --sed 3 | Unknown option",
        "linear-regression mlp-mnist | Unmatched argument"
      })
  void wrongUsageAndBadInputAreOneLineAndStatusTwo(String arguments, String message) {
    Ran r = train(arguments.split(" "));
    assertEquals(2, r.status());
    assertEquals("", r.out());
    assertTrue(r.err().startsWith("assay") && r.err().contains(message), r.err());
    assertEquals(1, r.err().lines().count());
  }

  @Test
  void brokenFilesAreErrorsThatNameThem() throws IOException {
    Path images = folder.resolve("train-images-idx3-ubyte");
    Files.write(images, new byte[] {0, 0, 8, 3, 0, 0, 0, 9});
    Ran r = train("mlp-mnist", "--data", folder.toString());
    assertEquals(2, r.status());
    assertTrue(r.err().contains(images.toString()), r.err());

    Path save = folder.resolve("checkpoints");
    assertEquals(
        0, train("linear-regression", "--epochs", "1", "--save", save.toString()).status());
    Ran other = train("multiple-regression", "--restore", save.toString());
    assertEquals(2, other.status());
    assertTrue(other.err().contains("\"w\" has shape [], the variable [2,1]"), other.err());
    Path data = save.resolve("model-1.data-00000-of-00001");
    byte[] bytes = Files.readAllBytes(data);
    bytes[0] ^= 1;
    Files.write(data, bytes);
    Ran flipped = train("linear-regression", "--restore", save.toString());
    assertEquals(2, flipped.status());
    assertTrue(flipped.err().contains("model-1"), flipped.err());
    assertEquals(2, train("linear-regression", "--restore", folder.toString()).status());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mlp-boston | rm,ptratio,lstat,medv | examples: there are none",
        "mlp-boston | rm,lstat,medv\\n6,5,24 | ptratio",
        "mlp-boston | rm,ptratio,lstat,medv\\n6,15,5,24 | examples: there are none",
        "mlp-boston | rm,ptratio,lstat,medv\\n6,15,x,24 | line 2",
        "linear-regression | rm,medv\\n6 | line 2",
        "perceptron | a,b,c | rows of two columns or more are needed",
        "nonlinear-regression | z\\n1 | rows of two columns or more are needed"
      })
  void tablesThatCannotBeLearntFromAreErrors(String program, String table, String message)
      throws IOException {
    Path file = folder.resolve("table.csv");
    Files.writeString(file, table.replace("\\n", "\n") + "\n");
    Ran r = train(program, "--data", file.toString());
    assertEquals(2, r.status(), r.out());
    assertTrue(r.err().contains(message), r.err());
    assertEquals(1, r.err().lines().count());
  }

  /** A process that is killed while it trains and saves leaves a checkpoint to go on from. */
  @Test
  @Timeout(120)
  void aKilledRunLeavesItsLastCheckpoint() throws IOException, InterruptedException {
    Path save = folder.resolve("checkpoints");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Assay.class.getName(),
                "train",
                "linear-regression",
                "--epochs",
                "100000000",
                "--save",
                save.toString(),
                "--save-steps",
                "7")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    try {
      while (!Files.exists(save.resolve("model-70.index")) && process.isAlive()) {
        Thread.sleep(5);
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    Ran r = train("linear-regression", "--restore", save.toString(), "--epochs", "0");
    assertEquals(0, r.status(), r.err() + Files.readString(folder.resolve("log")));
    int steps = Integer.parseInt(r.last().replaceAll(".*steps=(\\d+).*", "$1"));
    assertTrue(steps >= 63 && steps % 7 == 0, r.last());
    assertFalse(r.last().contains("nan"), r.last());
  }
}
