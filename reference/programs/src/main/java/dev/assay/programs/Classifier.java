package dev.assay.programs;

import dev.assay.engine.graph.Symbol;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.array.Ordering;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.learn.input.Dataset;
import dev.assay.programs.data.Digits;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * A model that tells digits apart: what it is fed and what it answers.
 *
 * @param images is fed pixels, float32 {@code [n, 784]}
 * @param labels is fed digits, int64 {@code [n]}
 * @param scores of the digits, {@code [n, 10]}; the answer is the greatest, the first of equals
 * @param losses of the images, {@code [n]}
 */
record Classifier(Symbol images, Symbol labels, Tensor scores, Tensor losses) {
  /** How many images are looked at in one run where they are only looked at. */
  static final int AT_ONCE = 500;

  /**
   * Batches to train on and images to look at.
   *
   * @param epoch batches of images and labels
   * @param steps how many batches an epoch has
   * @param seen the images that are trained on, in batches of any size
   * @param test others, if there are any, in batches of any size
   */
  record Feed(Dataset epoch, int steps, Dataset seen, Optional<Dataset> test) {
    /** Of digits that are in memory. */
    static Feed of(Digits digits, Settings settings) {
      return new Feed(
          digits.training().epoch(settings.batch(), settings.seed()),
          digits.training().steps(settings.batch()),
          digits.training().inOrder(AT_ONCE),
          Optional.of(digits.test().inOrder(AT_ONCE)));
    }
  }

  /** Trains, and after every epoch tells how the others are answered. */
  Result fit(Task task, Training training, Feed feed) {
    Tensor answers = Ordering.argmax(scores, 1);
    Tensor right = ArrayOps.cast(Maths.equal(answers, labels), DType.FLOAT32);
    String told = feed.test().isPresent() ? "test_accuracy" : "train_accuracy";
    Dataset shown = feed.test().orElse(feed.seen());
    LongConsumer report =
        step -> {
          if (step % feed.steps() == 0) {
            double accuracy = mean(training, right, shown);
            training.show(told, accuracy);
            task.print("epoch " + step / feed.steps() + ": " + told + "=" + Result.text(accuracy));
          }
        };
    training.fit(feed.epoch(), report, images, labels);
    Result result =
        training
            .result()
            .and("train_loss", mean(training, losses, feed.seen()))
            .and("train_accuracy", mean(training, right, feed.seen()));
    return feed.test().isPresent()
        ? result.and("test_accuracy", mean(training, right, feed.test().get()))
        : result;
  }

  private double mean(Training training, Tensor perImage, Dataset batches) {
    return training.mean(perImage, batches, images, labels);
  }
}
