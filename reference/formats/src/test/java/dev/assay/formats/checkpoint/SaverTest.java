package dev.assay.formats.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.DTypeException;
import dev.assay.engine.FormatException;
import dev.assay.engine.ShapeException;
import dev.assay.engine.ValueException;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Variables are saved and restored, the newest checkpoints are kept, the folder stays clean. */
class SaverTest {
  @TempDir private Path folder;

  private final Graph graph = new Graph();
  private final Variable w = graph.variable("layer/w", Tensor.of(new float[] {1, 2}));
  private final Variable b = graph.variable("layer/b", Tensor.of(3.0));
  private Session session;

  @BeforeEach
  void open() {
    session = new Session(graph);
    session.run(graph.variablesInitializer());
  }

  @AfterEach
  void close() {
    session.close();
  }

  private Path prefix() {
    return folder.resolve("model.ckpt");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private static List<String> filesOf(String... names) {
    return Stream.concat(
            Stream.of("checkpoint"),
            Stream.of(names).flatMap(n -> Stream.of(n + ".data-00000-of-00001", n + ".index")))
        .sorted()
        .toList();
  }

  @Test
  void valuesComeBack() throws IOException {
    Saver saver = Saver.of(graph);
    assertEquals(Optional.empty(), Saver.latestCheckpoint(folder));
    Path saved = saver.save(session, prefix(), 250);
    assertEquals(folder.resolve("model.ckpt-250"), saved);
    assertEquals(Optional.of(saved), Saver.latestCheckpoint(folder));
    assertEquals(
        "model_checkpoint_path: \"model.ckpt-250\"\n"
            + "all_model_checkpoint_paths: \"model.ckpt-250\"\n",
        Files.readString(folder.resolve("checkpoint")));
    assertEquals(List.of("layer/b", "layer/w"), CheckpointReader.open(saved).names());
    session.load(w, Tensor.of(new float[] {8, 9}));
    try (Session other = new Session(graph)) {
      saver.restore(other, saved);
      assertTrue(other.valueOf(w).sameAs(Tensor.of(new float[] {1, 2})));
      assertTrue(other.valueOf(b).sameAs(Tensor.of(3.0)));
    }
    saver.restore(session, saved);
    assertTrue(session.valueOf(w).sameAs(Tensor.of(new float[] {1, 2})));
  }

  @Test
  void someVariablesByOtherNames() {
    Path saved = Saver.of(Map.of("weights", w)).save(session, prefix());
    assertEquals(prefix(), saved);
    assertEquals(List.of("weights"), CheckpointReader.open(saved).names());
    session.load(w, Tensor.of(new float[] {8, 9}));
    session.load(b, Tensor.of(-1.0));
    Saver.of(Map.of("weights", w)).restore(session, saved);
    assertTrue(session.valueOf(w).sameAs(Tensor.of(new float[] {1, 2})));
    assertTrue(session.valueOf(b).sameAs(Tensor.of(-1.0)));
  }

  @Test
  void theNewestAreKept() throws IOException {
    Saver saver = Saver.of(graph).withMaxToKeep(2);
    for (int step = 1; step <= 4; step++) {
      saver.save(session, prefix(), step);
    }
    assertEquals(filesOf("model.ckpt-3", "model.ckpt-4"), files());
    // a new program goes on with what is there
    Saver.of(graph).withMaxToKeep(2).save(session, prefix(), 5);
    assertEquals(filesOf("model.ckpt-4", "model.ckpt-5"), files());
    // the same step again replaces and does not count twice
    saver.save(session, prefix(), 5);
    assertEquals(filesOf("model.ckpt-4", "model.ckpt-5"), files());
    assertEquals(
        List.of(folder.resolve("model.ckpt-4"), folder.resolve("model.ckpt-5")),
        CheckpointState.read(folder).orElseThrow().all());
    Saver.of(graph).withMaxToKeep(0).save(session, prefix(), 6);
    Saver.of(graph).withMaxToKeep(0).save(session, prefix(), 7);
    assertEquals(filesOf("model.ckpt-4", "model.ckpt-5", "model.ckpt-6", "model.ckpt-7"), files());
    assertEquals(
        List.of(folder.resolve("model.ckpt-7")), CheckpointState.read(folder).orElseThrow().all());
  }

  /** A clock that a test sets. */
  private static final class Hand extends Clock {
    private Instant now = Instant.EPOCH;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  /** Made after 1 … 6 hours, two kept, one of every 2 hours for good: those after 3 and … 5. */
  @Test
  void oneOfEveryIntervalIsKept() throws IOException {
    Hand clock = new Hand();
    Saver saver =
        Saver.of(graph).withMaxToKeep(1).withKeepEvery(Duration.ofHours(2)).withClock(clock);
    for (int hour = 1; hour <= 7; hour++) {
      clock.now = Instant.EPOCH.plus(Duration.ofHours(hour));
      saver.save(session, prefix(), hour);
    }
    assertEquals(filesOf("model.ckpt-3", "model.ckpt-5", "model.ckpt-7"), files());
  }

  @Test
  void whatDoesNotFitChangesNothing() {
    Graph other = new Graph();
    other.variable("layer/w", Tensor.of(new float[] {7, 7}));
    other.variable("layer/b", Tensor.of(7f));
    Path wrongType;
    Path wrongShape;
    Path wrongName;
    try (Session s = new Session(other)) {
      s.run(other.variablesInitializer());
      wrongType = Saver.of(other).save(s, folder.resolve("type"));
    }
    Graph third = new Graph();
    third.variable("layer/b", Tensor.of(7.0));
    third.variable("layer/w", Tensor.of(new float[] {7, 7, 7}));
    try (Session s = new Session(third)) {
      s.run(third.variablesInitializer());
      wrongShape = Saver.of(third).save(s, folder.resolve("shape"));
      wrongName = Saver.of(List.of(third.variables().get(0))).save(s, folder.resolve("name"));
    }
    Saver saver = Saver.of(graph);
    assertEquals(
        "saver: " + wrongType + ": \"layer/b\" is float32, the variable float64",
        assertThrows(DTypeException.class, () -> saver.restore(session, wrongType)).getMessage());
    assertEquals(
        "saver: " + wrongShape + ": \"layer/w\" has shape [3], the variable [2]",
        assertThrows(ShapeException.class, () -> saver.restore(session, wrongShape)).getMessage());
    assertEquals(
        "saver: " + wrongName + " has no layer/w; it has layer/b",
        assertThrows(ValueException.class, () -> saver.restore(session, wrongName)).getMessage());
    try (Session s = new Session(third)) {
      Path good = saver.save(session, prefix());
      assertThrows(ValueException.class, () -> saver.restore(s, good));
    }
    assertTrue(session.valueOf(w).sameAs(Tensor.of(new float[] {1, 2})));
    assertTrue(session.valueOf(b).sameAs(Tensor.of(3.0)));
  }

  @Test
  void argumentsThatCannotBe() throws IOException {
    assertThrows(ValueException.class, () -> Saver.of(new Graph()));
    assertThrows(ValueException.class, () -> Saver.of(Map.of()));
    assertThrows(ValueException.class, () -> Saver.of(graph).withMaxToKeep(-1));
    assertThrows(ValueException.class, () -> Saver.of(graph).withKeepEvery(Duration.ZERO));
    Saver saver = Saver.of(graph);
    assertThrows(ValueException.class, () -> saver.save(null, prefix()));
    assertThrows(ValueException.class, () -> saver.save(session, null));
    assertThrows(ValueException.class, () -> saver.save(session, folder.resolve("checkpoint")));
    try (Session fresh = new Session(graph)) {
      String message =
          assertThrows(ValueException.class, () -> saver.save(fresh, prefix())).getMessage();
      assertTrue(message.contains("layer/b is not initialized"), message);
    }
    assertEquals(List.of(), files());
  }

  @Test
  void theStateFile() throws IOException {
    Path state = folder.resolve("checkpoint");
    Files.writeString(state, "");
    assertEquals(Optional.empty(), Saver.latestCheckpoint(folder));
    Files.writeString(state, "model_checkpoint_path: \"gone\"");
    String message =
        assertThrows(FormatException.class, () -> Saver.latestCheckpoint(folder)).getMessage();
    assertEquals(state + ": names " + folder.resolve("gone") + ", which is not there", message);
    for (String bad :
        List.of(
            "model_checkpoint_path: gone",
            "unknown: 1",
            "model_checkpoint_path: \"\\000\"",
            "model_checkpoint_path: \"/\"",
            "model_checkpoint_path: \"a\" all_model_checkpoint_paths: \"\"",
            "{")) {
      Files.writeString(state, bad);
      message =
          assertThrows(FormatException.class, () -> Saver.latestCheckpoint(folder)).getMessage();
      assertTrue(message.startsWith(state.toString()), message);
    }
    Files.write(state, new byte[] {'#', (byte) 0xff});
    assertEquals(
        state + ": bytes that are not UTF-8",
        assertThrows(FormatException.class, () -> Saver.latestCheckpoint(folder)).getMessage());
    // as TensorFlow writes it for a checkpoint elsewhere, and with what it adds
    Files.delete(state);
    Path saved = Saver.of(graph).save(session, prefix(), 1);
    Files.writeString(
        state,
        "model_checkpoint_path: \""
            + saved.toAbsolutePath()
            + "\"\n"
            + "all_model_checkpoint_paths: \""
            + saved.toAbsolutePath()
            + "\"\n"
            + "all_model_checkpoint_timestamps: 1.5e9\nlast_preserved_timestamp: 1.25\n");
    assertEquals(Optional.of(saved), Saver.latestCheckpoint(folder));
    Saver.of(graph).withMaxToKeep(1).save(session, prefix(), 2);
    assertEquals(filesOf("model.ckpt-2"), files());
  }

  /** A folder of TensorFlow is copied, whose state file has whole paths; training goes on there. */
  @Test
  void checkpointsOfOtherFoldersAreLeftAlone() throws IOException {
    Path original = folder.resolve("original");
    Path elsewhere = Saver.of(graph).save(session, original.resolve("model.ckpt"), 1);
    Files.writeString(
        folder.resolve("checkpoint"),
        "model_checkpoint_path: \""
            + elsewhere.toAbsolutePath()
            + "\"\nall_model_checkpoint_paths: \""
            + elsewhere.toAbsolutePath()
            + "\"");
    assertEquals(Optional.of(elsewhere.toAbsolutePath()), Saver.latestCheckpoint(folder));
    Saver.of(graph).withMaxToKeep(1).save(session, prefix(), 2);
    Saver.of(graph).restore(session, elsewhere);
    assertEquals(
        List.of(prefix().resolveSibling("model.ckpt-2")),
        CheckpointState.read(folder).orElseThrow().all());
  }

  /** A name with quotes, line breaks and letters that the state file escapes. */
  @Test
  void namesThatAreEscaped() {
    Path odd = folder.resolve("a \"b\"\n\\größe");
    Path saved = Saver.of(graph).save(session, odd, 1);
    assertEquals(Optional.of(saved), Saver.latestCheckpoint(folder));
  }

  /**
   * The name is too long for the file that becomes the data, not for the mark that is made first.
   */
  @Test
  void aFailedSaveLeavesNothing() throws IOException {
    Saver saver = Saver.of(graph).withMaxToKeep(1);
    Path saved = saver.save(session, prefix(), 1);
    List<String> before = files();
    assertThrows(
        UncheckedIOException.class, () -> saver.save(session, folder.resolve("m".repeat(225))));
    assertEquals(before, files());
    assertEquals(Optional.of(saved), Saver.latestCheckpoint(folder));
    saver.restore(session, saved);
  }

  /** What a killed save can leave, of every kind; the next save removes it and nothing else. */
  @Test
  void leftoversAreRemoved() throws IOException {
    Saver saver = Saver.of(graph).withMaxToKeep(2);
    saver.save(session, prefix(), 1);
    saver.save(session, prefix(), 2);
    Files.writeString(folder.resolve("notes.txt"), "mine");
    CheckpointWriter.write(folder.resolve("mine-7"), Map.of("a", Tensor.of(1)));
    // complete, but the state file never named it
    CheckpointWriter.write(folder.resolve("model.ckpt-3"), Map.of("a", Tensor.of(1)));
    Files.createFile(folder.resolve("model.ckpt-3.assay-pending"));
    // half of one; and one that was about to be removed and is still named
    Files.createFile(folder.resolve("model.ckpt-4.assay-pending"));
    Files.createFile(folder.resolve("model.ckpt-4.data-00000-of-00001.next"));
    Files.createFile(folder.resolve("model.ckpt-2.assay-pending"));
    long dead = new ProcessBuilder("true").start().pid();
    Files.createFile(folder.resolve("model.ckpt-4.index.next.partial-" + dead + "-0"));
    long own = ProcessHandle.current().pid(); // in a container that of the killed one, too
    Files.createFile(folder.resolve("model.ckpt-4.index.next.partial-" + own + "-99999999"));
    long other = ProcessHandle.current().parent().orElseThrow().pid();
    Path alive = folder.resolve("x.partial-" + other + "-0");
    Files.createFile(alive);
    while (ProcessHandle.of(dead).filter(ProcessHandle::isAlive).isPresent()) {
      Thread.onSpinWait();
    }
    saver.save(session, prefix(), 5);
    List<String> left = files();
    assertEquals(
        Stream.concat(
                filesOf("model.ckpt-2", "model.ckpt-5", "mine-7").stream(),
                Stream.of("notes.txt", alive.getFileName().toString()))
            .sorted()
            .toList(),
        left);
    assertFalse(left.contains("model.ckpt-3.index"));
  }
}
