package dev.assay.programs;

import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Variable;
import dev.assay.formats.chart.LineChart;
import dev.assay.formats.event.SummaryWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a training shows of itself: an event file, and the losses as a picture. */
final class Curves implements AutoCloseable {
  /** Steps from one set of histograms to the next. */
  private static final int HISTOGRAM_STEPS = 100;

  private final Outputs outputs;
  private final List<Variable> trained;
  private final Optional<SummaryWriter> writer;
  private final List<Long> steps = new ArrayList<>();
  private final List<Double> losses = new ArrayList<>();

  Curves(Outputs outputs, Graph graph) {
    this.outputs = outputs;
    this.trained = graph.trainableVariables();
    this.writer = outputs.summaries().map(folder -> SummaryWriter.open(folder, graph));
  }

  /** A step was made; {@code loss} is that of its batch before it. */
  void loss(Session session, long step, double loss) {
    if (outputs.plot().isPresent()) {
      steps.add(step);
      losses.add(loss);
    }
    writer.ifPresent(
        w -> {
          w.scalar("loss", loss, step);
          if (step % HISTOGRAM_STEPS == 0) {
            trained.forEach(v -> w.histogram(v.name(), session.valueOf(v), step));
          }
        });
  }

  /** Notes another number of a step. */
  void show(String name, double value, long step) {
    writer.ifPresent(w -> w.scalar(name, value, step));
  }

  /** Draws the picture, if a step was made. */
  void draw(String title) {
    if (outputs.plot().isPresent() && !steps.isEmpty()) {
      LineChart.of(title)
          .labels("step", "loss")
          .series(
              "loss",
              steps.stream().mapToDouble(Long::doubleValue).toArray(),
              losses.stream().mapToDouble(Double::doubleValue).toArray())
          .write(outputs.plot().get());
    }
  }

  @Override
  public void close() {
    writer.ifPresent(SummaryWriter::close);
  }
}
