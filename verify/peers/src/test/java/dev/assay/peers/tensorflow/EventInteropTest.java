package dev.assay.peers.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.graph.Graph;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.event.Event;
import dev.assay.formats.event.EventReader;
import dev.assay.formats.event.SummaryValue;
import dev.assay.formats.event.SummaryWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Output;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.Summary;

/** Event files and summaries against TensorFlow's messages, operations and writer. */
class EventInteropTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochSecond(1_482_385_321L, 500_000_000L), ZoneOffset.UTC);

  @TempDir Path folder;

  private SummaryWriter writer() {
    return SummaryWriter.open(folder, CLOCK, "host");
  }

  /** Our file as TensorFlow reads it: its records, and in them its messages. */
  private List<org.tensorflow.proto.Event> read(Bridge bridge, Path file) throws IOException {
    List<org.tensorflow.proto.Event> events = new ArrayList<>();
    for (byte[] record : bridge.records(file, "")) {
      events.add(org.tensorflow.proto.Event.parseFrom(record));
    }
    return events;
  }

  @Test
  void tensorFlowReadsOurEvents() throws IOException {
    Graph graph = new Graph();
    Maths.square(graph.placeholder("x", DType.FLOAT32, Shape.of(-1, 3)));
    Path file;
    try (SummaryWriter writer = writer()) {
      file = writer.file();
      writer.graph(graph);
      writer.scalar("loss", 0.1, 3);
      writer.text("note", "*hello*", 4);
    }
    try (Bridge bridge = new Bridge()) {
      List<org.tensorflow.proto.Event> events = read(bridge, file);
      assertEquals(4, events.size());
      assertEquals("brain.Event:2", events.get(0).getFileVersion());
      assertEquals(1_482_385_321.5, events.get(0).getWallTime());
      GraphDef def = GraphDef.parseFrom(events.get(1).getGraphDef());
      assertEquals("x", def.getNode(0).getName());
      AttrValue shapes = def.getNode(0).getAttrOrThrow("_output_shapes");
      assertEquals(-1, shapes.getList().getShape(0).getDim(0).getSize(), "unknown");
      assertEquals(3, shapes.getList().getShape(0).getDim(1).getSize());
      assertEquals(0.1f, events.get(2).getSummary().getValue(0).getSimpleValue());
      assertEquals(3, events.get(2).getStep());
      Summary.Value text = events.get(3).getSummary().getValue(0);
      assertEquals("text", text.getMetadata().getPluginData().getPluginName());
      assertEquals("*hello*", text.getTensor().getStringVal(0).toStringUtf8());
    }
  }

  /** What our writer puts into its event for these values. */
  private Summary ours(Bridge bridge, List<? extends SummaryValue> values) throws IOException {
    Path file;
    try (SummaryWriter writer = writer()) {
      file = writer.file();
      writer.add(values, 1);
    }
    return read(bridge, file).get(1).getSummary();
  }

  private static Summary theirs(Bridge bridge, Output<?> summary) throws IOException {
    return Summary.parseFrom(bridge.take(summary).host().bytes()[0]);
  }

  @Test
  void scalarSummariesAreTheSameMessages() throws IOException {
    try (Bridge bridge = new Bridge()) {
      for (double v : new double[] {0.1, -0.0, 1e300, Double.NaN, Double.NEGATIVE_INFINITY}) {
        Output<?> summary =
            bridge
                .op("ScalarSummary", bridge.string("a/b"), bridge.give(Tensor.of(v)))
                .build()
                .output(0);
        assertEquals(theirs(bridge, summary), ours(bridge, List.of(SummaryValue.scalar("a/b", v))));
      }
    }
  }

  /** Not the greatest number, for which TensorFlow writes behind the end of its buckets. */
  static Stream<Tensor> distributions() {
    Random random = new Random(3);
    float[] normal = new float[1000];
    for (int i = 0; i < normal.length; i++) {
      normal[i] = (float) random.nextGaussian();
    }
    return Stream.of(
        Tensor.of(normal),
        Tensor.of(new float[] {0, 0, -0f, 1e-12f, -1e-12f, 1e-13f, 1.1e-12f}),
        Tensor.of(new double[] {1e-12, 1.1e-12, 1e20, 1e300, -1e300}),
        Tensor.of(new float[] {7}),
        Tensor.of(new int[] {1, 2, 2, 3, -4}),
        Tensor.of(new float[0]));
  }

  @ParameterizedTest
  @MethodSource("distributions")
  void histogramSummariesAreTheSameMessages(Tensor values) throws IOException {
    try (Bridge bridge = new Bridge()) {
      Output<?> summary =
          bridge.op("HistogramSummary", bridge.string("h"), bridge.give(values)).build().output(0);
      assertEquals(
          theirs(bridge, summary), ours(bridge, List.of(SummaryValue.histogram("h", values))));
    }
  }

  static Stream<Tensor> images() {
    Random random = new Random(4);
    List<Tensor> out = new ArrayList<>();
    for (int channels : new int[] {1, 3, 4}) {
      for (DType dtype : List.of(DType.UINT8, DType.FLOAT32, DType.FLOAT64, DType.FLOAT16)) {
        for (boolean negative : new boolean[] {false, true}) {
          double[] v = new double[2 * 5 * 7 * channels];
          for (int i = 0; i < v.length; i++) {
            v[i] = dtype == DType.UINT8 ? random.nextInt(256) : random.nextDouble() * 3;
            v[i] -= negative && dtype != DType.UINT8 ? 1 : 0;
          }
          out.add(Tensor.of(dtype, Shape.of(2, 5, 7, channels), v));
        }
      }
    }
    double[] broken = new double[12];
    broken[3] = Double.NaN;
    broken[7] = Double.POSITIVE_INFINITY;
    broken[8] = -2;
    out.add(Tensor.of(DType.FLOAT32, Shape.of(1, 2, 2, 3), broken));
    out.add(Tensor.of(DType.FLOAT32, Shape.of(1, 2, 6, 1), broken));
    out.add(Tensor.zeros(DType.FLOAT32, Shape.of(1, 2, 3, 1)));
    return out.stream();
  }

  /** Names, sizes, and the pixels of the files, both decoded by TensorFlow. */
  @ParameterizedTest
  @MethodSource("images")
  void imageSummariesShowTheSamePixels(Tensor images) throws IOException {
    try (Bridge bridge = new Bridge()) {
      for (int most : new int[] {1, 3}) {
        Summary theirs =
            theirs(
                bridge,
                bridge
                    .op("ImageSummary", bridge.string("i"), bridge.give(images))
                    .setAttr("max_images", most)
                    .build()
                    .output(0));
        Summary ours = ours(bridge, SummaryValue.images("i", images, most));
        assertEquals(theirs.getValueCount(), ours.getValueCount());
        for (int i = 0; i < theirs.getValueCount(); i++) {
          Summary.Value t = theirs.getValue(i);
          Summary.Value o = ours.getValue(i);
          assertEquals(t.getTag(), o.getTag());
          assertEquals(t.getImage().getHeight(), o.getImage().getHeight());
          assertEquals(t.getImage().getWidth(), o.getImage().getWidth());
          assertEquals(t.getImage().getColorspace(), o.getImage().getColorspace());
          Tensor want = pixels(bridge, t);
          Tensor got = pixels(bridge, o);
          assertTrue(want.sameAs(got), () -> got + " instead of " + want);
        }
      }
    }
  }

  private static Tensor pixels(Bridge bridge, Summary.Value image) {
    byte[] png = image.getImage().getEncodedImageString().toByteArray();
    Tensor file = SummaryValue.file(png);
    return bridge.take(bridge.op("DecodePng", bridge.give(file)).build().output(0));
  }

  /** A file that TensorFlow's own writer leaves. */
  @Test
  void weReadTensorFlowsEvents() throws IOException {
    Tensor values = Tensor.of(new float[] {1, 2, 2, 5});
    try (Bridge bridge = new Bridge()) {
      Output<?> writer = bridge.op("SummaryWriter").build().output(0);
      bridge
          .op(
              "CreateSummaryFileWriter",
              writer,
              bridge.string(folder.toString()),
              bridge.give(Tensor.of(10)),
              bridge.give(Tensor.of(1000)),
              bridge.string(".theirs"))
          .build();
      Output<?> step = bridge.give(Tensor.of(42L));
      bridge
          .op("WriteScalarSummary", writer, step, bridge.string("s"), bridge.give(Tensor.of(0.1f)))
          .build();
      bridge
          .op("WriteHistogramSummary", writer, step, bridge.string("h"), bridge.give(values))
          .build();
      bridge.op("FlushSummaryWriter", writer).build();
      bridge.op("CloseSummaryWriter", writer).build();
    }
    Path file;
    try (Stream<Path> files = Files.list(folder)) {
      file = files.findFirst().orElseThrow();
    }
    List<Event> events = EventReader.readAll(file);
    assertEquals(
        "brain.Event:2",
        assertInstanceOf(Event.FileVersion.class, events.get(0).content()).version());
    List<SummaryValue> read = new ArrayList<>();
    for (Event e : events) {
      if (e.content() instanceof Event.Values v) {
        assertEquals(42, e.step());
        read.addAll(v.values());
      }
    }
    assertEquals(
        List.of(SummaryValue.scalar("s", 0.1f), SummaryValue.histogram("h", values)), read);
  }
}
