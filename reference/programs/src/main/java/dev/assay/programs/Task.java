package dev.assay.programs;

import dev.assay.engine.graph.Graph;
import dev.assay.engine.graph.Operation;
import dev.assay.engine.graph.Variable;
import dev.assay.engine.tensor.Tensor;
import dev.assay.learn.optimizer.GlobalStep;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a program is given.
 *
 * @param program its name
 * @param log takes the lines that it prints while it trains
 */
public record Task(
    String program, Settings settings, Outputs outputs, Consumer<String> log, Progress progress) {
  /** A graph whose random numbers come from the seed. */
  Graph graph() {
    Graph graph = new Graph();
    graph.setRandomSeed(settings.seed());
    return graph;
  }

  /** Trains all variables of the loss's graph with the optimizer of the settings. */
  Training train(Graph graph, Tensor loss) {
    String optimizer = settings.optimizer().orElseThrow();
    return train(
        graph,
        loss,
        globalStep ->
            OptimizerNames.make(optimizer, settings.learningRate()).minimize(loss, globalStep));
  }

  /**
   * Trains with a rule of the program's own.
   *
   * @param rule makes the node of one step, which adds 1 to the global step as well
   */
  Training train(Graph graph, Tensor loss, Function<Variable, Operation> rule) {
    outputs.prepare();
    Variable globalStep = GlobalStep.make(graph);
    return new Training(this, graph, loss, rule.apply(globalStep), globalStep);
  }

  /** Prints a line. */
  void print(String line) {
    log.accept(line);
  }
}
