package dev.assay.formats.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Variable;
import dev.assay.formats.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that saves without pause is killed at any moment: the newest checkpoint is there, whole
 * and of one step, never older than the one before; the next save leaves nothing else behind.
 */
class KilledSaveTest {
  private static final int KILLS = 50;

  @TempDir private Path folder;

  @Test
  void aKillLosesNothing() throws IOException, InterruptedException {
    Random random = new Random(4);
    int leftovers = 0;
    long newest = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      // half of them replace one checkpoint again and again, half write new ones
      boolean numbered = kill % 2 == 0;
      Path where = Files.createDirectories(folder.resolve(numbered ? "numbered" : "replaced"));
      newest = newest(where);
      killed(where, numbered, newest + 1, random);
      leftovers += files(where).size() > expected(where).size() ? 1 : 0;
      long found = newest(where);
      assertTrue(found >= newest, "kill " + kill + ": step " + found + " after " + newest);
      saveOnce(where, numbered, found + 1);
      assertEquals(found + 1, newest(where));
      assertEquals(expected(where), files(where), "kill " + kill);
    }
    assertTrue(leftovers > KILLS / 10, "only " + leftovers + " kills hit a save");
  }

  /** Starts the program, waits until it has saved, and kills it a little later. */
  private static void killed(Path where, boolean numbered, long step, Random random)
      throws IOException, InterruptedException {
    Path saved = where.resolveSibling("saved");
    Files.deleteIfExists(saved);
    Process process =
        Child.of(
                List.of("-Xmx256m", "-Xshare:auto", "-XX:TieredStopAtLevel=1"),
                SavingLoop.class,
                where.resolve("model"),
                numbered,
                step,
                saved)
            .redirectErrorStream(true)
            .redirectOutput(where.resolveSibling("output").toFile())
            .start();
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!Files.exists(saved)) {
      assertTrue(
          process.isAlive() && System.nanoTime() < deadline,
          () -> "the program does not save: " + output(where));
      Thread.sleep(1);
    }
    Thread.sleep(random.nextInt(40));
    process.destroyForcibly().waitFor();
    assertEquals(128 + 9, process.exitValue(), "it was killed");
  }

  private static String output(Path where) {
    try {
      return Files.readString(where.resolveSibling("output"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void saveOnce(Path where, boolean numbered, long step) {
    Graph graph = SavingLoop.graph();
    Saver saver = Saver.of(graph).withMaxToKeep(2);
    try (Session session = new Session(graph)) {
      graph.variables().forEach(v -> session.load(v, SavingLoop.value(step)));
      Path prefix = where.resolve("model");
      assertEquals(
          numbered ? where.resolve("model-" + step) : prefix,
          numbered ? saver.save(session, prefix, step) : saver.save(session, prefix));
    }
  }

  /** The one step that all variables of the newest checkpoint have; 0 if there is none. */
  private static long newest(Path where) {
    Optional<Path> latest = Saver.latestCheckpoint(where);
    if (latest.isEmpty()) {
      return 0;
    }
    Graph graph = SavingLoop.graph();
    try (Session session = new Session(graph)) {
      Saver.of(graph).restore(session, latest.get());
      List<Variable> variables = graph.variables();
      long step = session.valueOf(variables.get(0)).toLongs()[0];
      for (Variable v : variables) {
        assertTrue(session.valueOf(v).sameAs(SavingLoop.value(step)), v + " of " + latest.get());
      }
      return step;
    }
  }

  private static List<String> files(Path where) throws IOException {
    try (Stream<Path> files = Files.list(where)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  /** The state file, and two files for each checkpoint that it names. */
  private static List<String> expected(Path where) {
    return Stream.concat(
            Stream.of("checkpoint"),
            CheckpointState.read(where).orElseThrow().all().stream()
                .map(p -> p.getFileName().toString())
                .flatMap(n -> Stream.of(n + ".data-00000-of-00001", n + ".index")))
        .sorted()
        .collect(Collectors.toList());
  }
}
