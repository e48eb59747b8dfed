package dev.assay.formats.checkpoint;

import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Session;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A program that saves for ever, for {@link KilledSaveTest}, which kills it. */
final class SavingLoop {
  static final int SIZE = 20_000;

  private SavingLoop() {}

  /** Arguments: the prefix, whether the step is in the name, the first step, a file to begin. */
  public static void main(String[] args) throws IOException {
    Path prefix = Path.of(args[0]);
    boolean numbered = Boolean.parseBoolean(args[1]);
    Graph graph = graph();
    Saver saver = Saver.of(graph).withMaxToKeep(2);
    try (Session session = new Session(graph)) {
      for (long step = Long.parseLong(args[2]); ; step++) {
        for (Variable v : graph.variables()) {
          session.load(v, value(step));
        }
        if (numbered) {
          saver.save(session, prefix, step);
        } else {
          saver.save(session, prefix);
        }
        Files.write(Path.of(args[3]), new byte[0]);
      }
    }
  }

  /** Three variables that have one value at each step. */
  static Graph graph() {
    Graph graph = new Graph();
    for (String name : new String[] {"a", "b", "c"}) {
      graph.variable(name, value(0));
    }
    return graph;
  }

  /** {@link #SIZE} times the step. */
  static Tensor value(long step) {
    long[] values = new long[SIZE];
    Arrays.fill(values, step);
    return Tensor.ofLongs(DType.INT64, Shape.of(SIZE), values);
  }
}
