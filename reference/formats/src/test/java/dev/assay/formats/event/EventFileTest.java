package dev.assay.formats.event;

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
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.ops.reduce.Reduce;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.Child;
import dev.assay.formats.RealData;
import dev.assay.formats.tfrecord.TfRecordWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
  private static final Instant NOW = Instant.ofEpochSecond(1482385321, 500_000_000);
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  /** Worked out from the descriptions of the formats, byte by byte, not with a library. */
  private static final String BYTES =
      "1800000000000000a37f4b22"
          + "09000060ead916d6411a0d627261696e2e4576656e743a32"
          + "22ecd08e"
          + "1a00000000000000129bd82d"
          + "09000060ead916d64110072a0d0a0b0a046c6f737315cdcccc3d"
          + "78686e3b"
          + "290000000000000037ff5f00"
          + "09000060ead916d64110082a1c0a1a0a046e6f74654208080712004202"
          + "68694a080a060a0474657874"
          + "4091b8d7";

  @TempDir private Path folder;

  private SummaryWriter writer() {
    return SummaryWriter.open(folder, CLOCK, "host");
  }

  private static List<SummaryValue> values(Path file) {
    List<SummaryValue> values = new ArrayList<>();
    for (Event event : EventReader.readAll(file)) {
      if (event.content() instanceof Event.Values v) {
        values.addAll(v.values());
      }
    }
    return values;
  }

  @Test
  void theBytesAreThoseOfTheFormat() throws IOException {
    try (SummaryWriter writer = writer()) {
      writer.scalar("loss", 0.1, 7);
      writer.text("note", "hi", 8);
    }
    Path file = folder.resolve("events.out.tfevents.1482385321.host");
    assertEquals(BYTES, HexFormat.of().formatHex(Files.readAllBytes(file)));
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    Tensor table = Tensor.of(new String[][] {{"a", "b"}, {"c", "ä"}});
    Tensor pictures = Tensor.ofLongs(DType.UINT8, Shape.of(1, 2, 1, 3), 1, 2, 3, 4, 5, 6);
    List<SummaryValue> given =
        List.of(
            SummaryValue.scalar("a", 0.5),
            SummaryValue.scalar("b", Double.NaN),
            SummaryValue.histogram("c", Tensor.of(new float[] {1, 2, -3})),
            SummaryValue.text("d", table),
            SummaryValue.images("e", pictures, 1).get(0),
            new SummaryValue.TensorValue("f", Tensor.of(new long[] {1, 2}), "mine"),
            new SummaryValue.Audio("g", 44100, 2, 3, Tensor.of("wave"), "audio/wav"));
    Path file;
    try (SummaryWriter writer = writer()) {
      writer.add(given, -3);
      file = writer.file();
    }
    List<Event> events = EventReader.readAll(file);
    assertEquals(2, events.size());
    assertEquals(new Event(1482385321.5, 0, new Event.FileVersion("brain.Event:2")), events.get(0));
    assertEquals(-3, events.get(1).step());
    List<SummaryValue> got = values(file);
    assertEquals(given.size(), got.size());
    assertEquals(given.subList(0, 3), got.subList(0, 3));
    assertTrue(((SummaryValue.Text) got.get(3)).text().sameAs(table));
    SummaryValue.Image image = (SummaryValue.Image) got.get(4);
    assertEquals("e/image", image.tag());
    assertEquals(2, image.height());
    assertTrue(image.file().sameAs(((SummaryValue.Image) given.get(4)).file()));
    SummaryValue.TensorValue tensor = (SummaryValue.TensorValue) got.get(5);
    assertEquals("mine", tensor.plugin());
    assertTrue(tensor.value().sameAs(Tensor.of(new long[] {1, 2})));
    assertEquals("audio/wav", ((SummaryValue.Audio) got.get(6)).contentType());
  }

  @Test
  void tensorsOfThePluginOfScalarsAreScalars() {
    Path file;
    try (SummaryWriter writer = writer()) {
      writer.add(List.of(new SummaryValue.TensorValue("s", Tensor.of(2.5f), "scalars")), 4);
      writer.add(List.of(new SummaryValue.TensorValue("s", Tensor.of("x"), "scalars")), 4);
      file = writer.file();
    }
    assertEquals(SummaryValue.scalar("s", 2.5), values(file).get(0));
    assertTrue(values(file).get(1) instanceof SummaryValue.TensorValue);
  }

  @Test
  void aNameThatIsTakenGetsANumber() {
    try (SummaryWriter a = writer();
        SummaryWriter b = writer()) {
      assertEquals("events.out.tfevents.1482385321.host", a.file().getFileName().toString());
      assertEquals("events.out.tfevents.1482385321.host.1", b.file().getFileName().toString());
    }
    try (SummaryWriter real = SummaryWriter.open(folder.resolve("new/folder"))) {
      assertTrue(real.file().getFileName().toString().startsWith("events.out.tfevents."));
    }
  }

  @Test
  void whatWasFlushedIsReadableWhileTheWriterGoesOn() throws IOException {
    AtomicReference<Instant> now = new AtomicReference<>(NOW);
    Clock clock =
        new Clock() {
          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return now.get();
          }
        };
    try (SummaryWriter writer = SummaryWriter.open(folder, clock, "h")) {
      assertEquals(1, EventReader.readAll(writer.file()).size());
      writer.scalar("a", 1, 1);
      assertEquals(1, EventReader.readAll(writer.file()).size());
      writer.flush();
      assertEquals(2, EventReader.readAll(writer.file()).size());
      writer.scalar("a", 2, 2);
      now.set(NOW.plusSeconds(120));
      writer.scalar("a", 3, 3);
      assertEquals(4, EventReader.readAll(writer.file()).size());
    }
  }

  @Test
  void aFileThatEndsWithinAnEventIsReadUpToIt() throws IOException {
    Path file;
    try (SummaryWriter writer = writer()) {
      writer.scalar("a", 1, 1);
      writer.scalar("a", 2, 2);
      file = writer.file();
    }
    byte[] whole = Files.readAllBytes(file);
    int[] sizes = new int[whole.length];
    for (int n = 0; n < whole.length; n++) {
      Files.write(file, Arrays.copyOf(whole, n));
      int count = 0;
      try (EventReader reader = EventReader.openUnfinished(file)) {
        while (reader.next().isPresent()) {
          count++;
        }
        assertEquals(Optional.empty(), reader.next());
      }
      sizes[n] = count;
    }
    int first = 40; // 16 bytes around the 24 of the version
    assertEquals(0, sizes[first - 1]);
    assertEquals(1, sizes[first]);
    assertEquals(2, sizes[whole.length - 1]);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    assertThrows(FormatException.class, () -> EventReader.readAll(file));
  }

  /** Writes numbers until it is killed, each handed to the operating system. */
  public static final class Endless {
    private Endless() {}

    /** The first argument is the folder. */
    public static void main(String[] args) {
      try (SummaryWriter writer = SummaryWriter.open(Path.of(args[0]), CLOCK, "child")) {
        for (long step = 0; ; step++) {
          writer.scalar("step", step, step);
          writer.flush();
        }
      }
    }
  }

  @Test
  void aKilledProcessLosesNothingThatWasFlushed() throws Exception {
    for (int kill = 0; kill < 5; kill++) {
      Path run = folder.resolve("kill" + kill);
      Process child = Child.of(List.of(), Endless.class, run).redirectErrorStream(true).start();
      Path file = run.resolve("events.out.tfevents.1482385321.child");
      long flushed = 0;
      while (flushed < 2000 && child.isAlive()) {
        Thread.sleep(1 + 7 * kill);
        flushed = Files.exists(file) ? Files.size(file) : 0;
      }
      child.destroyForcibly().waitFor();
      assertTrue(flushed >= 2000, "the child ended by itself");
      try (EventReader reader = EventReader.openUnfinished(file)) {
        assertTrue(reader.next().isPresent());
        long size = 40;
        for (long step = 0; size < flushed; step++) {
          Event event = reader.next().orElseThrow();
          assertEquals(step, event.step());
          size += step == 0 ? 40 : step < 128 ? 42 : step < 16384 ? 43 : 44;
        }
      }
    }
  }

  @Test
  void everyFlippedBitIsRefused() throws IOException {
    Path file;
    try (SummaryWriter writer = writer()) {
      writer.scalar("a", 1, 1);
      file = writer.file();
    }
    byte[] whole = Files.readAllBytes(file);
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      try (EventReader reader = EventReader.of("x", new ByteArrayInputStream(flipped))) {
        assertThrows(
            FormatException.class,
            () -> {
              while (reader.next().isPresent()) {}
            });
      }
    }
    Files.write(file, whole);
    byte[] corrupt = whole.clone();
    corrupt[whole.length - 6] ^= 1; // whole, so that no reader may take it for the end
    Files.write(file, corrupt);
    try (EventReader reader = EventReader.openUnfinished(file)) {
      assertTrue(reader.next().isPresent());
      assertThrows(FormatException.class, reader::next);
    }
  }

  @Test
  void otherRecordFilesAreRefused() throws IOException {
    Path file = folder.resolve("other");
    try (TfRecordWriter records = TfRecordWriter.create(file)) {
      records.write(new byte[] {1, 2, 3});
    }
    String message =
        assertThrows(FormatException.class, () -> EventReader.readAll(file)).getMessage();
    assertTrue(message.startsWith(file + ", event 0: not an event: "), message);
    try (TfRecordWriter records = TfRecordWriter.create(file)) {
      records.write(new byte[0]);
    }
    assertEquals(
        file + ", event 0: no event file, the version brain.Event: is missing",
        assertThrows(FormatException.class, () -> EventReader.readAll(file)).getMessage());
  }

  @Test
  void theGraphIsWrittenAsItsNodes() {
    Graph g = new Graph();
    Symbol x = g.placeholder("in/x", DType.FLOAT32, Shape.of(-1, 2));
    var w = g.variable("layer/w", Tensor.of(new float[] {1, 2}));
    Tensor y = Maths.multiply(x, w.read());
    Tensor loss = Reduce.sum(y, true, 0);
    Symbol step = w.assignSub(Tensor.of(new float[] {1, 1}));
    g.group("train", step.operation());
    Path file;
    try (SummaryWriter writer = writer()) {
      writer.graph(g);
      file = writer.file();
    }
    Event.GraphListing listing = (Event.GraphListing) EventReader.readAll(file).get(1).content();
    List<GraphNode> nodes = listing.nodes();
    for (var operation : g.operations()) {
      assertEquals(operation.name(), node(nodes, operation.name()).name());
    }
    GraphNode variable = node(nodes, "layer/w");
    assertEquals("VarHandleOp", variable.op());
    assertEquals(Map.of("dtype", "float32", "shape", "[2]"), variable.attributes());
    assertEquals(List.of("layer/w"), node(nodes, "layer/w/read").inputs());
    assertEquals("layer/w", node(nodes, step.operation().name()).inputs().get(0));
    assertEquals("AssignSubVariableOp", node(nodes, step.operation().name()).op());
    GraphNode product = node(nodes, Symbol.of(y).operation().name());
    assertEquals("Multiply", product.op());
    assertEquals(List.of("in/x", "layer/w/read"), product.inputs());
    assertEquals("[[-1,2]]", product.attributes().get("_output_shapes"));
    GraphNode sum = node(nodes, Symbol.of(loss).operation().name());
    assertEquals("true", sum.attributes().get("keepdims"));
    assertEquals("[0]", sum.attributes().get("axis"));
    assertEquals(List.of("^" + step.operation().name()), node(nodes, "train").inputs());
    // what a node reads is a node of the file
    List<String> names = nodes.stream().map(GraphNode::name).toList();
    for (GraphNode n : nodes) {
      for (String input : n.inputs()) {
        assertTrue(names.contains(input.replaceAll("^\\^|:\\d+$", "")), input);
      }
    }
    assertEquals(names.size(), names.stream().distinct().count());
  }

  private static GraphNode node(List<GraphNode> nodes, String name) {
    return nodes.stream().filter(n -> n.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void summariesOfAGraphComeFromOneRun() {
    Graph g = new Graph();
    Symbol x = g.placeholder("x", DType.FLOAT32, Shape.of(2));
    Tensor sum = Reduce.sum(x);
    Summaries summaries =
        new Summaries()
            .scalar("sum", sum)
            .histogram("x", x)
            .text("note", Tensor.of("constant"))
            .images("p", Tensor.zeros(DType.UINT8, Shape.of(1, 1, 1, 1)), 1);
    assertEquals(4, summaries.fetches().size());
    try (Session session = new Session(g)) {
      List<SummaryValue> values = summaries.run(session, Map.of(x, Tensor.of(new float[] {1, 2})));
      assertEquals(SummaryValue.scalar("sum", 3), values.get(0));
      assertEquals(
          List.of("sum", "x", "note", "p/image"), values.stream().map(SummaryValue::tag).toList());
    }
    assertThrows(ValueException.class, () -> summaries.values(List.of()));
    assertThrows(DTypeException.class, () -> summaries.text("t", sum));
    assertThrows(ValueException.class, () -> summaries.scalar("t", null));
    assertThrows(ShapeException.class, () -> SummaryValue.scalar("t", Tensor.of(new int[2])));
  }

  @Test
  void twoThreadsWriteWholeEvents() throws InterruptedException {
    Path file;
    try (SummaryWriter writer = writer()) {
      Thread[] threads = new Thread[2];
      for (int t = 0; t < threads.length; t++) {
        String tag = "t" + t;
        threads[t] =
            new Thread(
                () -> {
                  for (int i = 0; i < 500; i++) {
                    writer.scalar(tag, i, i);
                  }
                });
        threads[t].start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      file = writer.file();
    }
    assertEquals(1000, values(file).size());
  }

  @Test
  void aClosedWriterSaysSo() {
    SummaryWriter writer = writer();
    assertThrows(ValueException.class, () -> writer.add(Arrays.asList((SummaryValue) null), 1));
    writer.close();
    writer.close();
    assertThrows(ValueException.class, () -> writer.scalar("a", 1, 1));
    assertThrows(ValueException.class, writer::flush);
    assertThrows(ValueException.class, () -> SummaryWriter.open(null));
    Path unopened = folder.resolve("unopened");
    assertThrows(ValueException.class, () -> SummaryWriter.open(unopened, (Graph) null));
    assertFalse(Files.exists(unopened));
    assertThrows(ValueException.class, () -> SummaryWriter.open(folder, CLOCK, "../host"));
    EventReader reader = EventReader.open(writer.file());
    reader.close();
    assertThrows(ValueException.class, reader::next);
  }

  @Test
  @EnabledIf(value = "dev.assay.formats.RealData#isThere", disabledReason = RealData.MISSING)
  void tensorFlowsFileIsReadCompletely() {
    Path file = RealData.file("tensorflow-written/events.out.tfevents.1482385321.mpr");
    List<Event> events = EventReader.readAll(file);
    assertEquals(13, events.size());
    Event.GraphListing graph = (Event.GraphListing) events.get(1).content();
    assertEquals(384, graph.nodes().size());
    assertEquals("[[-1,28,28,1]]", graph.nodes().get(0).attributes().get("_output_shapes"));
    assertEquals(new Event.Other("meta_graph_def", 65214), events.get(2).content());
    Event.Values first = (Event.Values) events.get(3).content();
    SummaryValue.Histogram y = (SummaryValue.Histogram) first.values().get(0);
    assertEquals("Y", y.tag());
    assertEquals(HistogramDataTest.ONE_HOT, y.data());
    assertEquals(new SummaryValue.Scalar("cost_1", 0.13674460351467133), first.scalars().get(0));
    assertEquals(10, events.stream().filter(e -> e.content() instanceof Event.Values).count());
  }
}
