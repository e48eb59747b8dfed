package dev.assay.programs;

import dev.assay.engine.FormatException;
import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Operation;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.tensor.Tensor;
import dev.assay.formats.checkpoint.Saver;
import dev.assay.learn.input.Dataset;
import dev.assay.learn.input.DatasetIterator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * One training: a session, and around every step what all programs have in common, checkpoints,
 * summaries, the loss curve, progress.
 *
 * <p>A run that begins from a checkpoint of step k sees the batches from number k on, so that it
 * ends as one that was never interrupted.
 */
final class Training implements AutoCloseable {
  /** What checkpoints are called, before {@code -STEP}. */
  private static final String PREFIX = "model";

  private final Task task;
  private final Session session;
  private final Tensor loss;
  private final Operation step;
  private final Variable globalStep;
  private final Saver saver;
  private final Curves curves;
  private boolean diverged;

  Training(Task task, Graph graph, Tensor loss, Operation step, Variable globalStep) {
    this.task = task;
    this.session = new Session(graph);
    this.loss = loss;
    this.step = step;
    this.globalStep = globalStep;
    this.saver = Saver.of(graph);
    session.run(graph.variablesInitializer());
    task.outputs().restore().ifPresent(from -> saver.restore(session, checkpoint(from)));
    this.curves = new Curves(task.outputs(), graph);
  }

  /** The prefix of the latest checkpoint of a folder, or the prefix itself. */
  private static Path checkpoint(Path from) {
    if (!Files.isDirectory(from)) {
      return from;
    }
    return Saver.latestCheckpoint(from)
        .orElseThrow(() -> new FormatException(from + ": there is no checkpoint in this folder"));
  }

  /**
   * Makes the steps of all epochs that the restored run has not made.
   *
   * @param epoch the batches of one epoch
   * @param afterStep hears the number of every step that was made, from 1 on
   * @param placeholders are fed the components of each batch
   */
  void fit(Dataset epoch, LongConsumer afterStep, Symbol... placeholders) {
    int epochs = task.settings().epochs();
    long done = steps();
    OptionalLong length = epoch.cardinality();
    task.progress().begin(done, length.isPresent() ? length.getAsLong() * epochs : -1);
    try (DatasetIterator batches = epoch.repeat(epochs).iteratorFrom(done)) {
      while (batches.hasNext() && !diverged) {
        step(++done, feeds(batches.next(), placeholders));
        afterStep.accept(done);
      }
    }
    if (!diverged) {
      save(done);
    }
    curves.draw("Loss of " + task.program());
  }

  private void step(long number, Map<Symbol, Tensor> feeds) {
    double before = session.run(List.of(loss), feeds, List.of(step)).get(0).toDouble();
    diverged = !Double.isFinite(before);
    task.progress().step(number, before);
    curves.loss(session, number, before);
    if (!diverged && number % task.outputs().saveSteps() == 0) {
      save(number);
    }
  }

  private void save(long number) {
    task.outputs().save().ifPresent(f -> saver.save(session, f.resolve(PREFIX), number));
  }

  private static Map<Symbol, Tensor> feeds(List<Tensor> batch, Symbol... placeholders) {
    Map<Symbol, Tensor> feeds = new HashMap<>();
    for (int i = 0; i < placeholders.length; i++) {
      feeds.put(placeholders[i], batch.get(i));
    }
    return feeds;
  }

  /** After step 1 and each so many further ones a line, as the book prints them. */
  LongConsumer every(long steps, Supplier<String> line) {
    return number -> {
      if (number % steps == 1 % steps) {
        task.print("step " + number + ": " + line.get());
      }
    };
  }

  /** How many steps were made, those of the restored run included. */
  long steps() {
    return session.valueOf(globalStep).toLongs()[0];
  }

  /** The value of a variable. */
  Tensor value(Variable variable) {
    return session.valueOf(variable);
  }

  /** The value of a symbol for the given values of placeholders. */
  Tensor value(Tensor symbol, Map<Symbol, Tensor> feeds) {
    return session.run(symbol, feeds);
  }

  /**
   * The mean of all elements that {@code perExample} has over all batches.
   *
   * @param placeholders are fed the components of each batch
   */
  double mean(Tensor perExample, Dataset batches, Symbol... placeholders) {
    double sum = 0;
    long count = 0;
    try (DatasetIterator all = batches.iterator()) {
      while (all.hasNext()) {
        double[] values = session.run(perExample, feeds(all.next(), placeholders)).toDoubles();
        for (double v : values) {
          sum += v;
        }
        count += values.length;
      }
    }
    return sum / count;
  }

  /** Shows a number, beside the losses, in the summaries. */
  void show(String name, double value) {
    curves.show(name, value, steps());
  }

  /** What there is to say of the run itself. */
  Result result() {
    return new Result(List.of(), diverged)
        .and("epochs", task.settings().epochs())
        .and("steps", steps());
  }

  @Override
  public void close() {
    curves.close();
    session.close();
  }
}
