package dev.assay.programs;

import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Operation;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Symbol;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.tensor.Tensor;
import dev.assay.learn.input.Dataset;
import dev.assay.learn.input.DatasetIterator;
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
  private final Task task;
  private final Session session;
  private final Tensor loss;
  private final Operation step;
  private final Variable globalStep;
  private boolean diverged;

  Training(Task task, Graph graph, Tensor loss, Operation step, Variable globalStep) {
    this.task = task;
    this.session = new Session(graph);
    this.loss = loss;
    this.step = step;
    this.globalStep = globalStep;
    session.run(graph.variablesInitializer());
  }

  /** As {@link #fit(Dataset, LongConsumer, Symbol...)}. */
  void fit(Dataset epoch, Symbol... placeholders) {
    fit(epoch, n -> {}, placeholders);
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
    OptionalLong batches = epoch.cardinality();
    task.progress().begin(done, batches.isPresent() ? batches.getAsLong() * epochs : -1);
    try (DatasetIterator all = epoch.repeat(epochs).iteratorFrom(done)) {
      while (all.hasNext() && !diverged) {
        step(feeds(all.next(), placeholders));
        done++;
        afterStep.accept(done);
      }
    }
  }

  private void step(Map<Symbol, Tensor> feeds) {
    double before = session.run(List.of(loss), feeds, List.of(step)).get(0).toDouble();
    diverged = !Double.isFinite(before);
    task.progress().step(steps(), before);
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
    return step -> {
      if (step % steps == 1) {
        task.print("step " + step + ": " + line.get());
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

  /** Notes a number down for the step that was made last. */
  void summarize(String name, double value) {}

  /** What there is to say of the run itself. */
  Result result() {
    return new Result(List.of(), diverged)
        .and("epochs", task.settings().epochs())
        .and("steps", steps());
  }

  @Override
  public void close() {
    session.close();
  }
}
