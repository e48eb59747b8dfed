package dev.assay.programs;

import dev.assay.engine.graph.Symbol;
import dev.assay.engine.ops.array.ArrayOps;
import dev.assay.engine.ops.array.Ordering;
import dev.assay.engine.ops.elementwise.Maths;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Tensor;
import dev.assay.learn.input.Dataset;
import dev.assay.programs.data.Digits;
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
  private static final int AT_ONCE = 500;

  /** Trains on the digits' one part and reports, after every epoch, how it does on the other. */
  Result fit(Task task, Training training, Digits digits) {
    Dataset epoch = digits.training().epoch(task.settings().batch(), task.settings().seed());
    return fit(task, training, epoch, digits);
  }

  /** As above, the batches of an epoch coming from elsewhere, as many as {@code digits} have. */
  Result fit(Task task, Training training, Dataset epoch, Digits digits) {
    int steps = steps(digits.training().count(), task.settings().batch().orElseThrow());
    Tensor answers = Ordering.argmax(scores, 1);
    Tensor right = ArrayOps.cast(Maths.equal(answers, labels), DType.FLOAT32);
    LongConsumer report =
        step -> {
          if (step % steps == 0) {
            double accuracy = test(training, right, digits);
            training.summarize("test_accuracy", accuracy);
            task.print("epoch " + step / steps + ": test_accuracy=" + (float) accuracy);
          }
        };
    training.fit(epoch, report, images, labels);
    Dataset seen = digits.training().inOrder(AT_ONCE);
    return training
        .result()
        .and("train_loss", training.mean(losses, seen, images, labels))
        .and("train_accuracy", training.mean(right, seen, images, labels))
        .and("test_accuracy", test(training, right, digits));
  }

  private double test(Training training, Tensor right, Digits digits) {
    return training.mean(right, digits.test().inOrder(AT_ONCE), images, labels);
  }

  private static int steps(int examples, int batch) {
    return (examples + batch - 1) / batch;
  }
}
